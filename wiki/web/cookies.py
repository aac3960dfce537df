"""The session cookie, as Flask signs it; what was found true of one is kept for a minute.

A page's view reads the same cookie again and again, and proves the same forms: each signature takes as long as a
question to the database.
"""

from copy import deepcopy
from functools import lru_cache
from time import monotonic
from typing import Any

from flask import Flask, Request, current_app, g, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature

KEPT = 4096
MINUTE = 60


class KeptCookies(SecureCookieSessionInterface):
    """Asks for the signature of a cookie once a minute."""

    def __init__(self) -> None:
        self._read = lru_cache(maxsize=KEPT)(self._verified)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        value = request.cookies.get(self.get_cookie_name(app))
        known = self._read(app, value, int(monotonic()) // MINUTE) if value else None
        # What a request puts into it must not come to others.
        return self.session_class(deepcopy(known)) if known else self.session_class()

    def _verified(self, app: Flask, value: str, _minute: int) -> dict[str, Any] | None:
        signer = self.get_signing_serializer(app)
        if signer is None:
            return None
        try:
            found: dict[str, Any] = signer.loads(value, max_age=int(app.permanent_session_lifetime.total_seconds()))
        except BadSignature:
            return None
        return found


def form_token() -> str:
    """The proof that a form is ours, the same for all forms of a session; asked for once in each request."""
    if "csrf_token" not in g:
        raw = session.get("csrf_token", "")
        # A session that has none yet is given one by Flask-WTF.
        g.csrf_token = _signed(current_app.secret_key, raw, int(monotonic()) // MINUTE) if raw else generate_csrf()
    return str(g.csrf_token)


@lru_cache(maxsize=KEPT)
def _signed(_key: object, _raw: str, _minute: int) -> str:
    return str(generate_csrf())
