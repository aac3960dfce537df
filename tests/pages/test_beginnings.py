"""What a new page begins with: a copy, or a template of the space."""

import pytest

from tests.builders import make_page, make_person, make_space
from tests.pages.conftest import Visit
from tests.pages.visitor import fields_of
from wiki.pages.actions.templating import set_template
from wiki.pages.models import Space
from wiki.pages.page_templates import filled_in
from wiki.people.models import Person
from wiki.web.running import Wiki


def make_template(wiki: Wiki, space: Space, name: str, body: str, kind: str = "howto") -> int:
    with wiki.work() as work:
        return set_template(work, work.session.get_one(Space, space.id), None, name=name, kind=kind, body=body).id


def test_a_copy_begins_with_the_text_and_makes_nothing_by_itself(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    above = make_page(wiki, tills, "Above", author=nia)
    page = make_page(
        wiki,
        tills,
        "Wake the printer",
        "Hold it.",
        author=nia,
        type="howto",
        parent=above,
        tags=["a", "b"],
        fields={"minutes": 5},
    )
    fields = visit(tom).fields(f"/new?copy={page.slug}&type=howto")
    assert fields["title"] == "Copy of Wake the printer"
    assert fields["body"] == "Hold it."
    assert fields["tags"] == "a, b"
    assert fields["about_minutes"] == "5"
    assert fields["parent"] == "above"
    assert visit(tom).post("/new", {**fields, "space": "tills"}).headers["Location"] == "/p/copy-of-wake-the-printer"


def test_what_may_not_be_read_is_not_copied(wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit) -> None:
    board = make_space(wiki, "Board", visibility="private", keeper=nia)
    page = make_page(wiki, board, "Pay", "Secret figures.", author=nia)
    answer = visit(tom).get(f"/new?copy={page.slug}")
    assert answer.status_code == 404
    assert "Secret" not in answer.text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{date}} {{ author }} {{team}}", "3 May @nia Till desk"),
        ("{{include: Hours}} {{title}} {date}", "{{include: Hours}} {{title}} {date}"),
        ("", ""),
    ],
)
def test_variables_are_said_and_other_braces_stay(body: str, expected: str) -> None:
    assert filled_in(body, {"date": "3 May", "author": "@nia", "team": "Till desk"}) == expected


def test_a_page_begins_with_the_first_template_of_its_type_or_the_one_chosen(
    wiki: Wiki, tills: Space, visit: Visit
) -> None:
    writer = make_person(wiki, "Ida Lund", team="Till desk")
    make_template(wiki, tills, "A repair", "## 1. Begin\n\n{{date}}, {{author}} of {{team}}")
    other = make_template(wiki, tills, "B return", "Returned by {{author}}")
    make_template(wiki, tills, "A note", "Noted", "note")
    who = visit(writer)
    begun = who.fields("/new?space=tills&type=howto")["body"]
    assert begun == f"## 1. Begin\n\n10 Mar 2026, @{writer.handle} of Till desk"
    assert who.fields(f"/new?space=tills&type=howto&template={other}")["body"] == f"Returned by @{writer.handle}"
    assert who.fields("/new?space=tills&type=note")["body"] == "Noted"
    assert "Noted" not in who.fields("/new?space=tills&type=article")["body"]


