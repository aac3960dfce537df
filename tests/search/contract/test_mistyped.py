"""Words that no readable page has."""

import pytest

from tests.search.contract.shelf import Shelf, every
from wiki.search.engine import Seeker
from wiki.search.question import Question, Word


@pytest.mark.parametrize(
    "typed", ["printrr", "prinnter", "prnter", "pritner", "rpinter", "brinter", "printre", "prinetr"]
)
def test_a_wrong_missing_doubled_or_swapped_letter_still_finds(shelf: Shelf, typed: str) -> None:
    page = shelf.add("A", "the printer is out of paper")
    shelf.fill(5)
    answer = shelf.ask(typed)
    assert [found.page_id for found in answer.found] == [page]
    assert list(answer.corrected.values()) == [("printer",)]


@pytest.mark.parametrize(
    "typed", ["scheibmaschine", "schribmaschien", "shcreibmaschien", "xchreibmaschinx", "shreibmazchine"]
)
def test_two_mistakes_are_forgiven_in_a_long_word(shelf: Shelf, typed: str) -> None:
    page = shelf.add("A", "die Schreibmaschine")
    shelf.fill(5)
    assert shelf.find(typed) == [page]


def test_two_mistakes_in_a_short_word_are_another_word(shelf: Shelf) -> None:
    shelf.add("A", "paper")
    assert shelf.find("pabar") == []


def test_a_word_that_a_page_has_is_never_corrected(shelf: Shelf) -> None:
    right, other = shelf.add("A", "the form is here"), shelf.add("B", "from here")
    answer = shelf.ask("form")
    assert [found.page_id for found in answer.found] == [right]
    assert answer.corrected == {}
    assert shelf.find("fomr") == [right] != [other]


def test_the_nearest_words_are_taken(shelf: Shelf) -> None:
    near = shelf.add("A", "kitchens and kitchen things")
    shelf.add("B", "kitsched")
    answer = shelf.ask("kitchenn")
    assert [found.page_id for found in answer.found] == [near]


def test_one_mistyped_word_among_others(shelf: Shelf) -> None:
    both = shelf.add("A", "reset the printer")
    one = shelf.add("B", "reset the door")
    shelf.fill(5)
    answer = shelf.ask("reset pritner")
    assert [found.page_id for found in answer.found] == [both, one]
    assert answer.corrected == {"pritner": ("printer",)}
    assert not answer.widened


def test_a_required_word_may_be_mistyped_too(shelf: Shelf) -> None:
    page = shelf.add("A", "reset the printer")
    shelf.add("B", "reset the door")
    assert shelf.find("reset +pritner") == [page]


def test_what_is_behind_a_minus_is_taken_as_it_stands(shelf: Shelf) -> None:
    page = shelf.add("A", "reset the printer")
    assert shelf.find("reset -pritner") == [page]


def test_when_nothing_is_found_beginnings_are(shelf: Shelf) -> None:
    page = shelf.add("A", "configuration")
    shelf.fill(5)
    answer = shelf.ask("config")
    assert [found.page_id for found in answer.found] == [page]
    assert answer.widened


def test_beginnings_are_not_taken_when_something_was_found(shelf: Shelf) -> None:
    page = shelf.add("A", "reset")
    shelf.add("B", "configuration")
    answer = shelf.ask("reset config")
    assert [found.page_id for found in answer.found] == [page]
    assert not answer.widened


def test_numbers_and_unspaced_scripts_are_never_corrected(shelf: Shelf) -> None:
    shelf.add("A", "12345 打印机")
    assert shelf.ask("12346").corrected == {}
    assert shelf.ask(every(Word("打人", "打人"))).corrected == {}


def test_words_of_titles_and_tags_are_taken_as_well(shelf: Shelf) -> None:
    title, tag = shelf.add("Walnut"), shelf.add("B", tags=("almond",))
    assert shelf.find("wolnut") == [title]
    assert shelf.find("almnod") == [tag]
    assert shelf.find("title:wlanut") == [title]


def test_what_stood_for_a_word_is_told_where_the_page_lacks_it(shelf: Shelf) -> None:
    mended, itself, both = shelf.add("A", "a printer"), shelf.add("B", "the till"), shelf.add("C", "the till, or POS")
    synonym = shelf.add("D", "the POS", tags=("Front",))
    shelf.fill(5)

    def taken(question: str | Question) -> dict[int, dict[str, tuple[str, ...]]]:
        return {found.page_id: dict(found.why.taken) for found in shelf.ask(question).found}

    assert taken("pritner") == {mended: {"pritner": ("printer",)}}
    assert taken("printers") == {mended: {}}
    till = every(Word("till", "till", synonyms=(("pos",), ("point", "", "sale"))))
    assert taken(till) == {itself: {}, both: {}, synonym: {"till": ("pos",)}}


def test_a_word_that_hardly_a_page_has_is_offered_as_the_one_that_many_have(shelf: Shelf) -> None:
    typo = shelf.add("A", "the lable")
    others = [shelf.add(f"Note {number}", text) for number, text in enumerate(["the label", *["some labels"] * 5])]
    shelf.fill(3)
    answer = shelf.ask("the lable")
    assert [found.page_id for found in answer.found] == [typo]
    assert answer.corrected == {}
    assert {term: (one.term, set(one.pages)) for term, one in answer.likelier.items()} == {
        "labl": ("label", set(others))
    }
    assert shelf.ask("lable", first=10).likelier == {}
    assert shelf.ask("lable", sort="newest").likelier == {}
    assert shelf.ask("label").likelier == {}
    assert shelf.ask("-lable note").likelier == {}


def test_what_only_hidden_pages_have_is_not_offered(shelf: Shelf) -> None:
    shelf.add("A", "the lable")
    shelf.add("B", "the label")
    for number in range(9):
        shelf.add(f"Note {number}", "the label", space_id=2)
    assert shelf.ask("lable").likelier == {}
    assert shelf.ask("lable", Seeker(frozenset({1, 2}))).likelier.keys() == {"labl"}


def test_another_form_of_a_rare_word_is_not_offered(shelf: Shelf) -> None:
    shelf.add("A", "Kassen")
    for number in range(9):
        shelf.add(f"Note {number}", "die Kasse")
    assert shelf.ask("Kassen").likelier == {}
