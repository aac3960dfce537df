import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.pages.merge import Choice, Merge, merge, resolve

BASE = "one two\nthree four\nfive six\nseven eight\n"

_line = st.sampled_from(["", "a", "b", "c", "one two", "one three", "- item", "- item two"])
_ends = st.sampled_from(["\n", "\r\n", ""])
_texts = st.lists(_line, max_size=8).map("\n".join)
# Arbitrary newlines and lines, for the laws that must hold of any text whatsoever.
_wild = st.lists(st.tuples(st.one_of(_line, st.just("x\r")), _ends)).map(
    lambda lines: "".join(words + end for words, end in lines)
)


@given(_wild, _wild)
def test_one_sided_edit_comes_through_to_the_letter(base: str, edited: str) -> None:
    assert merge(base, edited, base).text == edited
    assert merge(base, base, edited).text == edited


@given(_wild, _wild)
def test_same_edit_twice_counts_once(base: str, edited: str) -> None:
    assert merge(base, edited, edited).text == edited


@given(_texts, _texts, _texts)
def test_either_sides_choice_in_every_conflict_keeps_that_sides_lines(base: str, mine: str, theirs: str) -> None:
    found = merge(base, mine, theirs)
    choices: tuple[tuple[Choice, str], ...] = (("mine", mine), ("theirs", theirs))
    for choice, text in choices:
        lines = resolve(found.chunks, _all(found, choice)).split("\n")
        assert all(line in lines for line in text.split("\n") if line and line not in base.split("\n"))


@given(_texts, _texts, _texts)
def test_both_keeps_all_that_was_written(base: str, mine: str, theirs: str) -> None:
    found = merge(base, mine, theirs)
    lines = resolve(found.chunks, _all(found, "both")).split("\n")
    for line in (mine + "\n" + theirs).split("\n"):
        assert line == "" or line in base.split("\n") or line in lines


@given(_texts, _texts, _texts)
def test_it_does_not_matter_who_saved_first(base: str, mine: str, theirs: str) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.text == other.text
    assert [(c.mine, c.theirs, c.base) for c in one.conflicts] == [(c.theirs, c.mine, c.base) for c in other.conflicts]


@given(_wild, _wild, _wild)
def test_any_three_texts_give_a_text_or_a_conflict(base: str, mine: str, theirs: str) -> None:
    found = merge(base, mine, theirs)
    assert (found.text is None) == bool(found.conflicts)
    assert all(chunk.mine_lines or chunk.theirs_lines for chunk in found.conflicts)


