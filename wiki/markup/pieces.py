"""What a part of a page is written to before its place in the page is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from wiki.markup.limits import Budget, TooMuch
from wiki.markup.outline import Reference


@dataclass(frozen=True, slots=True)
class Hole:
    """Place of a reference; `number` counts within the part."""

    number: int
    label_html: str


@dataclass(frozen=True, slots=True)
class HeadingOpening:
    """Begin of a heading whose anchor depends on the whole page.

    `step` is the number of a how-to's step, `top` whether the heading stands outside of quotes and lists, `line` the
    line of the part that it begins in, from 0.
    """

    level: int
    title: str
    step: str
    top: bool
    line: int = 0


@dataclass(frozen=True, slots=True)
class EndOfSteps:
    """Here an open step ends, whatever follows."""


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of the wiki itself, marked for translation: each reader gets it in their language."""

    text: str


Piece = str | Hole | HeadingOpening | EndOfSteps | OwnWord


@dataclass(frozen=True, slots=True)
class Part:
    """A rendered part of a page: `text` its words, `code` what stands in its blocks of code.

    `lines` is how many lines of the page it takes. `still_open` tells that something in it may reach into the text
    after it. The last four numbers are what it cost, to be paid again by each page that uses it.
    """

    pieces: tuple[Piece, ...]
    text: str
    code: str
    references: tuple[Reference, ...]
    has_diagrams: bool
    lines: int
    still_open: bool
    steps: int
    cells: int
    formulas: int
    coloured: int


class Sheet:
    """Collects pieces, words, blocks of code and references of one part; used by one thread."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.out: list[Piece] = []
        self.words: list[str] = []
        self.code: list[str] = []
        self.has_diagrams = False
        self._size = 0
        self._references: dict[tuple[str, str, str], int] = {}
        self._listed: list[Reference] = []

    @property
    def references(self) -> Sequence[Reference]:
        """The references in the order of their first mention."""
        return self._listed

    def grow(self, characters: int) -> None:
        """Count output that may repeat a short source many times. Raises `TooMuch`."""
        self._size += characters
        if self._size > self.budget.limits.output:
            raise TooMuch("The page becomes too large. Split it into several pages.")

    def refer(self, reference: Reference) -> int:
        """The number of the reference within this part."""
        key = (reference.kind, reference.target, reference.section)
        number = self._references.setdefault(key, len(self._listed))
        if number == len(self._listed):
            self._listed.append(reference)
        return number


def joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with neighbouring strings put together."""
    result: list[Piece] = []
    strings: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            strings.append(piece)
            continue
        if strings:
            result.append("".join(strings))
            strings = []
        result.append(piece)
    if strings:
        result.append("".join(strings))
    return tuple(result)
