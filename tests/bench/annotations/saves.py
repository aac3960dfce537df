"""What 200 notes add to the save of a page of 20 KB."""

import statistics
import time
from pathlib import Path

from tests.bench.server import settings_for
from wiki.annotations.actions.noting import make_note
from wiki.annotations.actions.selecting import Selection, text_of
from wiki.annotations.actions.wording import NoteText
from wiki.app import create_wiki
from wiki.kernel.db import Database
from wiki.kernel.migrate import upgrade
from wiki.kernel.viewer import Viewer
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import make_page, save_page
from wiki.pages.actions.spaces import make_space
from wiki.pages.models import Page, Space
from wiki.people.actions import make_person
from wiki.web.running import Wiki

SIZE, NOTES, SAVES = 20_000, 200, 40


def added_by_notes(data: Path) -> tuple[float, float]:
    """Median milliseconds of a save without notes and with them: pairs of saves of two equal pages, in turn."""
    database = Database(settings_for(data).database_url, threads=1)
    upgrade(database)
    database.close()
    wiki = create_wiki(settings_for(data))
    lines = [f"Paragraph {n} says that the printer number {n * 7} is in room {n * 3}." for n in range(SIZE // 60)]
    body = "\n\n".join(lines)
    with wiki.work() as work:
        person = make_person(work, name="Bench Member", email="bench@example.com", password=None)
        space = make_space(work, title="Bench", keeper_id=person.id)
        viewer, space_id = Viewer(person.id, "member", frozenset(), -1), space.id
    pages = [_page(wiki, viewer, space_id, title, body) for title in ("Without", "With")]
    _annotate(wiki, viewer, pages[1])
    taken: list[list[float]] = [[], []]
    for number in range(SAVES):
        now = body.replace(lines[number * 7], f"Another text stands here, the {number}th.")
        for which in (0, 1) if number % 2 else (1, 0):
            taken[which].append(_save(wiki, viewer, pages[which], now))
    wiki.database.close()
    return statistics.median(taken[0]), statistics.median(taken[1])


def _page(wiki: Wiki, viewer: Viewer, space_id: int, title: str, body: str) -> int:
    with wiki.work(viewer.person_id) as work:
        return make_page(work, viewer, work.session.get_one(Space, space_id), PageText(title, body)).id


def _annotate(wiki: Wiki, viewer: Viewer, page_id: int) -> None:
    with wiki.work(viewer.person_id) as work:
        page = work.session.get_one(Page, page_id)
        step = (len(text_of(work.session, page_id, 1) or "") - 40) // NOTES
        for number in range(NOTES):
            place = Selection(1, number * step, number * step + 30)
            make_note(work, viewer, page, place, NoteText(body="Why?", kind="question"))


def _save(wiki: Wiki, viewer: Viewer, page_id: int, body: str) -> float:
    began = time.perf_counter()
    with wiki.work(viewer.person_id) as work:
        page = work.session.get_one(Page, page_id)
        save_page(work, viewer, page, PageText(page.title, body), base=page.number)
    return (time.perf_counter() - began) * 1000
