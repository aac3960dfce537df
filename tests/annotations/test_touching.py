"""The editor names the notes that an edit touches, and settles those that are ticked together with the save."""

from tests.annotations.conftest import BODY, Note, read_by
from tests.pages.conftest import Visit
from wiki.pages.models import Page
from wiki.people.models import Person
from wiki.web.running import Wiki

NOW = BODY.replace("take the higher number", "take the newer one").replace(" The printer hums and feeds one label.", "")


def test_the_notes_that_an_edit_touches_are_named_and_others_are_not(
    page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    note(margaret, "take the higher number", "Why?", kind="question")
    note(margaret, "The printer hums and feeds one label.", "Mine beeps.", kind="experience")
    note(margaret, "Switch the printer", "Where?", kind="question")
    note(margaret, "higher number", "A secret", audience="self")
    who = visit(nia)
    shown = who.post(f"/notes/page/{page.id}/touched", {"body": NOW}).text
    assert "Your edit touches 2 notes by Margaret Hollis" in shown
    assert ("Mine beeps." in shown, "Its words are gone" in shown) == (True, True)
    assert ("Where?" in shown, "A secret" in shown) == (False, False)
    assert who.post(f"/notes/page/{page.id}/touched", {"body": BODY}).text.strip() == ""
    assert who.post(f"/notes/page/{page.id}/touched", {"body": "| a |\n" * 200_000}).status_code in {200, 413}


def test_what_is_ticked_is_settled_with_the_save_and_nothing_else(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    asked = note(margaret, "take the higher number", "Why?", kind="question")
    wrong = note(margaret, "Press the feed button", "Hold it.", kind="correction")
    private = note(margaret, "Then print", "A secret", audience="self")
    other = note(margaret, "Check that", "Why check?", kind="question")
    who = visit(nia)
    form = who.fields(f"{page.url}/edit")
    ticked = [asked.id, wrong.id, private.id, 999_999, "x"]
    assert who.post(f"{page.url}/edit", form | {"body": NOW, "answered": ticked}).status_code == 303
    found = {one.id: (one.outcome, one.outcome_number) for one in read_by(wiki, margaret, page).threads}
    assert found == {
        asked.id: ("answered", None),
        wrong.id: ("applied", 2),
        private.id: (None, None),
        other.id: (None, None),
    }
