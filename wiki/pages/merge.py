"""Bring two edits of one text together, line by line.

A library exists (merge3), but it calls edits of neighbouring lines a conflict, and in Markdown a line is
a paragraph or a list item: two people mending two items next to each other do not disagree. So an edit
conflicts only with an edit of the same line, or with another insertion at the same place; the same edit
made twice counts once. Words inside a line are never mixed, because the sentence that would come out is
one that nobody wrote.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from wiki.pages.alignment import Effort, Gap, align, gaps, pairs

_STEPS = 400_000
_PAIR_STEPS = 200_000

Choice = Literal["mine", "theirs", "both"]


class Line(NamedTuple):
    """A line, and the newline that follows it unless it comes last."""

    words: str
    end: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines that follow one another: of one mind if clean, else as each side and the base has them."""

    kind: Literal["clean", "conflict"]
    lines: tuple[Line, ...] = ()
    mine_lines: tuple[Line, ...] = ()
    theirs_lines: tuple[Line, ...] = ()
    base_lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """The lines of a clean chunk, without the newline after the last."""
        return join(self.lines)

    @property
    def mine(self) -> str:
        """My side of a conflict, without the newline after the last line."""
        return join(self.mine_lines)

    @property
    def theirs(self) -> str:
        """Their side of a conflict, without the newline after the last line."""
        return join(self.theirs_lines)

    @property
    def base(self) -> str:
        """What both began from, without the newline after the last line."""
        return join(self.base_lines)


