"""What each part of a question means."""

from datetime import date

import pytest

from tests.search.contract.shelf import EVERYBODY, Shelf, every
from wiki.search.engine import Part, Seeker
from wiki.search.language import read
from wiki.search.question import All, Either, Limit, Not, Nothing, Question, Word


def test_one_word_is_enough(shelf: Shelf) -> None:
    both = shelf.add("Till", "the printer is jammed")
    one = shelf.add("Door", "the printer room is locked")
    shelf.add("Garden", "water the flowers")
    assert set(shelf.find("till printer")) == {both, one}
    assert shelf.ask("till printer").total == 2


def test_words_stand_in_title_tags_and_text(shelf: Shelf) -> None:
    title, tag, text = shelf.add("Espresso"), shelf.add("One", tags=("espresso",)), shelf.add("Two", "an espresso")
    shelf.fill(5)
    assert set(shelf.find("espresso")) == {title, tag, text}
    fields = {found.page_id: found.why.words["espresso"] for found in shelf.ask("espresso").found}
    assert fields == {title: ("title",), tag: ("tags",), text: ("body",)}


def test_a_required_word_must_be_there_and_the_others_only_rank(shelf: Shelf) -> None:
    must = shelf.add("A", "alpha")
    both = shelf.add("B", "alpha beta")
    shelf.add("C", "beta beta beta")
    shelf.fill(5)
    assert shelf.find("+alpha beta") == [both, must]
    assert shelf.find("alpha AND beta") == [both]


def test_what_is_behind_a_minus_must_not_be_there(shelf: Shelf) -> None:
    kept = shelf.add("A", "alpha")
    shelf.add("B", "alpha beta")
    shelf.add("Beta", "alpha")
    assert shelf.find("alpha -beta") == [kept]
    assert shelf.find('alpha -"alpha beta" -title:beta') == [kept]


def test_only_a_minus_finds_everything_else(shelf: Shelf) -> None:
    shelf.add("A", "alpha")
    rest = shelf.fill(3)
    assert sorted(shelf.find("-alpha")) == rest


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("till -(printer reset)", {"Plain"}),
        ("till -(printer OR reset)", {"Plain"}),
        ("till -(printer AND reset)", {"Plain", "One", "Other"}),
        ("till -(+printer +reset)", {"Plain", "One", "Other"}),
        ("NOT (till printer) cafe", {"Cafe"}),
        ("till -(title:one OR reset)", {"Plain"}),
        ("till -(prin* AND res*)", {"Plain", "One", "Other"}),
        ('till -(printer "reset it")', {"Plain", "One", "Other"}),
        ("till -(printer -reset)", {"Plain", "Other", "Both"}),
        ("till -(printer AND -(reset OR unheard))", {"Plain", "Other", "Both"}),
        ("till -(-printer)", {"One", "Both"}),
        ("till AND -(reset | (printer AND till))", {"Plain"}),
        ("cafe OR -(till OR cafe)", {"Cafe", "Garden"}),
        ("-(till OR cafe)", {"Garden"}),
        ("till -()", {"Plain", "One", "Other", "Both"}),
    ],
)
def test_a_minus_before_brackets_leaves_out_what_they_would_find(shelf: Shelf, asked: str, kept: set[str]) -> None:
    texts = {
        "Plain": "the till",
        "One": "the till and its printer",
        "Other": "the till, to be reset",
        "Both": "the till, its printer, and reset it",
        "Cafe": "the cafe",
        "Garden": "water the flowers",
    }
    titles = {shelf.add(title, text): title for title, text in texts.items()}
    assert {titles[page] for page in shelf.find(asked)} == kept


def test_behind_a_minus_words_count_as_they_stand(shelf: Shelf) -> None:
    till = shelf.add("A", "alpha till")
    shelf.add("B", "alpha beta")
    named = Word("pos", "pos", synonyms=(("till",),))
    refused = Not(All((Either((named, Word("betta", "betta"))),)))
    assert set(shelf.find(every("alpha", refused))) == {till, 2}
    assert not shelf.ask(every("alpha", refused)).corrected


def test_of_a_long_question_every_word_is_looked_for(shelf: Shelf) -> None:
    words = [f"{letter}{other}mple" for letter in "bdgklmnprt" for other in "aei"]
    pages = [shelf.add(f"Page {number}", word) for number, word in enumerate(words)]
    everything = shelf.add("All", " ".join(words))
    assert set(shelf.find(" ".join(words), many=100)) == {everything, *pages}
    assert shelf.find(" ".join(words))[0] == everything
    assert shelf.find(" ".join(f"+{word}" for word in words)) == [everything]
    assert shelf.find(" AND ".join(words)) == [everything]
    assert shelf.find(f"{' '.join(words[1:])} -{words[0]}", many=100) == pages[1:]
    answer = shelf.ask(" ".join(words), many=100)
    told = list(zip(pages, words, strict=True))
    whys = {found.page_id: found.why for found in answer.found}
    assert whys[everything].words == dict.fromkeys(words, ("body",))
    assert not whys[everything].missing
    assert {page: tuple(whys[page].words) for page in pages} == {page: (word,) for page, word in told}


