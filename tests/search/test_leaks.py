"""Whatever search says, it says as if what one may not read were not there."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import csrf, make_person, sign_in
from tests.search.library import Library
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.models import Page
from wiki.people.models import Person

MARK = "xyzzyplugh"
CHANGING = re.compile(r'(name="csrf_token" value|data-token)="[^"]*"')

ADDRESSES = [
    f"/search?q={MARK}",
    f"/search?q={MARK[:-1]}q",  # one letter off
    f"/search?q={MARK[:5]}",
    f"/search?q={MARK[:5]}*",
    f'/search?q="{MARK} plan"',
    f"/search?q=wombat+OR+{MARK}",
    f"/search?q=wombat+-{MARK}",
    "/search?q=wombat",
    "/search?q=wombat&sort=newest",
    "/search?q=wombat&sort=title",
    "/search?q=-digs",
    f"/search?q=tag:{MARK}tag",
    f"/search?q=wombat+space:{MARK}-s",
    f'/search?q=wombat+space:"{MARK} board"',
    f'/search?q=wombat+under:"{MARK} plan"',
    f"/search?q=wombat+type:{MARK}",
    "/search?q=updated:7d",
    "/search?q=by:ada",
    "/search?q=secretword",
    "/search?q=nothing-of-the-kind+digs",
    f"/search/suggest?q={MARK}",
    f"/search/suggest?q={MARK[:3]}",
    "/search/suggest?q=wom",
    "/search/form",
    "/search/form?q=wombat",
]


@pytest.fixture
def nia(library: Library) -> Person:
    return make_person(library.wiki, "Nia Okafor")


@pytest.fixture
def keeper(library: Library) -> Person:
    return make_person(library.wiki, "Kay Keeper", role="lead")


def opened(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    sign_in(client, person)
    return client


def seen(client: FlaskClient, address: str) -> tuple[int, str]:
    answer = client.get(address)
    return answer.status_code, CHANGING.sub("", answer.text)


def hide_something(library: Library) -> None:
    """A private space, and a restricted page in an open one, with words, tags and a title that nothing else has."""
    board = library.space(f"{MARK} board", visibility="private")
    plan = library.page(board, f"{MARK} plan", f"{MARK} wombat secretword", tags=[f"{MARK}tag", "zoo"])
    library.page(board, f"{MARK} below", "wombat " * 30, parent=plan)
    with library.wiki.database.reading() as session:
        tills = session.query(Page).filter_by(title="Wombats").one().space
    guarded = library.page(tills, f"{MARK} guarded", f"{MARK} wombat", tags=[f"{MARK}tag"], type="question")
    library.change(lambda work: restrict_page(work, work.session.get_one(Page, guarded.id), [library.admin]))


@pytest.mark.parametrize("drained", [True, False], ids=["index follows", "index lags"])
def test_hidden_pages_change_no_answer(
    app: Flask, library: Library, nia: Person, keeper: Person, drained: bool
) -> None:
    tills = library.space("Tills")
    library.page(tills, "Wombats", "A wombat digs.", tags=["zoo"])
    library.page(tills, "More", "The wombat sleeps.")
    library.drain()
    clients = [opened(app, nia), opened(app, keeper)]
    before = [[seen(client, address) for address in ADDRESSES] for client in clients]
    hide_something(library)
    if drained:
        library.drain()
    after = [[seen(client, address) for address in ADDRESSES] for client in clients]
    for address, *answers in zip(ADDRESSES, *before, *after, strict=True):
        first, second, later_first, later_second = answers
        assert later_first == first, address
        assert later_second == second, address
        assert first[0] == 200


def test_those_who_may_find_all_of_it(app: Flask, library: Library, nia: Person) -> None:
    library.page(library.space("Tills"), "Wombats", "A wombat digs.", tags=["zoo"])
    hide_something(library)
    library.drain()
    client = opened(app, library.admin)
    assert "4 results" in client.get("/search?q=wombat").text
    assert f"<mark>{MARK}</mark> plan" in client.get(f"/search?q=tag:{MARK}tag+{MARK}").text
    assert f"{MARK} plan" in client.get(f"/search/suggest?q={MARK[:4]}").text


def test_what_was_taken_away_is_not_offered(app: Flask, library: Library, nia: Person) -> None:
    page = library.page(library.space(), f"{MARK} plan", "wombat", tags=[f"{MARK}tag"])
    library.drain()
    client = opened(app, nia)
    assert MARK + " plan" in client.get(f"/search/suggest?q={MARK[:4]}").text
    library.change(lambda work: restrict_page(work, work.session.get_one(Page, page.id), [library.admin]))
    for address in (f"/search/suggest?q={MARK[:4]}", "/search?q=wombat", f"/search?q={MARK[:6]}*"):
        text = client.get(address).text
        assert f"{MARK} plan" not in text
        assert f"{MARK}tag" not in text


def test_crumbs_leave_out_what_is_hidden(app: Flask, library: Library, nia: Person) -> None:
    tills = library.space("Tills")
    top = library.page(tills, f"{MARK} top", "x")
    library.page(tills, "Wombats", "A wombat digs.", parent=top)
    library.drain()
    client = opened(app, nia)
    assert MARK in client.get("/search?q=wombat").text
    library.change(lambda work: restrict_page(work, work.session.get_one(Page, top.id), [library.admin]))
    library.drain()
    assert MARK not in client.get("/search?q=wombat").text


def test_synonyms_and_gaps_tell_no_pages(app: Flask, library: Library, nia: Person, keeper: Person) -> None:
    library.page(library.space("Tills"), "Wombats", "A wombat digs.")
    hide_something(library)
    library.drain()
    kept = opened(app, keeper)
    data = {"words": f"badger, {MARK}", "csrf_token": csrf(kept)}
    assert kept.post("/search/synonyms", data=data).status_code == 303
    text = opened(app, nia).get("/search?q=badger").text
    assert MARK not in text
    opened(app, library.admin).get(f"/search?q={MARK}+secretword")
    assert MARK not in kept.get("/search/gaps").text


ENGINE = re.compile("search_entry|search_state|spelling")
MOST = {"/search?q=wombat": 8, "/search?q=xylophone": 9, "/search/suggest?q=wom": 4}
"""Address → SQL statements at most, with the one that says who is looking."""
HEAVY = "/search?q=wombat+by:nia+owner:ada+under:Wombats+tag:zoo+OR+digs+space:tills+updated:7d"


def test_statements_stay_few(
    app: Flask,
    library: Library,
    nia: Person,
    count_statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    tills = library.space("Tills")
    top = library.page(tills, "Wombats", "A wombat digs.", tags=["zoo"])
    for number in range(30):
        library.page(tills, f"Wombat {number}", "wombat digs", parent=top, tags=[f"t{number}"])
    library.drain()
    client = opened(app, nia)
    for address, most in {**MOST, HEAVY: 9}.items():
        client.get(address)
        with count_statements() as made:
            client.get(address)
        # What PostgreSQL asks of its own index is the engine's business.
        ours = [statement for statement in made if not ENGINE.search(statement)]
        assert len(ours) <= most, "\n".join(ours)
