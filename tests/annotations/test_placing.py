"""Notes follow the text through every edit: none is lost, none stands where it does not belong."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.annotations.conftest import BODY, Note, read_by, select_words
from tests.builders import make_page, save_page, viewer_of
from wiki.annotations.actions.noting import make_note
from wiki.annotations.actions.placing import reattach
from wiki.annotations.actions.selecting import Selection
from wiki.annotations.actions.wording import NoteText
from wiki.annotations.models import Anchor, Annotation
from wiki.kernel.events import EventRow
from wiki.kernel.refusals import Forbidden
from wiki.pages.models import Page, Revision, Space
from wiki.people.models import Person
from wiki.web.running import Wiki


def states(wiki: Wiki, who: Person, page: Page, number: int | None = None) -> list[tuple[str, str]]:
    return [(one.state, one.exact) for one in read_by(wiki, who, page, number).threads]


def test_a_note_goes_along_with_its_words_and_old_revisions_show_it_as_it_stood(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    note(margaret, "take the higher number")
    save_page(wiki, page, "A new first paragraph.\n\n" + BODY, author=nia)
    save_page(wiki, page, BODY.replace("take the higher number", "take the one with the higher number"), author=nia)
    save_page(wiki, page, BODY.replace("If two printers answer, take the higher number. ", ""), author=nia)
    assert [states(wiki, nia, page, number) for number in (1, 2, 3, 4)] == [
        [("anchored", "take the higher number")],
        [("anchored", "take the higher number")],
        [("changed", "take the one with the higher number")],
        [("orphaned", "take the one with the higher number")],
    ]
    (orphan,) = read_by(wiki, nia, page).threads
    assert (orphan.start, orphan.end, orphan.since, orphan.before) == (None, None, 4, "take the higher number")
    with wiki.database.reading() as session:
        lost = session.scalars(select(EventRow.data).where(EventRow.name == "NoteOrphaned")).all()
        assert [data["number"] for data in lost] == [4]
        assert [(one.number, one.until) for one in session.scalars(select(Anchor).order_by(Anchor.id))] == [
            (1, 2),
            (2, 3),
            (3, 4),
            (4, None),
        ]


def test_changed_words_stay_changed_while_others_are_edited(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    note(margaret, "feeds one label")
    now = BODY.replace("feeds one label", "feeds two labels")
    save_page(wiki, page, now, author=nia)
    save_page(wiki, page, "First.\n\n" + now, author=nia)
    assert states(wiki, nia, page) == [("changed", "feeds two labels")]
    save_page(wiki, page, "First.\n\n" + BODY, author=nia)
    assert states(wiki, nia, page)[0][1] == "feeds one label"


def test_an_edit_that_touches_no_note_writes_no_row(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    note(margaret, "Press the feed button")
    save_page(wiki, page, BODY + "\nThe end.\n", author=nia)
    with wiki.database.reading() as session:
        assert len(session.scalars(select(Anchor)).all()) == 1


def test_an_orphan_comes_back_with_its_words(wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note) -> None:
    sentence = "The printer hums and feeds one label."
    note(margaret, sentence)
    save_page(wiki, page, BODY.replace(f" {sentence}", ""), author=nia)
    assert states(wiki, nia, page) == [("orphaned", sentence)]
    save_page(wiki, page, BODY.replace(f" {sentence}", "") + f"\n## 4. In the end\n\n{sentence}\n", author=nia)
    assert states(wiki, nia, page) == [("moved", sentence)]


def test_restoring_a_revision_puts_every_note_back_to_its_exact_place(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    for words in ("printer on", "higher number", "Check that the roll is right"):
        note(margaret, words)
    before = [(one.start, one.end, one.state) for one in read_by(wiki, nia, page).threads]
    save_page(wiki, page, "All of it is new.", author=nia)
    assert {state for state, _ in states(wiki, nia, page)} == {"orphaned"}
    save_page(wiki, page, "Other words.", author=nia)
    save_page(wiki, page, BODY, author=nia)
    assert [(one.start, one.end, one.state) for one in read_by(wiki, nia, page).threads] == before


PARTS = st.lists(
    st.sampled_from([*BODY.split("\n\n"), "A paragraph between.", "Emoji \U0001f469\u200d\U0001f373 cafe\u0301.", ""]),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PARTS, min_size=1, max_size=4), st.booleans())
def test_through_any_edits_each_note_has_one_present_place_and_comes_back_with_the_first_text(
    wiki: Wiki, tills: Space, nia: Person, edits: list[list[str]], windows: bool
) -> None:
    page = make_page(wiki, tills, "Labels", BODY, author=nia)
    viewer = viewer_of(wiki, nia)
    with wiki.work(nia.id) as work:
        live = work.session.get_one(Page, page.id)
        for start, end in ((0, 6), (3, 80), (90, 91), (100, 160)):
            make_note(work, viewer, live, Selection(1, start, end), NoteText(body="x"))
    before = [(one.start, one.end, one.exact) for one in read_by(wiki, nia, page).threads]
    for parts in edits:
        save_page(wiki, page, ("\r\n\r\n" if windows else "\n\n").join(parts), author=nia)
        found = read_by(wiki, nia, page)
        assert found.total == 4
        assert all((one.start is None) == (one.state == "orphaned") for one in found.threads)
    save_page(wiki, page, BODY, author=nia)
    assert [(one.start, one.end, one.exact) for one in read_by(wiki, nia, page).threads] == before


EDITS = st.lists(
    st.tuples(st.sampled_from(["drop", "insert", "replace", "swap", "words"]), st.integers(0, 20), st.integers(0, 20)),
    min_size=1,
    max_size=3,
)
NEW = (
    "Another sentence stands here.",
    "The printer hums and feeds one label.",
    "Then print.",
    "\U0001f1eb\U0001f1f7 cafe\u0301",
)


def edited(text: str, script: list[tuple[str, int, int]]) -> str:
    """The text after some edits of its paragraphs, as people make them."""
    parts = text.split("\n\n")
    for what, where, other in script:
        at, by = where % len(parts), other % len(parts)
        if what == "drop" and len(parts) > 1:
            del parts[at]
        elif what == "insert":
            parts.insert(at, NEW[other % len(NEW)])
        elif what == "replace":
            parts[at] = NEW[other % len(NEW)]
        elif what == "swap":
            parts[at], parts[by] = parts[by], parts[at]
        elif what == "words":
            parts[at] = parts[at].replace(" the ", " this or that ", 1).replace("label", "sticker")
    return "\n\n".join(parts)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDITS, min_size=2, max_size=5), st.data())
def test_restoring_any_revision_puts_each_note_that_stood_there_back_to_its_exact_place(
    wiki: Wiki, tills: Space, nia: Person, scripts: list[list[tuple[str, int, int]]], data: st.DataObject
) -> None:
    page, viewer = make_page(wiki, tills, "Labels", BODY, author=nia), viewer_of(wiki, nia)
    with wiki.work(nia.id) as work:
        live = work.session.get_one(Page, page.id)
        for words in ("printer on", "Press the feed button once. The printer hums", "higher number", "Then", "tap"):
            place = select_words(wiki, page, words)
            make_note(work, viewer, live, place, NoteText(body="x", audience="self"))
    texts = [BODY]
    for script in scripts:
        texts.append(edited(texts[-1], script))
        save_page(wiki, page, texts[-1], author=nia)
    with wiki.database.reading() as session:
        last = session.get_one(Page, page.id).number
    number = data.draw(st.integers(1, last))
    with wiki.database.reading() as session:
        body = session.scalars(
            select(Revision.body).where(Revision.page_id == page.id, Revision.number == number)
        ).one()
    then = {one.id: (one.start, one.end, one.exact, one.state) for one in read_by(wiki, nia, page, number).threads}
    save_page(wiki, page, body, author=nia)
    now = {one.id: (one.start, one.end, one.exact, one.state) for one in read_by(wiki, nia, page).threads}
    assert {note_id: now[note_id] for note_id, place in then.items() if place[0] is not None} == {
        note_id: place for note_id, place in then.items() if place[0] is not None
    }
    assert len(now) == 5


def test_an_orphan_is_given_a_new_place_by_hand(
    wiki: Wiki, page: Page, nia: Person, tom: Person, margaret: Person, note: Note
) -> None:
    made = note(margaret, "The printer hums and feeds one label.")
    save_page(wiki, page, BODY.replace("The printer hums and feeds one label.", "It beeps."), author=nia)
    selection = select_words(wiki, page, "It beeps.")
    stranger = wiki
    with wiki.work(margaret.id) as work:
        live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        reattach(work, viewer_of(stranger, margaret), live, own, selection)
    assert states(wiki, nia, page) == [("anchored", "It beeps.")]
    (shown,) = read_by(wiki, nia, page).threads
    assert shown.before == "The printer hums and feeds one label."
    assert states(wiki, nia, page, 1) == [("anchored", "The printer hums and feeds one label.")]


def test_who_only_reads_gives_no_other_persons_note_a_place(
    wiki: Wiki, page: Page, margaret: Person, nia: Person, note: Note
) -> None:
    made = note(nia, "higher number")
    selection = select_words(wiki, page, "Then print")
    with pytest.raises(Forbidden), wiki.work(margaret.id) as work:
        live, theirs = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        reattach(work, viewer_of(wiki, margaret), live, theirs, selection)


def test_many_notes_cost_a_save_no_more_statements_than_one(
    wiki: Wiki,
    page: Page,
    nia: Person,
    note: Note,
    count_statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    note(nia, "Press")
    with count_statements() as few:
        save_page(wiki, page, "New.\n\n" + BODY, author=nia)
    for words in ("feed", "printer hums", "If two", "Then print", "Match", "Check"):
        note(nia, words)
    with count_statements() as many:
        save_page(wiki, page, "Newer.\n\n" + BODY, author=nia)
    assert len(many) <= len(few) + 1


def test_a_page_of_notes_is_read_in_few_statements_however_many_there_are(
    wiki: Wiki, page: Page, nia: Person, note: Note, count_statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    for words in ("Press", "feed", "printer hums", "If two", "Then print", "Match", "Check"):
        note(nia, words)
    with count_statements() as made:
        found = read_by(wiki, nia, page, many=5)
    assert (len(found.threads), found.total) == (5, 7)
    assert len(made) <= 9
