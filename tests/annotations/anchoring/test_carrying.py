"""Passages are found again after an edit; what is gone is an orphan, and nothing else draws it to itself."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from wiki.annotations.anchoring import Carried, Carrier, Place
from wiki.annotations.anchoring.carrying import MOST_PLACES, MOST_SENTENCES

PAGE = """Print shelf labels
Wake the printer and read its light.
Press the feed button once. The printer hums and feeds one label. Then look at the light before you touch the tablet.
Pair it and send the test label.
Open Stock app, Labels, Printer and pick the name on the sticker. If two printers answer, take the higher number.
lp -d counter2 test.zpl
Match the roll, print one.
The app shows the roll that it thinks is loaded. Check that it is right, then tap Print one.
Stuck? Ask whoever opened the shop.
"""


def carry(words: str, new: str, old: str = PAGE, nth: int = 0) -> tuple[str, str | None]:
    """The state of the words' passage after the edit, and its words then."""
    start = [found.start() for found in re.finditer(re.escape(words), old)][nth]
    found = Carrier(old, new).carry(Place(start, start + len(words)))
    return found.state, None if found.place is None else new[found.place.start : found.place.end]


def test_an_edit_elsewhere_leaves_the_words() -> None:
    new = PAGE.replace("Press the feed button once.", "Hold the feed button.").replace("Stuck?", "Still stuck?")
    assert carry("Check that it is right", new) == ("anchored", "Check that it is right")
    assert carry("lp -d counter2 test.zpl", "A new first line.\n" + new) == ("anchored", "lp -d counter2 test.zpl")


def test_edited_words_are_the_same_passage_changed() -> None:
    new = PAGE.replace("take the higher number", "take the one with the higher number")
    assert carry("If two printers answer, take the higher number.", new) == (
        "changed",
        "If two printers answer, take the one with the higher number.",
    )
    assert carry("hums and feeds", PAGE.replace("hums and feeds", "beeps and feeds")) == ("changed", "beeps and feeds")


def test_a_note_on_a_whole_line_stays_on_the_whole_line() -> None:
    new = PAGE.replace("lp -d counter2 test.zpl", "lp {{[-d|--destination]}} counter2 'test.zpl'")
    assert carry("lp -d counter2 test.zpl", new) == ("changed", "lp {{[-d|--destination]}} counter2 'test.zpl'")


def test_a_passage_of_one_line_stays_in_one_line() -> None:
    new = PAGE.replace("sticker. If two", "sticker.\nIf two").replace("is loaded. Check", "is\nloaded. Check")
    assert carry("The app shows the roll that it thinks is loaded.", new) == (
        "changed",
        "The app shows the roll that it thinks is",
    )


def test_moved_words_are_found_where_the_edit_brought_them() -> None:
    line = "The app shows the roll that it thinks is loaded. Check that it is right, then tap Print one.\n"
    new = line + PAGE.replace(line, "")
    assert carry("Check that it is right", new)[1] == "Check that it is right"
    sentence = "Then look at the light before you touch the tablet."
    now = sentence.replace("Then", "Now")
    new = PAGE.replace(" " + sentence, "").replace("Stuck?", f"{now} Stuck?")
    assert carry(sentence, new) == ("moved", now)


def test_what_is_gone_is_an_orphan_though_the_same_words_stand_elsewhere() -> None:
    old = PAGE + "Check that it is right. Close the lid.\n"
    new = old.replace("Check that it is right, then tap", "Tap")
    assert carry("Check that it is right", new, old) == ("orphaned", None)
    assert carry("printer", PAGE.replace("The printer hums and feeds one label. ", "")) == ("anchored", "printer")


def test_the_same_words_in_many_places_stay_apart() -> None:
    old = "".join(f"Step {n}\nPress OK.\nWait {n} seconds.\n" for n in range(8))
    new = old.replace("Step 3\n", "Step 3, new\nRead it first.\n")
    for nth in range(8):
        start = [found.start() for found in re.finditer("Press OK", old)][nth]
        found = Carrier(old, new).carry(Place(start, start + 8))
        assert found.place is not None
        assert new[: found.place.start].count("Press OK") == nth


def test_a_few_words_are_not_taken_for_moved_where_others_stand_around_them() -> None:
    new = PAGE.replace("Stuck? Ask whoever opened the shop.\n", "").replace("Match the roll", "Ask, match the roll")
    assert carry("Ask", new) == ("orphaned", None)


@pytest.mark.parametrize("place", [Place(3, 3), Place(5, 2), Place(-1, 4), Place(0, 10_000)])
def test_what_is_no_passage_is_refused(place: Place) -> None:
    with pytest.raises(ValueError, match="no passage"):
        Carrier(PAGE, PAGE).carry(place)


