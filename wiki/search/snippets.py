"""The passage of a text that best shows why it was found, with the words marked.

Cutting a whole text into terms takes longer than finding it. So places that begin like a term are looked for as plain
characters, and only those are cut; scripts and signs for which that would miss something are read word by word.
"""

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from wiki.markup import words_and_code
from wiki.search.words import fold, spans, term

LENGTH = 240
MOST_SPANS = 5000

_SPACE = re.compile(r"\s+")
_BREAK = re.compile(r"\s*\n\s*")
BETWEEN = " · "
"""Stands in a passage between two blocks: cells, items of a list, a heading and its text."""
_WORD = re.compile(r"[^\W_]+")
_BEYOND = re.compile(r"[^\x00-\x7f]")
# Scripts whose words aren't told apart by spaces, and accents that stand as characters of their own.
_OTHER = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u06ed\u0900-\u109f\u1780-\u17ff\u1ab0-\u1aff\u3040-\U000323af]")

Span = tuple[int, int, str]


class Marks(Collection[str]):
    """What is to be marked: terms, and beginnings of words."""

    def __init__(self, terms: Iterable[str], beginnings: Iterable[str] = ()) -> None:
        self.terms = frozenset(term for term in terms if term)
        self.beginnings = tuple(sorted({each for each in beginnings if each}))
        self.plain = all(each.isascii() and each.isalnum() for each in (*self.terms, *self.beginnings))
        self.starts = {*map(_beginning, self.terms), *self.beginnings}

    def __contains__(self, known: object) -> bool:
        return known in self.terms or (isinstance(known, str) and known.startswith(self.beginnings))

    def __iter__(self) -> Iterator[str]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms) + len(self.beginnings)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `marked` when it is a word that was looked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text in pieces; `at`: where its first marked word stands in the text, -1 when none does.

    `code`: the line with that word, where it stands in a block of code instead.
    """

    pieces: tuple[Piece, ...]
    at: int = -1
    code: str = ""


def marked(text: str, wanted: Marks) -> tuple[Piece, ...]:
    """The whole text, for titles."""
    return _pieces(text, 0, len(text), list(islice(found_in(text, wanted), MOST_SPANS)))


def passage(text: str, wanted: Marks) -> Passage:
    """About `LENGTH` characters around the most different words; of code only when no other text has any.

    The beginning when none stands in the text.
    """
    words, code = words_and_code(text)
    found = list(islice(found_in(words, wanted), MOST_SPANS))
    if not found and code and (in_code := list(islice(found_in(code, wanted), MOST_SPANS))):
        return Passage(_around(code, in_code), code=_whole_line(code, _densest(in_code)[0]))
    return Passage(_around(words or code, found), _densest(found)[0] if found else -1)


def heading_at(text: str, outline: Sequence[Sequence[object]], at: int) -> tuple[str, str] | None:
    """Title and anchor of the heading that a place of the text stands under; `outline`: level, title, anchor."""
    found, position = None, 0
    for _, title, anchor in outline:
        if not title:
            continue
        here = _line(text, str(title), position)
        if here < 0:
            continue
        if here > at:
            break
        found, position = (str(title), str(anchor)), here + len(str(title))
    return found


def found_in(text: str, wanted: Marks) -> Iterator[Span]:
    """As `spans`, quicker: start, end and term of each place where one of the wanted terms stands, in order."""
    lowered = text.lower()
    if not wanted.plain or len(lowered) != len(text) or not (text.isascii() or _OTHER.search(text) is None):
        return spans(text, wanted)
    starts: set[int] = set()
    for beginning in wanted.starts:
        at = lowered.find(beginning)
        while at >= 0:
            if at == 0 or not lowered[at - 1].isalnum():
                starts.add(at)
            at = lowered.find(beginning, at + 1)
    if not text.isascii():
        starts |= _accented(lowered)
    return _verified(text, sorted(starts), wanted)


def _beginning(known: str) -> str:
    """What every word of a term begins with: stems may end otherwise than their words do."""
    if not known.isalpha():
        return known
    return known[: max(len(known) - 2, 1)]


def _accented(lowered: str) -> set[int]:
    """Where words begin that have letters beyond the plain ones."""
    starts = set()
    for match in _BEYOND.finditer(lowered):
        at = match.start()
        if lowered[at].isalnum():
            while at and lowered[at - 1].isalnum():
                at -= 1
            starts.add(at)
    return starts


def _verified(text: str, starts: Sequence[int], wanted: Marks) -> Iterator[Span]:
    for start in starts:
        match = _WORD.match(text, start)
        if match is None:
            continue
        known = term(match.group())
        if known in wanted.terms or fold(match.group()).startswith(wanted.beginnings):
            yield start, match.end(), known


def _whole_line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)].strip()


def _line(text: str, title: str, begin: int) -> int:
    """Where a title stands as the beginning of a line; -1 for nowhere."""
    at = text.find(title, begin)
    while at > 0 and text[at - 1] != "\n":
        at = text.find(title, at + 1)
    return at


def _around(text: str, found: list[Span]) -> tuple[Piece, ...]:
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
            pieces.append(Piece(_on_one_line(text[at:first])))
        pieces.append(Piece(text[first:last], marked=True))
        at = last
    if at < end:
        pieces.append(Piece(_on_one_line(text[at:end].rstrip())))
    return tuple(pieces)


def _on_one_line(text: str) -> str:
    return _SPACE.sub(" ", _BREAK.sub(BETWEEN, text) if "\n" in text else text)


def _joined(found: list[Span]) -> list[Span]:
    """Overlapping places as one: neighbouring pairs of characters."""
    joined: list[Span] = []
    for start, end, word in found:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]), joined[-1][2])
        else:
            joined.append((start, end, word))
    return joined
