"""Writing a page that isn't there yet."""

import pytest
from sqlalchemy import func, select

from tests.builders import make_page, make_person, make_space
from tests.pages.conftest import Visit
from tests.pages.visitor import Visitor
from wiki.kernel.events import EventRow
from wiki.pages.models import Page, PageTag, Revision, Space
from wiki.people.models import Person
from wiki.web.running import Wiki

TYPES = ("howto", "note", "question", "article")


def page_of(wiki: Wiki, slug: str) -> Page:
    with wiki.database.reading() as session:
        return session.scalars(select(Page).where(Page.slug == slug)).one()


def revisions(wiki: Wiki) -> int:
    with wiki.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Revision)) or 0


def publish(who: Visitor, title: str, body: str = "Text.", **fields: str) -> str:
    """The address of the new page."""
    answer = who.post("/new", {"title": title, "body": body, "space": "tills", "base": "0", **fields})
    assert answer.status_code == 303, answer.text
    return answer.location


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_begins_with_its_starter_and_is_published_as_that_type(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, kind: str
) -> None:
    who = visit(nia)
    begun = who.fields(f"/new?type={kind}")
    assert ("## What you need" in begun["body"]) == (kind == "howto")
    assert ("What I tried" in begun["body"]) == (kind == "question")
    address = publish(who, "Wake the printer", "Press **twice**.", type=kind)
    assert address == "/p/wake-the-printer"
    assert "Press <strong>twice</strong>." in who.get(address).text
    assert page_of(wiki, "wake-the-printer").type == kind


