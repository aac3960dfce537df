"""What somebody says otherwise, to others, or not at all: nobody gets at more by it than by writing it anew."""

import pytest

from tests.annotations.conftest import BODY, Note, read_by, select_words
from tests.annotations.test_circles import Pairs
from tests.builders import make_page, make_space, save_page, viewer_of
from tests.pages.conftest import Visit
from wiki.annotations.actions.changing import change_note, remove_note
from wiki.annotations.actions.noting import make_note, reply
from wiki.annotations.actions.placing import reattach
from wiki.annotations.actions.settling import settle
from wiki.annotations.actions.suggesting import take_suggestion
from wiki.annotations.actions.wording import NoteText
from wiki.annotations.models import Annotation
from wiki.annotations.queries.reading import Filters, count_on, waiting_for
from wiki.kernel.refusals import Forbidden, Invalid
from wiki.pages.models import Page
from wiki.people.models import Person
from wiki.web.running import Wiki

PAIR = "If two printers answer, take the higher number. Then print."


def answer(wiki: Wiki, who: Person, page: Page, note: Annotation, body: str = "It is newer.") -> Annotation:
    with wiki.work(who.id) as work:
        live, root = work.session.get_one(Page, page.id), work.session.get_one(Annotation, note.id)
        return reply(work, viewer_of(wiki, who), live, root, body)


def remove(wiki: Wiki, who: Person, page: Page, note: Annotation) -> None:
    with wiki.work(who.id) as work:
        live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, note.id)
        remove_note(work, viewer_of(wiki, who), live, own)


def change(wiki: Wiki, who: Person, note: Annotation, body: str, **more: str) -> None:
    with wiki.work(who.id) as work:
        change_note(work, viewer_of(wiki, who), work.session.get_one(Annotation, note.id), body, **more)


def test_who_only_reads_a_space_opens_no_note_of_theirs_to_others(wiki: Wiki, nia: Person, tom: Person) -> None:
    space = make_space(wiki, "Closed", visibility="groups", keeper=nia, grants={tom: "reader"})
    page = make_page(wiki, space, "Read only", BODY, author=nia)
    with wiki.work(tom.id) as work:
        place, text = select_words(wiki, page, "Press"), NoteText(body="mine", audience="self")
        made = make_note(work, viewer_of(wiki, tom), work.session.get_one(Page, page.id), place, text)
    with pytest.raises(Forbidden, match="for yourself"):
        change(wiki, tom, made, "for all", audience="readers")
    change(wiki, tom, made, "mine still")
    assert read_by(wiki, nia, page).total == 0
    assert [one.body for one in read_by(wiki, tom, page).threads] == ["mine still"]


def test_a_suggestion_is_said_otherwise_until_it_is_settled(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "higher number", "It is newer.", kind="suggestion", replacement="Take the lower number.")
    who = visit(margaret)
    form = who.fields(f"{made.url}/edit")
    assert form["replacement"] == "Take the lower number."
    sent = form | {"replacement": "Take the newer one.", "audience": "readers"}
    assert who.post(f"{made.url}/edit", sent).status_code == 303
    (shown,) = read_by(wiki, nia, page).threads
    assert (shown.replacement, shown.body, shown.edited_at is not None) == ("Take the newer one.", "It is newer.", True)
    for wrong, field in ((PAIR, "replacement"), ("x" * 50_001, "replacement")):
        with pytest.raises(Invalid) as refusal:
            change(wiki, margaret, made, "", replacement=wrong)
        assert set(refusal.value.errors) == {field}
    with wiki.work(nia.id) as work:
        live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        take_suggestion(work, viewer_of(wiki, nia), live, own)
    with pytest.raises(Invalid, match="settled"):
        change(wiki, margaret, made, "", replacement="Too late.")


def test_a_suggestion_without_a_passage_is_about_the_whole_block_and_says_so(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "higher number", kind="suggestion", replacement="Take the lower number.")
    assert made.passage == PAIR
    forged = note(margaret, "higher number", kind="suggestion", passage="Not in the page", replacement="x")
    assert forged.passage == PAIR
    windows = note(margaret, "Press", kind="suggestion", passage=f"{PAIR}\r\n\r\n## 3. Match the roll", replacement="x")
    assert windows.passage == f"{PAIR}\n\n## 3. Match the roll"


