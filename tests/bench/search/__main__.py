"""`python -m tests.bench.search`: a table, and as the last line one JSON object."""

import argparse
import gc
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rich.progress import track

from tests.bench.search.corpus import Library, Text, from_folder, queries_from, queries_of
from tests.bench.search.goals import Figures, say
from tests.bench.search.making import Made, console, make_wiki
from tests.bench.search.quality import ITEMS, Compared, compare, items_of, places
from tests.bench.search.saves import added_to_a_save, drafts, saved_to_found
from tests.bench.search.visitor import Visitor, percentile
from tests.bench.search.yardstick import Yardstick
from tests.bench.server import ROOT, settings_for
from wiki.app import create_app
from wiki.search.drain import Drainer
from wiki.search.engines import engine_of
from wiki.web.running import Wiki

QUERIES, WARMING, TYPED = 400, 40, 120
WITHOUT_QUALITY = 3_000


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of each page of results, of the yardstick's, and of each list of suggestions."""

    pages: list[float]
    yardstick: list[float]
    typed: list[float]


def fill(made: Made) -> tuple[float, float]:
    """Pages a second, and the most memory in MB, of making the index anew."""
    command = [sys.executable, "-m", "tests.bench.search.filling", str(made.data)]
    with console.status("Making the index"):
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    said = json.loads(done.stdout.splitlines()[-1])
    return said["pages"] / said["seconds"], said["peak_mb"]


def timed(visitor: Visitor, stick: Yardstick, queries: Sequence[str]) -> Timed:
    """Every query once, asked of both in turn, after some others that warm both up; then typed key by key."""
    for query in queries[:WARMING]:
        visitor.search(query)
        stick.page(query)
    _settle()
    asked = queries[WARMING:] or queries
    pages, theirs = [], []
    for query in track(asked, "Queries", console=console, transient=True):
        pages.append(visitor.search(query)[1])
        theirs.append(stick.timed_page(query))
    typed: list[float] = []
    for query in track(asked[:TYPED], "As you type", console=console, transient=True):
        typed += visitor.types(query[:30])
    return Timed(pages, theirs, typed)


def as_the_worker(wiki: Wiki) -> None:
    """What the worker of a server does in its first moments: compare the index with the database, tidy it up, and
    keep its words in memory."""
    drainer = Drainer(wiki, engine_of(wiki))
    while drainer():
        pass


def _settle() -> None:
    """What `wiki.web.server` sets for the collector, is set here as well."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def quality(folder: Path, pages: Sequence[Text]) -> Compared:
    """Both orders on a wiki of these pages alone."""
    made = make_wiki(folder, pages, len(pages), open_to_all=True)
    fill(made)
    app = create_app(settings_for(folder))
    wiki: Wiki = app.extensions["flipside"]
    stick = Yardstick(wiki, made, folder / "fts5.db")
    items = items_of(pages)
    if not items:
        raise SystemExit("No page of these folders has a description of five words.")
    as_the_worker(wiki)
    visitor = Visitor(app, made.token)
    ours = places(track(items, "Quality", console=console, transient=True), visitor.best)
    # Small words help it here, so it gets them.
    compared = compare(ours, places(items, lambda query: stick.best(query, stop=True)))
    _close(wiki, stick)
    return compared


def _close(wiki: Wiki, stick: Yardstick) -> None:
    stick.close()
    engine_of(wiki).close()
    wiki.database.close()


def speed(folder: Path, given: argparse.Namespace) -> Figures:
    library = Library()
    pages = from_folder(given.corpus, given.pages) if given.corpus else library.pages(given.pages)
    if given.queries:
        queries = queries_from(given.queries)
    elif given.corpus:
        queries = queries_of(list(islice(from_folder(given.corpus), 2_000)), QUERIES + WARMING)
    else:
        queries = library.queries(QUERIES + WARMING)
    made = make_wiki(folder, pages, given.pages)
    rebuilt, peak = fill(made)
    console.print(f"{given.pages} pages made and indexed, {rebuilt:.0f} a second")
    app = create_app(settings_for(folder))
    wiki: Wiki = app.extensions["flipside"]
    stick = Yardstick(wiki, made, folder / "fts5.db")
    as_the_worker(wiki)
    took = timed(Visitor(app, made.token), stick, queries)
    changed = drafts(wiki, made)
    added = added_to_a_save(wiki, made, changed)
    _close(wiki, stick)
    idle, busy, rss = saved_to_found(made, changed, queries)
    return Figures(
        pages=given.pages,
        page_p50_ms=percentile(took.pages, 0.5),
        page_p99_ms=percentile(took.pages, 0.99),
        fts5_p50_ms=percentile(took.yardstick, 0.5),
        fts5_p99_ms=percentile(took.yardstick, 0.99),
        typeahead_p50_ms=percentile(took.typed, 0.5),
        typeahead_p99_ms=percentile(took.typed, 0.99),
        found_idle_p99_s=percentile(idle, 0.99),
        found_busy_p99_s=percentile(busy, 0.99),
        added_ms=added,
        rebuild_pages_per_s=rebuilt,
        rebuild_peak_mb=peak,
        rss_mb=rss,
    )


def known_pages(given: argparse.Namespace) -> list[Text]:
    """Those that quality is measured on."""
    if given.quality:
        return [page for folder in given.quality for page in from_folder(folder)]
    if given.corpus:
        console.print("Quality is measured on the pages of the corpus; name others with --quality DIR.")
        return list(islice(from_folder(given.corpus), WITHOUT_QUALITY))
    console.print(
        "Quality is measured on generated pages, whose sentences mean nothing: name folders of real ones with "
        "--quality DIR."
    )
    return list(Library().pages(WITHOUT_QUALITY))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search")
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--corpus", type=Path, help="a folder of Markdown to be searched instead of generated pages")
    parser.add_argument("--queries", type=Path, help="a file with a query a line")
    parser.add_argument(
        "--quality", type=Path, action="append", help=f"a folder of Markdown, of whose pages {ITEMS} are to be found"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
        figures = speed(Path(folder) / "speed", given)
        compared = quality(Path(folder) / "quality", known_pages(given))
    say(figures, compared)
    names = ("page_p50_ms", "page_p99_ms", "fts5_p50_ms", "typeahead_p50_ms", "rebuild_pages_per_s")
    said = {name: round(getattr(figures, name), 2) for name in names}
    scores = {"mrr": round(compared.ours.mrr, 4), "mrr_fts5": round(compared.yardstick.mrr, 4)}
    print(json.dumps({"pages": given.pages, **said, **scores, "rss_mb": round(figures.rss_mb, 1)}))  # noqa: T201


if __name__ == "__main__":
    main()