def test_accents_emoji_and_flags_are_never_cut() -> None:
    old = "The cafe\u0301 opens. Ask \U0001f469\u200d\U0001f373 or \U0001f1e9\U0001f1ea first.\n"
    new = old.replace("opens", "closes")
    for words in ("cafe", "\U0001f469", "\U0001f1e9"):
        start = old.index(words)
        found = Carrier(old, new).carry(Place(start, start + len(words))).place
        assert found is not None
        assert new[found.start : found.end] in {"cafe\u0301", "\U0001f469\u200d\U0001f373", "\U0001f1e9\U0001f1ea"}


def test_line_ends_of_windows_carry_as_all_others() -> None:
    old, new = PAGE.replace("\n", "\r\n"), PAGE.replace("Stuck?", "Lost?").replace("\n", "\r\n")
    assert carry("Check that it is right", new, old) == ("anchored", "Check that it is right")


lines = st.lists(st.text(alphabet="abc de\u0301\U0001f469\u200d.é中", min_size=0, max_size=12), max_size=12)


@given(lines, lines, st.data())
def test_any_edit_of_any_text_carries_every_passage_somewhere_within_it(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    before, after = "\n".join(["start", *old]), "\n".join(new)
    start = data.draw(st.integers(0, len(before) - 1))
    end = data.draw(st.integers(start + 1, len(before)))
    found = Carrier(before, after).carry(Place(start, end))
    assert (found.place is None) == (found.state == "orphaned")
    if found.place is not None:
        assert 0 <= found.place.start < found.place.end <= len(after)
    assert Carrier(before, after).carry(Place(start, end)) == found


@given(lines, st.data())
def test_an_edit_outside_a_passage_never_loses_it(around: list[str], data: st.DataObject) -> None:
    words = "Check that the roll is right, then print one."
    head, tail = data.draw(st.lists(st.sampled_from(around or ["x"]), max_size=5)), around
    old, new = "\n".join([*around, words, *tail]), "\n".join([*head, words, *head])
    start = len("\n".join([*around, ""]))
    found = Carrier(old, new).carry(Place(start, start + len(words)))
    assert found.place is not None
    assert new[found.place.start : found.place.end] == words


@given(st.lists(st.integers(0, 8), unique=True, min_size=2), st.data())
def test_lines_in_another_order_take_their_notes_along(order: list[int], data: st.DataObject) -> None:
    sections = {n: f"Section {n} is about the number {n * 37} and nothing else." for n in order}
    old = "\n".join(sections.values())
    new = "\n".join(sections[n] for n in data.draw(st.permutations(order)))
    for words in sections.values():
        found = Carrier(old, new).carry(Place(old.index(words), old.index(words) + len(words)))
        assert found.place == Place(new.index(words), new.index(words) + len(words))


@given(lines)
def test_no_edit_leaves_all_where_it_was(text: list[str]) -> None:
    page = "\n".join(["start", *text])
    carrier = Carrier(page, page)
    for start in range(0, len(page), 3):
        found = carrier.carry(Place(start, len(page)))
        assert found == Carried("anchored", found.place, 1.0, "same words")
        assert found.place is not None
        assert found.place.end == len(page)


def test_texts_that_have_nothing_in_common_are_compared_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    real = fuzz.ratio

    def counting(*texts: Any, **options: Any) -> float:
        nonlocal compared
        compared += 1
        return float(real(*texts, **options))

    monkeypatch.setattr(fuzz, "ratio", counting)
    old = "".join(f"Old line {n} with words of its own.\n" for n in range(3000))
    new = "".join(f"Quite another {n * 7} text altogether\n" for n in range(3000))
    assert Carrier(old, new).carry(Place(0, 34)).state == "orphaned"
    assert compared <= 2 * MOST_SENTENCES
    same = "the same line\n" * 5000
    assert Carrier(same, same + "one more\n").carry(Place(0, 13)).state == "anchored"


def test_words_that_come_in_very_many_places_are_in_none_of_them_for_sure() -> None:
    old, new = "Take a roll.\n\nEnd.", "\n".join(f"line {n} has books" for n in range(MOST_PLACES + 1)) + "\n\nEnd."
    letter = Carrier(old, new).carry(Place(2, 3))
    assert (letter.state, letter.place) == ("orphaned", None)
    assert Carrier(old, new).brought_back("k", "", "") is None
    assert Carrier("End.", "End.\nTake a roll.").brought_back("Take a roll.", "", "") == Place(5, 17)
