"""Notes are knowledge: found by whoever may read them, by nobody else, by no way."""

from tests.annotations.conftest import Note
from tests.builders import viewer_of
from tests.pages.conftest import Visit
from wiki.annotations.actions.changing import change_note, remove_note
from wiki.annotations.actions.settling import settle
from wiki.annotations.models import Annotation
from wiki.pages.models import Page
from wiki.people.models import Person
from wiki.search.drain import Drainer
from wiki.search.engines import engine_of
from wiki.web.running import Wiki


def drain(wiki: Wiki) -> None:
    drainer = Drainer(wiki, engine_of(wiki))
    while drainer():
        pass


def test_a_note_is_found_and_shown_with_its_words(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "higher number", "The Wolverhampton printer is older.", kind="experience")
    drain(wiki)
    found = visit(nia).get("/search?q=wolverhampton").text
    assert f'href="/notes/{made.id}"' in found
    assert page.title in found


def test_a_private_note_is_found_by_its_author_alone_and_counted_for_nobody_else(
    wiki: Wiki, page: Page, nia: Person, ada: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    note(margaret, "higher number", "Ask about wolverhampton in secret", audience="self")
    drain(wiki)
    assert "/notes/1" in visit(margaret).get("/search?q=wolverhampton").text
    for other in (visit(nia), visit(ada), visit()):
        found = other.get("/search?q=wolverhampton").text
        assert "/notes/1" not in found
        assert "secret" not in found
        assert page.title not in found
        assert "wolverhampton in" not in other.get("/search/suggest?q=wolverh").text


def test_what_is_changed_or_taken_away_is_found_as_it_is_now(
    wiki: Wiki, page: Page, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "higher number", "Wolverhampton")
    drain(wiki)
    viewer = viewer_of(wiki, margaret)
    with wiki.work(margaret.id) as work:
        change_note(work, viewer, work.session.get_one(Annotation, made.id), "Coventry")
    drain(wiki)
    assert "/notes/1" not in visit(margaret).get("/search?q=wolverhampton").text
    assert "/notes/1" in visit(margaret).get("/search?q=coventry").text
    with wiki.work(margaret.id) as work:
        remove_note(work, viewer, work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id))
    assert "/notes/1" not in visit(margaret).get("/search?q=coventry").text, "before the index knows"
    drain(wiki)
    assert "/notes/1" not in visit(margaret).get("/search?q=coventry").text


def test_open_questions_are_found_by_has_question_until_they_are_settled(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    note(margaret, "Press", "Private one", kind="question", audience="self")
    drain(wiki)
    assert page.title not in visit(nia).get("/search?q=has:question").text
    made = note(margaret, "higher number", "Why?", kind="question")
    drain(wiki)
    assert page.title in visit(nia).get("/search?q=has:question").text
    with wiki.work(nia.id) as work:
        live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        settle(work, viewer_of(wiki, nia), live, own, "answered")
    drain(wiki)
    assert page.title not in visit(nia).get("/search?q=has:question").text