def test_of_a_long_question_beginnings_and_phrases_are_looked_for(shelf: Shelf) -> None:
    begun = [f"{letter}{other}mp" for letter in "bdgklmnpr" for other in "aei"]
    pages = [shelf.add(f"Page {number}", f"{begin}zzle") for number, begin in enumerate(begun)]
    assert set(shelf.find(" ".join(f"{begin}*" for begin in begun), many=100)) == set(pages)
    phrases = [f"{one} {other}" for one, other in zip(begun[::2], begun[1::2], strict=False)]
    held = [shelf.add(f"Held {number}", f"it says {phrase} there") for number, phrase in enumerate(phrases)]
    turned = shelf.add("Turned", " ".join(reversed(begun)))
    assert set(shelf.find(" OR ".join(f'"{phrase}"' for phrase in phrases), many=100)) == set(held)
    assert turned not in shelf.find(" OR ".join(f'"{phrase}"' for phrase in phrases), many=100)
    assert shelf.find(" ".join(f'"{phrase}"' for phrase in phrases)) == []


def test_either_is_enough_where_it_says_or(shelf: Shelf) -> None:
    first, second = shelf.add("A", "alpha gamma"), shelf.add("B", "beta gamma")
    shelf.add("C", "gamma")
    shelf.add("D", "alpha beta")
    assert set(shelf.find("+gamma (alpha OR beta)")) == {first, second}
    assert set(shelf.find('+gamma ("alpha gamma" OR "beta gamma")')) == {first, second}


def test_brackets_hold_together(shelf: Shelf) -> None:
    first, second = shelf.add("A", "alpha beta"), shelf.add("B", "gamma delta")
    shelf.add("C", "alpha delta")
    asked = Either((every("+alpha +beta").root, every("+gamma +delta").root))
    assert set(shelf.find(Question("", All((asked,))))) == {first, second}


def test_a_phrase_is_in_this_order_without_gaps(shelf: Shelf) -> None:
    exact = shelf.add("A", "first reset the till printer, then wait")
    shelf.add("B", "the printer of the till")
    shelf.add("C", "till and printer")
    assert shelf.find('"till printer"') == [exact]
    assert shelf.find('"reset the till"') == [exact]
    assert shelf.find('"reset till"') == []


def test_a_phrase_stands_in_one_field(shelf: Shelf) -> None:
    title = shelf.add("Till printer")
    shelf.add("Till", "printer")
    shelf.add("Door", "printer", tags=("till",))
    assert shelf.find('"till printer"') == [title]
    assert shelf.find('title:"till printer"') == [title]


def test_a_phrase_is_found_anywhere_in_a_long_text(shelf: Shelf) -> None:
    many = [f"word{number}" for number in range(20_000)]
    page = shelf.add("Long", " ".join(many))
    for start in (0, 3_999, 4_000, 12_345, 16_383, 19_998):
        assert shelf.find(f'"{many[start]} {many[start + 1]}"') == [page]
        assert shelf.find(f'"{many[start + 1]} {many[start]}"') == []


def test_a_word_so_frequent_that_places_run_out_is_still_found_behind_it(shelf: Shelf) -> None:
    page = shelf.add("Long", "same " * 400 + "needle here")
    assert shelf.find('"needle here"') == [page]
    assert shelf.find("same") == [page]


def test_a_word_of_the_title_alone(shelf: Shelf) -> None:
    title = shelf.add("Till")
    shelf.add("Door", "till till till", tags=("till",))
    assert shelf.find("title:till") == [title]
    assert set(shelf.find("-title:till")) == {2}


def test_the_beginning_of_a_word(shelf: Shelf) -> None:
    one, two = shelf.add("A", "configuration"), shelf.add("Configured")
    shelf.add("B", "concert")
    assert set(shelf.find("conf*")) == {one, two}
    assert shelf.find("title:conf*") == [two]


def test_words_are_found_by_their_stems(shelf: Shelf) -> None:
    page = shelf.add("A", "printing labels")
    assert shelf.find("printed label") == [page]


def test_synonyms_count_as_the_word(shelf: Shelf) -> None:
    till, pos = shelf.add("A", "the till is jammed"), shelf.add("B", "the pos is jammed")
    point = shelf.add("C", "the point of sale is jammed")
    shelf.add("D", "the sale has a point, it is jammed")
    word = Word("till", "till", synonyms=(("pos",), ("point", "", "sale")))
    assert set(shelf.find(every(word))) == {till, pos, point}
    required = Word("till", "till", required=True, synonyms=(("pos",), ("point", "", "sale")))
    assert set(shelf.find(every(required, "jammed"))) == {till, pos, point}
    assert shelf.ask(every(word)).corrected == {}


