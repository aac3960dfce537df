"""What is to be reached, and whether it was."""

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.bench.search.quality import Compared

SMALL = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one run measured. `rss_mb` is the memory of the server that has answered all queries and saves."""

    pages: int
    page_p50_ms: float
    page_p99_ms: float
    fts5_p50_ms: float
    fts5_p99_ms: float
    typeahead_p50_ms: float
    typeahead_p99_ms: float
    found_idle_p99_s: float
    found_busy_p99_s: float
    added_ms: float
    rebuild_pages_per_s: float
    rebuild_peak_mb: float
    rss_mb: float

    @property
    def against_fts5(self) -> float:
        return self.page_p50_ms / self.fts5_p50_ms


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure, what it may be at most with up to 10,000 pages, and with more."""

    name: str
    label: str
    small: float
    large: float
    unit: str = "ms"
    at_least: bool = False


GOALS = (
    Goal("page_p50_ms", "results page, p50", 20, 60),
    Goal("page_p99_ms", "results page, p99", 80, 300),
    Goal("against_fts5", "the same against SQLite FTS5, p50", 1.0, 1.5, "×"),
    Goal("typeahead_p50_ms", "as you type, p50", 3, 5),
    Goal("typeahead_p99_ms", "as you type, p99", 10, 20),
    Goal("found_idle_p99_s", "saved → found while idle, p99", 1, 2, "s"),
    Goal("found_busy_p99_s", "saved → found under 5 saves a second, p99", 3, 5, "s"),
    Goal("added_ms", "added to a save, median", 1, 1),
    Goal("rebuild_pages_per_s", "rebuild", 110, 90, "pages/s", at_least=True),
    Goal("rebuild_peak_mb", "rebuild, most memory", 500, 1024, "MB"),
)


def say(figures: Figures, compared: Compared) -> None:
    """The tables."""
    out = Console(width=100)
    table = Table("", "measured", "goal", "", title=f"Search in {figures.pages:,} pages")
    for goal in GOALS:
        value = getattr(figures, goal.name)
        bound = goal.small if figures.pages <= SMALL else goal.large
        reached = value >= bound if goal.at_least else value <= bound
        sign = "≥" if goal.at_least else "≤"
        table.add_row(
            goal.label, f"{value:,.2f} {goal.unit}", f"{sign} {bound:g} {goal.unit}", "yes" if reached else "NO"
        )
    table.add_row("SQLite FTS5, p50 / p99", f"{figures.fts5_p50_ms:,.2f} / {figures.fts5_p99_ms:,.2f} ms", "", "")
    table.add_row("memory of the server", f"{figures.rss_mb:,.0f} MB", "", "")
    out.print(table)
    ours, theirs = compared.ours, compared.yardstick
    table = Table("", "Flipside", "FTS5, bm25, porter", title=f"{compared.items:,} known pages, asked in their words")
    table.add_row("MRR@10", f"{ours.mrr:.3f}", f"{theirs.mrr:.3f}")
    table.add_row("Recall@10", f"{ours.recall:.3f}", f"{theirs.recall:.3f}")
    verdict = "yes" if compared.low > 0 else "NO"
    out.print(table)
    out.print(f"Difference in MRR@10, 95 % interval: {compared.low:+.3f} … {compared.high:+.3f}; over zero: {verdict}")
