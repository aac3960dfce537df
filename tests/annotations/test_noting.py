"""Notes are written on passages, by whoever may, once, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.annotations.conftest import BODY, Note, read_by, select_words
from tests.builders import make_page, make_space, save_page, viewer_of
from wiki.annotations.actions.changing import change_note, remove_note
from wiki.annotations.actions.noting import make_note, react, reply
from wiki.annotations.actions.selecting import Selection
from wiki.annotations.actions.settling import reopen, settle
from wiki.annotations.actions.wording import NoteText
from wiki.annotations.models import Annotation
from wiki.kernel.events import EventRow
from wiki.kernel.refusals import Forbidden, Invalid
from wiki.pages.models import Page
from wiki.people.models import Person
from wiki.web.running import Wiki


def test_a_note_stands_on_the_words_that_were_selected(wiki: Wiki, page: Page, margaret: Person, note: Note) -> None:
    made = note(margaret, "the higher number", "Why the **higher** one? Ask @nia-okafor.", kind="question")
    assert (made.exact, made.suffix.startswith(". Then print."), made.number) == ("the higher number", True, 1)
    (shown,) = read_by(wiki, margaret, page).threads
    assert (shown.exact, shown.state, shown.before, shown.kind) == ("the higher number", "anchored", "", "question")
    assert "<strong>higher</strong>" in shown.html
    assert shown.author is not None
    assert shown.author.name == "Margaret Hollis"


@pytest.mark.parametrize(
    "exact",
    ["feeds one label.\n\n2 Pair it", "Amber\nWait", "lp -d till\nlp -q", "and more", "one wrapped\nline", "item one"],
)
def test_a_selection_across_blocks_in_tables_code_and_lists_is_a_passage(
    wiki: Wiki, page: Page, nia: Person, exact: str
) -> None:
    table = "| Light | Do |\n|---|---|\n| Amber | Wait |\n\n"
    rest = "```\nlp -d till\nlp -q\n```\n\n$x^2$ and *more*, one wrapped\nline\n\n- item one\n"
    save_page(wiki, page, BODY + "\n" + table + rest, author=nia)
    with wiki.work(nia.id) as work:
        live = work.session.get_one(Page, page.id)
        made = make_note(work, viewer_of(wiki, nia), live, Selection(2, -1, -1, exact), NoteText(body="x"))
        assert made.exact.split() == exact.split()


@pytest.mark.parametrize(
    ("selection", "says"),
    [
        (Selection(1, 5, 5), "Select some words"),
        (Selection(1, 9, 3), "Select some words"),
        (Selection(1, -1, -1), "Select some words"),
        (Selection(1, 3, 10**12), "Select some words"),
        (Selection(1, 3, 9, "nowhere to be found"), "don’t stand"),
        (Selection(1, -1, -1, "printer"), "don’t stand"),
        (Selection(99, 0, 5), "does not exist"),
        (Selection(-4, 0, 5), "does not exist"),
    ],
)
def test_what_is_no_passage_of_the_page_is_refused_with_a_reason(
    wiki: Wiki, page: Page, nia: Person, selection: Selection, says: str
) -> None:
    with pytest.raises(Invalid, match=says), wiki.work(nia.id) as work:
        make_note(work, viewer_of(wiki, nia), work.session.get_one(Page, page.id), selection, NoteText(body="x"))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ({"body": " \n"}, "body"),
        ({"body": "x" * 10_001}, "body"),
        ({"body": "x", "kind": "rumour"}, "kind"),
        ({"body": "x", "audience": "everybody"}, "audience"),
        ({"body": "x", "audience": "circle"}, "audience"),
        ({"body": "x", "kind": "suggestion"}, "replacement"),
        ({"body": "x", "kind": "suggestion", "passage": "a", "replacement": " a "}, "replacement"),
    ],
)
def test_a_note_that_says_nothing_or_too_much_is_refused(
    wiki: Wiki, page: Page, nia: Person, text: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal, wiki.work(nia.id) as work:
        live = work.session.get_one(Page, page.id)
        make_note(work, viewer_of(wiki, nia), live, Selection(1, 0, 6), NoteText(**text))
    assert set(refusal.value.errors) == {field}


def test_a_note_on_a_page_that_somebody_saved_meanwhile_is_carried_along(
    wiki: Wiki, page: Page, nia: Person, margaret: Person
) -> None:
    selection = select_words(wiki, page, "take the higher number")
    save_page(wiki, page, BODY.replace("Switch", "First, switch").replace("take the", "take"), author=nia)
    with wiki.work(margaret.id) as work:
        live = work.session.get_one(Page, page.id)
        made = make_note(work, viewer_of(wiki, margaret), live, selection, NoteText(body="Why?"))
        assert (made.exact, made.number) == ("take the higher number", 1)
    (shown,) = read_by(wiki, nia, page).threads
    assert (shown.exact, shown.before, shown.state) == ("take higher number", "take the higher number", "changed")


def test_a_note_on_words_that_are_gone_is_refused_and_says_so(wiki: Wiki, page: Page, nia: Person) -> None:
    selection = select_words(wiki, page, "The printer hums and feeds one label.")
    save_page(wiki, page, BODY.replace(" The printer hums and feeds one label.", ""), author=nia)
    with pytest.raises(Invalid, match="taken these words out"), wiki.work(nia.id) as work:
        live = work.session.get_one(Page, page.id)
        make_note(work, viewer_of(wiki, nia), live, selection, NoteText(body="x"))


def test_a_form_that_is_sent_many_times_at_once_makes_one_note(wiki: Wiki, page: Page, margaret: Person) -> None:
    selection, viewer = select_words(wiki, page, "higher number"), viewer_of(wiki, margaret)

    def send(_: int) -> int:
        with wiki.work(margaret.id) as work:
            live = work.session.get_one(Page, page.id)
            return make_note(work, viewer, live, selection, NoteText(body="Why?"), once="form-1").id

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(send, range(8)))) == 1
    with wiki.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Annotation)) == 1
        assert session.scalar(select(func.count()).where(EventRow.name == "NoteMade")) == 1


def test_a_heading_in_a_note_has_no_address_of_the_page(wiki: Wiki, page: Page, nia: Person, note: Note) -> None:
    made = note(nia, "Press", "## Wake the printer\n\nagain")
    assert "<h2>" in made.html
    assert "id=" not in made.html


def test_who_only_reads_a_space_writes_notes_for_themselves_alone(wiki: Wiki, nia: Person, tom: Person) -> None:
    space = make_space(wiki, "Closed", visibility="groups", keeper=nia, grants={tom: "reader"})
    page = make_page(wiki, space, "Read only", BODY, author=nia)
    viewer = viewer_of(wiki, tom)
    with wiki.work(tom.id) as work:
        live = work.session.get_one(Page, page.id)
        with pytest.raises(Forbidden, match="A note for yourself is fine"):
            make_note(work, viewer, live, Selection(1, 0, 6), NoteText(body="x"))
        make_note(work, viewer, live, Selection(1, 0, 6), NoteText(body="mine", audience="self"))
    assert [each.body for each in read_by(wiki, tom, page).threads] == ["mine"]
    assert read_by(wiki, nia, page).threads == []


def test_a_private_note_is_read_by_its_author_alone(
    wiki: Wiki, page: Page, nia: Person, ada: Person, margaret: Person, note: Note
) -> None:
    note(margaret, "higher number", "Ask Tom about it", audience="self")
    for other in (nia, ada, None):
        found = read_by(wiki, other, page)
        assert (found.threads, found.total) == ([], 0)
    assert read_by(wiki, margaret, page).total == 1


def test_answers_stand_below_their_note_and_stay_when_it_is_taken_away(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    asked = note(margaret, "higher number", kind="question")
    with wiki.work(nia.id) as work:
        live, root = work.session.get_one(Page, page.id), work.session.get_one(Annotation, asked.id)
        answered = reply(work, viewer_of(wiki, nia), live, root, "It is the newer printer.", once="r1")
        again = reply(work, viewer_of(wiki, nia), live, root, "It is the newer printer.", once="r1")
        assert answered.id == again.id
    with wiki.work(margaret.id) as work:
        live, root = work.session.get_one(Page, page.id), work.session.get_one(Annotation, asked.id)
        remove_note(work, viewer_of(wiki, margaret), live, root)
    (thread,) = read_by(wiki, nia, page).threads
    assert (thread.removed, thread.author, thread.html) == (True, None, "")
    assert [answer.body for answer in thread.replies] == ["It is the newer printer."]


def test_a_note_is_changed_by_its_author_alone_and_taken_away_by_keepers_too(
    wiki: Wiki, page: Page, nia: Person, tom: Person, margaret: Person, note: Note
) -> None:
    made = note(margaret, "higher number")
    with wiki.work() as work:
        live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        for other in (nia, tom):
            with pytest.raises(Forbidden):
                change_note(work, viewer_of(wiki, other), own, "Better")
        change_note(work, viewer_of(wiki, margaret), own, "Better", kind="experience")
        assert (own.body, own.kind, own.edited_at is not None) == ("Better", "experience", True)
        with pytest.raises(Forbidden):
            remove_note(work, viewer_of(wiki, tom), live, own)
        remove_note(work, viewer_of(wiki, nia), live, own)
    assert read_by(wiki, margaret, page).threads == []


def test_reactions_are_given_once_each_and_never_to_oneself(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    made = note(margaret, "higher number", kind="experience")
    with wiki.work(nia.id) as work:
        theirs = work.session.get_one(Annotation, made.id)
        assert react(work, viewer_of(wiki, nia), theirs, "thanks")
        assert react(work, viewer_of(wiki, nia), theirs, "same")
        assert not react(work, viewer_of(wiki, nia), theirs, "same")
        with pytest.raises(Invalid):
            react(work, viewer_of(wiki, margaret), theirs, "helped")
        with pytest.raises(Invalid):
            react(work, viewer_of(wiki, nia), theirs, "applause")
    (shown,) = read_by(wiki, nia, page).threads
    assert (dict(shown.reactions), shown.mine) == ({"thanks": 1}, frozenset({"thanks"}))
    assert read_by(wiki, margaret, page).threads[0].mine == frozenset()


def test_a_thread_is_settled_with_an_outcome_and_opened_again(
    wiki: Wiki, page: Page, nia: Person, tom: Person, margaret: Person, note: Note
) -> None:
    made = note(margaret, "higher number", kind="correction")
    with wiki.work(nia.id) as work:
        live, thread = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        for outcome, reason, number in (("declined", " ", 0), ("forgotten", "", 0), ("applied", "", 7)):
            with pytest.raises(Invalid):
                settle(work, viewer_of(wiki, nia), live, thread, outcome, reason=reason, number=number)
        settle(work, viewer_of(wiki, nia), live, thread, "applied", number=1)
        assert (thread.outcome, thread.outcome_number) == ("applied", 1)
        reopen(work, viewer_of(wiki, margaret), live, thread)
        assert (thread.outcome, thread.outcome_number, thread.settled_by_id) == (None, None, None)
    with wiki.database.reading() as session:
        names = list(session.scalars(select(EventRow.name).order_by(EventRow.id)))
    assert [name for name in names if name.startswith("Note")] == ["NoteMade", "NoteSettled", "NoteReopened"]


def test_a_note_that_others_have_answered_is_not_hidden_from_them(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    made, alone = note(margaret, "higher number"), note(margaret, "Press")
    with wiki.work(nia.id) as work:
        live, root = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        reply(work, viewer_of(wiki, nia), live, root, "It is newer.")
    with wiki.work(margaret.id) as work:
        viewer = viewer_of(wiki, margaret)
        change_note(work, viewer, work.session.get_one(Annotation, alone.id), "Why?", audience="self")
        with pytest.raises(Invalid, match="Others have answered"):
            change_note(work, viewer, work.session.get_one(Annotation, made.id), "Why?", audience="self")
    assert [one.exact for one in read_by(wiki, nia, page).threads] == ["higher number"]
