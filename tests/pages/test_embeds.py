"""Pages and lists of pages within a page, for whoever reads it."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.builders import make_page, make_space, save_page
from tests.pages.conftest import Visit
from wiki.markup import rename_links, render
from wiki.pages.models import Space
from wiki.people.models import Person
from wiki.web.running import Wiki

Count = Callable[[], AbstractContextManager[list[str]]]


def body_of(page: str) -> str:
    return (
        page.partition('<div class="block prose" data-text>')[2]
        .partition('<div class="after-doc">')[0]
        .partition('<nav class="below"')[0]
    )


def test_include_in_braces_is_the_same_as_the_other_spelling(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit
) -> None:
    make_page(wiki, tills, "Hours", "## Leeds\n\nNine to five.\n\n## Hull\n\nTen to six.", author=nia)
    one = make_page(wiki, tills, "One", "{{include: Hours#Leeds}}", author=nia)
    other = make_page(wiki, tills, "Other", "![[Hours#Leeds]]", author=nia)
    shown = body_of(visit(nia).get(one.url).text)
    assert "Nine to five" in shown
    assert "Ten to six" not in shown
    assert shown == body_of(visit(nia).get(other.url).text)


def test_an_include_in_braces_follows_a_new_title() -> None:
    text = "{{include: Hours#Leeds}}\n\n`{{include: Hours}}`\n\n[[Hours]]"
    assert rename_links(text, {"hours"}, "Opening hours") == (
        "{{include: Opening hours#Leeds}}\n\n`{{include: Hours}}`\n\n[[Opening hours]]"
    )


@pytest.mark.parametrize(
    "text",
    [
        "{{pages}}",
        "{{pages: colour=red}}",
        "{{pages: tag=}}",
        "{{children: 3}}",
        "{{include:}}",
        "{{include: #x}}",
        "a {{children}}",
        "`{{children}}`",
        "    {{children}}",
        "{{children}} b",
    ],
)
def test_what_asks_for_nothing_stays_as_it_is_written(text: str) -> None:
    rendered = render(text)
    assert rendered.references == ()
    assert "{{" in rendered.html


def test_a_page_that_may_not_be_read_is_not_included(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    board = make_space(wiki, "Board", visibility="private", keeper=nia)
    make_page(wiki, board, "Pay", "Secret figures.", author=nia, tags=["money"])
    page = make_page(wiki, tills, "One", "{{include: Pay}}\n\n{{pages: tag=money}}", author=nia)
    assert "Secret figures" in visit(nia).get(page.url).text
    shown = body_of(visit(tom).get(page.url).text)
    assert "Secret" not in shown
    assert "<table" not in shown
    assert "No page for this list yet" in shown


def test_pages_that_include_each_other_come_to_an_end(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    first = make_page(wiki, tills, "First", "Alpha.\n\n{{include: Second}}", author=nia)
    make_page(wiki, tills, "Second", "Beta.\n\n{{include: First}}\n\n{{children}}", author=nia)
    save_page(wiki, first, "Alpha again.\n\n{{include: Second}}\n\n{{include: First}}", author=nia)
    shown = body_of(visit(nia).get(first.url).text)
    assert shown.count("Beta.") == 1
    assert shown.count("Alpha again.") == 2


def test_a_list_has_the_pages_of_a_tag_type_owner_and_space(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    stock = make_space(wiki, "Stock", keeper=nia)
    make_page(wiki, tills, "Tagged how-to", "x", author=nia, type="howto", tags=["First week"])
    make_page(wiki, stock, "Tagged article", "x", author=tom, tags=["first week"])
    make_page(wiki, stock, "Plain article", "x", author=tom)
    ask = {
        '{{pages: tag="first week"}}': {"Tagged how-to", "Tagged article"},
        '{{pages: tag="first week" type=how-to}}': {"Tagged how-to"},
        f"{{{{pages: owner=@{tom.handle}}}}}": {"Tagged article", "Plain article"},
        "{{pages: owner=me, type=howto}}": {"Tagged how-to"},
        "{{pages: space=stock type=article}}": {"Tagged article", "Plain article"},
        "{{pages: tag=nothing}}": set(),
    }
    titles = {"Tagged how-to", "Tagged article", "Plain article"}
    for number, (text, expected) in enumerate(ask.items()):
        page = make_page(wiki, tills, f"List {number}", text, author=nia, type="note")
        shown = body_of(visit(nia).get(page.url).text)
        assert {title for title in titles if title in shown} == expected, text


def test_children_are_those_below_in_their_order(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    above = make_page(wiki, tills, "Above", "{{children}}", author=nia)
    for title in ("Zebra", "Ape"):
        make_page(wiki, tills, title, "x", author=nia, parent=above)
    shown = body_of(visit(nia).get(above.url).text)
    assert shown.index("Zebra") < shown.index("Ape")
    assert "Nia Okafor" in shown


def test_a_stranger_learns_no_names_by_a_list(wiki: Wiki, nia: Person, visit: Visit) -> None:
    shop = make_space(wiki, "Shop", public=True, keeper=nia)
    above = make_page(wiki, shop, "Above", f"{{{{children}}}}\n\n{{{{pages: owner=@{nia.handle}}}}}", author=nia)
    make_page(wiki, shop, "Below", "x", author=nia, parent=above)
    shown = body_of(visit().get(above.url).text)
    assert "Below" in shown
    assert "Nia" not in shown
    assert shown.count("<table") == 1


def test_many_lists_cost_one_statement_and_no_more_than_eight_are_filled(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, count_statements: Count
) -> None:
    lists = "\n\n".join(f"{{{{pages: tag=t{n}}}}}" for n in range(10))
    plain = make_page(wiki, tills, "Plain", "x", author=nia, tags=["t1"])
    page = make_page(wiki, tills, "Lists", lists, author=nia)
    who = visit(nia)
    made = []
    for each in (plain, page):
        who.get(each.url)
        with count_statements() as counted:
            shown = who.get(each.url).text
        made.append(len(counted))
    assert made[1] == made[0] + 1
    assert shown.count("There are too many lists") == 2


def test_a_preview_shows_lists_too(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    make_page(wiki, tills, "Plain", "x", author=nia, tags=["a"])
    shown = visit(nia).post("/preview", {"body": "{{pages: tag=a}}\n\n{{children}}", "space": "tills"}).text
    assert "Plain" in shown
