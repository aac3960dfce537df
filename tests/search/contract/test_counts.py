"""How many there are, and of what kind."""

from datetime import date

from tests.search.contract.shelf import Shelf, every
from wiki.search.engine import FACETS, Seeker
from wiki.search.question import Limit


def _stock(shelf: Shelf) -> None:
    shelf.add("A", "alpha", type="howto", tags=("till", "door"), people=(7, 8), changed=date(2024, 12, 31))
    shelf.add("B", "alpha", type="howto", tags=("till",), people=(7,), changed=date(2025, 1, 1))
    shelf.add("C", "alpha", type="question", people=(8,), space_id=2, changed=date(2025, 12, 31))
    shelf.add("D", "beta", type="question", tags=("till",), people=(9,))
    shelf.add("E", "alpha", type="secret", tags=("hidden",), people=(99,), space_id=3, changed=date(1999, 1, 1))


def test_facets_count_all_that_answers_and_may_be_read(shelf: Shelf) -> None:
    _stock(shelf)
    answer = shelf.ask("alpha", Seeker(frozenset({1, 2})), many=1)
    assert answer.total == 3
    assert len(answer.found) == 1
    assert answer.facets == {
        "type": {"howto": 2, "question": 1},
        "space": {1: 2, 2: 1},
        "tag": {"till": 2, "door": 1},
        "person": {7: 2, 8: 2},
        "year": {2025: 2, 2024: 1},
    }


def test_the_most_frequent_value_comes_first(shelf: Shelf) -> None:
    shelf.add("A", "alpha", type="question")
    for _ in range(3):
        shelf.add("B", "alpha", type="howto")
    assert list(shelf.ask("alpha").facets["type"]) == ["howto", "question"]


def test_a_tag_is_counted_by_its_key_however_it_is_written(shelf: Shelf) -> None:
    shelf.add("A", "alpha", tags=("Till",))
    shelf.add("B", "alpha", tags=("till",))
    assert shelf.ask("alpha").facets["tag"] == {"till": 2}
    assert shelf.ask(every(Limit("tag", frozenset({"till"})))).total == 2


def test_facets_count_what_is_left_by_limits(shelf: Shelf) -> None:
    _stock(shelf)
    answer = shelf.ask(every("alpha", Limit("type", frozenset({"howto"}))), Seeker(frozenset({1, 2})))
    assert answer.total == 2
    assert answer.facets["type"] == {"howto": 2}
    assert answer.facets["tag"] == {"till": 2, "door": 1}


def test_every_facet_is_there_when_nothing_is_found(shelf: Shelf) -> None:
    _stock(shelf)
    answer = shelf.ask("unheardofword")
    assert answer.total == 0
    assert {name: dict(values) for name, values in answer.facets.items()} == {name: {} for name in FACETS}


def test_counts_do_not_depend_on_the_place_that_is_shown(shelf: Shelf) -> None:
    _stock(shelf)
    answers = [shelf.ask("alpha", Seeker(frozenset({1, 2})), first=first, many=1) for first in (0, 1, 2, 30)]
    assert {answer.total for answer in answers} == {3}
    assert all(answer.facets == answers[0].facets for answer in answers)
