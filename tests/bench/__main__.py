"""`python -m tests.bench [--pages N] [--corpus DIR]`: a table, and as the last line one JSON object."""

import argparse
import itertools
import json
import os
import re
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import select

from tests.bench.autosaves import autosave_p50
from tests.bench.keystrokes import keystroke_p50
from tests.bench.load import Line, p50, rate, times
from tests.bench.pages import from_folder, generated
from tests.bench.served import cookie_of, served
from tests.bench.server import settings_for
from wiki.app import create_wiki
from wiki.kernel.db import Database
from wiki.kernel.migrate import upgrade
from wiki.kernel.viewer import Viewer
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import make_page
from wiki.pages.actions.spaces import make_space
from wiki.pages.models import Page, Space
from wiki.people.actions import make_group, make_person, start_sign_in
from wiki.search.drain import rebuild
from wiki.search.engines import engine_of
from wiki.web.running import Wiki

ROUNDS, SECONDS, BRANCH, BATCH = 5, 2.0, 40, 200
console = Console(stderr=True)


@dataclass(frozen=True)
class Made:
    """A wiki to measure: where it lies, the page that is viewed, and a signed-in member of five groups."""

    data: Path
    slug: str
    token: str
    first: int


def build(data: Path, pages: Iterator[tuple[str, str]], count: int) -> Made:
    """A wiki of `count` pages, in one open space, as a tree of three levels."""
    settings = settings_for(data)
    data.mkdir(parents=True)
    database = Database(settings.database_url, threads=1)
    upgrade(database)
    database.close()
    wiki = create_wiki(settings)
    viewer = _member(wiki)
    ids: list[int] = []
    for begin in track(range(0, count, BATCH), f"{count} pages", console=console, transient=True):
        with wiki.work(viewer.person_id) as work:
            space = work.session.scalars(select(Space)).one()
            for title, body in islice(pages, min(BATCH, count - begin)):
                above = work.session.get(Page, ids[(len(ids) - 1) // BRANCH]) if ids else None
                ids.append(make_page(work, viewer, space, PageText(title, body, "howto", ["bench"]), parent=above).id)
    with wiki.work() as work:
        token = start_sign_in(work, viewer.person_id or 0, days=1, browser="bench", address="127.0.0.1")
        slug = work.session.get_one(Page, ids[0]).slug
    drained = rebuild(wiki, lambda done, total: None)
    console.print(f"{count} pages made, {drained} indexed")
    engine_of(wiki).close()
    wiki.database.close()
    return Made(data, slug, token, ids[0])


def _member(wiki: Wiki) -> Viewer:
    """Somebody in five groups, who may write in the one space."""
    with wiki.work() as work:
        groups = [make_group(work, name=f"Group {number}").id for number in range(5)]
        person = make_person(work, name="Bench Member", email="bench@example.com", password=None, group_ids=groups)
        make_space(work, title="Bench", keeper_id=person.id)
        return Viewer(person.id, "member", frozenset(groups))


@contextmanager
def serving(made: Made) -> Iterator[int]:
    """The wiki on a server of its own process; its port."""
    with served(lambda port: ["tests.bench.server", str(made.data), str(port), made.slug, made.token]) as (port, _):
        yield port


def fsync_p50(folder: Path) -> float:
    """How long this disk takes to keep 8 KB for good, in ms."""
    with (folder / "fsync").open("wb") as file:

        def keep() -> None:
            file.write(b"x" * 8192)
            file.flush()
            os.fsync(file.fileno())

        return p50(times(keep, 100))


def saves(port: int, made: Made, cookie: str, token: str, count: int = 60) -> float:
    """A person changes a word of the page and publishes, again and again; p50 in ms."""
    line = Line(port, cookie)
    _, source = line.get(f"/p/{made.slug}/source")
    title = line.get(f"/p/{made.slug}")[1].split(b"<h1>")[1].split(b"</h1>")[0].decode()
    begun = re.search(rb'name="base"[^>]*value="(\d+)"', line.get(f"/p/{made.slug}/edit")[1])
    assert begun is not None
    body, number = source.decode(), itertools.count(int(begun[1]))

    def save() -> None:
        base = next(number)
        form = {
            "csrf_token": token,
            "type": "howto",
            "title": title,
            "tags": "bench",
            "base": base,
            "body": body.replace("## What you need", f"## What you need\n\nChange {base}.", 1),
        }
        status, answer = line.post(f"/p/{made.slug}/edit", urlencode(form).encode())
        assert status == 303, (status, answer[:2000])

    return p50(times(save, count))


def pages_of(made: Made) -> list[str]:
    """Every page of the wiki that a member opens."""
    page = f"/p/{made.slug}"
    return [
        "/",
        "/spaces",
        "/s/bench",
        "/pages",
        "/pages?type=howto",
        "/pages?tag=bench",
        "/changes",
        "/changes?minor=0",
        "/tags",
        "/wanted",
        "/trash",
        "/people",
        page,
        f"{page}/history",
        f"{page}/edit",
        f"{page}/source",
        f"{page}/move",
        f"{page}/delete",
        "/new",
        "/suggest?q=ka",
        f"/branch/{made.first}",
        "/search?q=ka+mi",
        "/me",
    ]


def measure(small: Made, large: Made) -> dict[str, float | str]:
    """Both wikis served side by side, in alternating blocks, so that a noisy moment hits all alike."""
    with serving(small) as small_port, serving(large) as large_port:
        small_cookie, _ = cookie_of(small.data, small.token)
        cookie, token = cookie_of(large.data, large.token)
        blocks: dict[str, list[float]] = {"view": [], "template": [], "bytes": [], "small": []}
        for _ in track(range(ROUNDS), "Views", console=console, transient=True):
            blocks["view"].append(rate(large_port, f"/p/{large.slug}", cookie, seconds=SECONDS))
            blocks["template"].append(rate(large_port, "/bare/template", cookie, seconds=SECONDS))
            blocks["bytes"].append(rate(large_port, "/bare/bytes", cookie, seconds=SECONDS))
            blocks["small"].append(rate(small_port, f"/p/{small.slug}", small_cookie, seconds=SECONDS))
        middle = {name: statistics.median(values) for name, values in blocks.items()}
        line = Line(large_port, cookie)
        slow: dict[str, float] = {}
        for path in track(pages_of(large), "Every page", console=console, transient=True):
            assert line.get(path)[0] == 200, path
            slow[path] = p50(times(lambda path=path: line.get(path), 9))  # type: ignore[misc]
        save = saves(large_port, large, cookie, token)
        autosave = autosave_p50(large_port, cookie, token, large.slug)
        preview = keystroke_p50(large_port, cookie, large.slug)
        facts = json.loads(line.get("/bare/facts")[1])
    worst = max(slow, key=lambda path: slow[path])
    _table(middle, slow)
    return {
        "view_vs_template": round(middle["view"] / middle["template"], 3),
        "view_vs_bytes": round(middle["view"] / middle["bytes"], 3),
        "view_vs_1000": round(middle["view"] / middle["small"], 3),
        "save_p50_ms": round(save, 2),
        "autosave_p50_ms": round(autosave, 2),
        "preview_p50_ms": round(preview, 1),
        "fsync_p50_ms": round(fsync_p50(large.data), 2),
        "worst_page_ms": round(slow[worst], 1),
        "worst_page": worst,
        "statements_view": facts["statements"],
        "rss_mb": round(facts["rss_mb"], 1),
    }


def _table(rates: dict[str, float], slow: dict[str, float]) -> None:
    out = Console(width=100)
    table = Table("View", "Answers a second", title="On one server, in one run")
    for name, label in (
        ("view", "a page, signed in"),
        ("template", "its template from ready data"),
        ("bytes", "the same bytes"),
        ("small", "a page among 1,000"),
    ):
        table.add_row(label, f"{rates[name]:,.0f}")
    out.print(table)
    table = Table("Page", "p50, ms", title="Every page, one after the other")
    for path, taken in sorted(slow.items(), key=lambda item: -item[1]):
        table.add_row(path, f"{taken:.1f}")
    out.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--corpus", type=Path)
    given = parser.parse_args()

    def pages(count: int) -> Iterator[tuple[str, str]]:
        return from_folder(given.corpus, count) if given.corpus else generated(count)

    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
        small = build(Path(folder) / "small", pages(1000), 1000)
        large = build(Path(folder) / "large", pages(given.pages), given.pages)
        figures = measure(small, large)
    print(json.dumps({"pages": given.pages, **figures}))  # noqa: T201


if __name__ == "__main__":
    main()
