"""How a query is read. Whatever is typed is read as something."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from wiki.search import language
from wiki.search.language import read
from wiki.search.question import All, Either, Filter, Node, Not, Phrase, Question, Word
from wiki.search.writing import Wish, limit, limited, limits, unlimited, words_of, write


def terms(typed: str) -> list[str]:
    return [word.term for word in read(typed).words]


def nodes(typed: str) -> tuple[Node, ...]:
    return read(typed).root.nodes


def said(typed: str) -> list[str]:
    return [note.text for note in read(typed).notes]


def test_words_rank_and_common_ones_are_left_out() -> None:
    question = read("how do I reset the till printer")
    assert [(word.term, word.text, word.place) for word in question.words] == [
        ("reset", "reset", 3),
        ("till", "till", 5),
        ("printer", "printer", 6),
    ]
    assert question.name == "how do i reset the till printer"
    assert not any(word.required for word in question.words)


def test_common_words_count_when_there_is_nothing_else() -> None:
    assert terms("to be or not") == ["to", "be", "or", "not"]
    assert terms("AND OR NOT") == ["and", "or", "not"]


@pytest.mark.parametrize("quoted", ['"point of sale"', "“point of sale”", "„point of sale“", "«point of sale»"])
def test_quotation_marks_of_any_language_keep_the_order(quoted: str) -> None:
    assert nodes(quoted) == (Phrase(((0, "point"), (2, "sale")), "point of sale"),)


def test_minus_and_not_leave_out() -> None:
    assert nodes('till -printer NOT drawer -"cash up" -tag:old') == (
        Word("till", "till", 0),
        Not(Word("printer", "printer", 1)),
        Not(Word("drawer", "drawer", 2)),
        Not(Phrase(((0, "cash"), (1, "up")), "cash up")),
        Not(Filter("tag", "old")),
    )


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("what to do if it does NOT print", ["print"]),
        ("how do I NOT lose tips", ["lose", "tip"]),
        ("DO NOT USE the drawer", ["use", "drawer"]),
        ("the till should NOT open", ["till", "should", "open"]),
    ],
)
def test_not_in_a_sentence_leaves_nothing_out(typed: str, looked_for: list[str]) -> None:
    question = read(typed)
    assert all(isinstance(node, Word) for node in question.root.nodes)
    assert [word.term for word in question.words] == looked_for
    assert [note.text for note in question.notes] == [language.LOUD]
    assert question.name == typed.lower()


@pytest.mark.parametrize(
    "typed", ["till NOT drawer", "NOT drawer till", "(till OR pos) NOT drawer", "till OR NOT drawer"]
)
def test_not_between_words_leaves_out(typed: str) -> None:
    assert "Not(node=Word(term='drawer'" in repr(nodes(typed))
    assert language.LOUD not in [note.text for note in read(typed).notes]


def test_a_dash_inside_a_word_leaves_nothing_out() -> None:
    assert terms("tear-down – wi-fi - x") == ["tear", "down", "wi", "fi", "x"]


def test_plus_and_and_require() -> None:
    assert [word.required for word in read("+till printer").words] == [True, False]
    assert [word.required for word in read("till AND printer drawer").words] == [True, True, False]


def test_or_binds_its_neighbours_closer_than_the_sequence() -> None:
    first, either, last = nodes("till printer OR drawer|scanner reset")
    assert isinstance(first, Word)
    assert isinstance(last, Word)
    assert isinstance(either, Either)
    assert [node.term for node in either.nodes if isinstance(node, Word)] == ["printer", "drawer", "scanner"]


def test_brackets_hold_together() -> None:
    (either,) = nodes("(till printer) OR (cash -drawer)")
    assert isinstance(either, Either)
    assert [type(node) for node in either.nodes] == [All, All]
    (without,) = nodes("-(till printer)")
    assert isinstance(without, Not)
    assert isinstance(without.node, All)


def test_fields_limit() -> None:
    assert nodes('TAG:band type:"how to" by:me updated:>2026-01 under:"Front desk" is:stale has:question') == (
        Filter("tag", "band"),
        Filter("type", "how to"),
        Filter("by", "me"),
        Filter("updated", ">2026-01"),
        Filter("under", "Front desk"),
        Filter("is", "stale"),
        Filter("has", "question"),
    )


def test_titles_are_asked_for_as_words_and_phrases() -> None:
    assert nodes('title:till title:"point of sale"') == (
        Word("till", "till", 0, "title", required=True),
        Phrase(((0, "point"), (2, "sale")), "point of sale", "title"),
    )


def test_a_star_ends_a_beginning() -> None:
    (word,) = nodes("Prin*")
    assert word == Word("prin", "Prin", 0, prefix=True)
    assert terms("*a* p* x*y") == ["p", "x", "y"]
    assert said("*a*")[0] == language.STAR


def test_what_is_no_field_is_words() -> None:
    assert terms("http://till.example/x 16:30") == ["http", "till", "exampl", "x", "16", "30"]
    assert said("http://till.example 16:30 c:\\temp") == []
    assert said("colour:red") == [language.UNKNOWN]


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ('"till printer', language.OPEN_QUOTE),
        ("(till", language.OPEN_BRACKET),
        ("till)", language.OPEN_BRACKET),
        ("till OR", language.ALONE),
        ("OR till", language.ALONE),
        ("till AND OR printer", language.ALONE),
        ("tag: till", language.NO_VALUE),
        ("till -the", language.COMMON),
        ("((((((((((till))))))))))", language.DEEP),
        ("x" * 501, language.LONG),
        ("till " * 90, language.MANY_WORDS),
        ("|||", language.EMPTY),
        ("👻", language.EMPTY),
    ],
)
def test_what_cannot_be_meant_is_said(typed: str, note: str) -> None:
    question = read(typed)
    assert note in [each.text for each in question.notes]
    assert all(each.text % each.values for each in question.notes)


def test_every_script_is_read() -> None:
    assert terms("Öffnungszeiten café") == ["offnungszeiten", "cafe"]
    assert terms("打印机 重置") == ["打印", "印机", "重置"]
    assert terms("الطابعة") == ["طابعه"]
    assert terms("\u202eprinter\u202c") == ["printer"]
    assert [word.place for word in read("打印机重置 纸").words] == [0, 1, 2, 3, 5]


def test_only_plain_words_may_be_a_title() -> None:
    assert read("Point of Sale (till 3)").name == "point of sale till 3"
    for typed in ('"till"', "+till", "till -x", "title:till", "till*", "a1 OR b1", "tag:x"):
        assert read(typed).name == ""


def test_no_query_holds_more_than_its_share() -> None:
    question = read(" ".join(f"w{number}" for number in range(120)))
    assert len(question.words) == language.TERMS
    assert len(read('"' + "a1 " * 100 + '"').phrases[0].terms) == language.TERMS


SIGNS = [*"ab01 \"“”()|+-*:'~^\\.\0\n", " OR ", " AND ", " NOT ", " title:", " tag:", " the "]
ANYTHING = some.text(max_size=600) | some.lists(some.sampled_from(SIGNS), max_size=200).map("".join)


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_anything_is_read(typed: str) -> None:
    question = read(typed)
    assert isinstance(question, Question)
    assert len(question.text) <= 500
    assert all(word.term for word in question.words)
    assert all(each.text % each.values for each in question.notes)
    assert read(question.text).root == question.root


VALUE = some.text(alphabet=some.sampled_from(list("abc7 -+:()|éß")), min_size=1, max_size=20).filter(
    lambda value: any(each.isalnum() for each in value)
)


@settings(max_examples=200, deadline=None)
@given(
    words=some.lists(some.sampled_from(["till", "OR", "NOT", "-x", '"', "tag:x", "printer", "(a"]), max_size=6),
    exact=some.sampled_from(["", "cash up", 'so "called" till']),
    tag=VALUE | some.just(""),
    space=VALUE | some.just(""),
    by=VALUE | some.just(""),
    under=VALUE | some.just(""),
    since=some.sampled_from(["", "2026-01", "2025"]),
)
def test_a_written_query_says_what_the_form_said(
    words: list[str], exact: str, tag: str, space: str, by: str, under: str, since: str
) -> None:
    text = write(Wish(words=" ".join(words), exact=exact, tag=tag, space=space, by=by, under=under, since=since))
    question = read(text)
    found = [(node.field, node.value) for node in question.root.nodes if isinstance(node, Filter)]
    meant = [("tag", tag), ("space", space), ("by", by), ("updated", f"{since}.." if since else ""), ("under", under)]
    assert found == [(field, " ".join(value.split())) for field, value in meant if value]
    assert len(question.phrases) == bool(exact)
    assert not any(isinstance(node, Either | Not) for node in question.root.nodes)


def test_a_filter_comes_and_goes() -> None:
    more = limited('till "cash up"', "tag", "two words")
    assert more == 'till "cash up" tag:"two words"'
    assert limits(more, "tag") == {"two words"}
    assert unlimited(more, "tag", frozenset({"two words"})) == 'till "cash up"'
    assert limit("tag", '"') == ""


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("till tag:a", {"a"}),
        ("till tag:a OR tag:b", {"a", "b"}),
        ("till (tag:A OR tag:b|tag:c) -old", {"a", "b", "c"}),
        ("tag:a tag:b", {"a", "b"}),
        ("till OR tag:a", set()),
        ("tag:a OR type:howto", set()),
        ("NOT tag:a", set()),
        ("-tag:a", set()),
        ("-(tag:a OR tag:b)", set()),
        ("till AND tag:a", set()),
        ("(till tag:a)", set()),
        ("((tag:a))", set()),
        ("(tag:a OR", set()),
        ("tag:a OR", set()),
    ],
)
def test_what_is_chosen_of_a_field(typed: str, chosen: set[str]) -> None:
    assert limits(typed, "tag") == chosen


def test_one_may_choose_several_values_and_take_them_away_again() -> None:
    one = limited("till -old", "tag", "a")
    two = limited(one, "tag", "two words", frozenset({"a"}))
    assert two == 'till -old (tag:a OR tag:"two words")'
    three = limited(two, "tag", "c", frozenset({"a", "two words"}))
    assert three == 'till -old (tag:a OR tag:"two words" OR tag:c)'
    assert unlimited(three, "tag", frozenset({"two words"})) == "till -old (tag:a OR tag:c)"
    assert unlimited(two, "tag", frozenset({"two words"})) == one
    assert unlimited("tag:a OR tag:b till", "tag", frozenset({"a"})) == "tag:b till"
    assert unlimited("(tag:a OR tag:b) till", "tag", frozenset({"a", "b"})) == "till"
    # What is typed beside another filter of the field goes on holding beside it.
    assert limited("tag:a tag:b", "tag", "c", frozenset({"b"})) == "tag:a (tag:b OR tag:c)"
    assert limited("updated:30d", "updated", "2026") == "updated:30d updated:2026"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("how do I reset the till?", "how do I reset the till?"),
        ('"red key" till -old tag:x OR (label print*)', "red key till label print"),
        ('NOT old till -(a (b OR c) d) -"e f" NOT (g) title:desk +must AND two', "till desk must two"),
        ("is:stale (tag:a OR type:howto)", ""),
        ("-(", ""),
    ],
)
def test_the_words_of_a_query(typed: str, words: str) -> None:
    assert words_of(typed) == words
