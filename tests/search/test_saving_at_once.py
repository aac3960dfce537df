"""Two clicks on one button."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from tests.search.library import Library
from wiki.kernel.refusals import Invalid
from wiki.search.actions.saving import NameTaken, rename_search, save_search
from wiki.search.models import SavedSearch

CLICKS = 6


def at_once(act: Callable[[int], None]) -> None:
    """Call it from some threads that begin together; raises what one of them raised."""
    gate = Barrier(CLICKS)

    def click(number: int) -> None:
        gate.wait()
        act(number)

    with ThreadPoolExecutor(CLICKS) as crowd:
        list(crowd.map(click, range(CLICKS)))


def saved(library: Library) -> list[tuple[str, str]]:
    with library.wiki.database.reading() as session:
        return [(row.name, row.text) for row in session.scalars(select(SavedSearch).order_by(SavedSearch.id))]


def test_a_search_saved_several_times_at_once_is_saved_once(library: Library) -> None:
    def save(_: int) -> None:
        with library.wiki.work(library.admin.id) as work:
            save_search(work, library.admin.id, "Tills", "till")

    for _ in range(5):
        at_once(save)
    assert saved(library) == [("Tills", "till")]


def test_of_several_searches_given_one_name_at_once_one_is_kept_and_the_others_are_asked_about(
    library: Library,
) -> None:
    asked: list[str] = []

    def save(number: int) -> None:
        try:
            with library.wiki.work(library.admin.id) as work:
                save_search(work, library.admin.id, "Tills", f"till {number}")
        except NameTaken as taken:
            asked.append(taken.text)

    at_once(save)
    [(name, text)] = saved(library)
    assert name == "Tills"
    assert asked == [text] * (CLICKS - 1)


def test_only_one_of_several_gets_a_name_that_all_are_given_at_once(library: Library) -> None:
    with library.wiki.work(library.admin.id) as work:
        ids = [save_search(work, library.admin.id, f"Search {number}", "till").id for number in range(CLICKS)]
    refused: list[int] = []

    def rename(number: int) -> None:
        try:
            with library.wiki.work(library.admin.id) as work:
                rename_search(work, work.session.get_one(SavedSearch, ids[number]), "Tills")
        except Invalid:
            refused.append(number)

    at_once(rename)
    assert len(refused) == CLICKS - 1
    assert [name for name, _ in saved(library)].count("Tills") == 1


def test_a_name_that_is_kept_is_its_own(library: Library) -> None:
    with library.wiki.work(library.admin.id) as work:
        one, other = (save_search(work, library.admin.id, name, "till") for name in ("One", "Other"))
        rename_search(work, one, "One")
        with pytest.raises(Invalid):
            rename_search(work, one, other.name)
    assert [name for name, _ in saved(library)] == ["One", "Other"]