def test_what_a_howto_says_about_itself_is_read_and_shown(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    who = visit(nia)
    about = {"about_level": "first-week", "about_minutes": " 5 ", "about_summary": "You can  print again."}
    address = publish(who, "Wake it", type="howto", tags="Tills, printer, tills", **about)
    page = page_of(wiki, "wake-it")
    assert page.fields == {"level": "first-week", "minutes": 5, "summary": "You can print again."}
    assert page.tags == ["Tills", "printer"]
    shown = who.get(address).text
    for text in ("First week", "5 minutes", "You can print again.", "/pages?tag=Tills"):
        assert text in shown


def test_all_that_is_wrong_is_said_at_once_and_the_text_is_kept(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit
) -> None:
    who, body = visit(nia), "Three   hundred\n\n  words & <b>more</b>"
    wrong = {
        "type": "howto",
        "title": "t" * 201,
        "body": body,
        "space": "nowhere",
        "tags": "x" * 1001,
        "about_level": "wizard",
        "about_minutes": "soon",
        "about_summary": "s" * 201,
    }
    answer = who.post("/new", wrong)
    assert answer.status_code == 422
    assert answer.text.count("field__error") >= 5
    assert who.post("/new", {"title": "", "body": body, "space": "tills"}).text.count("This must be filled in") >= 1
    kept = answer.text
    assert "t" * 201 in kept
    assert "&lt;b&gt;more&lt;/b&gt;" in kept
    assert revisions(wiki) == 0


def test_fields_that_only_the_type_can_judge_are_named_with_the_text_kept(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit
) -> None:
    sent = {"type": "howto", "title": "Wake it", "body": "My text", "space": "tills", "about_minutes": "601"}
    answer = visit(nia).post("/new", sent)
    assert "This number is too small or too large." in answer.text
    assert "My text" in answer.text
    assert revisions(wiki) == 0


@pytest.mark.parametrize(
    ("field", "fits", "beyond"),
    [
        ("title", "t" * 200, "t" * 201),
        ("tags", ", ".join(f"tag{n}" for n in range(20)), ", ".join(f"tag{n}" for n in range(21))),
        ("tags", "t" * 40, "t" * 41),
        ("about_summary", "s" * 200, "s" * 201),
        ("body", "b" * 1000, "b" * (256 * 1024 + 1)),
        ("body", "b" * 1000, "é" * (200 * 1024)),
    ],
)
def test_a_field_takes_its_limit_and_refuses_one_more(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, field: str, fits: str, beyond: str
) -> None:
    who, sent = visit(nia), {"type": "article", "title": "Title", "body": "Text", "space": "tills"}
    refused = who.post("/new", {**sent, field: beyond})
    assert refused.status_code == 422
    assert "Not saved yet" in refused.text
    assert beyond[-30:] in refused.text, "what was typed is kept"
    assert revisions(wiki) == 0
    assert who.post("/new", {**sent, field: fits}).status_code == 303


def test_a_text_of_a_megabyte_is_refused_and_kept(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    body = "words and more words " * 50_000
    answer = visit(nia).post("/new", {"title": "Long", "body": body, "space": "tills"})
    assert answer.status_code == 422
    assert answer.text.count("words and more words") == 50_000
    assert "Not saved yet" in answer.text


def test_more_than_the_server_reads_is_a_clear_413(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    answer = visit(nia).post("/new", {"title": "Long", "body": "x" * (21 * 1024 * 1024), "space": "tills"})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_switching_the_type_keeps_the_text_and_offers_the_fields_of_the_other(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit
) -> None:
    who = visit(nia)
    typed = {"title": "Half", "body": "My own words", "tags": "a, b", "space": "tills", "type": "note"}
    switched = who.post("/new", {**typed, "switch": "howto"})
    assert switched.status_code == 200
    assert "My own words" in switched.text
    assert 'name="about_minutes"' in switched.text
    assert 'value="Half"' in switched.text
    untouched = who.fields("/new?type=howto")
    empty = who.post("/new", {**untouched, "switch": "note"})
    assert "What you need" not in empty.text
    assert revisions(wiki) == 0


def test_a_text_from_before_signing_in_again_is_shown_and_not_saved(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit
) -> None:
    who = visit(nia)
    answer = who.post("/new", {"title": "T", "body": "kept words", "space": "tills", "type": "note", "restored": "1"})
    assert "kept words" in answer.text
    assert "Your text is here." in answer.text
    assert revisions(wiki) == 0


def test_a_page_is_put_below_another_and_says_who_owns_it(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    above = make_page(wiki, tills, "Printers", author=nia)
    address = publish(visit(nia), "Wake it", parent="printers", type="note")
    page = page_of(wiki, address[3:])
    assert page.parent_id == above.id
    assert page.path == f"/{above.id}/{page.id}/"
    assert page.owner_id == nia.id


def test_the_page_above_may_have_been_renamed_deleted_or_moved_meanwhile(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit
) -> None:
    who = visit(nia)
    above = make_page(wiki, tills, "Printers", "x", author=nia)
    who.save("printers", "x", title="All printers")
    assert page_of(wiki, publish(who, "One", parent="printers")[3:]).parent_id == above.id
    who.post("/p/all-printers/delete")
    assert page_of(wiki, publish(who, "Two", parent="printers")[3:]).parent_id is None
    make_page(wiki, make_space(wiki, "Stock"), "Shelves", author=nia)
    assert page_of(wiki, publish(who, "Three", parent="shelves")[3:]).parent_id is None


def test_each_new_page_is_one_revision_and_one_event(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    publish(visit(nia), "Wake it")
    with wiki.database.reading() as session:
        saved = session.scalars(select(EventRow).where(EventRow.name == "PageSaved")).all()
        revision = session.scalars(select(Revision)).one()
    assert [(row.actor_id, row.data) for row in saved] == [
        (nia.id, {"page_id": revision.page_id, "revision_id": revision.id, "is_new": True, "minor": False})
    ]


def test_who_may_write_nowhere_is_told_so(wiki: Wiki, visit: Visit) -> None:
    make_space(wiki, "Tills")
    reader = make_person(wiki, "Rita Reader", role="reader")
    assert visit(reader).get("/new").status_code == 403
    assert visit(reader).post("/new", {"title": "T", "body": "b", "space": "tills"}).status_code == 403


def test_tags_are_one_whatever_their_case_and_keep_no_hash_or_blank(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit
) -> None:
    publish(visit(nia), "Tagged", tags="#Tills, # tills ,TILLS,  first   week ,,#")
    with wiki.database.reading() as session:
        rows = session.execute(select(PageTag.key, PageTag.name).order_by(PageTag.key)).all()
    assert [tuple(row) for row in rows] == [("first week", "first week"), ("tills", "Tills")]
