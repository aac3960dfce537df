"""How long a saved page takes to be found, on a server with its worker, and what search adds to a save."""

import queue
import random
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

from rich.progress import track
from sqlalchemy import select

from tests.bench.load import Line
from tests.bench.search.corpus import SEED
from tests.bench.search.making import Made, console
from tests.bench.served import cookie_of, served
from wiki.kernel.events import Bus
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages import handlers as pages_handlers
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import save_page
from wiki.pages.models import Page, Revision
from wiki.web.running import Wiki

IDLE, A_SECOND, SECONDS, PAIRS = 60, 5, 40, 150
LONGEST_WAIT = 30.0
Found = tuple[list[float], list[float], float]
"""Seconds from a save to its being found while idle, the same under load, and the server's memory in MB."""


@dataclass(slots=True)
class Draft:
    """A page to be changed again and again."""

    page_id: int
    slug: str
    title: str
    type: str
    tags: list[str]
    body: str
    base: int


def drafts(wiki: Wiki, made: Made, many: int = 200) -> list[Draft]:
    """Pages that the person may write."""
    open_space = min(made.spaces)
    statement = (
        select(Page.id, Page.slug, Page.title, Page.type, Page.tags, Revision.body, Page.number)
        .join(Revision, Revision.id == Page.head_id)
        .where(Page.space_id == open_space, Page.guard_id.is_(None))
        .limit(many)
    )
    with wiki.database.reading() as reading:
        return [Draft(*row) for row in reading.execute(statement)]


def added_to_a_save(wiki: Wiki, made: Made, pages: Sequence[Draft]) -> float:
    """The median of what search adds, in ms: pairs of saves of one page, with it and without, in changing order."""
    viewer = Viewer(made.person_id, "member", frozenset())
    without = Bus()
    pages_handlers.subscribe(without, wiki.rooms["page_types"])
    differences = []
    for number in track(range(PAIRS), "Saves", console=console, transient=True):
        taken = {}
        for bus in (wiki.bus, without) if number % 2 else (without, wiki.bus):
            draft = pages[number % len(pages)]
            text = PageText(draft.title, f"{draft.body}\n\nChange {draft.base}.\n", draft.type, draft.tags)
            began = time.perf_counter()
            with Work(wiki.database, bus, wiki.clock, made.person_id) as work:
                page = work.session.get_one(Page, draft.page_id)
                save_page(work, viewer, page, text, base=draft.base)
            taken[bus is wiki.bus] = (time.perf_counter() - began) * 1000
            draft.base += 1
        differences.append(taken[True] - taken[False])
    return statistics.median(differences)


class Writer:
    """Saves pages over HTTP, each time with a word that was never there before."""

    def __init__(self, port: int, made: Made, pages: Sequence[Draft]) -> None:
        self.line, self._pages, self._number = Line(port, ""), pages, 0
        self.cookie, self._form_token = cookie_of(made.data, made.token)
        self.line = Line(port, self.cookie)

    def save(self) -> tuple[str, str, float]:
        """The new word, the page's address, and when the save was answered."""
        draft = self._pages[self._number % len(self._pages)]
        self._number += 1
        word = f"seen{self._number}x{random.randrange(10**9)}"
        form = {
            "csrf_token": self._form_token,
            "type": draft.type,
            "title": draft.title,
            "tags": ", ".join(draft.tags),
            "base": draft.base,
            "body": f"{draft.body}\n\nIt was {word}.\n",
        }
        status, answer = self.line.post(f"/p/{draft.slug}/edit", urlencode(form).encode())
        assert status == 303, (status, answer[:2000])
        draft.base += 1
        return word, f"/p/{draft.slug}", time.perf_counter()


def seen(line: Line, word: str, address: str, since: float) -> float:
    """How long after `since` the page is found by the word, in seconds. In quotation marks: no other word will do."""
    path = f"/search?q={quote_plus(chr(34) + word + chr(34))}"
    while time.perf_counter() - since < LONGEST_WAIT:
        if f'href="{address}'.encode() in line.get(path)[1]:
            return time.perf_counter() - since
        time.sleep(0.1)
    return LONGEST_WAIT


def saved_to_found(made: Made, pages: Sequence[Draft], queries: Sequence[str]) -> Found:
    """A server answers the queries once, then pages are saved one by one, then `A_SECOND` a second."""
    dice = random.Random(SEED)
    with served(lambda port: ["wiki.cli", "--data", str(made.data), "serve", "--port", str(port)]) as (port, process):
        writer = Writer(port, made, pages)
        reader = Line(port, writer.cookie)
        for query in queries:
            reader.get(f"/search?q={quote_plus(query)}")
        memory = process.memory_info().rss / 2**20
        # What was saved before the server started comes first.
        seen(reader, *writer.save())
        idle = []
        for _ in track(range(IDLE), "Saved and found, idle", console=console, transient=True):
            time.sleep(dice.uniform(0.2, 0.8))
            idle.append(seen(reader, *writer.save()))
        busy = _under_load(writer, reader)
        memory = max(memory, process.memory_info().rss / 2**20)
    return idle, busy, memory


def _under_load(writer: Writer, reader: Line) -> list[float]:
    saved: queue.Queue[tuple[str, str, float] | None] = queue.Queue()

    def save() -> None:
        due = time.perf_counter()
        for _ in range(A_SECOND * SECONDS):
            saved.put(writer.save())
            due += 1 / A_SECOND
            time.sleep(max(due - time.perf_counter(), 0))
        saved.put(None)

    thread = threading.Thread(target=save)
    thread.start()
    found = []
    with console.status(f"Saved and found, under {A_SECOND} saves a second"):
        while (one := saved.get()) is not None:
            found.append(seen(reader, *one))
    thread.join()
    return found