def test_a_synonym_alone_is_no_mistyped_word(shelf: Shelf) -> None:
    pos = shelf.add("A", "the point of sale")
    shelf.add("B", "a toll road")
    answer = shelf.ask(every(Word("tolls", "tolls", synonyms=(("point", "", "sale"),))))
    assert [found.page_id for found in answer.found] == [pos]
    assert not answer.corrected
    assert not answer.widened


@pytest.mark.parametrize(
    ("limit", "fitting"),
    [
        (Limit("type", frozenset({"howto"})), {1}),
        (Limit("type", frozenset({"howto", "question"})), {1, 2}),
        (Limit("tag", frozenset({"till"})), {1, 3}),
        (Limit("state", frozenset({"stale"})), {2}),
        (Limit("space", frozenset({2})), {3}),
        (Limit("person", frozenset({7})), {1, 2}),
        (Limit("owner", frozenset({8})), {2}),
        (Limit("owner", frozenset({0})), set()),
        (Limit("under", frozenset({90})), {3}),
        (Limit("changed", first=date(2025, 1, 1).toordinal(), last=date(2025, 12, 31).toordinal()), {2}),
        (Nothing(), set()),
        (Not(Limit("tag", frozenset({"till"}))), {2}),
        (Limit("tag", frozenset({"unheard"})), set()),
    ],
)
def test_limits(shelf: Shelf, limit: Limit | Nothing | Not, fitting: set[int]) -> None:
    shelf.add("A", "alpha", type="howto", tags=("till",), people=(7, 9))
    shelf.add("B", "alpha", type="question", states=frozenset({"stale"}), owner_id=8, people=(7,))
    shelf.engine.write([shelf.entry("B", "alpha", page_id=2, type="question", states=frozenset({"stale"}), owner_id=8,
                                    people=(7,), changed=date(2025, 6, 1))])  # fmt: skip
    shelf.engine.write([shelf.entry("C", "alpha", page_id=3, tags=("till", "door"), space_id=2, above=(80, 90))])
    seeker = Seeker(frozenset({1, 2}))
    assert set(shelf.find(every(limit, "alpha"), seeker)) == fitting
    assert set(shelf.find(every(limit), seeker)) == fitting
    assert shelf.ask(every(limit), seeker).total == len(fitting)


def test_a_limit_or_a_word(shelf: Shelf) -> None:
    tagged, worded = shelf.add("A", "x", tags=("till",)), shelf.add("B", "alpha")
    shelf.add("C", "gamma")
    asked = Either((Limit("tag", frozenset({"till"})), Word("alpha", "alpha")))
    assert set(shelf.find(Question("", All((asked,))))) == {tagged, worded}


def test_texts_of_other_rooms_are_found_under_their_page(shelf: Shelf) -> None:
    page = shelf.add("A", "alpha", parts=(Part("note-1", "walnut"), Part("file-2", "walnut cake, more walnut")))
    shelf.fill(3)
    answer = shelf.ask("walnut")
    assert [found.page_id for found in answer.found] == [page]
    assert set(answer.found[0].parts) == {"note-1", "file-2"}
    assert shelf.ask("alpha").found[0].parts == ()
    assert shelf.find('"walnut cake"') == [page]
    assert sum(answer.facets["type"].values()) == answer.total == 1


def test_a_text_for_some_is_found_by_them_alone(shelf: Shelf) -> None:
    page = shelf.add("A", "alpha", parts=(Part("note", "walnut", frozenset({7})),))
    shelf.fill(3)
    assert shelf.find("walnut", Seeker(EVERYBODY.spaces, person_id=7)) == [page]
    for asked in ("walnut", '"walnut"', "waln", "walnot", "waln*", "alpha -walnut"):
        answer = shelf.ask(asked, Seeker(EVERYBODY.spaces, person_id=8))
        assert [found.page_id for found in answer.found] == ([page] if asked.startswith("alpha") else [])
        assert not answer.corrected
        assert not any(found.parts for found in answer.found)


@pytest.mark.parametrize(
    "typed",
    [
        "a & b | !c <-> d",
        "it's O'Hara's \\ back\\slash",
        "'; DROP TABLE search_entry; --",
        "%s %(x)s :name ::cast $1",
        "c++ c# 100% a_b",
        "\x01till \x02x \x05a",
        "((((",
        '"" "',
        "the of and",
        "😀 שלום 漢字",
        "x" * 300,
        " ".join(f"word{n}" for n in range(60)),
    ],
)
def test_nothing_that_is_typed_is_too_much(shelf: Shelf, typed: str) -> None:
    shelf.add(typed[:200].replace("\x00", ""), typed)
    answer = shelf.ask(typed)
    assert answer.total in {0, 1}
    shelf.suggest(typed)
    assert bool(read(typed)) or answer.total <= 1
