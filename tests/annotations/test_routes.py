"""Notes over the web: written, answered and settled without a script as well; what is refused keeps what was typed."""

import re

import pytest

from tests.annotations.conftest import BODY, Note, select_words
from tests.builders import make_page, make_space, save_page
from tests.pages.conftest import Visit
from wiki.pages.models import Page
from wiki.people.models import Person
from wiki.web.running import Wiki

PAIR = "If two printers answer, take the higher number. Then print."


def test_a_note_is_written_and_stands_beside_the_text(
    wiki: Wiki, page: Page, margaret: Person, nia: Person, visit: Visit
) -> None:
    who, place = visit(margaret), select_words(wiki, page, "higher number")
    address = f"/notes/page/{page.id}/new?start={place.start}&end={place.end}&revision=1"
    form = who.fields(address)
    assert "higher number" in who.get(address).text
    sent = who.post(f"/notes/page/{page.id}/new", form | {"kind": "question", "body": "Why the *higher* one?"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{page.url}#note-1")
    again = who.post(f"/notes/page/{page.id}/new", form | {"kind": "question", "body": "Why the *higher* one?"})
    assert again.headers["Location"] == f"{page.url}#note-1"
    shown = visit(nia).get(f"/notes/page/{page.id}/margin").text
    assert "<em>higher</em>" in shown
    assert f'data-start="{place.start}" data-end="{place.end}"' in shown
    listed = visit(nia).get(f"{page.url}/notes").text
    assert "one open question" in listed
    assert visit(nia).get("/notes/1").headers["Location"] == f"{page.url}#note-1"


def test_a_refused_note_keeps_what_was_typed_and_says_why(
    wiki: Wiki, page: Page, margaret: Person, visit: Visit
) -> None:
    who, place = visit(margaret), select_words(wiki, page, "higher number")
    form = who.fields(f"/notes/page/{page.id}/new?start={place.start}&end={place.end}")
    for wrong in (
        {"body": "  "},
        {"kind": "rumour", "body": "kept words"},
        {"audience": "everybody", "body": "kept words"},
        {"start": "5", "end": "5", "exact": "", "body": "kept words"},
        {"start": "-1", "end": "99999999999999", "exact": "no such words", "body": "kept words"},
        {"start": "x", "end": "y", "exact": "", "body": "kept words"},
        {"revision": "77", "body": "kept words"},
        {"body": "kept words" + "x" * 10_000},
    ):
        refused = who.post(f"/notes/page/{page.id}/new", form | wrong)
        assert refused.status_code == 422, wrong
        assert "kept words" in refused.text or not wrong["body"].strip()
        assert "Your note is not kept yet" in refused.text


def test_answers_reactions_and_outcomes_work_without_a_script(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "higher number", kind="question")
    who = visit(nia)
    once = re.search(rf'name="once" value="([^"]+-{made.id})"', who.get(f"{page.url}/notes").text)
    assert once is not None
    for _ in range(2):
        assert who.post(f"{made.url}/reply", {"body": "It is newer.", "once": once[1]}).status_code == 303
    assert who.get(f"{page.url}/notes").text.count("It is newer.") == 1
    assert who.post(f"{made.url}/react", {"kind": "thanks"}).status_code == 303
    assert "Thanks, 1" in visit(margaret).get(f"{page.url}/notes").text
    refused = who.post(f"{made.url}/settle", {"outcome": "declined", "reason": ""})
    assert (refused.status_code, "Say in a few words why" in refused.text) == (422, True)
    assert who.post(f"{made.url}/settle", {"outcome": "answered"}).status_code == 303
    assert "Answered" in who.get(f"{page.url}/notes?state=settled").text
    assert who.post(f"{made.url}/reopen").status_code == 303
    assert who.post(f"{made.url}/reply", {"body": ""}).status_code == 422
    assert who.post(f"{made.url}/remove").status_code == 303
    assert "This note was taken away" in who.get(f"{page.url}/notes").text


def test_a_suggestion_is_looked_at_improved_and_taken(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit
) -> None:
    who, place = visit(margaret), select_words(wiki, page, "higher number")
    query = f"start={place.start}&end={place.end}&revision=1"
    found = who.get(f"/notes/page/{page.id}/passage?{query}").json
    assert found == {"passage": PAIR}
    assert who.get(f"/notes/page/{page.id}/passage?start=9&end=4").status_code == 404
    form = who.fields(f"/notes/page/{page.id}/new?{query}")
    sent = form | {"kind": "suggestion", "passage": PAIR, "replacement": PAIR.replace("higher", "lower"), "body": ""}
    assert who.post(f"/notes/page/{page.id}/new", sent).status_code == 303
    owner = visit(nia)
    looked = owner.get("/notes/1/suggestion").text
    assert "<del>higher</del>" in looked
    assert "<ins>lower</ins>" in looked
    assert "Take it" not in visit(margaret).get("/notes/1/suggestion").text
    assert owner.get(f"{page.url}/suggestions").text.count('name="note"') == 1
    taken = owner.post("/notes/1/suggestion", {"replacement": PAIR.replace("higher", "newer")})
    assert taken.status_code == 303
    assert "take the newer number" in owner.get(page.url).text
    assert owner.post("/notes/1/suggestion", {"replacement": "again"}).status_code == 422


def test_several_suggestions_are_taken_at_once(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    one = note(margaret, "higher number", "", kind="suggestion", passage=PAIR, replacement="Take any.")
    other = note(margaret, "Switch", "", kind="suggestion", passage=BODY.split("\n")[0], replacement="Switch it on.")
    sent = visit(nia).post(f"{page.url}/suggestions", {"note": [one.id, other.id, "x", "99999"], "of": page.id})
    assert sent.status_code == 303
    shown = visit(nia).get(page.url).text
    assert "Take any." in shown
    assert "Switch it on." in shown


def test_a_note_is_given_another_place_and_changed(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "The printer hums and feeds one label.")
    save_page(wiki, page, BODY.replace("The printer hums and feeds one label.", "It beeps."), author=nia)
    who = visit(margaret)
    assert "Needs a new place" in who.get(f"{page.url}/notes").text
    assert "Nia Okafor took these words out in revision 2" in who.get(f"{page.url}/notes").text
    assert who.get(made.url).headers["Location"] == f"{page.url}/notes#note-{made.id}"
    place = select_words(wiki, page, "It beeps.")
    sent = {"start": place.start, "end": place.end, "revision": 2, "exact": ""}
    assert who.post(f"{made.url}/place", sent).status_code == 303
    assert "Needs a new place" not in who.get(f"{page.url}/notes").text
    form = who.fields(f"{made.url}/edit")
    assert form["body"] == "Why?"
    assert who.post(f"{made.url}/edit", form | {"body": "Why does it beep?"}).status_code == 303
    assert "Why does it beep?" in who.get(f"{page.url}/notes").text
    assert visit(nia).post(f"{made.url}/edit", form | {"body": "x"}).status_code == 403


def test_old_revisions_show_the_notes_as_they_stood(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    note(margaret, "feeds one label")
    save_page(wiki, page, BODY.replace("feeds one label", "feeds two labels"), author=nia)
    who = visit(nia)
    assert "feeds one label" in who.get(f"/notes/page/{page.id}/margin?revision=1").text
    assert "feeds two labels" in who.get(f"/notes/page/{page.id}/margin?revision=2").text
    assert who.get(f"/notes/page/{page.id}/margin?revision=9").status_code == 404
    assert 'data-revision="1"' in who.get(f"{page.url}/history/1").text


def test_lists_of_a_space_of_ones_own_and_of_what_waits(
    wiki: Wiki, page: Page, nia: Person, tom: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    note(margaret, "higher number", "First question", kind="question")
    note(margaret, "feeds one label", "An experience", kind="experience")
    note(margaret, "Press", "A secret", audience="self")
    owner = visit(nia)
    assert "First question" in owner.get("/notes?tab=waiting").text
    assert "An experience" not in owner.get("/notes?tab=waiting").text
    assert "They ask you" in owner.get("/").text
    assert "They ask you" not in visit(tom).get("/").text
    space = owner.get("/s/tills/notes").text
    assert ("An experience" in space, "A secret" in space) == (True, False)
    assert "First question" not in owner.get("/s/tills/notes?kind=experience").text
    assert "An experience" in owner.get("/s/tills/notes?q=EXPERIENCE").text
    assert "No note like that" in owner.get("/s/tills/notes?q=100%25").text
    assert "No note like that" in owner.get("/s/tills/notes?by=@nia-okafor").text
    assert "An experience" in owner.get("/s/tills/notes?by=@margaret-hollis").text
    own = visit(margaret).get("/notes").text
    assert ("A secret" in own, "Only you" in own) == (True, True)
    assert owner.get("/notes?kind=nonsense&state=x&part=0").status_code == 200
    assert owner.get(f"{page.url}/notes?by=margaret-hollis").text.count("<article") == 2
    assert owner.get(f"{page.url}/notes?by=nobody").status_code == 404


ROUTES = (
    "/notes/page/{page}", "/notes/page/{page}/margin", "/notes/page/{page}/new", "/notes/page/{page}/passage",
    "/p/{slug}/notes", "/p/{slug}/suggestions", "/notes/{note}", "/notes/{note}/edit", "/notes/{note}/place",
    "/notes/{note}/suggestion",
)  # fmt: skip
ACTS = ("reply", "react", "settle", "reopen", "remove", "edit", "place", "suggestion")


def test_who_may_not_read_the_page_learns_nothing_of_its_notes_by_any_way(
    wiki: Wiki, nia: Person, tom: Person, visit: Visit, note: Note
) -> None:
    closed = make_space(wiki, "Closed", visibility="private", keeper=nia)
    page = make_page(wiki, closed, "Secret plan", BODY, author=nia)
    made = note(nia, "higher number", "Secret words", on=page, kind="question")
    for stranger in (visit(tom), visit()):
        for route in ROUTES:
            answer = stranger.get(route.format(page=page.id, slug=page.slug, note=made.id))
            to_sign_in = "/sign-in" in answer.headers.get("Location", "")
            assert answer.status_code in {401, 404} or to_sign_in, route
            assert "Secret" not in answer.text
        for act in ACTS:
            answer = stranger.post(f"/notes/{made.id}/{act}", {"body": "x", "kind": "thanks", "outcome": "done"})
            to_sign_in = "/sign-in" in answer.headers.get("Location", "")
            assert answer.status_code in {400, 401, 404} or to_sign_in, act
        assert "Secret" not in stranger.get("/s/tills").text


@pytest.mark.parametrize("act", ACTS)
def test_a_private_note_is_not_there_for_anybody_else(
    wiki: Wiki, page: Page, ada: Person, margaret: Person, visit: Visit, note: Note, act: str
) -> None:
    made = note(margaret, "higher number", "Secret words", audience="self")
    admin = visit(ada)
    assert admin.post(f"/notes/{made.id}/{act}", {"body": "x", "kind": "thanks", "outcome": "done"}).status_code == 404
    for address in (f"/notes/{made.id}", f"{page.url}/notes", f"/notes/page/{page.id}/margin", "/s/tills/notes"):
        answer = admin.get(address)
        assert "Secret words" not in answer.text
        assert "higher number</a>" not in answer.text


def test_whoever_is_not_signed_in_reads_notes_of_public_pages_without_names(
    wiki: Wiki, nia: Person, visit: Visit, note: Note
) -> None:
    public = make_space(wiki, "Open house", public=True, keeper=nia)
    page = make_page(wiki, public, "Hello", BODY, author=nia)
    note(nia, "higher number", "For everybody", on=page)
    shown = visit().get(f"/notes/page/{page.id}/margin").text
    assert ("For everybody" in shown, "Nia Okafor" in shown) == (True, False)
    assert "Answer" not in shown
