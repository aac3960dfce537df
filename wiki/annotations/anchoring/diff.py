"""What two texts have in common, in order: by lines, and where lines changed by words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
MOST_COMPARED = 250_000
"""Pairs of words up to which a change is looked at as people read it; beyond, by the longest common sequence."""
TELLING = 12
"""A line of so many characters is known again where it was moved to."""
MOST_LINES = 4_000
"""Changed lines beyond which only their beginning and end are compared."""


Span = tuple[int, int]


class Same(NamedTuple):
    """`length` characters that stand at `old` in the old text and at `new` in the new one."""

    old: int
    new: int
    length: int


_NOTHING = Same(0, 0, 0)


class _Token(NamedTuple):
    text: str
    start: int


class Edit(NamedTuple):
    """What stayed in its order, in the order of both texts; and whole lines that are elsewhere now."""

    stayed: list[Same]
    moved: list[Same]


def compare(old: str, new: str) -> Edit:
    """What both texts have in common; neighbours are joined."""
    before, after = _spans(old), _spans(new)
    edits = list(_lines([old[a:b] for a, b in before], [new[a:b] for a, b in after]))
    gone, come = _changed(edits)
    pairs = _moved_lines(old, new, [before[n] for n in gone], [after[n] for n in come])
    known = {span for span, _ in pairs}, {span for _, span in pairs}
    stayed: list[Same] = []
    for kind, i, j, k, m in edits:
        if kind == "equal":
            stayed.append(Same(before[i][0], after[k][0], before[j - 1][1] - before[i][0]))
        elif kind == "replace":
            left, right = (
                [span for span in spans if span not in taken]
                for spans, taken in ((before[i:j], known[0]), (after[k:m], known[1]))
            )
            stayed += _words(old, new, left, right)
    moved = sorted(Same(one[0], other[0], one[1] - one[0]) for one, other in pairs)
    return Edit(_joined(stayed, old, new), _joined(moved, old, new))


def _spans(text: str) -> list[Span]:
    """The lines of a text, each with its end."""
    return [found.span() for found in _LINE.finditer(text)]


def _changed(edits: Sequence[tuple[str, int, int, int, int]]) -> tuple[list[int], list[int]]:
    """The lines of the old text and of the new one that did not stay."""
    changed = [edit for edit in edits if edit[0] != "equal"]
    return [n for _, i, j, _, _ in changed for n in range(i, j)], [n for *_, k, m in changed for n in range(k, m)]


def _moved_lines(old: str, new: str, gone: Sequence[Span], come: Sequence[Span]) -> list[tuple[Span, Span]]:
    """Lines that went and came with the same words, where there is but one such line on either side."""
    sides = []
    for text, spans in ((old, gone), (new, come)):
        by_words: dict[str, list[Span]] = {}
        for start, end in spans:
            by_words.setdefault(text[start:end].strip(), []).append((start, end))
        sides.append(by_words)
    return [
        (spans[0], sides[1][words][0])
        for words, spans in sides[0].items()
        if len(words) >= TELLING and len(spans) == 1 and len(sides[1].get(words, ())) == 1
    ]


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    head = _alike(zip(before, after, strict=False))
    rest = min(len(before), len(after)) - head
    tail = min(_alike(zip(reversed(before), reversed(after), strict=False)), rest)
    i, j, k, m = head, len(before) - tail, head, len(after) - tail
    if head:
        yield "equal", 0, head, 0, head
    if j - i > MOST_LINES or m - k > MOST_LINES:
        yield "replace", i, j, k, m
    else:
        for kind, a, b, c, d in SequenceMatcher(None, before[i:j], after[k:m], autojunk=False).get_opcodes():
            yield kind, a + i, b + i, c + k, d + k
    if tail:
        yield "equal", j, len(before), m, len(after)


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    """How many pairs from the first on are equal."""
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _words(old: str, new: str, left: Sequence[Span], right: Sequence[Span]) -> list[Same]:
    """Words of some lines of the old text that stand in some of the new one."""
    before = [_Token(found[0], found.start()) for span in left for found in _TOKEN.finditer(old, *span)]
    after = [_Token(found[0], found.start()) for span in right for found in _TOKEN.finditer(new, *span)]
    blocks = _blocks([token.text for token in before], [token.text for token in after])
    pairs = [(before[i + n], after[k + n]) for i, k, size in blocks for n in range(size)]
    return [Same(one.start, other.start, len(one.text)) for one, other in pairs]


def _blocks(ours: list[str], theirs: list[str]) -> list[tuple[int, int, int]]:
    if len(ours) * len(theirs) <= MOST_COMPARED:
        blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        return [(block.a, block.b, block.size) for block in blocks if block.size]
    edits = LCSseq.opcodes(ours, theirs)
    return [(e.src_start, e.dest_start, e.src_end - e.src_start) for e in edits if e.tag == "equal"]


def _joined(found: list[Same], old: str, new: str) -> list[Same]:
    """Neighbours as one, also where only equal blanks stand between them."""
    result: list[Same] = []
    for one in found:
        last = result[-1] if result else _NOTHING
        gap = old[last.old + last.length : one.old]
        follows = last.new + last.length <= one.new
        if follows and gap == new[last.new + last.length : one.new] and not gap.strip():
            result[-1:] = [Same(last.old, last.new, one.old + one.length - last.old)]
        else:
            result.append(one)
    return result