def test_keepers_make_change_and_drop_templates(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    keeper, writer = visit(nia), visit(tom)
    made = {"name": "A repair", "type": "howto", "body": "Begin."}
    assert writer.post("/s/tills/templates/new", made).status_code == 403
    assert keeper.post("/s/tills/templates/new", made).status_code == 303
    listed = writer.get("/s/tills/templates").text
    assert "A repair" in listed
    assert "/templates/new" not in listed
    wrong = keeper.post("/s/tills/templates/1", {**made, "name": " ", "body": "Begin anew."})
    assert wrong.status_code == 422
    assert "Begin anew." in wrong.text
    assert keeper.post("/s/tills/templates/1", {**made, "body": "Begin anew."}).status_code == 303
    assert writer.fields("/new?space=tills&type=howto")["body"] == "Begin anew."
    assert writer.post("/s/tills/templates/1/drop").status_code == 403
    assert keeper.post("/s/tills/templates/1/drop").status_code == 303
    assert keeper.get("/s/tills/templates/1").status_code == 404


def test_templates_of_a_space_one_may_not_write_in_stay_unknown(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    board = make_space(wiki, "Board", visibility="private", keeper=nia)
    hidden = make_template(wiki, board, "Pay", "Secret figures.")
    who = visit(tom)
    assert who.get("/s/board/templates").status_code == 404
    assert who.get(f"/s/tills/templates/{hidden}").status_code == 403
    assert visit(nia).get(f"/s/tills/templates/{hidden}").status_code == 404
    for address in (f"/new?space=board&type=howto&template={hidden}", f"/new?space=tills&template={hidden}"):
        assert "Secret" not in who.get(address).text


def test_the_editor_offers_the_templates_of_the_type_and_keeps_what_was_typed(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    make_template(wiki, tills, "A note", "Noted on {{date}}", "note")
    other = make_template(wiki, tills, "B call", "Called", "note")
    make_template(wiki, make_space(wiki, "Stock", keeper=nia), "Shelf", "Counted", "note")
    make_template(wiki, make_space(wiki, "Board", visibility="private", keeper=nia), "Pay", "Secret figures.", "note")
    who = visit(tom)
    begun = who.fields("/new?space=tills&type=howto")
    switched = who.post("/new", {**begun, "space": "tills", "switch": "note"})
    assert fields_of(switched.text)["body"] == "Noted on 10 Mar 2026"
    for name in ("A note", "B call", "Shelf"):
        assert f"{name}</button>" in switched.text
    assert "Pay" not in switched.text
    again = who.post("/new", {**fields_of(switched.text), "space": "tills", "template": str(other)})
    assert fields_of(again.text)["body"] == "Called"
    typed = {**fields_of(again.text), "title": "Half", "body": "My own words", "space": "tills"}
    kept = fields_of(who.post("/new", {**typed, "switch": "howto"}).text)
    assert (kept["body"], kept["title"]) == ("My own words", "Half")
    added = fields_of(who.post("/new", {**typed, "template": str(other)}).text)
    assert added["body"] == "My own words\n\nCalled"


@pytest.mark.parametrize("kind", ["howto", "note"])
def test_what_is_still_only_the_template_is_not_published(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, kind: str
) -> None:
    make_template(wiki, tills, "A note", "Noted by {{author}} on {{date}}", "note")
    who = visit(nia)
    sent = {**who.fields(f"/new?space=tills&type={kind}"), "title": "Wake it", "tags": "a, b", "space": "tills"}
    refused = who.post("/new", sent)
    assert refused.status_code == 422
    assert "This is still only the template." in refused.text
    kept = fields_of(refused.text)
    assert (kept["title"], kept["tags"], kept["body"]) == ("Wake it", "a, b", sent["body"])
    assert who.post("/new", {**sent, "body": sent["body"] + "\nPress it."}).status_code == 303


def test_the_space_is_the_one_that_one_came_from(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    stock = make_space(wiki, "Stock", keeper=nia)
    make_page(wiki, stock, "Shelves", author=nia)
    make_template(wiki, stock, "Count", "Counted", "howto")
    who = visit(nia)
    chosen = '<option selected value="stock">'
    for address, came in (
        ("/new", "http://localhost/s/stock"),
        ("/new", "http://localhost/p/shelves/history"),
        ("/new?parent=shelves", ""),
        ("/new?parent=shelves&template=9", ""),
        ("/new?space=nowhere&parent=shelves", "http://localhost/s/stock"),
    ):
        begun = who.get(address, headers={"Referer": came} if came else {}).text
        assert chosen in begun, (address, came)
        assert fields_of(begun)["body"] == "Counted"
    assert fields_of(who.get("/new", headers={"Referer": "http://localhost/s/stock"}).text)["body"] == "Counted"
    assert chosen not in who.get("/new?space=tills", headers={"Referer": "http://localhost/s/stock"}).text


def test_a_page_above_in_another_space_is_said_to_be_left(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    make_page(wiki, make_space(wiki, "Stock", keeper=nia), "Shelves", author=nia)
    who = visit(nia)
    begun = who.get("/new?parent=shelves").text
    assert "<span data-below>Below “Shelves”." in begun
    assert "<span data-not-below hidden>At the top of the space" in begun
    sent = {"title": "Bins", "body": "Own words", "space": "tills", "parent": "shelves", "type": "note"}
    shown = who.post("/new", {**sent, "title": ""}).text
    assert "<span data-not-below>At the top of the space, for “Shelves” is in another one." in shown
    address = who.post("/new", sent).location
    assert "Published at the top of the space, for “Shelves” is in another one." in who.get(address).text
