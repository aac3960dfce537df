"""Secrets that stand for something: 256 random bits for the holder, their digest for the table."""

import hashlib
import secrets


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """SHA-256 as hexadecimal digits. A fast digest will do: nobody guesses 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
