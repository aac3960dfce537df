"""Pages become one, or two: their notes go where their words went, with answers, and none is lost or shown to more."""

from tests.annotations.conftest import BODY, Note, read_by, select_words
from tests.annotations.test_changing import answer
from tests.builders import make_page, save_page, viewer_of
from tests.pages.conftest import Visit
from wiki.annotations.actions.settling import settle
from wiki.annotations.actions.suggesting import take_suggestion
from wiki.annotations.models import Annotation
from wiki.markup import sections
from wiki.pages.actions.joining import merge_pages, split_section
from wiki.pages.actions.trashing import delete_page, purge_page, restore_page
from wiki.pages.models import Page, Revision, Space
from wiki.people.models import Person
from wiki.web.running import Wiki

OTHER = "# Rolls\n\nPress the feed button once. The printer hums and feeds one label.\n\nKeep rolls dry.\n"


def merge(wiki: Wiki, who: Person, page: Page, into: Page) -> None:
    with wiki.work(who.id) as work:
        live, other = work.session.get_one(Page, page.id), work.session.get_one(Page, into.id)
        merge_pages(work, viewer_of(wiki, who), live, other)


def test_notes_of_a_page_that_becomes_part_of_another_stand_there_in_the_same_words(
    wiki: Wiki, page: Page, tills: Space, nia: Person, tom: Person, margaret: Person, note: Note, visit: Visit
) -> None:
    into = make_page(wiki, tills, "Rolls", OTHER, author=tom)
    asked = note(margaret, "Press the feed button once", "Why once?", kind="question")
    answer(wiki, nia, page, asked, "It takes a while.")
    note(margaret, "higher number", "Mine alone", audience="self")
    lost = note(margaret, "The printer hums and feeds one label.")
    old = note(tom, "Keep rolls dry", on=into)
    save_page(wiki, page, BODY.replace("The printer hums and feeds one label.", "It beeps."), author=nia)
    merge(wiki, nia, page, into)
    threads = read_by(wiki, margaret, into).threads
    assert [(one.id, one.state) for one in threads] == [
        (lost.id, "orphaned"),
        (old.id, "anchored"),
        (asked.id, "anchored"),
        (asked.id + 2, "anchored"),
    ]
    place = select_words(wiki, into, "Press the feed button once", nth=1)
    assert (threads[2].start, threads[2].end, threads[2].number) == (place.start, place.end, 2)
    assert [one.body for one in threads[2].replies] == ["It takes a while."]
    assert read_by(wiki, tom, into).total == 3, "the private one stays private"
    assert read_by(wiki, margaret, into, 1).total == 1, "revisions from before have their own notes"
    assert "gone before their page became part" in visit(margaret).get(f"{into.url}/notes").text
    assert visit(tom).get(f"/notes/{asked.id}").headers["Location"] == f"{into.url}#note-{asked.id}"
    save_page(wiki, into, "New.\n\n" + _body(wiki, into), author=tom)
    assert read_by(wiki, tom, into).threads[2].exact == "Press the feed button once"


def test_a_suggestion_is_taken_on_the_page_that_its_own_became_part_of(
    wiki: Wiki, page: Page, tills: Space, nia: Person, margaret: Person, note: Note
) -> None:
    into = make_page(wiki, tills, "Rolls", OTHER, author=nia)
    made = note(margaret, "higher number", kind="suggestion", replacement="Take the newer one.")
    done = note(margaret, "Check", kind="correction")
    with wiki.work(nia.id) as work:
        live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, done.id)
        settle(work, viewer_of(wiki, nia), live, own, "applied")
    merge(wiki, nia, page, into)
    with wiki.work(nia.id) as work:
        live, own = work.session.get_one(Page, into.id), work.session.get_one(Annotation, made.id)
        take_suggestion(work, viewer_of(wiki, nia), live, own)
    assert "Take the newer one." in _body(wiki, into)
    assert {one.outcome_number for one in read_by(wiki, nia, into).threads} == {2, 3}


def test_notes_of_a_section_that_becomes_a_page_go_along_and_the_others_stay(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    stays, heading = note(margaret, "Press the feed button"), note(margaret, "Pair it")
    goes = note(margaret, "higher number", "Why?")
    answer(wiki, nia, page, goes)
    anchor = next(each.anchor for each in sections(BODY) if "Pair it" in each.title)
    with wiki.work(nia.id) as work:
        live = work.session.get_one(Page, page.id)
        made = split_section(work, viewer_of(wiki, nia), live, anchor, "Pairing")
        made_id = made.id
    with wiki.database.reading() as session:
        made = session.get_one(Page, made_id)
    assert [one.id for one in read_by(wiki, nia, page).threads] == [stays.id, heading.id]
    (thread,) = read_by(wiki, nia, made).threads
    assert (thread.id, thread.exact, thread.state, len(thread.replies)) == (goes.id, "higher number", "anchored", 1)


def test_notes_are_out_of_sight_with_their_page_and_gone_with_it(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note, visit: Visit
) -> None:
    made = note(margaret, "higher number", "Why?")
    address, who = page.url, visit(margaret)
    with wiki.work(nia.id) as work:
        delete_page(work, viewer_of(wiki, nia), work.session.get_one(Page, page.id))
    for gone in (f"/notes/{made.id}", f"/annotations/{made.id}.json", f"/notes/page/{page.id}/margin"):
        assert who.get(gone).status_code == 404
    assert "Why?" not in who.get("/notes").text
    with wiki.work(nia.id) as work:
        restore_page(work, work.session.get_one(Page, page.id))
    assert who.get(f"/notes/{made.id}").headers["Location"] == f"{address}#note-{made.id}"
    with wiki.work(nia.id) as work:
        delete_page(work, viewer_of(wiki, nia), work.session.get_one(Page, page.id))
        purge_page(work, work.session.get_one(Page, page.id))
    with wiki.database.reading() as session:
        assert session.get(Annotation, made.id) is None


def _body(wiki: Wiki, page: Page) -> str:
    with wiki.database.reading() as session:
        return session.get_one(Revision, session.get_one(Page, page.id).head_id).body