@settings(max_examples=50)
@given(st.permutations(range(12)), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_twelve_edits_from_one_base_all_survive_in_any_order(order: list[int], gap: str) -> None:
    lines = [f"Step {number}: press key {number}" for number in range(12)]
    base = gap.join(lines)
    saved = base
    for number in order:
        mine = gap.join([*lines[:number], f"Step {number}: press key {number} twice", *lines[number + 1 :]])
        text = merge(base, mine, saved).text
        assert text is not None
        saved = text
    assert saved == gap.join(f"{line} twice" for line in lines)


@given(st.randoms(use_true_random=False))
def test_twelve_edits_of_any_kind_that_touch_different_lines_all_survive(chance: random.Random) -> None:
    base = [f"line number {number} of {number * 7}" for number in range(36)]
    saved = "\n".join(base)
    edits = list(range(0, 36, 3))
    chance.shuffle(edits)
    expected: dict[int, list[str]] = {number: [line] for number, line in enumerate(base)}
    for number in edits:
        expected[number] = chance.choice(
            [[], [f"entirely new {number}"], [base[number], f"added {number}"], [f"before {number}", base[number]]]
        )
        mine = [*base[:number], *expected[number], *base[number + 1 :]]
        text = merge("\n".join(base), "\n".join(mine), saved).text
        assert text is not None
        saved = text
    assert saved.split("\n") == [line for number in sorted(expected) for line in expected[number]]


def test_edits_of_neighbouring_lines_merge() -> None:
    mine = BASE.replace("three four", "three FOUR")
    theirs = BASE.replace("five six", "five SIX")
    assert merge(BASE, mine, theirs).text == "one two\nthree FOUR\nfive SIX\nseven eight\n"


def test_edits_of_one_line_conflict_even_in_different_words() -> None:
    found = merge(BASE, BASE.replace("one", "ONE"), BASE.replace("two", "TWO"))
    assert found.text is None
    (conflict,) = found.conflicts
    assert (conflict.mine, conflict.theirs, conflict.base) == ("ONE two", "one TWO", "one two")


def test_conflict_is_no_wider_than_the_lines_in_dispute() -> None:
    mine = "one TWO\nthree FOUR\nfive SIX\nseven eight\n"
    theirs = "one two\nthree 4\nfive six\nseven eight\n"
    found = merge(BASE, mine, theirs)
    assert [(chunk.kind, chunk.text or chunk.mine) for chunk in found.chunks] == [
        ("clean", "one TWO"),
        ("conflict", "three FOUR"),
        ("clean", "five SIX\nseven eight\n"),
    ]


def test_two_paragraphs_added_at_the_end_conflict() -> None:
    found = merge(BASE, BASE + "\nMine.\n", BASE + "\nTheirs.\n")
    (conflict,) = found.conflicts
    assert (conflict.mine, conflict.theirs, conflict.base) == ("Mine.", "Theirs.", "")
    assert resolve(found.chunks, ["both"]) == BASE + "\nMine.\nTheirs.\n"


def test_paragraph_added_before_an_edited_line_merges() -> None:
    text = merge(BASE, BASE.replace("five six", "new here\nfive six"), BASE.replace("five six", "five 6")).text
    assert text == "one two\nthree four\nnew here\nfive 6\nseven eight\n"


def test_deleting_a_line_that_was_edited_conflicts() -> None:
    (conflict,) = merge(BASE, BASE.replace("five six\n", ""), BASE.replace("five six", "five 6")).conflicts
    assert (conflict.mine_lines, conflict.theirs) == ((), "five 6")


def test_deleted_lines_go_while_others_edit_elsewhere() -> None:
    assert merge(BASE, "one two\nseven eight\n", BASE.replace("one two", "1 two")).text == "1 two\nseven eight\n"


def test_choices_are_taken_in_order() -> None:
    found = merge("a b\n\nc d", "a MINE\n\nc MINE", "a THEIRS\n\nc THEIRS")
    assert resolve(found.chunks, ["mine", "theirs"]) == "a MINE\n\nc THEIRS"
    assert resolve(found.chunks, ["theirs", "both"]) == "a THEIRS\n\nc MINE\nc THEIRS"


@pytest.mark.parametrize("choices", [[], ["mine", "mine"]])
def test_wrong_number_of_choices_is_refused(choices: list[Choice]) -> None:
    with pytest.raises(ValueError, match="1 conflicts"):
        resolve(merge("a", "b", "c").chunks, choices)


def test_form_that_turns_newlines_into_crlf_is_not_a_conflict() -> None:
    mine = BASE.replace("one", "1").replace("\n", "\r\n")
    theirs = BASE.replace("seven", "7")
    assert merge(BASE, mine, theirs).text == "1 two\r\nthree four\r\nfive six\r\n7 eight\r\n"


def test_mixed_newlines_stay_with_their_lines() -> None:
    base = "a\r\nb\nc\r\nd"
    assert merge(base, base.replace("a", "A"), base.replace("c", "C")).text == "A\r\nb\nC\r\nd"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text"),
    [
        ("a\nb", "A\nb", "a\nb\n", "A\nb\n"),
        ("a\nb\n", "A\nb\n", "a\nb", "A\nb"),
        ("a\nb", "A\nb", "a\nb\nc", "A\nb\nc"),
        ("a\n\n\n", "A\n\n\n", "a\n", "A\n"),
        ("a", "a\nb", "A", "A\nb"),
    ],
)
def test_final_newline_follows_whoever_changed_it(base: str, mine: str, theirs: str, text: str) -> None:
    assert merge(base, mine, theirs).text == text


@pytest.mark.parametrize("line", ["a", "a b c d e f g h"])
def test_hostile_texts_merge_or_conflict_without_loss(line: str) -> None:
    # Quadratic work on these would take hours: getting here is the test.
    base = f"{line}\n\n" * (200_000 // (len(line) + 2))
    found = merge(base, base.replace("a", "b"), "x\n" + base.replace("\n\n", "\n"))
    assert resolve(found.chunks, _all(found, "mine")).count("b") >= base.count("a")


def _all(found: Merge, choice: Choice) -> list[Choice]:
    return [choice for _ in found.conflicts]
