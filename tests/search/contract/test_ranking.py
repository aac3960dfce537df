"""In which order pages stand, and why."""

from datetime import date, timedelta

import pytest

from tests.search.contract.shelf import TODAY, Shelf, every
from wiki.search.engine import Sort
from wiki.search.question import Word


def test_the_page_of_exactly_this_title_comes_first(shelf: Shelf) -> None:
    shelf.add("All about the till printer: till printer, till printer", "till printer " * 30, tags=("till", "printer"))
    exact = shelf.add("The Till-Printer!", "nothing else")
    shelf.fill(10)
    answer = shelf.ask("the till printer")
    assert answer.found[0].page_id == exact
    assert [found.why.exact_title for found in answer.found] == [True, False]


def test_a_title_counts_more_than_a_text_for_a_short_question(shelf: Shelf) -> None:
    text = shelf.add("Door", "espresso " * 3)
    title = shelf.add("Espresso for guests", "how we do it")
    shelf.fill(10)
    assert shelf.find("espresso") == [title, text]


def test_in_a_long_question_the_title_alone_does_not_win(shelf: Shelf) -> None:
    title = shelf.add("Monday", "a day")
    text = shelf.add("Door", "on monday the cashier counts coins with care")
    shelf.fill(10)
    assert shelf.find("monday cashier counts coins carefully") == [text, title]


def test_more_of_the_words_come_before_one_of_them_often(shelf: Shelf) -> None:
    often = shelf.add("A", "alpha " * 20)
    both = shelf.add("B", "alpha is here, and much further down in the page there is some beta as well")
    shelf.fill(10)
    assert shelf.find("alpha beta") == [both, often]


def test_a_rare_word_says_more_than_a_frequent_one(shelf: Shelf) -> None:
    shelf.fill(20, word="common")
    rare = shelf.add("X", "walnut of some kind")
    assert shelf.find("common walnut")[0] == rare


def test_words_side_by_side_come_first(shelf: Shelf) -> None:
    apart = shelf.add("A", "till " + "other things happen here " * 10 + "printer")
    beside = shelf.add("B", "other things happen here " * 10 + "till printer")
    shelf.fill(10)
    answer = shelf.ask("till printer")
    assert [found.page_id for found in answer.found] == [beside, apart]
    assert [found.why.near for found in answer.found] == [True, False]


def test_of_a_long_and_a_short_text_the_short_one_says_more(shelf: Shelf) -> None:
    long = shelf.add("A", "alpha " + "and other things of all kinds " * 300)
    short = shelf.add("B", "alpha and other things")
    shelf.fill(10)
    assert shelf.find("alpha") == [short, long]


def test_signals_decide_between_equals_and_never_more_than_a_little(shelf: Shelf) -> None:
    plain = shelf.add("A", "alpha beta")
    liked = shelf.add("B", "alpha beta", signals={"popular": 1.0})
    fresh = shelf.add("C", "alpha beta", signals={"popular": 1.0}, changed=TODAY)
    better = shelf.add("Alpha and beta", "alpha beta")
    shelf.fill(10)
    answer = shelf.ask("alpha beta")
    assert [found.page_id for found in answer.found] == [better, fresh, liked, plain]
    scores = {found.page_id: found.score for found in answer.found}
    assert scores[plain] < scores[liked] < scores[fresh] <= scores[plain] * 1.1501
    signals = {found.page_id: found.why.signals for found in answer.found}
    assert signals[plain] == {}
    assert signals[liked] == {"popular": 1.0}
    assert set(signals[fresh]) == {"popular", "fresh"}


def test_synonyms_stand_a_little_behind_the_word_itself(shelf: Shelf) -> None:
    synonym = shelf.add("A", "the pos is jammed")
    itself = shelf.add("B", "the till is jammed")
    shelf.fill(10)
    assert shelf.find(every(Word("till", "till", synonyms=(("pos",),)))) == [itself, synonym]


def test_what_a_page_lacks_is_told(shelf: Shelf) -> None:
    shelf.add("A", "alpha")
    shelf.add("B", "alpha gamma")
    why = shelf.ask("alpha gamma").found[1].why
    assert set(why.words) == {"alpha"}
    assert why.missing == ("gamma",)


def test_newest_first_and_by_title(shelf: Shelf) -> None:
    days = [3, 1, 2]
    pages = [
        shelf.add(title, "alpha", changed=TODAY - timedelta(days=day)) for title, day in zip("bCa", days, strict=True)
    ]
    assert shelf.find("alpha", sort="newest") == [pages[1], pages[2], pages[0]]
    assert shelf.find("alpha", sort="title") == [pages[2], pages[0], pages[1]]


def test_of_one_day_the_latest_revision_is_the_newest(shelf: Shelf) -> None:
    pages = [shelf.add(f"Page {number}", "alpha", revision_id=revision) for number, revision in enumerate((70, 90, 80))]
    newer = shelf.add("Newer", "alpha", revision_id=5, changed=TODAY)
    assert shelf.find("alpha", sort="newest") == [newer, pages[1], pages[2], pages[0]]
    assert shelf.find("alpha", sort="newest", first=1, many=2) == [pages[1], pages[2]]


def test_by_title_is_the_order_of_all_other_lists(shelf: Shelf) -> None:
    titles = [
        "wombat 2",
        "Ärger",
        "“Quoted”",
        "Zebra",
        "wombat 10",
        "zebra",
        " Wombat 1",
        "_x",
        "*y",
        "Éclair",
        "e-mail",
    ]
    named = {shelf.add(title, "alpha"): title for title in titles}
    assert [named[page] for page in shelf.find("alpha", sort="title", many=20)] == [
        "*y", "_x", "e-mail", " Wombat 1", "wombat 10", "wombat 2", "Zebra", "zebra", "Ärger", "Éclair", "“Quoted”",
    ]  # fmt: skip


def test_equals_stand_in_the_order_of_their_age(shelf: Shelf) -> None:
    pages = [shelf.add(f"Page {number}", "alpha beta") for number in range(5)]
    assert shelf.find("alpha beta") == pages


@pytest.mark.parametrize("sort", ["relevance", "newest", "title"])
def test_leafing_shows_every_page_once(shelf: Shelf, sort: Sort) -> None:
    made = [
        shelf.entry(f"Page {n % 7}", "alpha " * (n % 5 + 1) + "beta", changed=date(2024, 1, 1 + n % 9))
        for n in range(230)
    ]
    shelf.engine.write(made)
    everything = shelf.find("alpha beta", sort=sort, many=1000)
    assert len(everything) == len(set(everything)) == 230
    leafed = [shelf.find("alpha beta", sort=sort, first=first) for first in range(0, 230, 10)]
    assert [page for pages in leafed for page in pages] == everything
    assert shelf.find("alpha beta", sort=sort, first=230) == []
    assert shelf.ask("alpha beta", sort=sort, first=220).total == 230


def test_nobody_leafs_further_than_a_thousand(shelf: Shelf) -> None:
    shelf.engine.write([shelf.entry(f"Page {n}", "alpha") for n in range(1010)])
    answer = shelf.ask("alpha", first=995, many=10)
    assert answer.total == 1010
    assert len(answer.found) == 5
    assert shelf.find("alpha", first=1000) == shelf.find("alpha", first=5000) == []
