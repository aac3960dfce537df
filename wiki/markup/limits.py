"""What one page may cost, and the counter that stops a page which would cost more.

Work is counted in steps, so that the same text is always answered in the same way; the clock is only
looked at in addition, as the last line of defence against a cost that no step counts.
"""

from dataclasses import dataclass
from time import perf_counter, thread_time


class TooMuch(Exception):
    """The text asks for more work than one page may cost; `reason` is a sentence for its writer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for one page. Sizes of the source in bytes of UTF-8, of the output in characters.

    `seconds` is processor time of this thread, so that a busy server does not refuse what an idle one
    accepts; `marks` counts the tokens of one paragraph.
    """

    body: int = 256 * 1024
    output: int = 1_000_000
    nesting: int = 40
    steps: int = 300_000
    marks: int = 15_000
    headings: int = 2_000
    cells: int = 10_000
    footnotes: int = 500
    formulas: int = 500
    formula_length: int = 1_000
    code_coloured: int = 60_000
    seconds: float = 0.9


CHECK_EVERY = 256


class Budget:
    """What is left of the limits while one page is being rendered; used by one thread."""

    __slots__ = ("cells", "coloured", "formulas", "limits", "next_look", "started", "started_at", "steps")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.steps = 0
        self.next_look = CHECK_EVERY
        self.started = thread_time()
        self.started_at = perf_counter()
        self.cells = 0
        self.formulas = 0
        self.coloured = 0

    def spend(self, steps: int = 1) -> None:
        """Count `steps` of parsing. Raises `TooMuch` when there are too many or the time is up."""
        self.steps += steps
        if self.steps >= self.next_look:
            self.next_look = self.steps + CHECK_EVERY
            if self.steps > self.limits.steps:
                raise TooMuch("The text is too long or too entangled to lay out. Split it into several pages.")
            self.look_at_clock()

    def look_at_clock(self) -> None:
        """Raise `TooMuch` when the time is up."""
        used, most = thread_time() - self.started, self.limits.seconds
        # An honest page uses a fraction; one that has used half on a crowded server does not get minutes for the rest.
        if used > most or (used > most / 2 and perf_counter() - self.started_at > most * 4):
            raise TooMuch("The text takes too long to lay out. Split it into several pages.")

    def add_cells(self, number: int) -> None:
        """Count cells of tables. Raises `TooMuch` beyond the limit."""
        self.cells += number
        if self.cells > self.limits.cells:
            raise TooMuch(f"The tables have more than {self.limits.cells} cells. Split them over several pages.")

    def add_formula(self) -> None:
        """Count a formula. Raises `TooMuch` beyond the limit."""
        self.formulas += 1
        if self.formulas > self.limits.formulas:
            raise TooMuch(f"The page has more than {self.limits.formulas} formulas. Split it into several pages.")
        self.look_at_clock()

    def may_colour(self, length: int) -> bool:
        """Whether code of `length` characters may still be coloured on this page; counts it if so."""
        self.look_at_clock()
        if self.coloured + length > self.limits.code_coloured:
            return False
        self.coloured += length
        return True

    def adopt(self, steps: int, cells: int, formulas: int, coloured: int) -> None:
        """Count work done for an earlier rendering whose result is used again. Raises `TooMuch`."""
        self.spend(steps)
        self.add_cells(cells)
        self.coloured += coloured
        self.formulas += formulas
        if self.formulas > self.limits.formulas:
            raise TooMuch(f"The page has more than {self.limits.formulas} formulas. Split it into several pages.")
