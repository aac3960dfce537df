"""Five thousand notes on one page: it opens as before, and they are read some at a time."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import insert, select

from tests.annotations.conftest import BODY, read_by
from tests.builders import save_page
from tests.pages.conftest import Visit
from wiki.annotations.models import Anchor, Annotation
from wiki.pages.models import Page
from wiki.people.models import Person
from wiki.web.running import Wiki

MANY = 5_000


def fill(wiki: Wiki, page: Page, author: Person) -> None:
    with wiki.quiet_work() as work:
        note = {
            "page_id": page.id, "author_id": author.id, "kind": "comment", "audience": "readers", "body": "x",
            "html": "<p>x</p>", "text": "x", "references": [], "number": 1, "start": 0, "end": 6, "exact": "Switch",
            "made_at": wiki.clock.now(), "circle": "", "prefix": "", "suffix": "", "reason": "",
        }  # fmt: skip
        work.session.execute(insert(Annotation), [dict(note) for _ in range(MANY)])
        ids = work.session.scalars(select(Annotation.id)).all()
        anchor = {"page_id": page.id, "number": 1, "start": 0, "end": 6, "exact": "Switch", "state": "anchored"}
        work.session.execute(insert(Anchor), [anchor | {"annotation_id": note_id} for note_id in ids])


def test_a_page_with_thousands_of_notes_opens_as_before_and_shows_some_of_them(
    wiki: Wiki,
    page: Page,
    nia: Person,
    visit: Visit,
    count_statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    who = visit(nia)
    who.get(page.url)
    with count_statements() as before:
        size = len(who.get(page.url).data)
    fill(wiki, page, nia)
    with count_statements() as now:
        assert len(who.get(page.url).data) == size
    assert len(now) == len(before)
    with count_statements() as beside:
        margin = who.get(f"/notes/page/{page.id}/margin").text
    assert len(re.findall("<article", margin)) == 200
    assert "All 5000 notes of this page" in margin
    assert len(beside) <= 12
    listed = who.get(f"{page.url}/notes?part=100").text
    assert len(re.findall("<article", listed)) == 50


def test_a_save_carries_all_of_them(wiki: Wiki, page: Page, nia: Person) -> None:
    fill(wiki, page, nia)
    save_page(wiki, page, "First of all.\n\n" + BODY, author=nia)
    found = read_by(wiki, nia, page, many=1)
    assert found.total == MANY
    assert found.threads[0].start == len("First of all.\n\n") - 1
