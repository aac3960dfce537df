"""What somebody had typed when their sign-in ended: carried through the sign-in and given back.

A form that arrives from nobody is answered with the sign-in page, which holds the typed fields; once signed in,
one button posts them to where they were going, with `restored=1`. Nothing is saved on the way.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from flask import request

from wiki.web.redirects import local_target

MOST_BYTES = 600 * 1024
MOST_FIELDS = 300
NEVER = ("csrf_token", "restored")


@dataclass(frozen=True, slots=True)
class Kept:
    """Fields in the order they came, and the local address they were posted to."""

    target: str
    fields: Sequence[tuple[str, str]]

    def text(self) -> str:
        """As one hidden field."""
        return json.dumps([self.target, *map(list, self.fields)], ensure_ascii=False)


def from_request() -> Kept | None:
    """What this request posted; None when there is nothing to keep, or it came from another site.

    Another site could otherwise lay words of its own before somebody, who would send them on in good faith.
    """
    if request.method != "POST" or not _from_here():
        return None
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in NEVER and "password" not in name.casefold() and "token" not in name.casefold()
    ]
    return _fitting(here(), fields)


def here() -> str:
    """Path and query of this request, encoded as in a link."""
    # Some browsers send letters of other scripts as they are; what is encoded already stays so.
    query = quote(request.query_string, safe="%=&+/:;,@!$'()*?")
    return quote(request.path) + (f"?{query}" if query else "")


def from_text(text: str) -> Kept | None:
    """What a sign-in page carried; None for anything else."""
    if not text or len(text) > MOST_BYTES * 2:
        return None
    try:
        target, *fields = json.loads(text)
        pairs = [(name, value) for name, value in fields if isinstance(name, str) and isinstance(value, str)]
    except (ValueError, TypeError, RecursionError):
        return None
    # JSON can spell halves of characters, which no page can be written with.
    whole = [(_whole(name), _whole(value)) for name, value in pairs]
    return _fitting(_whole(target), whole) if isinstance(target, str) else None


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _fitting(target: str, fields: list[tuple[str, str]]) -> Kept | None:
    size = sum(len(name.encode("utf-8", "replace")) + len(value.encode("utf-8", "replace")) for name, value in fields)
    if not fields or len(fields) > MOST_FIELDS or size > MOST_BYTES or local_target(target, "") != target:
        return None
    return Kept(target, fields)


def _from_here() -> bool:
    """Whether the form stood on a page of ours, as far as the browser says."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
