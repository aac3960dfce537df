"""`python -m tests.bench.annotations [--cases FILE] [--failing]`: a table, and as the last line one JSON object."""

import argparse
import gzip
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.annotations.saves import added_by_notes
from tests.bench.search.visitor import percentile
from wiki.annotations.anchoring import Carried, Carrier, Place, Quote, find

ROOT = Path(__file__).parents[3]
CASES = ROOT.parent / "shared" / "reanchor" / "cases.jsonl.gz"
console = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Tried:
    """A case, what became of its passage, whether that is `right`, `wrong`, `lost` or `placed`, and how long it took.

    `lost`: an orphan though its passage is there; `placed`: the passage is gone, and was put somewhere all the same.
    """

    case: dict[str, Any]
    carried: Carried
    judged: str
    ms: float


def read(file: Path) -> list[dict[str, Any]]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def passage(case: dict[str, Any]) -> Place | None:
    """Where the selector points to: its position, if the quote stands there; else where the quote is found."""
    by_type = {selector["type"]: selector for selector in case["selector"]}
    quoted = by_type["TextQuoteSelector"]
    quote = Quote(quoted["exact"], quoted.get("prefix", ""), quoted.get("suffix", ""))
    if position := by_type.get("TextPositionSelector"):
        place = Place(position["start"], position["end"])
        if case["old"][place.start : place.end] == quote.exact:
            return place
        return find(case["old"], quote, place.start)
    return find(case["old"], quote)


def try_out(case: dict[str, Any]) -> Tried:
    began = time.perf_counter()
    place = passage(case)
    carried = Carrier(case["old"], case["new"]).carry(place) if place else Carried("orphaned", None, 0.0, "not found")
    taken = (time.perf_counter() - began) * 1000
    return Tried(case, carried, _judged(case, carried.place), taken)


def _judged(case: dict[str, Any], place: Place | None) -> str:
    expected = case["expected"]
    if expected is None:
        return "right" if place is None else "placed"
    if place is None:
        return "lost"
    right = [[expected["start"], expected["end"]], *(list(also) for also in case.get("also_ok") or [])]
    return "right" if [place.start, place.end] in right else "wrong"


def figures(tried: Sequence[Tried]) -> dict[str, float]:
    """Shares of all cases; `orphans_placed` of those whose passage is gone. A case in a wrong place is either."""
    many, judged = len(tried) or 1, Counter(one.judged for one in tried)
    gone = sum(one.case["expected"] is None for one in tried)
    return {
        "right": round(judged["right"] / many, 4),
        "wrong": round((judged["wrong"] + judged["placed"]) / many, 4),
        "lost": round(judged["lost"] / many, 4),
        "orphans_placed": round(judged["placed"] / gone, 4) if gone else 0.0,
        "p95_ms": round(percentile([one.ms for one in tried], 0.95), 2) if tried else 0.0,
        "cases": len(tried),
    }


def many_at_once(size: int = 20_000, passages: int = 200) -> float:
    """Milliseconds to carry so many passages of a text of so many characters over one edit of a paragraph."""
    lines = [f"Paragraph {n} says that the printer number {n * 7} is in room {n * 3}." for n in range(size // 60)]
    old = "\n".join(lines)
    new = old.replace(lines[40], "A new paragraph stands here.").replace("room 90.", "room 91, upstairs.")
    step = (len(old) - 40) // passages
    began = time.perf_counter()
    carrier = Carrier(old, new)
    for number in range(passages):
        carrier.carry(Place(number * step, number * step + 30))
    return (time.perf_counter() - began) * 1000


def say(tried: Sequence[Tried]) -> None:
    table = Table("Category", "Right", "Wrong place", "Lost", "Placed though gone", title=f"{len(tried)} passages")
    by_category: dict[str, Counter[str]] = defaultdict(Counter)
    for one in tried:
        by_category[one.case.get("category", "")][one.judged] += 1
    for category, judged in sorted(by_category.items()):
        table.add_row(category, *(str(judged[name]) for name in ("right", "wrong", "lost", "placed")))
    out = Console(width=100)
    out.print(table)
    out.print(f"200 passages of a text of 20 KB, one edit: {many_at_once():.1f} ms")
    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
        without, with_notes = added_by_notes(Path(folder))
    out.print(f"A save of a page of 20 KB: {without:.1f} ms, with 200 notes {with_notes:.1f} ms (goal: ≤ 100 ms more)")


def say_failing(tried: Sequence[Tried]) -> None:
    """What went wrong, with the words around each passage."""
    for one in tried:
        if one.judged == "right":
            continue
        case, place = one.case, passage(one.case)
        console.print(f"\n{one.judged} {case['id']} {case.get('category', '')}: {one.carried.cause}", markup=False)
        expected = case["expected"] and Place(case["expected"]["start"], case["expected"]["end"])
        for label, text, at in (
            ("was", case["old"], place),
            ("should be", case["new"], expected),
            ("is", case["new"], one.carried.place),
        ):
            shown = f"{text[max(at.start - 40, 0) : at.start]!r} [{text[at.start : at.end]!r}]" if at else "nowhere"
            console.print(f"  {label}: {shown}", markup=False)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.annotations")
    parser.add_argument("--cases", type=Path, default=CASES, help="a file of cases, a JSON object a line")
    parser.add_argument("--failing", action="store_true", help="show what went wrong")
    given = parser.parse_args()
    if not given.cases.is_file():
        raise SystemExit(f"There are no cases at {given.cases}: name a file with CASES=FILE.")
    tried = [try_out(case) for case in read(given.cases)]
    say(tried)
    if given.failing:
        say_failing(tried)
    print(json.dumps(figures(tried)))  # noqa: T201


if __name__ == "__main__":
    main()
