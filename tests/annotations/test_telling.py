"""People hear of the notes that concern them, and of none that they may not read."""

from tests.annotations.conftest import BODY, Note
from tests.builders import save_page, viewer_of
from tests.pages.conftest import Visit
from wiki.annotations.actions.changing import change_note, remove_note
from wiki.annotations.actions.noting import reply
from wiki.annotations.actions.settling import settle
from wiki.annotations.models import Annotation
from wiki.pages.models import Page
from wiki.people.models import Person
from wiki.web.running import Wiki


def answer(wiki: Wiki, who: Person, page: Page, note: Annotation, body: str) -> None:
    with wiki.work(who.id) as work:
        live, root = work.session.get_one(Page, page.id), work.session.get_one(Annotation, note.id)
        reply(work, viewer_of(wiki, who), live, root, body)


def test_the_owner_hears_of_a_question_and_the_senior_of_the_answer(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "higher number", "Why the higher one?", kind="question")
    assert "Margaret Hollis asked a question" in visit(nia).get("/notices").text
    assert "Why the higher one?" in visit(nia).get("/notices").text
    answer(wiki, nia, page, made, "It is newer.")
    assert "Nia Okafor answered" in visit(margaret).get("/notices").text


def test_who_is_mentioned_in_a_note_hears_of_it_unless_it_is_private(
    wiki: Wiki, page: Page, tom: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    note(margaret, "Press", f"Ask @{tom.handle}, in secret", audience="self")
    assert "in secret" not in visit(tom).get("/notices").text
    note(margaret, "higher number", f"Ask @{tom.handle} about it")
    assert "Margaret Hollis mentioned you in a note" in visit(tom).get("/notices").text


def test_the_author_hears_that_a_note_was_applied_and_that_its_words_are_gone(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "higher number", kind="correction")
    note(margaret, "The printer hums and feeds one label.")
    save_page(wiki, page, BODY.replace("The printer hums and feeds one label.", "It beeps."), author=nia)
    with wiki.work(nia.id) as work:
        live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        settle(work, viewer_of(wiki, nia), live, own, "applied", number=2)
    inbox = visit(margaret).get("/notices").text
    assert "Nia Okafor applied your note in revision 2" in inbox
    assert "Nia Okafor changed the words that your note is about" in inbox


def test_a_notice_of_a_note_that_may_no_longer_be_read_is_not_shown_nor_counted(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "higher number", "Words for all")
    assert "Words for all" in visit(nia).get("/notices").text
    with wiki.work(margaret.id) as work:
        change_note(work, viewer_of(wiki, margaret), work.session.get_one(Annotation, made.id), "x", audience="self")
    assert "Words for all" not in visit(nia).get("/notices").text
    assert "wrote a note" not in visit(nia).get("/notices").text


def test_a_private_note_is_told_of_once_it_is_for_others(
    wiki: Wiki, page: Page, nia: Person, tom: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "Press", f"Ask @{tom.handle}, in secret", audience="self", kind="question")
    for other in (nia, tom):
        assert "Margaret Hollis" not in visit(other).get("/notices").text
    with wiki.work(margaret.id) as work:
        own, text = work.session.get_one(Annotation, made.id), f"Ask @{tom.handle} about it"
        change_note(work, viewer_of(wiki, margaret), own, text, audience="readers")
    assert "Margaret Hollis wrote a note" in visit(nia).get("/notices").text
    assert "Margaret Hollis mentioned you in a note" in visit(tom).get("/notices").text


def test_a_suggestion_is_told_as_one_and_what_was_taken_away_is_not(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "higher number", "Better so", kind="suggestion", replacement="Take the newer one.")
    assert "Margaret Hollis suggested an edit" in visit(nia).get("/notices").text
    with wiki.work(margaret.id) as work:
        live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        remove_note(work, viewer_of(wiki, margaret), live, own)
    assert "suggested an edit" not in visit(nia).get("/notices").text
