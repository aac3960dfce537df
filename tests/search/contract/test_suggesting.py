"""What is offered while somebody types."""

from tests.search.contract.shelf import EVERYBODY, Shelf
from wiki.search.engine import Seeker, Suggestion


def test_pages_whose_titles_have_words_that_begin_so(shelf: Shelf) -> None:
    shelf.add("Reset the till printer", "espresso")
    shelf.add("Printing labels")
    shelf.add("Door", "printer printer")
    assert set(shelf.suggest("pri")) == {"Reset the till printer", "Printing labels"}
    assert shelf.suggest("till pri") == ["Reset the till printer"]
    assert shelf.suggest("printin") == ["Printing labels"]
    assert shelf.suggest("espre") == []


def test_titles_that_begin_so_come_first(shelf: Shelf) -> None:
    shelf.add("How to print")
    shelf.add("Printer paper for the office downstairs")
    shelf.add("Printer")
    assert shelf.suggest("print") == ["Printer", "Printer paper for the office downstairs", "How to print"]


def test_tags_are_offered_after_pages(shelf: Shelf) -> None:
    page = shelf.add("Tillage", tags=("till", "front desk"))
    shelf.add("B", tags=("till",))
    offered = list(shelf.engine.suggest("till", EVERYBODY, 8))
    assert offered == [Suggestion("page", page, "Tillage"), Suggestion("tag", 0, "till")]
    assert shelf.suggest("des") == ["front desk"]
    assert shelf.suggest("front de") != []


def test_no_more_than_asked_for(shelf: Shelf) -> None:
    shelf.engine.write([shelf.entry(f"Printer {number}") for number in range(30)])
    assert len(shelf.suggest("printer", many=5)) == 5


def test_a_mistyped_word_is_forgiven(shelf: Shelf) -> None:
    shelf.add("Printer")
    assert shelf.suggest("pritner") == ["Printer"]


def test_nothing_for_nothing(shelf: Shelf) -> None:
    shelf.add("Printer")
    assert shelf.suggest("") == shelf.suggest("  ") == shelf.suggest("!?") == shelf.suggest("zzz") == []


def test_nothing_that_may_not_be_read(shelf: Shelf) -> None:
    shelf.add("Printer one", tags=("secret",), space_id=2)
    shelf.add("Printer two", tags=("secret",), guard_id=4)
    assert shelf.suggest("print") == shelf.suggest("secr") == shelf.suggest("pritner") == []
    assert len(shelf.suggest("print", Seeker(frozenset({1, 2}), frozenset({4})))) == 2


def test_a_page_that_is_gone_or_renamed_is_not_offered(shelf: Shelf) -> None:
    page, other = shelf.add("Printer"), shelf.add("Printout")
    shelf.engine.write([shelf.entry("Scanner", page_id=page)], [other])
    assert shelf.suggest("print") == []
    assert shelf.suggest("scan") == ["Scanner"]
