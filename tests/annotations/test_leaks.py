"""Private notes through every side door: nobody but their author reads, counts, finds, hears of or touches them.

Not the owner of the page, not a keeper of the space, and not an admin; nor does anybody whose page it isn't to read.
"""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.annotations.conftest import BODY, Note
from tests.annotations.test_circles import Pairs
from tests.builders import csrf, make_page, make_space, save_page, viewer_of
from tests.pages.conftest import Visit
from wiki.annotations.actions.changing import change_note
from wiki.annotations.actions.noting import reply
from wiki.annotations.models import Annotation
from wiki.kernel.events import EventRow
from wiki.pages.models import Page, Space
from wiki.pages.transfer.exporting import export_spaces
from wiki.people.models import Person
from wiki.search.drain import Drainer
from wiki.search.engines import engine_of
from wiki.web.running import Wiki

SECRET = "wolverhampton"
WORDS = tuple(words.format(SECRET) for words in ("Why {}", "{}.", "<strong>{}", "{}, twice", "Because of {}"))
LISTS = (
    "/", "/admin", "/admin/people", "/changes", "/notes", "/notes?tab=waiting", "/notices", "/pages", "/people",
    "/search/gaps", "/spaces", "/trash", "/care", "/favourites",
    f"/search?q={SECRET}", "/search?q=has:note", "/search?q=has:question", "/search?q=has:suggestion",
    f"/search/suggest?q={SECRET[:6]}", f"/search/palette?q={SECRET[:6]}", f"/suggest?q={SECRET[:6]}",
)  # fmt: skip
OF_PAGE = (
    "", "/notes", f"/notes?q={SECRET}", "/notes?kind=question", "/notes?state=open", "/notes?state=orphaned",
    "/notes?state=changed", "/suggestions", "/history", "/history/1", "/history?old=1&new=2", "/files", "/edit",
    "/source", "/annotations.json", "/annotations.json?page=1",
)  # fmt: skip
OF_NOTE = (
    ("get", ""), ("get", "/edit"), ("get", "/place"), ("get", "/suggestion"), ("post", "/reply"), ("post", "/react"),
    ("post", "/settle"), ("post", "/reopen"), ("post", "/remove"), ("post", "/edit"), ("post", "/place"),
    ("post", "/suggestion"),
)  # fmt: skip


@pytest.fixture
def secrets(wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note) -> list[int]:
    """Private notes of every kind, one answered, one shown to a pair, one whose words are gone."""
    wiki.host.add_room(Pairs(margaret.id, 0))  # type: ignore[arg-type]
    made = [
        note(margaret, "higher number", f"Why {SECRET}?", kind="question", audience="self"),
        note(margaret, "Then print", SECRET, kind="suggestion", replacement=f"{SECRET}.", audience="self"),
        note(margaret, "Press", f"**{SECRET}**", kind="experience", audience="circle", circle="pair:1"),
        note(margaret, "The printer hums and feeds one label.", SECRET, kind="correction", audience="self"),
    ]
    with wiki.work(margaret.id) as work:
        live, root = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made[0].id)
        made.append(reply(work, viewer_of(wiki, margaret), live, root, f"Because of {SECRET}, @{nia.handle}."))
        own = work.session.get_one(Annotation, made[3].id)
        change_note(work, viewer_of(wiki, margaret), own, f"{SECRET}, twice")
    save_page(wiki, page, BODY.replace("The printer hums and feeds one label.", "It beeps."), author=nia)
    drainer = Drainer(wiki, engine_of(wiki))
    while drainer():
        pass
    return [one.id for one in made]


