"""Address keys from titles, and anchors of headings."""

import re
import unicodedata

LONGEST = 80
PREFIX = "h-"
_REST = re.compile("-+")
# Signs nobody can see: two titles that look the same are the same address.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_PLAIN = re.compile(r"[^a-z0-9]+")


def slugify(text: str) -> str:
    """The address key of a title: letters and digits of any script, the rest as single hyphens.

    At most 80 characters, case folded, NFKC; empty when nothing is left. Applying it twice changes nothing.
    """
    text = text[:1000]
    if text.isascii():
        return _PLAIN.sub("-", text.lower()).strip("-")[:LONGEST].strip("-")
    # Folding may undo the normal form and the other way round: some letters need a second pass.
    for _ in range(3):
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(_kept(char) for char in _UNSEEN.sub("", text))
    return _REST.sub("-", kept).strip("-")[:LONGEST].strip("-")


def _kept(char: str) -> str:
    # Marks belong to the letters of many scripts (Devanagari, Thai), so they stay with them.
    return char if unicodedata.category(char)[0] in "LNM" else "-"


def anchor_for(section: str) -> str:
    """The anchor of the first heading with this text; prefixed, so that it cannot clobber a name."""
    return PREFIX + (slugify(section) or "section")


class Anchors:
    """Hands out anchors for the headings of one page, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, title: str) -> str:
        """The anchor for the next heading with this title; a number is added when it is not the first."""
        base = anchor_for(title)
        number = self._next.get(base, 1)
        anchor = base if number == 1 else f"{base}-{number}"
        while anchor in self._taken:
            number += 1
            anchor = f"{base}-{number}"
        self._next[base] = number + 1
        self._taken.add(anchor)
        return anchor
