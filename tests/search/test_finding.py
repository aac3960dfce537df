"""What is found, in which order, and how it is shown."""

import pytest

from tests.search.library import Library, plain
from tests.stand_ins import FakeClock


def test_a_page_is_found_by_title_and_text_after_one_turn(library: Library) -> None:
    library.page(library.space(), "Reset the till", "Hold the green button until it blinks.")
    library.drain()
    assert library.titles("till") == library.titles("blinking buttons") == ["Reset the till"]
    assert library.find("till").total == 1
    assert not library.find("till").from_database
    assert library.stale() == []


def test_only_the_latest_text_is_found(library: Library) -> None:
    page = library.page(library.space(), "Old name", "It speaks of zebras.")
    library.drain()
    library.save(page, "New name", "It speaks of giraffes.")
    library.drain()
    assert library.titles("zebra") == library.titles("old") == []
    assert library.titles("giraffe") == library.titles("new") == ["New name"]


def test_a_title_counts_more_than_the_text(library: Library) -> None:
    space = library.space()
    library.page(space, "Refunds", "The printer prints it. The printer is blue.")
    library.page(space, "The label printer", "It stands on the counter by the door.")
    library.drain()
    assert library.titles("printer") == ["The label printer", "Refunds"]


def test_the_exact_title_comes_first(library: Library) -> None:
    space = library.space()
    library.page(space, "How to open a till: till opening, till keys", "till till till open open open")
    library.page(space, "Open a till", "Turn it.")
    library.drain()
    assert library.titles("open a TILL")[0] == "Open a till"


def test_pages_with_all_words_come_before_those_with_some(library: Library) -> None:
    space = library.space()
    library.page(space, "Label label label", "label label")
    library.page(space, "Notes", "A blank label came out of the printer.")
    library.page(space, "Printer", "printer printer")
    library.drain()
    found = library.titles("blank label printer")
    assert found[0] == "Notes"
    assert len(found) == 3


def test_quoted_words_stand_in_that_order(library: Library) -> None:
    space = library.space()
    library.page(space, "One", "Turn the red key twice.")
    library.page(space, "Two", "The key is red. Turn it.")
    library.drain()
    assert library.titles('"red key"') == ["One"]
    assert library.titles('"turn the red key"') == ["One"]
    assert library.titles('"turn red key"') == []
    assert set(library.titles("red key")) == {"One", "Two"}


def test_tags_are_found(library: Library) -> None:
    library.page(library.space(), "Something", "Text.", tags=["Point of sale"])
    library.drain()
    assert library.titles("sale") == ["Something"]


def test_a_word_that_nobody_wrote_finds_what_begins_like_it(library: Library) -> None:
    library.page(library.space(), "Reconciliation", "Numbers.")
    library.drain()
    found = library.find("reconc")
    assert found.widened
    assert found.total == 1


def test_a_question_of_stop_words_finds_titles(library: Library) -> None:
    library.page(library.space(), "Who we are", "People.")
    library.drain()
    assert library.titles("who are we") == ["Who we are"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Die Kassenschublade öffnen", "OFFNEN"),
        ("Straße zum Lager", "strasse"),
        ("Réinitialiser l’imprimante à étiquettes", "imprimante"),
        ("Réinitialiser l’imprimante à étiquettes", "etiquettes"),
        ("Cafe\u0301 machine", "café"),
        ("标签打印机重置方法", "打印机"),
        ("标签打印机重置方法", "机"),
        ("レジのプリンターをリセットする", "プリンター"),
        ("라벨프린터를 초기화", "프린터"),
        ("إعادة ضبط الطابعة", "طابعه"),
        ("كيفية استخدام الطَّابِعَة", "الطابعة"),
        ("เครื่องพิมพ์ฉลาก", "พิมพ์"),
        ("प्रिंटर रीसेट करें", "प्रिंटर"),
        ("Принтер этикеток", "ПРИНТЕР"),
        ("Talk to C++ at the counter", "c++"),
        ("ＡＢＣ full width", "abc"),
    ],
)
def test_words_of_many_languages_are_found(library: Library, written: str, typed: str) -> None:
    space = library.space()
    library.page(space, "Titled", f"Before. {written} After.")
    library.page(space, "Another", "Nothing of that kind.")
    library.drain()
    found = library.find(typed)
    assert [plain(hit.title) for hit in found.hits] == ["Titled"]
    assert not found.widened


def test_the_snippet_shows_the_place_with_the_words_marked(library: Library) -> None:
    far = "Filler words go here. " * 200
    library.page(library.space(), "Long", f"{far}\n\nThe amber light means the printer is blank.\n\n{far}")
    library.drain()
    (hit,) = library.find("amber printers").hits
    assert [piece.text for piece in hit.snippet if piece.marked] == ["amber", "printer"]
    assert len(plain(hit.snippet)) < 330
    assert plain(hit.snippet).startswith("… ")
    assert plain(hit.snippet).endswith(" …")


def test_leafing_shows_each_page_once_and_counts_right(library: Library) -> None:
    space = library.space()
    for number in range(23):
        library.page(space, f"Page {number}", "Each speaks of rabbits.")
    library.drain()
    seen = [hit.page_id for page in (1, 2, 3) for hit in library.find("rabbit", page=page).hits]
    assert len(seen) == len(set(seen)) == 23
    assert {library.find("rabbit", page=page).total for page in (1, 2, 3, 4)} == {23}
    assert library.find("rabbit").pages == 3
    assert library.find("rabbit", page=99).hits == []


def test_the_results_say_how_far_the_index_lags(library: Library, clock: FakeClock) -> None:
    space = library.space()
    library.page(space, "First", "cats")
    library.drain()
    library.page(space, "Second", "cats")
    clock.forward(seconds=1)
    assert library.find("cats").behind == 0
    clock.forward(seconds=5)
    assert library.find("cats").behind == 1
    library.drain()
    assert library.find("cats").behind == 0
    assert library.find("cats").total == 2
