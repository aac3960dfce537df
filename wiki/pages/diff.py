"""What changed between two texts of a page, by lines and inside them by words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from wiki.pages.alignment import Effort, align, gaps, pairs
from wiki.pages.words import is_word, tokens

_LINE_STEPS = 400_000
_PAIR_STEPS = 200_000
_WORD_STEPS = 600_000
_FEW_WORDS = 3
_NEWLINE = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the comparison.

    `old` and `new` are the line on either side (empty where there is none), `inline` is both in one,
    removed before added. A skipped block stands for `count` equal lines that are not shown.
    """

    kind: Literal["same", "changed", "added", "removed", "skipped"]
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()
    inline: tuple[Piece, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """`places` are runs of changed lines; words are counted as a reader would, Han by the character."""

    places: int
    words_in: int
    words_out: int


@dataclass(slots=True)
class _Run:
    """Tokens i:i_end of the old line stand against j:j_end of the new one."""

    same: bool
    i: int
    i_end: int
    j: int
    j_end: int


def changes(old: str, new: str, context: int | None = 2) -> tuple[Block, ...]:
    """The lines of both texts in order, each paired with what became of it.

    More than `context` equal lines away from a change are folded into a skipped block; None folds
    nothing. How lines end, and whether the last one does, is not a change. Long texts that differ
    everywhere are compared coarsely, so that the time stays bounded.
    """
    a, b = _lines(old), _lines(new)
    effort = Effort(_WORD_STEPS)
    places = groupby(_places(a, b), key=lambda place: place[0] == place[1])
    runs = [(same, list(run)) for same, run in places]
    found: list[Block] = []
    for number, (same, run) in enumerate(runs):
        if same:
            found += _folded(run, context, first=number == 0, last=number == len(runs) - 1)
        else:
            found += [_block(before, after, effort) for before, after in run]
    return tuple(found)


def compare(old: str, new: str) -> Block:
    """The words of two lines against each other, as a changed block."""
    return _by_words(old, new, Effort(_WORD_STEPS))


def counts(blocks: Iterable[Block]) -> Counts:
    """Count what `changes` found."""
    shown = list(blocks)
    runs = groupby(shown, key=lambda block: block.kind in ("same", "skipped"))
    return Counts(
        places=sum(1 for same, _ in runs if not same),
        words_in=_words_of("added", shown),
        words_out=_words_of("removed", shown),
    )


def summary(old: str, new: str) -> Counts:
    """How much changed between two texts."""
    return counts(changes(old, new))


def _words_of(kind: str, blocks: list[Block]) -> int:
    pieces = (piece for block in blocks for piece in block.inline if piece.kind == kind)
    return sum(is_word(token) for piece in pieces for token in tokens(piece.text))


def _lines(text: str) -> list[str]:
    lines = _NEWLINE.split(text)
    return lines if lines[-1] else lines[:-1]


def _places(a: list[str], b: list[str]) -> Iterator[tuple[str | None, str | None]]:
    # Every line of both texts once, in order: (line, line), (line, None) or (None, line).
    matches = align(a, b, Effort(_LINE_STEPS))
    effort = Effort(_PAIR_STEPS)
    done = 0
    for i, i_end, j, j_end in gaps(matches, len(a), len(b)):
        yield from ((line, line) for line in a[done:i])
        yield from _replaced(a[i:i_end], b[j:j_end], effort)
        done = i_end
    yield from ((line, line) for line in a[done:])


def _replaced(a: list[str], b: list[str], effort: Effort) -> Iterator[tuple[str | None, str | None]]:
    i = j = 0
    for x, y in (*pairs(a, b, effort), (len(a), len(b))):
        yield from ((line, None) for line in a[i:x])
        yield from ((None, line) for line in b[j:y])
        if x < len(a):
            yield a[x], b[y]
        i, j = x + 1, y + 1


def _folded(run: list[tuple[str | None, str | None]], context: int | None, *, first: bool, last: bool) -> list[Block]:
    lines = [line for line, _ in run if line is not None]
    if context is None:
        return [_same(line) for line in lines]
    head = 0 if first else context
    tail = 0 if last else context
    hidden = len(lines) - head - tail
    # A fold of one line would be as tall as the line.
    if hidden < 2:
        return [_same(line) for line in lines]
    shown = [_same(line) for line in lines[:head]]
    fold = Block("skipped", count=hidden)
    return [*shown, fold, *(_same(line) for line in lines[len(lines) - tail :])]


def _same(line: str) -> Block:
    pieces = (Piece("same", line),)
    return Block("same", pieces, pieces, pieces)


def _block(before: str | None, after: str | None, effort: Effort) -> Block:
    if before is not None and after is not None:
        return _by_words(before, after, effort)
    if before is not None:
        gone = (Piece("removed", before),)
        return Block("removed", old=gone, inline=gone)
    came = (Piece("added", after or ""),)
    return Block("added", new=came, inline=came)


def _by_words(old: str, new: str, effort: Effort) -> Block:
    a, b = tokens(old), tokens(new)
    inline: list[Piece] = []
    for run in _readable(_word_runs(a, b, effort), a):
        gone, came = "".join(a[run.i : run.i_end]), "".join(b[run.j : run.j_end])
        if run.same:
            inline.append(Piece("same", gone))
        else:
            inline += [Piece("removed", gone)] if gone else []
            inline += [Piece("added", came)] if came else []
    return Block(
        "changed",
        old=tuple(piece for piece in inline if piece.kind != "added"),
        new=tuple(piece for piece in inline if piece.kind != "removed"),
        inline=tuple(inline),
    )


def _word_runs(a: list[str], b: list[str], effort: Effort) -> Iterator[_Run]:
    i = j = 0
    for x, y, length in (*align(a, b, effort), (len(a), len(b), 0)):
        if i < x or j < y:
            yield _Run(False, i, x, j, y)
        i, j = x + length, y + length
        if length:
            yield _Run(True, x, i, y, j)


def _readable(found: Iterable[_Run], a: list[str]) -> list[_Run]:
    # Common words left standing alone between two rewritten phrases tear the sentence to shreds:
    # a phrase that was rewritten is shown as one.
    runs = list(found)
    kept: list[_Run] = []
    for number, run in enumerate(runs):
        if run.same and 0 < number < len(runs) - 1 and _stray(run, kept[-1], runs[number + 1], a):
            run.same = False
        if kept and not run.same and not kept[-1].same:
            kept[-1].i_end, kept[-1].j_end = run.i_end, run.j_end
        else:
            kept.append(run)
    return kept


def _stray(run: _Run, before: _Run, after: _Run, a: list[str]) -> bool:
    common = sum(is_word(token) for token in a[run.i : run.i_end])
    return common <= _FEW_WORDS and 2 * common < min(_size(before), _size(after))


def _size(run: _Run) -> int:
    return max(run.i_end - run.i, run.j_end - run.j)
