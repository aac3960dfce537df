"""The log, what nobody found, synonyms and saved searches, over HTTP."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import csrf, make_person, sign_in
from tests.search.library import Library
from tests.stand_ins import FakeClock
from wiki.people.models import Person
from wiki.search.actions.log import REMEMBERED, SearchLog, forget_searchers
from wiki.search.models import SearchQuery, Synonym
from wiki.search.routes.asking import log_of

Open = Callable[[Person], FlaskClient]


@pytest.fixture
def nia(library: Library) -> Person:
    return make_person(library.wiki, "Nia Okafor")


@pytest.fixture
def opened(app: Flask) -> Open:
    def opening(person: Person) -> FlaskClient:
        client = app.test_client()
        sign_in(client, person)
        return client

    return opening


@pytest.fixture
def log(library: Library) -> SearchLog:
    return log_of(library.wiki)


def post(client: FlaskClient, address: str, **fields: str) -> int:
    return client.post(address, data={**fields, "csrf_token": csrf(client)}).status_code


def logged(library: Library) -> list[tuple[int | None, str, int, bool]]:
    log_of(library.wiki).write(library.wiki.clock.now())
    with library.wiki.database.reading() as session:
        rows = session.scalars(select(SearchQuery).order_by(SearchQuery.id))
        return [(row.person_id, row.text, row.total, row.clicked) for row in rows]


def test_a_search_is_logged_without_waiting(
    library: Library, nia: Person, opened: Open, clock: FakeClock, log: SearchLog
) -> None:
    client = opened(nia)
    client.get("/search?q=wombats")
    with library.wiki.database.reading() as session:
        assert session.scalars(select(SearchQuery)).all() == []
    assert not log.is_due(clock.now())
    clock.forward(seconds=11)
    assert log.is_due(clock.now())
    clock.forward(seconds=50)
    client.get("/search?q=quokkas").close()
    with library.wiki.database.reading() as session:
        assert [row.text for row in session.scalars(select(SearchQuery).order_by(SearchQuery.id))] == [
            "wombats",
            "quokkas",
        ]


def test_what_is_typed_letter_by_letter_is_one_search(
    library: Library, nia: Person, opened: Open, clock: FakeClock
) -> None:
    client, other = opened(nia), opened(library.admin)
    for text in ("wo", "womb", "wombat", "wombats"):
        client.get("/search", query_string={"q": text})
        clock.forward(seconds=3)
    other.get("/search?q=wombats")
    assert [text for _, text, _, _ in logged(library)] == ["wombats", "wombats"]
    client.get("/search?q=wombats+eat")
    assert [text for _, text, _, _ in logged(library)] == ["wombats eat", "wombats"]
    clock.forward(seconds=31)
    client.get("/search?q=wombats+eat+grass")
    assert [text for _, text, _, _ in logged(library)] == ["wombats eat", "wombats", "wombats eat grass"]


def test_a_click_is_noted_for_the_search_it_came_from(library: Library, nia: Person, opened: Open) -> None:
    client = opened(nia)
    client.get("/search?q=wombats")
    client.get("/search?q=quokkas")
    assert client.post("/search/clicked", data={"q": "wombats"}).status_code == 400
    assert post(client, "/search/clicked", q="Wombats") == 204
    assert [(text, clicked) for _, text, _, clicked in logged(library)] == [("wombats", True), ("quokkas", False)]


def test_who_searched_is_forgotten(library: Library, nia: Person, opened: Open, clock: FakeClock) -> None:
    opened(nia).get("/search?q=wombats")
    assert logged(library) == [(nia.id, "wombats", 0, False)]
    clock.forward(seconds=REMEMBERED.total_seconds() + 1)
    with library.wiki.quiet_work() as work:
        assert forget_searchers(work, clock.now())
    assert logged(library) == [(None, "wombats", 0, False)]
    clock.forward(seconds=timedelta(days=800).total_seconds())
    with library.wiki.quiet_work() as work:
        assert forget_searchers(work, clock.now())
    assert logged(library) == []


def test_keepers_see_what_nobody_found_without_persons(library: Library, nia: Person, opened: Open) -> None:
    library.page(library.space(), "Quokkas", "quokka")
    library.drain()
    client = opened(nia)
    client.get("/search?q=wombats")
    client.get("/search?q=quokka")
    text = unescape(opened(library.admin).get("/search/gaps").text)
    assert "wombats" in text
    assert "nothing found once" in text
    assert "quokka" in text
    assert "Nia" not in text
    assert "quokka" not in opened(library.admin).get("/search/gaps?only=nothing").text
    post(client, "/search/clicked", q="quokka")
    assert "quokka" not in opened(library.admin).get("/search/gaps").text
    assert client.get("/search/gaps").status_code == 403


def gaps(library: Library, opened: Open) -> str:
    return unescape(opened(library.admin).get("/search/gaps").text)


def test_what_does_not_answer_is_a_gap_though_something_was_opened(library: Library, nia: Person, opened: Open) -> None:
    library.page(library.space(), "Quokkas", "A quokka eats grass.")
    library.drain()
    client = opened(nia)
    for asked in ("quokka swims", "qoukka", "quokka grass"):
        client.get("/search", query_string={"q": asked})
        post(client, "/search/clicked", q=asked)
    text = gaps(library, opened)
    assert text.count("no page with most of its words once") == 2
    assert "quokka swims" in text
    assert "qoukka" in text
    assert "quokka grass" not in text


def test_what_says_nothing_is_no_gap_and_operators_are_no_title(library: Library, nia: Person, opened: Open) -> None:
    client = opened(nia)
    for asked in ("is:stale", "tag:zoo -old", "the of and", '"red wombat" tag:zoo OR quokka -old'):
        client.get("/search", query_string={"q": asked})
    text = gaps(library, opened)
    assert text.count('class="line__title"') == 1
    assert "/new?title=red+wombat+quokka" in text


def test_to_choose_among_facets_is_the_same_search(library: Library, nia: Person, opened: Open) -> None:
    space = library.space()
    library.page(space, "Quokkas", "quokka", type="howto")
    library.page(space, "More quokkas", "quokka")
    library.drain()
    client = opened(nia)
    page = client.get("/search?q=quokka").text
    assert "/search?q=quokka+type%3Ahowto&amp;narrowed=1" in page
    narrowed = client.get("/search?q=quokka+type%3Ahowto&narrowed=1").text
    assert '<details class="narrowing" data-wide-open open>' in narrowed
    assert "(1 chosen)" in narrowed
    assert [text for _, text, *_ in logged(library)] == ["quokka"]
    post(client, "/search/clicked", q="quokka type:howto")
    assert [clicked for *_, clicked in logged(library)] == [True]


def test_one_may_let_ones_own_searches_be_forgotten(library: Library, nia: Person, opened: Open) -> None:
    library.page(library.space(), "Quokkas", "quokka wombat")
    library.drain()
    client, other = opened(nia), opened(library.admin)
    other.get("/search?q=quokka")
    client.get("/search?q=quokka")
    logged(library)
    client.get("/search?q=wombat")
    assert "Forget these" in client.get("/search").text
    assert post(client, "/search/forget") == 303
    assert {(person, text) for person, text, *_ in logged(library)} == {
        (library.admin.id, "quokka"),
        (None, "quokka"),
        (None, "wombat"),
    }
    assert "Forget these" not in client.get("/search").text
    client.get("/search?q=wombat")
    logged(library)
    assert "data-forget" in client.get("/search/suggest?q=wom").text
    assert "data-forget" not in client.get("/search/suggest?q=xyz").text
    assert post(client, "/search/forget", here="1") == 204
    assert "data-forget" not in client.get("/search/suggest?q=wom").text


def test_pages_of_one_title_are_told_apart_while_one_types(library: Library, opened: Open) -> None:
    tills, stock = library.space("Tills"), library.space("Stock")
    hidden = library.space("Apart", visibility="private")
    tops = [library.page(tills, title) for title in ("Scanner", "Printer")]
    for parent in [*tops, tops[0], None]:
        library.page(tills, "Reset", parent=parent)
    library.page(stock, "Reset")
    library.page(hidden, "Reset")
    library.page(stock, "Resets nothing")
    library.drain()
    reader = opened(make_person(library.wiki, "Rea Der"))
    found = re.findall(r"<small[^>]*><bdi>(.*?)</bdi>", reader.get("/search/suggest?q=reset").text)
    apart = [hint for hint in map(unescape, found) if hint.startswith("Tills › Scanner, /p/")]
    assert len(set(apart)) == 2
    assert {*map(unescape, found)} - {*apart} == {"Tills › Printer", "Tills", "Stock"}


def test_what_was_found_behind_a_door_is_no_gap_for_others(library: Library, nia: Person, opened: Open) -> None:
    library.page(library.space("Board", visibility="private"), "Secret", "layoffs")
    library.drain()
    opened(library.admin).get("/search?q=layoffs")
    lead = make_person(library.wiki, "Lee Lead", role="lead")
    assert "layoffs" not in opened(lead).get("/search/gaps").text


def test_words_that_no_page_has_together_are_a_gap_even_where_a_closed_page_has_one(
    library: Library, nia: Person, opened: Open
) -> None:
    library.page(library.space(), "Plans", "plans plans")
    library.page(library.space("Board", visibility="private"), "Other", "It is about plans and layoffs.")
    library.drain()
    for asked in ("plans+quokka", "plans", "plans+layoffs&sort=title", "layoff", "x&q=space:board+merger"):
        opened(library.admin).get(f"/search?q={asked}")
        library.wiki.clock.forward(minutes=1)  # type: ignore[attr-defined]
    opened(library.admin).get("/search?q=space:board+merger")
    lead = make_person(library.wiki, "Lee Lead", role="lead")
    told = opened(lead).get("/search/gaps").text
    assert "plans quokka" in told
    for hidden in ("layoff", "merger", "space:board"):
        assert hidden not in told, hidden


def test_what_found_nothing_stays_though_words_are_taken_away(library: Library, opened: Open) -> None:
    library.page(library.space(), "Tills", "till")
    library.drain()
    client = opened(library.admin)
    client.get("/search?q=till+quokka+type:question")
    client.get("/search?q=till")
    assert [text for _, text, *_ in logged(library)] == ["till quokka type:question", "till"]


def test_keepers_say_which_words_mean_the_same(library: Library, nia: Person, opened: Open) -> None:
    keeper = opened(library.admin)
    assert post(keeper, "/search/synonyms", words="POS, till = point of sale") == 303
    text = unescape(keeper.get("/search/synonyms").text)
    assert "<bdi>POS</bdi> = <bdi>till</bdi> = <bdi>point of sale</bdi>" in text
    assert "Ada Min" in text
    with library.wiki.database.reading() as session:
        known = session.scalars(select(Synonym)).one().id
    assert post(keeper, f"/search/synonyms/{known}", words="POS, till, counter") == 303
    assert "counter" in keeper.get("/search/synonyms").text
    for words in ("", "till", "till, Tills", "!!!, till", ",".join(f"w{n}" for n in range(40)), "x" * 90 + ", y"):
        assert post(keeper, "/search/synonyms", words=words) == 422
    assert post(keeper, f"/search/synonyms/{known}", words="one") == 422
    assert post(keeper, f"/search/synonyms/{known}/drop") == 303
    assert "counter" not in keeper.get("/search/synonyms").text
    assert post(keeper, "/search/synonyms/999", words="a b, c d") == 404


def test_others_do_not(library: Library, nia: Person, opened: Open, client: FlaskClient) -> None:
    member = opened(nia)
    for address in ("/search/synonyms", "/search/gaps"):
        assert member.get(address).status_code == 403
        assert client.get(address).status_code in {302, 303}
    assert post(member, "/search/synonyms", words="a b, c d") == 403


def test_the_form_writes_the_query(library: Library, nia: Person, opened: Open) -> None:
    client = opened(nia)
    library.space("Tills")
    fields = {
        "words": "paper roll",
        "exact": "out of paper",
        "without": "old",
        "type": "howto",
        "space": "tills",
        "tag": "two words",
        "by": "me",
        "since": "2026-01",
        "under": "Front desk",
    }
    answer = client.get("/search/form", query_string=fields)
    assert answer.status_code == 303
    query = 'paper roll "out of paper" -old tag:"two words" type:howto space:tills by:me updated:2026-01.. '
    assert client.get(answer.headers["Location"]).status_code == 200
    text = unescape(client.get(answer.headers["Location"]).text)
    assert f'value="{query}under:"Front desk""' in text
    filled = unescape(client.get("/search/form", query_string={"q": query + 'under:"Front desk"'}).text)
    for value in ("paper roll", "out of paper", "two words", "2026-01", "Front desk"):
        assert f'value="{value}"' in filled
