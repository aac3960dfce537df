"""Email addresses and handles: what may be one, and how one is found for a new person."""

import re
import unicodedata

from wiki.kernel.texts import N_

HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
# Addresses under /people/, and words that would call everybody.
RESERVED = frozenset({"suggest", "me", "all", "everyone", "here", "channel", "team", "nobody", "admin"})


def email_problem(email: str) -> str:
    """What is wrong with an address; empty when nothing is. Only a mail that arrives proves more."""
    name, at, host = email.partition("@")
    unfit = any(unicodedata.category(c)[0] in "CZ" or c in '<>()[],;:\\"' for c in email)
    if not name or not at or not host or "@" in host or unfit or ".." in host or host[0] in ".-":
        return N_("This does not look like an email address.")
    return N_("At most 254 characters, please.") if len(email) > 254 else ""


def email_key(email: str) -> str:
    """What addresses are compared by."""
    return unicodedata.normalize("NFKC", email).casefold()


def handle_for(name: str, email: str) -> str:
    """The handle a person would get if nobody had it; at most 40 characters of a–z, digits and hyphens."""
    for source in (name, email.partition("@")[0]):
        plain = unicodedata.normalize("NFKD", source.casefold()).encode("ascii", "ignore").decode()
        if handle := re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-"):
            return f"{handle}-1" if handle in RESERVED else handle
    return "person"
