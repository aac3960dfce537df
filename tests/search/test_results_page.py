"""The page of results, over HTTP."""

from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.builders import make_person, sign_in
from tests.search.library import Library


@pytest.fixture
def reader(library: Library, client: FlaskClient) -> FlaskClient:
    sign_in(client, make_person(library.wiki, "Nia Okafor"))
    return client


def test_the_box_alone_when_nothing_is_asked(reader: FlaskClient) -> None:
    answer = reader.get("/search")
    assert answer.status_code == 200
    assert 'name="q" value=""' in answer.text


def test_results_show_title_space_passage_and_address(library: Library, reader: FlaskClient) -> None:
    library.page(library.space("Tills"), "Reset the till", "Hold the green button.")
    library.drain()
    text = reader.get("/search?q=green+till").text
    assert 'value="green till"' in text
    assert "1 result<" in text
    assert 'href="/p/reset-the-till"' in text
    assert 'href="/s/tills"' in text
    assert "Hold the <mark>green</mark> button." in text
    assert "Reset the <mark>till</mark>" in text


def test_nothing_found_leads_to_writing_it(reader: FlaskClient) -> None:
    text = unescape(reader.get("/search", query_string={"q": "split a refund & more"}).text)
    assert "/new?title=split+a+refund+%26+more" in text


def test_limits_that_leave_nothing_are_no_title(reader: FlaskClient) -> None:
    text = unescape(reader.get("/search?q=is:stale").text)
    assert "No page you may read passes these limits" in text
    assert "/new?" not in text.split("</header>")[1]


def test_words_that_no_page_has_together_lead_to_writing(library: Library, reader: FlaskClient) -> None:
    library.page(library.space(), "Wombats", "They dig.")
    library.drain()
    text = unescape(reader.get("/search?q=wombats+swim").text)
    assert "No page has all of these words." in text
    assert "/new?type=question&title=wombats+swim" in text
    assert "No page has all" not in reader.get("/search?q=wombats+dig").text


def test_a_mistyped_word_is_told_once(library: Library, reader: FlaskClient) -> None:
    library.page(library.space(), "Green label", "A label, a printer.")
    library.drain()
    text = unescape(reader.get("/search?q=lable+printer").text)
    assert "Nothing says lable. Shown: label." in text
    assert ">Search for label printer alone</a>" in text


def test_the_page_leads_to_the_next(library: Library, reader: FlaskClient) -> None:
    space = library.space()
    for number in range(11):
        library.page(space, f"Page {number}", "rabbit & co")
    library.drain()
    text = unescape(reader.get("/search?q=rabbit+%26+co").text)
    assert "11 results" in text
    assert 'href="/search?q=rabbit+%26+co&page=2"' in text
    assert reader.get("/search?q=rabbit&page=2").text.count('class="result"') == 1
    for page in ("0", "-1", "x", "9999999999", "99"):
        assert reader.get("/search", query_string={"q": "rabbit", "page": page}).status_code == 200


def test_a_lag_is_told(library: Library, reader: FlaskClient) -> None:
    space = library.space()
    library.page(space, "One", "cats")
    library.drain()
    library.page(space, "Two", "cats")
    library.wiki.clock.forward(seconds=9)  # type: ignore[attr-defined]
    assert "1 page saved in the last moments" in reader.get("/search?q=cats").text


def test_a_missing_index_is_told_and_answered_by_the_database(library: Library, reader: FlaskClient) -> None:
    library.page(library.space(), "One", "cats")
    text = reader.get("/search?q=cats").text
    assert "being made anew" in text
    assert 'href="/p/one"' in text


def test_markup_in_titles_texts_and_questions_stays_text(library: Library, reader: FlaskClient) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    library.page(library.space(f"S {evil}"), f"Cats {evil}", f"Cats\n\n```\n{evil}\n```\n")
    library.drain()
    for asked in ("cats", evil, f'"{evil}"', f"nothing {evil}zzz"):
        text = reader.get("/search", query_string={"q": asked}).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "<mark>Cats</mark> &lt;script&gt;" in reader.get("/search?q=cats").text


HOSTILE = [
    "x" * 10_240,
    " ".join(f"word{n}" for n in range(1000)),
    "wombat " * 1000,
    "the and of to",
    '"',
    '"unbalanced wombat',
    '"" "" ""',
    "“curly wombat",
    "*",
    "*a*",
    "w*mb?t",
    "(((((wombat",
    "wombat AND OR NOT",
    "-wombat +wombat ~2 ^3",
    "title:wombat body:[a TO z]",
    "(a+)+$",
    "wombat\0\0rest",
    "\x01\x02\x7f",
    "🦘🦘🦘 wombat",
    "\u202ewombat\u202c",
    "'; DROP TABLE page; --",
    "%' OR '1'='1",
    "%_\\",
    "../../etc/passwd",
    "{{ 7*7 }} ${7*7}",
    "\ufffe\uffff\ue000l0\ue001x\ue002",
    "𝔴𝔬𝔪𝔟𝔞𝔱 ﬁ ½ ẞ İ",
    "标" * 600,
    "a" + "\u0301" * 400,
    "'" * 400,
]


@pytest.mark.parametrize("indexed", [True, False], ids=["index", "database"])
def test_nothing_that_can_be_typed_fails(library: Library, reader: FlaskClient, indexed: bool) -> None:
    space = library.space()
    for number in range(3):
        library.page(space, f"Wombat {number}", "The wombat and the word1 of it. 标标标 '' %_")
    if indexed:
        library.drain()
    for typed in HOSTILE:
        answer = reader.get("/search", query_string={"q": typed})
        assert answer.status_code == 200, typed[:40]
    assert reader.get("/search?q=%ff%fe%80").status_code == 200
    if indexed:
        assert library.index.health() == "ready"