def test_without_a_script_the_passage_is_shown_to_be_written_anew(
    wiki: Wiki, page: Page, margaret: Person, visit: Visit
) -> None:
    who, place = visit(margaret), select_words(wiki, page, "higher number")
    form = who.fields(f"/notes/page/{page.id}/new?start={place.start}&end={place.end}")
    assert form["replacement"] == form["passage"] == PAIR
    pasted = who.fields(f"/notes/page/{page.id}/new") | {"kind": "suggestion", "exact": "higher number"}
    assert pasted["replacement"] == ""
    asked = who.post(f"/notes/page/{page.id}/new", pasted)
    assert asked.status_code == 422
    assert "Write it as it should be, then save again" in asked.text
    assert asked.text.count(PAIR) == 2
    sent = pasted | {"passage": PAIR, "replacement": "Take the lower number."}
    assert who.post(f"/notes/page/{page.id}/new", sent).status_code == 303
    assert [one.passage for one in read_by(wiki, margaret, page).threads] == [PAIR]


def test_a_thread_whose_note_was_taken_away_keeps_its_place_and_waits_for_nobody(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    made = note(margaret, "higher number", "Secret after all", kind="suggestion", replacement="Take the lower one.")
    answer(wiki, nia, page, made)
    viewer = viewer_of(wiki, nia)
    with wiki.database.reading() as session:
        assert (count_on(session, viewer, page.id).suggestions, waiting_for(session, viewer).total) == (1, 1)
    remove(wiki, margaret, page, made)
    save_page(wiki, page, "A new first paragraph.\n\n" + BODY, author=nia)
    (thread,) = read_by(wiki, nia, page).threads
    assert (thread.removed, thread.author, thread.passage, thread.replacement) == (True, None, None, None)
    place = select_words(wiki, page, "higher number")
    assert (thread.start, thread.end) == (place.start, place.end)
    assert read_by(wiki, nia, page, filters=Filters(by=margaret.id)).total == 0
    assert read_by(wiki, nia, page, filters=Filters(state="open")).total == 0
    with wiki.database.reading() as session:
        counts = count_on(session, viewer, page.id)
        assert (counts.total, counts.suggestions, waiting_for(session, viewer).total) == (1, 0, 0)
    with pytest.raises(Forbidden):
        change(wiki, margaret, made, "Back again")


def test_answers_of_others_keep_a_thread_where_it_was_until_they_are_taken_away(
    wiki: Wiki, page: Page, nia: Person, tom: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    wiki.host.add_room(Pairs(nia.id, margaret.id))  # type: ignore[arg-type]
    made = note(margaret, "higher number", "Between us", audience="circle", circle="pair:1")
    said = answer(wiki, nia, page, made, "Told to you alone")
    with pytest.raises(Invalid, match="Others have answered"):
        change(wiki, margaret, made, "For all", audience="readers")
    # What stands in the form is what is so.
    assert 'checked id="audience-1"' in visit(margaret).get(f"{made.url}/edit").text
    remove(wiki, nia, page, said)
    change(wiki, margaret, made, "For all", audience="readers")
    assert [one.audience for one in read_by(wiki, tom, page).threads] == ["readers"]


def test_an_answer_has_neither_place_nor_outcome(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    said = answer(wiki, nia, page, note(margaret, "higher number"))
    with wiki.work(nia.id) as work:
        live, own, viewer = work.session.get_one(Page, page.id), work.session.get_one(Annotation, said.id), nia
        with pytest.raises(Forbidden):
            reattach(work, viewer_of(wiki, viewer), live, own, select_words(wiki, page, "Press"))
        with pytest.raises(Forbidden):
            settle(work, viewer_of(wiki, viewer), live, own, "done")
    assert visit(nia).get(f"{said.url}/place").status_code == 404
    changed = visit(nia).post(f"{said.url}/edit", {"body": "It is the newest."})
    assert changed.status_code == 303
    assert [one.body for one in read_by(wiki, nia, page).threads[0].replies] == ["It is the newest."]
