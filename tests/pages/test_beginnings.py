"""What a new page begins with: a copy, or a template of the space."""

import pytest

from tests.builders import make_page, make_person, make_space
from tests.pages.conftest import Visit
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
