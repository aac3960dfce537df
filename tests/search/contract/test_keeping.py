"""Writing, and how the index is."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.search.contract.shelf import STARTED, Shelf
from wiki.search.engine import Busy, Engine, Part, Seeker, Unready
from wiki.search.language import read

READER = Seeker(frozenset({1}))


def _ask(engine: Engine, typed: str) -> list[int]:
    answer = engine.search(read(typed), READER, sort="relevance", first=0, many=10)
    return [found.page_id for found in answer.found]


def test_nothing_is_there_before_it_is_begun(engine: Engine) -> None:
    assert engine.health() == "missing"
    with pytest.raises(Unready):
        _ask(engine, "till")
    with pytest.raises(Unready):
        engine.suggest("till", READER, 5)


def test_it_answers_once_it_is_filled(engine: Engine) -> None:
    with engine.writing():
        engine.begin_afresh(STARTED)
    assert engine.health() == "filling"
    assert engine.filling_since() == STARTED
    with pytest.raises(Unready):
        _ask(engine, "till")
    engine.filled()
    assert engine.health() == "ready"
    assert engine.filling_since() is None
    assert _ask(engine, "till") == []


def test_beginning_afresh_forgets_everything(shelf: Shelf) -> None:
    shelf.add("Till", "alpha")
    later = STARTED + timedelta(hours=1)
    with shelf.engine.writing():
        shelf.engine.begin_afresh(later)
    assert shelf.engine.filling_since() == later
    shelf.engine.filled()
    assert shelf.find("alpha") == []
    assert list(shelf.engine.indexed()) == []
    assert shelf.find("alpah") == []


def test_a_broken_one_says_so_and_is_made_anew(shelf: Shelf) -> None:
    shelf.add("Till", "alpha")
    shelf.engine.report_broken(ValueError("a page of the index is damaged"))
    assert shelf.engine.health() == "broken"
    with pytest.raises(Unready):
        shelf.find("alpha")
    with shelf.engine.writing():
        shelf.engine.begin_afresh(STARTED)
    shelf.engine.filled()
    assert shelf.engine.health() == "ready"


def test_a_page_is_replaced_with_all_that_was_known_of_it(shelf: Shelf) -> None:
    page = shelf.add("Till", "alpha", tags=("old",), parts=(Part("note", "walnut"),), people=(7,))
    other = shelf.add("Door", "alpha")
    shelf.engine.write([shelf.entry("Bell", "beta", page_id=page, space_id=1, revision_id=900)])
    assert shelf.find("alpha") == [other]
    assert shelf.find("walnut") == shelf.find("till") == shelf.find("old") == []
    assert shelf.find("beta bell") == [page]
    assert shelf.ask("beta").facets["person"] == {}
    assert sorted(shelf.engine.indexed()) == [(page, 900, 1, 0), (other, 102, 1, 0)]


def test_a_page_that_moved_is_found_where_it_is(shelf: Shelf) -> None:
    page = shelf.add("Till", "alpha")
    shelf.engine.write([shelf.entry("Till", "alpha", page_id=page, space_id=2, guard_id=4)])
    assert shelf.find("alpha") == []
    assert shelf.find("alpha", Seeker(frozenset({2}), frozenset({4}))) == [page]


def test_pages_are_taken_out(shelf: Shelf) -> None:
    page, other = shelf.add("Till", "alpha", parts=(Part("note", "walnut"),)), shelf.add("Door", "alpha")
    shelf.engine.write([], [page, 4711])
    assert shelf.find("alpha walnut") == [other]
    assert [facts[0] for facts in shelf.engine.indexed()] == [other]


def test_over_many_commits_no_old_version_comes_back(shelf: Shelf) -> None:
    shelf.engine.write([shelf.entry(f"Page {n}", f"alpha word{n}end") for n in range(1, 31)])
    for turn in range(1, 11):
        entry = shelf.entry(f"Page {turn}", f"beta fresh{turn}", page_id=turn, space_id=2)
        shelf.engine.write([entry], [31 - turn])
        shelf.engine.tidy()
        assert shelf.ask("alpha", many=50).total == 30 - 2 * turn
        assert shelf.find(f"+word{turn}end") == []
        assert shelf.find(f"+fresh{turn}") == []
        assert shelf.find(f"+fresh{turn}", Seeker(frozenset({2}))) == [turn]


def test_tidying_comes_to_an_end_and_changes_no_answer(shelf: Shelf) -> None:
    for number in range(12):
        shelf.add(f"Page {number}", "alpha beta")
    before = shelf.ask("alpha beta")
    for _ in range(20):
        if not shelf.engine.tidy():
            break
    else:
        raise AssertionError("it never comes to an end")
    assert shelf.ask("alpha beta") == before


def test_only_one_writes(shelf: Shelf) -> None:
    def write() -> None:
        shelf.engine.write([shelf.entry("Bell", "beta")])

    with ThreadPoolExecutor(1) as elsewhere:
        with shelf.engine.writing():
            with pytest.raises(Busy):
                elsewhere.submit(write).result()
            with pytest.raises(Busy):
                elsewhere.submit(_hold, shelf.engine).result()
        elsewhere.submit(write).result()
    assert shelf.find("beta") != []


def test_whoever_is_writing_is_in_nobodys_way_but_another_writers(shelf: Shelf) -> None:
    with shelf.engine.writing():
        with pytest.raises(Busy):
            shelf.add("Till")
        assert list(shelf.engine.indexed()) == []
        shelf.engine.begin_afresh(STARTED)
    shelf.engine.filled()
    assert shelf.add("Till") == 2


def _hold(engine: Engine) -> None:
    with engine.writing():
        pass


def test_the_lock_is_given_back_when_something_fails(shelf: Shelf) -> None:
    with pytest.raises(ZeroDivisionError), shelf.engine.writing():
        raise ZeroDivisionError
    assert shelf.add("Till") == 1


def test_reading_goes_on_while_somebody_writes(shelf: Shelf) -> None:
    page = shelf.add("Till", "alpha")
    with shelf.engine.writing():
        assert shelf.find("alpha") == [page]
        assert shelf.suggest("ti") == ["Till"]


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as made:
        yield made


def test_many_at_once_neither_fail_nor_lose(shelf: Shelf, crowd: ThreadPoolExecutor) -> None:
    entries = [shelf.entry(f"Page {number}", "alpha") for number in range(24)]

    def write(number: int) -> None:
        while True:
            try:
                shelf.engine.write([entries[number], entries[(number + 1) % 24]])
            except Busy:
                continue
            return

    def ask(_: int) -> int:
        return shelf.ask("alpha").total

    written = [crowd.submit(write, number) for number in range(24)]
    asked = [crowd.submit(ask, number) for number in range(24)]
    for task in written:
        task.result()
    assert max(task.result() for task in asked) <= 24
    assert shelf.ask("alpha").total == 24


def test_anything_can_be_in_a_page(shelf: Shelf) -> None:
    hostile = "'quo\\ted' :* & | ! <-> \x01 \x7f \u200b 😀 " + "x" * 5000 + " ' \\' '' " + "ß" * 70 + " walnut"
    page = shelf.add(hostile[:200], hostile, tags=("it's \\ a tag", "{a,b}", '"'), parts=(Part("a'b\\", hostile),))
    assert shelf.find("walnut") == [page]
    assert shelf.ask("walnut").facets["tag"] == {"it's \\ a tag": 1, "{a,b}": 1, '"': 1}


def test_a_page_of_very_many_different_words(shelf: Shelf) -> None:
    page = shelf.add("Big", " ".join(f"{'ф' * 50}{number}" for number in range(6000)) + " walnut")
    assert shelf.find("walnut") == [page]
    assert shelf.find(f"+{'ф' * 50}5999") == [page]


def test_an_empty_page(shelf: Shelf) -> None:
    page = shelf.add("", "")
    assert list(shelf.engine.indexed()) == [(page, 101, 1, 0)]
    assert shelf.find("alpha") == []
