"""Which passage of a page is shown, and what is marked in it."""

from hypothesis import given, settings
from hypothesis import strategies as some

from wiki.markup import render
from wiki.search.snippets import LENGTH, Marks, Passage, found_in, heading_at, marked, passage
from wiki.search.words import asked, spans

WORDS = some.sampled_from(
    [
        "till",
        "tills",
        "printing",
        "prints",
        "printed",
        "printer",
        "happy",
        "happiest",
        "dying",
        "die",
        "skies",
        "sky",
        "C++",
        "C#",
        "café",
        "CAFÉ",
        "naïve",
        "naive",
        "über",
        "foo_bar",
        "x1",
        "2024",
        "point-of-sale",
        "don’t",
        "İstanbul",
        "ﬁnd",
        "打印机",
        "プリンタ",
        "الطابعة",
        "relational",
        "hoping",
        "hope",
        "tendency",
        "ability",
    ]
)
TEXT = some.lists(WORDS | some.text(max_size=5), max_size=30).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(text=TEXT, question=some.lists(WORDS, min_size=1, max_size=4).map(" ".join))
def test_the_quick_way_marks_what_the_thorough_one_marks(text: str, question: str) -> None:
    wanted = Marks(term for _, term, _ in asked(question))
    assert list(found_in(text, wanted)) == list(spans(text, wanted))


def shown(found: Passage) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in found.pieces)


def test_the_passage_with_most_of_the_words_is_shown() -> None:
    text = "The till is old. " + "Nothing here. " * 40 + "Reset the till printer now. " + "And more. " * 40
    found = passage(text, Marks(["till", "printer", "reset"]))
    assert "[Reset] the [till] [printer] now." in shown(found)
    assert text[found.at :].startswith("Reset")
    assert len(shown(found)) < LENGTH + 40


def test_blocks_are_told_apart() -> None:
    text = render("## Keys\n\n| Key | Does |\n|---|---|\n| F2 | opens the till |\n\n- red key\n- green\n  key\n").text
    assert shown(passage(text, Marks(["till"]))) == "Keys · Key · Does · F2 · opens the [till] · red key · green key"


def test_code_is_shown_only_when_no_words_say_it() -> None:
    text = "Start the printer like this.\fprinter --reset till"
    assert shown(passage(text, Marks(["printer", "till"]))) == "Start the [printer] like this."
    assert shown(passage(text, Marks(["till"]))) == "printer --reset [till]"
    assert shown(passage(text, Marks(["drawer"]))) == "Start the printer like this."


def test_beginnings_are_marked() -> None:
    pieces = marked("Print printing sprint", Marks([], ["prin"]))
    assert [piece.text for piece in pieces if piece.marked] == ["Print", "printing"]


def test_a_place_is_told_by_the_heading_above_it() -> None:
    text = "Start\nThe till.\nReset the till\nPress it.\nAfterwards\nDone with the till."
    outline = [[2, "Start", "h-start"], [2, "Reset the till", "h-reset"], [2, "Afterwards", "h-after"]]
    assert heading_at(text, outline, text.index("Press")) == ("Reset the till", "h-reset")
    assert heading_at(text, outline, text.index("Reset")) == ("Reset the till", "h-reset")
    assert heading_at(text, outline, text.index("Done")) == ("Afterwards", "h-after")
    assert heading_at("Before any", [[2, "Later", "h-later"]], 0) is None
