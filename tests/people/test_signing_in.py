"""Coming in, staying in, and being out for good."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.builders import PASSWORD, csrf, make_person, sign_in
from tests.stand_ins import FakeClock
from wiki.kernel.events import EventRow
from wiki.people.models import Attempt, SignIn
from wiki.web.running import Wiki


def try_password(client: FlaskClient, email: str, password: str, **more: str) -> TestResponse:
    fields = {"email": email, "password": password, "csrf_token": csrf(client), **more}
    return client.post("/sign-in", data=fields)


def cookie_of(client: FlaskClient) -> str:
    found = client.get_cookie("flipside")
    assert found is not None
    return found.value


def is_in(client: FlaskClient) -> bool:
    return client.get("/me").status_code == 200


def test_the_right_password_signs_in_and_leads_on(client: FlaskClient, wiki: Wiki) -> None:
    nia = make_person(wiki, password=PASSWORD)
    answer = try_password(client, nia.email.upper(), PASSWORD, next="/people?q=a")
    assert answer.status_code == 303
    assert answer.location == "/people?q=a"
    assert "Nia Okafor" in client.get("/me").text
    with wiki.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 0
        assert "SignedIn" in session.scalars(select(EventRow.name)).all()


def test_the_cookie_is_for_the_server_alone(client: FlaskClient, wiki: Wiki) -> None:
    nia = make_person(wiki, password=PASSWORD)
    set_cookie = try_password(client, nia.email, PASSWORD).headers["Set-Cookie"]
    morsel = SimpleCookie(set_cookie)["flipside"]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert morsel["expires"]


def test_the_table_holds_no_token(client: FlaskClient, wiki: Wiki) -> None:
    token = sign_in(client, make_person(wiki))
    assert len(token) >= 43
    with wiki.database.reading() as session:
        assert session.scalar(select(SignIn.digest)) != token


def test_signing_in_changes_the_session_and_a_planted_one_dies(app: Flask, wiki: Wiki) -> None:
    nia, eve = make_person(wiki, password=PASSWORD), make_person(wiki, "Eve Planter")
    attacker, victim = app.test_client(), app.test_client()
    sign_in(attacker, eve)
    planted = cookie_of(attacker)
    victim.set_cookie("flipside", planted)
    assert try_password(victim, nia.email, PASSWORD).status_code == 303
    assert cookie_of(victim) != planted
    assert "Nia Okafor" in victim.get("/me").text
    assert not is_in(attacker)


def test_a_token_that_was_made_up_means_nobody(client: FlaskClient, wiki: Wiki) -> None:
    make_person(wiki)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "A" * 43
    assert not is_in(client)


def test_a_copied_cookie_is_dead_after_signing_out(app: Flask, client: FlaskClient, wiki: Wiki) -> None:
    sign_in(client, make_person(wiki))
    thief = app.test_client()
    thief.set_cookie("flipside", cookie_of(client))
    assert is_in(thief)
    assert client.post("/sign-out", data={"csrf_token": csrf(client)}).status_code == 303
    assert not is_in(thief)
    assert not is_in(client)


def test_a_sign_in_ends_after_its_days(client: FlaskClient, wiki: Wiki, clock: FakeClock) -> None:
    sign_in(client, make_person(wiki))
    clock.forward(days=29)
    assert is_in(client)
    clock.forward(days=1, seconds=1)
    assert not is_in(client)


def test_unknown_wrong_and_closed_accounts_get_the_same_answer(app: Flask, wiki: Wiki, clock: FakeClock) -> None:
    make_person(wiki, password=PASSWORD)
    make_person(wiki, "No Password")
    closed = make_person(wiki, "Closed Account", password=PASSWORD)
    with wiki.work() as work:
        work.session.merge(closed).disabled_at = clock.now()
    seen = set()
    for email, password in [
        ("niaokafor@example.com", "not the password"),
        ("nopassword@example.com", PASSWORD),
        (closed.email, PASSWORD),
        ("nobody@example.com", PASSWORD),
    ]:
        client = app.test_client()
        answer = try_password(client, email, password)
        text = answer.text.replace(email, "EMAIL").replace(csrf(client), "")
        seen.add((answer.status_code, len(text.split()), "go together" in text, "EMAIL" in text))
    assert len(seen) == 1
    assert seen.pop()[0] == 401


@pytest.mark.parametrize("email", ["niaokafor@example.com", "nobody@example.com"])
def test_guessing_is_slowed_though_the_address_rotates(app: Flask, wiki: Wiki, clock: FakeClock, email: str) -> None:
    make_person(wiki, password=PASSWORD)
    codes = []
    for number in range(25):
        client = app.test_client()
        codes.append(
            client.post(
                "/sign-in",
                data={"email": email, "password": f"guess number {number}", "csrf_token": csrf(client)},
                headers={"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}"},
            ).status_code
        )
    assert codes == [401] * 10 + [429] * 15
    late = try_password(app.test_client(), email, PASSWORD)
    assert late.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= 61
    clock.forward(seconds=61)
    assert try_password(app.test_client(), email, "wrong once more").status_code == 401
    clock.forward(seconds=61)
    assert try_password(app.test_client(), email, PASSWORD).status_code == 429, "the wait grows"
    clock.forward(minutes=20)
    last = try_password(app.test_client(), email, PASSWORD).status_code
    assert last == (303 if email.startswith("nia") else 401)


def test_one_address_can_not_try_many_accounts(app: Flask, wiki: Wiki) -> None:
    make_person(wiki)
    codes = [
        try_password(app.test_client(), f"somebody{number}@example.com", "a password, any").status_code
        for number in range(42)
    ]
    assert codes == [401] * 40 + [429] * 2


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/%0d%0aLocation: https://evil.example",
        "/\r\nSet-Cookie: a=b",
        "evil.example",
        " //evil.example",
        "",
    ],
)
def test_signing_in_leads_only_to_this_wiki(client: FlaskClient, wiki: Wiki, target: str) -> None:
    nia = make_person(wiki, password=PASSWORD)
    answer = try_password(client, nia.email, PASSWORD, next=target)
    assert answer.status_code == 303
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))
    assert "Location: https" not in answer.location or answer.location == "/"
    again = client.get("/sign-in", query_string={"next": target})
    assert again.status_code == 303
    assert again.location.startswith("/")
    assert not again.location.startswith(("//", "/\\"))


@pytest.mark.parametrize("bad", ["", "x" * 1_000_000, "\0" * 50, "\u202egnp.exe", "\ud7ff" * 300, "' OR 1=1 --"])
def test_odd_words_at_the_door_are_refused_calmly(client: FlaskClient, wiki: Wiki, bad: str) -> None:
    make_person(wiki)
    for email, password in [(bad, PASSWORD), ("a@b.example", bad), (bad, bad)]:
        assert try_password(client, email, password, next=bad, kept=bad).status_code in {401, 422}


def test_bytes_that_are_no_text_are_refused_calmly(client: FlaskClient, wiki: Wiki) -> None:
    make_person(wiki)
    body = f"csrf_token={csrf(client)}&email=%ff%fe%ed%a0%80@a&password=%ff%00%ed%a0%80aaaaaaaa".encode()
    answer = client.post("/sign-in", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {401, 422}


def test_one_click_is_for_the_demo_alone(client: FlaskClient, wiki: Wiki) -> None:
    nia = make_person(wiki)
    assert client.post(f"/demo/sign-in/{nia.handle}", data={"csrf_token": csrf(client)}).status_code == 404
    assert "formaction" not in client.get("/sign-in").text


def test_who_is_looking_takes_one_statement(
    client: FlaskClient, wiki: Wiki, count_statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    sign_in(client, make_person(wiki))
    client.get("/keyboard")
    with count_statements() as made:
        assert client.get("/keyboard").status_code == 200
    assert len([one for one in made if "sign_in" in one]) == 1
    assert len(made) == 1
    with count_statements() as made:
        client.get("/static/favicon.svg").close()
    assert made == []
