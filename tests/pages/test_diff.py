import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.pages.diff import Block, Counts, Piece, changes, compare, counts, summary
from wiki.pages.words import tokens, words

# Few different lines and words, so that the two texts have much in common in many orders.
_sentences = st.lists(
    st.sampled_from(["tap", "print", "the", "label", " ", ", ", "**", "標", "हिन्दी", "é"]), max_size=6
)
_texts = st.lists(_sentences.map("".join), max_size=12).map("\n".join)


def _side(blocks: tuple[Block, ...], kind: str) -> list[str]:
    without = "added" if kind == "removed" else "removed"
    pieces = [block.old if kind == "removed" else block.new for block in blocks if block.kind != without]
    return ["".join(piece.text for piece in line) for line in pieces]


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


@given(_texts, _texts)
def test_unfolded_comparison_holds_every_line_of_both_texts_in_order(old: str, new: str) -> None:
    blocks = changes(old, new, context=None)
    assert _side(blocks, "removed") == _lines(old)
    assert _side(blocks, "added") == _lines(new)


@given(_texts, _texts)
def test_inline_pieces_are_both_sides_in_one(old: str, new: str) -> None:
    for block in changes(old, new, context=None):
        assert tuple(piece for piece in block.inline if piece.kind != "added") == block.old
        assert tuple(piece for piece in block.inline if piece.kind != "removed") == block.new


@given(_texts, _texts)
def test_folding_hides_equal_lines_only(old: str, new: str) -> None:
    whole, folded = changes(old, new, context=None), changes(old, new)
    shown = sum(1 for block in folded if block.kind != "skipped")
    assert shown + sum(block.count for block in folded) == len(whole)
    assert counts(whole) == counts(folded)


@given(_texts)
def test_text_has_no_changes_against_itself(text: str) -> None:
    assert summary(text, text) == Counts(0, 0, 0)


@given(st.text(max_size=200))
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(tokens(text)) == text


def test_added_sentence_is_one_piece_with_the_words_around_it_untouched() -> None:
    (block,) = changes(
        "The app shows the roll. Check that it is right.",
        "The app shows the roll. The size is printed inside. Check that it is right.",
    )
    assert block.inline == (
        Piece("same", "The app shows the roll. "),
        Piece("added", "The size is printed inside. "),
        Piece("same", "Check that it is right."),
    )


def test_rewritten_phrase_is_shown_removed_then_added() -> None:
    (block,) = changes("Wait a bit and hold it.", "Wait for the second beep, and hold it.")
    assert block.old == (Piece("same", "Wait "), Piece("removed", "a bit"), Piece("same", " and hold it."))
    assert block.new == (
        Piece("same", "Wait "),
        Piece("added", "for the second beep,"),
        Piece("same", " and hold it."),
    )


def test_counts_speak_of_places_and_words() -> None:
    old = "Tap Print.\n\nWait a bit and hold it.\n\nDone."
    new = "Tap Print one.\n\nWait four seconds and hold it.\n\nDone."
    assert summary(old, new) == Counts(places=2, words_in=3, words_out=2)


def test_lines_far_from_a_change_are_folded_and_counted() -> None:
    lines = [f"line {number}" for number in range(20)]
    kinds = [(block.kind, block.count) for block in changes("\n".join(lines), "\n".join([*lines, "new"]))]
    assert kinds == [("skipped", 18), ("same", 0), ("same", 0), ("added", 0)]


def test_fold_of_a_single_line_is_not_made() -> None:
    blocks = changes("a\nb\nc", "a\nb\nc\nd")
    assert [block.kind for block in blocks] == ["same", "same", "same", "added"]


def test_similar_lines_are_paired_though_a_line_was_put_between() -> None:
    old = "- Check the roll size\n- Press the green key"
    new = "- Check the roll size twice\n- Ask Nia\n- Press the blue key"
    assert [block.kind for block in changes(old, new)] == ["changed", "added", "changed"]


def test_unlike_lines_are_removed_and_added() -> None:
    assert [block.kind for block in changes("Apples only", "Never on Sundays")] == ["removed", "added"]


@pytest.mark.parametrize("new", ["one\r\ntwo\r\n", "one\ntwo", "one\rtwo\r"])
def test_how_lines_end_is_not_a_change(new: str) -> None:
    assert summary("one\ntwo\n", new) == Counts(0, 0, 0)


def test_empty_texts() -> None:
    assert changes("", "") == ()
    assert [block.kind for block in changes("", "a\n")] == ["added"]
    assert [block.kind for block in changes("a\n", "")] == ["removed"]


def test_han_is_compared_by_character() -> None:
    assert compare("店舗の標札", "店舗の名札").inline == (
        Piece("same", "店舗の"),
        Piece("removed", "標"),
        Piece("added", "名"),
        Piece("same", "札"),
    )


@pytest.mark.parametrize("text", ["हिन्दी सीखो", "cafe\u0301 noir", "می\u200cروم خانه"])
def test_marks_and_joiners_do_not_cut_words(text: str) -> None:
    assert words(text) == text.split(" ")


def test_markdown_marks_are_not_words() -> None:
    assert summary("Tap Print one", "Tap **Print one**") == Counts(places=1, words_in=0, words_out=0)


HOSTILE = {
    "20,000 different lines": (
        "\n".join(f"a{number} x" for number in range(20_000)),
        "\n".join(f"b{number} y" for number in range(20_000)),
    ),
    "one line of words": ("a b " * 65_536, "b a a " * 43_690),
    "one line, one word": ("a" * 262_144, "b" * 262_144),
    "newlines": ("\n" * 262_144, "\nb" * 131_072),
    "two kinds of lines": ("a\nb\n" * 65_536, "b\na\na\n" * 43_690),
    "marks": ("a" + "\u0301" * 131_072, "e" + "\u0301" * 131_072),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_compared_whole(name: str) -> None:
    # Quadratic work on these would take hours: getting here is the test.
    old, new = HOSTILE[name]
    blocks = changes(old, new, context=None)
    assert _side(blocks, "removed") == _lines(old)
    assert _side(blocks, "added") == _lines(new)


def test_change_in_a_very_long_line_is_found() -> None:
    old = " ".join(f"word{number}" for number in range(20_000))
    new = " ".join(f"new{number}" for number in range(200)) + " " + old.replace("word9000 ", "WORD ")
    assert summary(old, new) == Counts(places=1, words_in=201, words_out=1)
