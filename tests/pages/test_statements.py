"""How many SQL statements a page costs: few, and no more when there is more in the wiki."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.builders import make_page, make_person, make_space, save_page
from tests.pages.conftest import Visit
from tests.pages.visitor import Visitor
from wiki.people.models import Person
from wiki.web.running import Wiki

Count = Callable[[], AbstractContextManager[list[str]]]

# Address → statements at most; the session's own (who is looking) is one of them.
MOST = {
    # With links, wanted ones, includes and mentions; the next with links alone.
    "/p/page-1": 9,
    "/p/page-2": 7,
    "/": 8,
    "/spaces": 2,
    "/s/tills": 5,
    "/pages": 3,
    "/pages?space=tills&type=note": 4,
    "/pages?under=page-1": 4,
    "/changes": 3,
    "/tags": 2,
    "/wanted": 4,
    "/trash": 2,
    "/suggest?q=page": 3,
    "/branch/1": 3,
    "/p/page-1/history": 8,
    "/p/page-1/history?new=1": 8,
    "/p/page-1/history/1": 6,
    "/p/page-1/source": 3,
    "/p/page-1/edit": 6,
    "/p/page-1/move": 6,
    "/p/page-1/delete": 6,
    "/p/page-1/restrict": 6,
    "/new": 4,
    "/s/tills/templates": 3,
    "/drafts": 3,
    "/p/page-1/writing": 3,
    "/search?q=page": 8,
    "/care": 5,
    "/favourites": 2,
    "/care?kind=ownerless&space=tills": 6,
}


def fill(wiki: Wiki, author: Person, size: int) -> None:
    """`size` siblings, children, links to and from, includes, tags, revisions, spaces and deleted pages."""
    tills = make_space(wiki, "Tills", keeper=author)
    links = " ".join(f"[[Page {n}]] [[Missing {n}]]" for n in range(1, size + 1))
    first = make_page(wiki, tills, "Page 1", "x", author=author, type="note", tags=["a"])
    for n in range(2, size + 1):
        make_page(wiki, tills, f"Page {n}", f"[[Page 1]] [[Wanted {n}]]", author=author, tags=[f"t{n}", "a"])
        make_page(wiki, tills, f"Child {n}", "x", author=author, parent=first)
    for n in range(1, size):
        save_page(wiki, first, f"{links}\n\n![[Page 2]]\n\n@niaokafor and text {n}", author=author)
    for n in range(min(size, 30)):
        make_space(wiki, f"Space {n}", keeper=author)


def counted(count: Count, who: Visitor) -> dict[str, int]:
    found = {}
    for address in MOST:
        who.get(address)
        with count() as made:
            assert who.get(address).status_code == 200, address
        found[address] = len(made)
    return found


@pytest.mark.parametrize("size", [5, pytest.param(60, marks=pytest.mark.slow)])
def test_a_page_costs_few_statements_however_much_there_is(
    wiki: Wiki, nia: Person, visit: Visit, count_statements: Count, size: int
) -> None:
    fill(wiki, nia, size)
    who = visit(nia)
    found = counted(count_statements, who)
    assert {address: n for address, n in found.items() if n > MOST[address]} == {}
    assert max(found.values()) <= 12


def test_the_first_view_after_a_right_changed_reads_the_rights_once_more(
    wiki: Wiki, nia: Person, visit: Visit, count_statements: Count
) -> None:
    fill(wiki, nia, 3)
    who = visit(nia)
    who.get("/p/page-2")
    make_person(wiki, "New Comer")
    make_space(wiki, "Another", keeper=nia)
    with count_statements() as made:
        who.get("/p/page-2")
    assert len(made) <= 12
    with count_statements() as again:
        who.get("/p/page-2")
    assert len(again) < len(made)


def test_reading_writes_nothing(wiki: Wiki, nia: Person, visit: Visit, count_statements: Count) -> None:
    fill(wiki, nia, 3)
    who = visit(nia)
    for address in MOST:
        with count_statements() as made:
            who.get(address)
        assert [s for s in made if s.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}] == [], address
