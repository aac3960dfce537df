"""Passages of a text, and what is kept of them to be found again."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

State = Literal["anchored", "changed", "moved", "orphaned"]
AROUND = 32
"""Characters that are kept of what stands before and behind a passage."""
_JOINER = "\u200d"
_JOINING = frozenset({_JOINER, *map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0x1F3FB, 0x1F400))})
"""Zero-width joiner, variation selectors and the colours of skins."""
_FLAGS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))


@dataclass(frozen=True, slots=True)
class Place:
    """A passage from `start` up to, not in, `end`: code points from 0, against one text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a passage and what stood around them, as the W3C's TextQuoteSelector has them."""

    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a passage is after an edit; an orphan has no place. `score`: how much of its words is there, 0 … 1."""

    state: State
    place: Place | None
    score: float
    cause: str


def quote_of(text: str, place: Place) -> Quote:
    """The words at a place and those around it."""
    start, end = place.start, place.end
    return Quote(text[start:end], text[max(start - AROUND, 0) : start], text[end : end + AROUND])


def whole_signs(text: str, place: Place) -> Place:
    """The place, grown to the next ends of what a reader takes for one sign: accents, emoji in several parts, flags."""
    start, end = place.start, place.end
    while 0 < start < len(text) and _belongs(text, start):
        start -= 1
    while 0 < end < len(text) and _belongs(text, end):
        end += 1
    return Place(start, end)


def _belongs(text: str, at: int) -> bool:
    """Whether the sign at `at` is part of the one before it."""
    sign, before = text[at], text[at - 1]
    if sign in _JOINING or before == _JOINER or unicodedata.category(sign) in {"Mn", "Me", "Mc"}:
        return True
    if sign in _FLAGS and before in _FLAGS:
        run = at - 1
        while run and text[run - 1] in _FLAGS:
            run -= 1
        return (at - run) % 2 == 1
    return sign == "\n" and before == "\r"


def find(text: str, quote: Quote, near: int | None = None) -> Place | None:
    """Where the words of a quote stand; None where they don't, or in several places that can't be told apart.

    Those around it decide; of equal ones the nearest to `near`.
    """
    words = quote.exact.split()
    if not words:
        return None
    # Where a line ends differs between a source, what a browser shows, and a text as read.
    found: list[tuple[int, int, int, int]] = []
    for hit in re.finditer(r"\s+".join(map(re.escape, words)), text):
        start, end = hit.span()
        before, behind = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
        around = _common(before[::-1], quote.prefix[::-1]) + _common(behind, quote.suffix)
        found.append((-around, 0 if near is None else abs(start - near), start, end))
    found.sort()
    if not found or (len(found) > 1 and found[0][:2] == found[1][:2]):
        return None
    return Place(*found[0][2:])


def _common(one: str, other: str) -> int:
    """How many signs both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
