"""Nobody finds, counts or glimpses what they may not read; also while the index still says otherwise."""

from collections.abc import Callable

import pytest

from tests.builders import make_person
from tests.search.library import Library, plain
from wiki.kernel.work import Work
from wiki.pages.actions.guarding import lift_restriction, restrict_page
from wiki.pages.actions.moving import move_page
from wiki.pages.actions.spaces import set_grant
from wiki.pages.actions.trashing import delete_page, purge_page, restore_page
from wiki.pages.models import Page, Space
from wiki.people.models import Person


@pytest.fixture
def nia(library: Library) -> Person:
    return make_person(library.wiki, "Nia Okafor")


def test_two_people_with_different_spaces_count_differently(library: Library, nia: Person) -> None:
    tills, board = library.space("Tills"), library.space("Board", visibility="private")
    for number in range(12):
        library.page(board, f"Secret {number}", "Numbers about wombats.")
    library.page(tills, "Open one", "Everybody likes wombats.")
    library.drain()
    assert library.find("wombats").total == 13
    assert library.find("wombats").pages == 2
    assert library.find("wombats", nia).total == 1
    assert library.titles("wombats", nia) == ["Open one"]
    assert library.find("secret", nia).total == 0


def test_a_grant_opens_and_closes_a_space_at_once(library: Library, nia: Person) -> None:
    board = library.space("Board", visibility="private")
    library.page(board, "Secret", "wombats")
    library.drain()
    for role, total in (("reader", 1), (None, 0)):
        library.change(lambda work, role=role: set_grant(work, work.session.get_one(Space, board.id), nia, role))  # type: ignore[misc]
        assert library.find("wombats", nia).total == total


def test_anonymous_people_find_public_spaces_only(library: Library) -> None:
    library.page(library.space("Public", public=True), "Open hours", "wombats")
    library.page(library.space("Inside"), "Closed hours", "wombats")
    for _ in range(2):  # first by the database, then by the index
        found = library.find_as(library.viewer(), "wombats")
        assert [plain(hit.title) for hit in found.hits] == ["Open hours"]
        assert found.total == 1
        library.drain()


def _restrict(library: Library, page: Page) -> Callable[[Work], object]:
    return lambda work: restrict_page(work, work.session.get_one(Page, page.id), [library.admin])


def _move_away(library: Library, page: Page) -> Callable[[Work], object]:
    private = library.space("Board", visibility="private")
    return lambda work: move_page(
        work, work.session.get_one(Page, page.id), work.session.get_one(Space, private.id), None
    )


def _delete(library: Library, page: Page) -> Callable[[Work], object]:
    return lambda work: delete_page(work, library.viewer(library.admin), work.session.get_one(Page, page.id))


def _purge(library: Library, page: Page) -> Callable[[Work], object]:
    library.change(_delete(library, page))
    return lambda work: purge_page(work, work.session.get_one(Page, page.id))


@pytest.mark.parametrize("takes_away", [_restrict, _move_away, _delete, _purge])
@pytest.mark.parametrize("drained", [False, True], ids=["index lags", "index follows"])
def test_what_is_taken_away_is_not_found_nor_what_lies_below(
    library: Library,
    nia: Person,
    takes_away: Callable[[Library, Page], Callable[[Work], object]],
    drained: bool,
) -> None:
    space = library.space()
    page = library.page(space, "Wombats", "All about wombats.")
    library.page(space, "Below", "More about wombats.", parent=page)
    for number in range(11):
        library.page(space, f"Other {number}", "A wombat walks by.")
    library.drain()
    assert library.find("wombats", nia).total == 13
    library.change(takes_away(library, page))
    if drained:
        library.drain()
        assert library.stale() == []
    first, second = library.find("wombats", nia), library.find("wombats", nia, 2)
    assert first.total == second.total == 11
    assert first.pages == 2
    assert len(first.hits) == 10
    assert len(second.hits) == 1
    assert library.find('"all about"', nia).total == library.find("more", nia).total == 0


def test_what_comes_back_is_found_again(library: Library, nia: Person) -> None:
    page = library.page(library.space(), "Wombats", "All about wombats.")
    library.change(_delete(library, page))
    library.drain()
    library.change(lambda work: restore_page(work, work.session.get_one(Page, page.id)))
    library.drain()
    assert library.titles("wombats", nia) == ["Wombats"]
    library.change(_restrict(library, page))
    library.drain()
    assert library.titles("wombats", nia) == []
    assert library.titles("wombats") == ["Wombats"]
    library.change(lambda work: lift_restriction(work, work.session.get_one(Page, page.id)))
    library.drain()
    assert library.titles("wombats", nia) == ["Wombats"]


def test_the_lag_says_nothing_about_hidden_pages(library: Library, nia: Person) -> None:
    library.page(library.space("Board", visibility="private"), "Secret", "wombats")
    library.wiki.clock.forward(seconds=60)  # type: ignore[attr-defined]
    assert library.find("wombats", nia).behind == 0
    library.index.close()


def test_the_order_tells_nothing_about_hidden_pages(library: Library, nia: Person) -> None:
    """How rare a word is counts only among pages that may be read."""
    tills, board = library.space("Tills"), library.space("Board", visibility="private")
    library.page(tills, "One", "quokka")
    library.page(tills, "Two", "wombat")
    library.drain()
    before = library.titles("quokka wombat", nia)
    for number in range(20):
        library.page(board, f"Secret {number}", "quokka " * 30)
        library.page(board, f"Other secret {number}", "nothing of the kind")
    library.drain()
    assert library.titles("quokka wombat", nia) == before