@dataclass(frozen=True, slots=True)
class Merge:
    """What came of a merge. `text` is None when there are conflicts."""

    chunks: tuple[Chunk, ...]

    @property
    def conflicts(self) -> tuple[Chunk, ...]:
        """The chunks that a person must decide, in order."""
        return tuple(chunk for chunk in self.chunks if chunk.kind == "conflict")

    @property
    def text(self) -> str | None:
        """The merged text, or None."""
        return None if self.conflicts else resolve(self.chunks, ())


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Merge two texts that both began from `base`.

    If each text has one kind of newline, so has the result (the changed kind, if one side changed it);
    texts that mix them keep the newline of every line.
    """
    if mine == theirs or theirs == base:
        return Merge((Chunk("clean", _lines(mine, "\n")),))
    if mine == base:
        return Merge((Chunk("clean", _lines(theirs, "\n")),))
    newline = _newline(base, mine, theirs)
    first = newline or _first_newline(base)
    sides = [_lines(text, first, newline) for text in (base, mine, theirs)]
    return Merge(tuple(_gathered(_merged(*sides))))


def resolve(chunks: Sequence[Chunk], choices: Sequence[Choice]) -> str:
    """The text with every conflict decided; `both` puts mine before theirs.

    Raises ValueError unless there is one choice for each conflict.
    """
    conflicts = sum(chunk.kind == "conflict" for chunk in chunks)
    if conflicts != len(choices):
        raise ValueError(f"{conflicts} conflicts, {len(choices)} choices")
    left = iter(choices)
    lines: list[Line] = []
    for chunk in chunks:
        lines += chunk.lines if chunk.kind == "clean" else _chosen(chunk, next(left))
    return join(lines)


def join(lines: Sequence[Line]) -> str:
    """The lines as a text; the newline after the last is left out, a final one being an empty line."""
    if not lines:
        return ""
    return "".join(words + end for words, end in lines[:-1]) + lines[-1].words


def _chosen(chunk: Chunk, choice: Choice) -> tuple[Line, ...]:
    match choice:
        case "mine":
            return chunk.mine_lines
        case "theirs":
            return chunk.theirs_lines
        case "both":
            return chunk.mine_lines + chunk.theirs_lines
    raise ValueError(f"no such choice: {choice}")


def _lines(text: str, last_end: str, end: str | None = None) -> tuple[Line, ...]:
    *before, last = text.split("\n")
    lines = [Line(line[:-1], end or "\r\n") if line.endswith("\r") else Line(line, end or "\n") for line in before]
    return (*lines, Line(last, last_end))


def _newline(base: str, mine: str, theirs: str) -> str | None:
    kinds = [{line.end for line in _lines(text, "\n")[:-1]} for text in (base, mine, theirs)]
    if any(len(kind) > 1 for kind in kinds):
        return None
    was, *became = kinds
    changed = [kind for kind in became if kind - was] or [was]
    return next(iter(changed[0]), "\n")


def _first_newline(text: str) -> str:
    return "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"


def _edits(base: tuple[Line, ...], side: tuple[Line, ...]) -> list[Gap]:
    old, new = [line.words for line in base], [line.words for line in side]
    effort = Effort(_PAIR_STEPS)
    found: list[Gap] = []
    for gap in gaps(align(old, new, Effort(_STEPS)), len(old), len(new)):
        found += _line_by_line(old, new, gap, effort)
    return found


def _line_by_line(old: list[str], new: list[str], gap: Gap, effort: Effort) -> Iterator[Gap]:
    # Lines rewritten one after another are one edit each, as long as it can be told which became which.
    i, i_end, j, j_end = gap
    alike = [(i + x, j + y) for x, y in pairs(old[i:i_end], new[j:j_end], effort)]
    for x, y in alike:
        if i < x or j < y:
            yield i, x, j, y
        if old[x] != new[y]:
            yield x, x + 1, y, y + 1
        i, j = x + 1, y + 1
    if i < i_end or j < j_end:
        yield i, i_end, j, j_end


def _merged(base: tuple[Line, ...], mine: tuple[Line, ...], theirs: tuple[Line, ...]) -> Iterator[Chunk]:
    b = m = t = 0
    for start, stop, my_edits, their_edits in _groups(_edits(base, mine), _edits(base, theirs)):
        length = start - b
        yield _agreed(base[b:start], mine[m : m + length], theirs[t : t + length])
        b, m, t = start, m + length, t + length
        m_end, t_end = m + stop - b + _growth(my_edits), t + stop - b + _growth(their_edits)
        if not their_edits:
            yield Chunk("clean", mine[m:m_end])
        elif not my_edits:
            yield Chunk("clean", theirs[t:t_end])
        else:
            yield from _disputed(base[b:stop], mine[m:m_end], theirs[t:t_end])
        b, m, t = stop, m_end, t_end
    yield _agreed(base[b:], mine[m:], theirs[t:])


def _growth(edits: list[Gap]) -> int:
    return sum((j_end - j) - (i_end - i) for i, i_end, j, j_end in edits)


def _groups(mine: list[Gap], theirs: list[Gap]) -> Iterator[tuple[int, int, list[Gap], list[Gap]]]:
    # Edits that touch the same lines of the base, with the range of lines that they touch together.
    todo = sorted([(edit[:2], 0, edit) for edit in mine] + [(edit[:2], 1, edit) for edit in theirs])
    start = stop = 0
    group: tuple[list[Gap], list[Gap]] = ([], [])
    for (i, i_end), side, edit in todo:
        together = i < stop or (start == stop == i == i_end)
        if not together and any(group):
            yield start, stop, *group
        if not together or not any(group):
            start, stop, group = i, i_end, ([], [])
        stop = max(stop, i_end)
        group[side].append(edit)
    if any(group):
        yield start, stop, *group


def _agreed(base: tuple[Line, ...], mine: tuple[Line, ...], theirs: tuple[Line, ...]) -> Chunk:
    # The words are the same in all three; the newlines need not be.
    lines = zip(base, mine, theirs, strict=True)
    return Chunk("clean", tuple(m if m.end != b.end else t for b, m, t in lines))


def _disputed(base: tuple[Line, ...], mine: tuple[Line, ...], theirs: tuple[Line, ...]) -> Iterator[Chunk]:
    if _words(mine) == _words(theirs):
        yield Chunk("clean", mine)
        return
    head = _common(mine, theirs)
    tail = _common(mine[head:][::-1], theirs[head:][::-1])
    # A side shown as nothing would look like a deletion, so a line that both have stays with it.
    if head + tail >= min(len(mine), len(theirs)):
        head = tail = 0
    yield Chunk("clean", mine[:head])
    yield Chunk(
        "conflict",
        mine_lines=mine[head : len(mine) - tail],
        theirs_lines=theirs[head : len(theirs) - tail],
        base_lines=base,
    )
    yield Chunk("clean", mine[len(mine) - tail :])


def _words(lines: tuple[Line, ...]) -> list[str]:
    return [line.words for line in lines]


def _common(one: tuple[Line, ...], other: tuple[Line, ...]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count].words == other[count].words:
        count += 1
    return count


def _gathered(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    clean: list[Line] = []
    for chunk in chunks:
        if chunk.kind == "clean":
            clean += chunk.lines
            continue
        if clean:
            yield Chunk("clean", tuple(clean))
            clean = []
        yield chunk
    if clean:
        yield Chunk("clean", tuple(clean))
