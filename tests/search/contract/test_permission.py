"""What may not be read is not found, not counted, and changes nothing."""

from datetime import date

import pytest

from tests.search.contract.shelf import Shelf, every
from wiki.search.engine import Part, Seeker
from wiki.search.question import Limit, Question

NARROW = Seeker(frozenset({1}), frozenset({5}), person_id=7)


def test_spaces_and_guards(shelf: Shelf) -> None:
    open_, guarded = shelf.add("A", "alpha"), shelf.add("B", "alpha", guard_id=5)
    shelf.add("C", "alpha", guard_id=6)
    shelf.add("D", "alpha", space_id=2)
    shelf.add("E", "alpha", space_id=2, guard_id=5)
    assert set(shelf.find("alpha", Seeker(frozenset({1})))) == {open_}
    assert set(shelf.find("alpha", NARROW)) == {open_, guarded}
    assert shelf.find("alpha", Seeker(frozenset())) == []
    assert shelf.ask("alpha", NARROW).total == 2


def test_pages_whose_rights_changed_meanwhile_are_hidden(shelf: Shelf) -> None:
    kept, changed = shelf.add("Alpha", "walnut"), shelf.add("Alpha beta", "walnut almond", tags=("beta",))
    shelf.fill(3)
    seeker = Seeker(frozenset({1}), hidden=frozenset({changed, 4711}))
    for asked in ("walnut", "alpha", "+walnut", '"walnut"', "waln*", "waln"):
        assert shelf.find(asked, seeker) == [kept]
    assert shelf.find("almond", seeker) == shelf.find("almnd", seeker) == []
    assert shelf.suggest("alph", seeker) == ["Alpha"]
    assert shelf.suggest("bet", seeker) == []


def _ours(shelf: Shelf) -> None:
    shelf.add("Till printer", "reset the till printer with a pencil", tags=("till",), people=(7,))
    shelf.add("Cash", "count the cash in the till", type="howto", people=(7, 8))
    shelf.add("Reset of the door", "hold the button until it blinks", changed=date(2025, 3, 3))
    shelf.add("Configuration of the printer", "set the paper size", guard_id=5, signals={"popular": 0.5})
    shelf.add("Notes", "of the day", parts=(Part("note", "walnut for the printer"),))
    shelf.fill(4)


def _theirs(shelf: Shelf) -> None:
    """Pages that the narrow seeker may not read, with all that could show through."""
    long = "till printer reset walnut pencil kiosk cashier prynter confirmation " * 200
    for facts in ({"space_id": 2}, {"guard_id": 6}, {"space_id": 2, "guard_id": 5}):
        shelf.add("Till printer", long, tags=("till", "tillage"), people=(7, 99), type="secret", **facts)
        shelf.add("Pritner", "pritner resset cahs kiosk", people=(99,), changed=date(2026, 3, 9), **facts)
        shelf.add("Ca", "x", tags=("cash",), parts=(Part("p", "evenings resset", frozenset({7})),), **facts)
        shelf.engine.write([shelf.entry(f"Kiosk {n}", "printer kiosk", **facts) for n in range(30)])


ASKED: list[str | Question] = [
    "till",
    "till printer",
    "pritner",
    "resset the door",
    "kiosk",
    "kios",
    "cahs",
    "prin",
    "prynter",
    "confirmatoin",
    '"till printer"',
    "printer -kiosk",
    "printer -walnut",
    "title:printer",
    "conf*",
    "walnut",
    "how do I reset the till printer",
    "+kiosk printer",
    "(kiosk OR pencil) till",
    every(Limit("tag", frozenset({"till"}))),
    every(Limit("type", frozenset({"secret"}))),
    every(Limit("person", frozenset({99})), "printer"),
    every("-kiosk"),
]


@pytest.mark.parametrize("hidden_by_outbox", [False, True])
def test_a_hidden_page_changes_nothing_in_any_answer(shelf: Shelf, hidden_by_outbox: bool) -> None:
    _ours(shelf)
    before = [shelf.ask(asked, NARROW, sort=sort) for asked in ASKED for sort in ("relevance", "newest", "title")]
    offered = [shelf.suggest(typed, NARROW) for typed in ("t", "till", "pri", "ca", "kio", "pritn", "resset")]
    seeker, last = NARROW, 9
    _theirs(shelf)
    if hidden_by_outbox:
        every_right = frozenset({1, 2}), frozenset({5, 6})
        theirs = frozenset(page for page, *_ in shelf.engine.indexed() if page > last)
        seeker = Seeker(*every_right, person_id=7, hidden=theirs)
    after = [shelf.ask(asked, seeker, sort=sort) for asked in ASKED for sort in ("relevance", "newest", "title")]
    for asked, one, other in zip([a for a in ASKED for _ in range(3)], before, after, strict=True):
        assert one == other, asked
    assert [shelf.suggest(typed, seeker) for typed in ("t", "till", "pri", "ca", "kio", "pritn", "resset")] == offered


def test_the_text_of_others_changes_nothing_either(shelf: Shelf) -> None:
    _ours(shelf)
    before = [shelf.ask(asked, NARROW) for asked in ASKED]
    text = "till printer pritner resset kiosk cahs " * 50
    page = shelf.entry(
        "Notes", "of the day", page_id=5,
        parts=(Part("note", "walnut for the printer"), Part("other", text, frozenset({8}))),
    )  # fmt: skip
    shelf.engine.write([page])
    assert [shelf.ask(asked, NARROW) for asked in ASKED] == before