def test_no_list_search_count_or_page_shows_them(
    page: Page,
    tills: Space,
    nia: Person,
    ada: Person,
    tom: Person,
    margaret: Person,
    visit: Visit,
    secrets: list[int],
) -> None:
    addresses = [*LISTS, f"/s/{tills.key}/notes", f"/people/{margaret.handle}", f"/s/{tills.key}"]
    addresses += [page.url + end for end in OF_PAGE]
    addresses += [f"/notes/page/{page.id}/margin", f"/notes/page/{page.id}/margin?revision=1"]
    addresses += [f"{page.url}/notes?by={margaret.handle}"]
    for other in (nia, ada, tom, None):
        who = visit(other)
        for address in addresses:
            shown = who.get(address).text.replace(f'value="{SECRET}', "").replace(f"q={SECRET}", "")
            for word in (
                f"Why {SECRET}",
                f"{SECRET}.",
                f"<strong>{SECRET}",
                f"{SECRET}, twice",
                f"Because of {SECRET}",
            ):
                assert word not in shown, (address, other)
            for note_id in secrets:
                assert f"note-{note_id}" not in shown, (address, other)
                assert f"/notes/{note_id}" not in shown, (address, other)
            if "has:" in address:
                assert page.title not in shown, (address, other)
    for other, many in ((nia, 0), (ada, 0), (margaret, 4)):
        assert json.loads(visit(other).get(f"{page.url}/annotations.json").text)["total"] == many
        touched = visit(other).post(f"/notes/page/{page.id}/touched", {"body": "All new."}).text
        assert (SECRET in touched) == bool(many)
    mine = visit(margaret)
    assert all(f"note-{note_id}" in mine.get(f"{page.url}/notes").text for note_id in secrets)


def test_none_of_them_is_there_by_its_address_for_anybody_else(
    page: Page, nia: Person, ada: Person, visit: Visit, secrets: list[int]
) -> None:
    for other in (nia, ada):
        who = visit(other)
        for note_id in secrets:
            assert who.get(f"/annotations/{note_id}.json").status_code == 404
            for how, end in OF_NOTE:
                answered = who.get(f"/notes/{note_id}{end}") if how == "get" else who.post(f"/notes/{note_id}{end}")
                assert answered.status_code == 404, (how, end)
        who.post(f"{page.url}/suggestions", {"note": secrets, "of": page.id})
        form = who.fields(f"{page.url}/edit")
        who.post(f"{page.url}/edit", form | {"body": form["body"] + "\nMore.", "answered": secrets})
    nobody = visit()
    assert {nobody.get(f"/notes/{note_id}").status_code for note_id in secrets} <= {401, 302, 303, 404}


def test_what_was_tried_on_them_did_nothing_and_nothing_leaves_with_an_export(
    wiki: Wiki, page: Page, nia: Person, visit: Visit, secrets: list[int], tmp_path: Path
) -> None:
    test_none_of_them_is_there_by_its_address_for_anybody_else(page, nia, nia, visit, secrets)
    with wiki.database.reading() as session:
        notes = session.scalars(select(Annotation).where(Annotation.id.in_(secrets))).all()
        assert [(one.outcome, one.deleted_at) for one in notes] == [(None, None)] * len(secrets)
        assert all(SECRET not in json.dumps(data) for data in session.scalars(select(EventRow.data)))
        export_spaces(session, wiki.settings.data, tmp_path / "out")
    written = [path.read_text("utf-8") for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert written
    assert all(SECRET not in text for text in written)


def test_notes_on_a_page_that_one_may_not_read_are_not_there(
    wiki: Wiki, nia: Person, tom: Person, visit: Visit, note: Note
) -> None:
    space = make_space(wiki, "Closed", visibility="groups", keeper=nia)
    page = make_page(wiki, space, "Closed page", BODY, author=nia)
    made = note(nia, "Press", f"{SECRET} for who reads it", on=page, kind="question")
    who = visit(tom)
    form = {"start": "0", "end": "6", "revision": "1", "kind": "question", "audience": "self", "body": "Let me in"}
    for address in (f"{page.url}/notes", f"/s/{space.key}/notes", f"/notes/page/{page.id}/margin", made.url):
        assert who.get(address).status_code == 404
    assert who.get(f"/notes/page/{page.id}/new").status_code == 404
    assert who.post(f"/notes/page/{page.id}/new", form).status_code == 404
    assert who.post(f"/notes/page/{page.id}/touched", {"body": "x"}).status_code == 404
    assert who.get(f"/notes/page/{page.id}/passage?start=0&end=5").status_code == 404
    sent = who.client.post(
        f"{page.url}/annotations.json", json={"type": "Annotation"}, headers={"X-CSRFToken": csrf(who.client)}
    )
    assert sent.status_code == 404
    with wiki.database.reading() as session:
        assert len(session.scalars(select(Annotation)).all()) == 1
    assert SECRET not in who.get(f"/people/{nia.handle}").text
    assert SECRET in visit(nia).get(f"/people/{nia.handle}").text
