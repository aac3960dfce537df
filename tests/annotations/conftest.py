"""A page with people around it, and notes on passages of it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.builders import make_page, make_person, viewer_of
from tests.pages.conftest import ada, nia, tills, tom, visit
from wiki.annotations.actions.noting import make_note
from wiki.annotations.actions.selecting import Selection, text_of
from wiki.annotations.actions.wording import NoteText
from wiki.annotations.models import Annotation
from wiki.annotations.queries.reading import Notes, notes_on
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki

__all__ = ["ada", "nia", "tills", "tom", "visit"]

BODY = """Switch the printer on at its back.

## 1. Wake the printer

Press the feed button once. The printer hums and feeds one label.

## 2. Pair it

If two printers answer, take the higher number. Then print.

## 3. Match the roll

Check that the roll is right, then tap **Print one**.
"""

Note = Callable[..., Annotation]


@pytest.fixture
def page(wiki: Wiki, tills: Space, nia: Person) -> Page:
    return make_page(wiki, tills, "Print shelf labels", BODY, author=nia, type="howto")


@pytest.fixture
def margaret(wiki: Wiki) -> Person:
    """A senior, who reads and annotates."""
    return make_person(wiki, "Margaret Hollis", role="reader", side="senior")


def select_words(wiki: Wiki, page: Page, words: str, nth: int = 0) -> Selection:
    """Where words stand in the last revision of a page."""
    with wiki.database.reading() as session:
        live = session.get_one(Page, page.id)
        text, start = text_of(session, page.id, live.number) or "", -1
        for _ in range(nth + 1):
            start = text.index(words, start + 1)
        return Selection(live.number, start, start + len(words), words)


@pytest.fixture
def note(wiki: Wiki, page: Page) -> Note:
    """`note(person, words, body, …)`: a note of theirs on these words of the page."""

    def noting(person: Person, words: str, body: str = "Why?", on: Page | None = None, **text: Any) -> Annotation:
        selection = select_words(wiki, on or page, words)
        viewer = viewer_of(wiki, person)
        with wiki.work(person.id) as work:
            live = work.session.get_one(Page, (on or page).id)
            return make_note(work, viewer, live, selection, NoteText(body=body, **text))

    return noting


def read_by(wiki: Wiki, person: Person | None, page: Page, number: int | None = None, **more: Any) -> Notes:
    with wiki.database.reading() as session:
        return notes_on(session, viewer_of(wiki, person), session.get_one(Page, page.id), number, **more)
