"""The passage of a text that best shows why it was found, with the words marked."""

import re
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from wiki.search.words import spans

LENGTH = 240
MOST_SPANS = 5000
_SPACE = re.compile(r"\s+")

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `marked` when it is a word that was looked for."""

    text: str
    marked: bool = False


def marked(text: str, wanted: Collection[str]) -> tuple[Piece, ...]:
    """The whole text, for titles."""
    return _pieces(text, 0, len(text), list(islice(spans(text, wanted), MOST_SPANS)))


def snippet(text: str, wanted: Collection[str]) -> tuple[Piece, ...]:
    """About `LENGTH` characters around the most different words; the beginning when none stands in the text."""
    found = list(islice(spans(text, wanted), MOST_SPANS))
    first, last = _densest(found) if found else (0, 0)
    spare = max(LENGTH - (last - first), 0)
    start = _word_start(text, max(first - spare // 3, 0))
    end = _word_end(text, min(max(last, start) + spare - (first - start), len(text)))
    pieces = _pieces(text, start, end, [span for span in found if span[0] >= start and span[1] <= end])
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if end < len(text.rstrip()) else ()
    return (*before, *pieces, *after)


def _densest(found: list[Span]) -> tuple[int, int]:
    """Start and end of the stretch, at most `LENGTH` long, with the most different words, then the most words."""
    inside: deque[Span] = deque()
    counts: dict[str, int] = {}
    best, where = (0, 0), (found[0][0], found[0][1])
    for span in found:
        inside.append(span)
        counts[span[2]] = counts.get(span[2], 0) + 1
        while span[1] - inside[0][0] > LENGTH and len(inside) > 1:
            gone = inside.popleft()
            counts[gone[2]] -= 1
            if not counts[gone[2]]:
                del counts[gone[2]]
        if (len(counts), len(inside)) > best:
            best, where = (len(counts), len(inside)), (inside[0][0], span[1])
    return where


def _word_start(text: str, at: int) -> int:
    """The beginning of a word near `at`; a script without spaces is cut where it is."""
    if at == 0:
        return 0
    space = _SPACE.search(text, at, min(at + 30, len(text)))
    return space.end() if space else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    cut = max(text.rfind(" ", max(at - 30, 0), at), text.rfind("\n", max(at - 30, 0), at))
    return cut if cut > 0 else at


def _pieces(text: str, start: int, end: int, found: list[Span]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for first, last, _ in _joined(found):
        if first > at:
            pieces.append(Piece(_SPACE.sub(" ", text[at:first])))
        pieces.append(Piece(text[first:last], marked=True))
        at = last
    if at < end:
        pieces.append(Piece(_SPACE.sub(" ", text[at:end])))
    return tuple(pieces)


def _joined(found: list[Span]) -> list[Span]:
    """Overlapping places as one: neighbouring pairs of characters."""
    joined: list[Span] = []
    for start, end, word in found:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]), joined[-1][2])
        else:
            joined.append((start, end, word))
    return joined
