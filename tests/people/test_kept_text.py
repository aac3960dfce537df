"""What was typed survives the sign-in that ended meanwhile."""

import html
import re

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from tests.builders import PASSWORD, csrf, make_person, sign_in
from wiki.kernel.settings import Settings
from wiki.people.models import Person
from wiki.web.request import must_sign_in
from wiki.web.running import Wiki

TEXT = 'Line one\r\n\r\n"quotes" & <b>tags</b> — ünïcode 漢字\r\n  indented'


@pytest.fixture
def target(app: Flask) -> str:
    """An address that takes a text from somebody who is signed in."""

    def write() -> str:
        must_sign_in()
        return f"{request.form.get('restored', 'fresh')}|{request.form['body']}"

    app.add_url_rule("/write/<name>", "write", lambda name: write(), methods=["POST"])
    return "/write/a%20page?section=2"


@pytest.fixture
def nia(wiki: Wiki) -> Person:
    return make_person(wiki, password=PASSWORD)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no field {name}"
    return html.unescape(found[1])


def test_the_text_comes_back_after_signing_in(client: FlaskClient, nia: Person, target: str) -> None:
    fields = {"body": TEXT, "summary": "Why", "csrf_token": csrf(client), "password": "secret", "tags": ["a", "b"]}
    asked = client.post(target, data=fields)
    assert asked.status_code == 401
    assert "Your text is safe" in asked.text
    kept = hidden(asked.text, "kept")
    assert "secret" not in kept
    wrong = client.post(
        "/sign-in",
        data={"email": nia.email, "password": "not this one", "kept": kept, "csrf_token": csrf(client)},
    )
    assert wrong.status_code == 401
    assert hidden(wrong.text, "kept") == kept
    page = client.post(
        "/sign-in", data={"email": nia.email, "password": PASSWORD, "kept": kept, "csrf_token": csrf(client)}
    )
    assert page.status_code == 200
    assert "Your text is here" in page.text
    assert f'action="{target}"' in page.text
    assert [html.unescape(v) for v in re.findall(r'name="tags" value="([^"]*)"', page.text)] == ["a", "b"]
    body = hidden(page.text, "body")
    assert body == TEXT
    token = hidden(page.text, "csrf_token")
    final = client.post(target, data={"body": body, "restored": "1", "csrf_token": token})
    assert final.status_code == 200
    assert final.text == f"1|{TEXT}"


def test_a_form_whose_cookie_is_gone_keeps_its_text(client: FlaskClient, nia: Person, target: str) -> None:
    asked = client.post(target, data={"body": TEXT, "csrf_token": "of another time"})
    assert asked.status_code == 401
    assert TEXT.splitlines()[0] in hidden(asked.text, "kept")
    assert nia.id


def test_a_form_of_an_earlier_sign_in_is_given_back(client: FlaskClient, nia: Person, target: str) -> None:
    sign_in(client, nia)
    answer = client.post(target, data={"body": TEXT, "csrf_token": "of another time"})
    assert answer.status_code == 400
    assert hidden(answer.text, "body") == TEXT


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_another_site_can_not_lay_words_before_us(
    client: FlaskClient, nia: Person, target: str, headers: dict[str, str]
) -> None:
    fields = {"body": "words of a stranger", "csrf_token": "guessed"}
    anonymous = client.post(target, data=fields, headers=headers)
    assert anonymous.status_code == 400
    assert "words of a stranger" not in anonymous.text
    sign_in(client, nia)
    known = client.post(target, data=fields, headers=headers)
    assert known.status_code == 400
    assert "words of a stranger" not in known.text


def test_a_text_too_large_to_carry_is_said_to_be(client: FlaskClient, nia: Person, target: str) -> None:
    answer = client.post(target, data={"body": "x" * 700_000, "csrf_token": csrf(client)})
    assert answer.status_code == 401
    assert len(answer.data) < 100_000
    assert nia.id


def test_half_a_megabyte_of_any_script_is_carried(client: FlaskClient, nia: Person, target: str) -> None:
    text = '漢"' * 100_000
    kept = hidden(client.post(target, data={"body": text, "csrf_token": csrf(client)}).text, "kept")
    page = client.post(
        "/sign-in",
        data={"email": nia.email, "password": PASSWORD, "kept": kept, "csrf_token": csrf(client)},
    )
    assert hidden(page.text, "body") == text


@pytest.mark.parametrize(
    "kept",
    ["[]", "{}", "[1]", '["/x"]', '["//evil.example",["a","b"]]', '["/x",["a"]]', '["/x",[1,2]]', "[" * 5000, "null"],
)
def test_a_carried_text_that_was_tampered_with_is_dropped(client: FlaskClient, nia: Person, kept: str) -> None:
    fields = {"email": nia.email, "password": PASSWORD, "kept": kept, "csrf_token": csrf(client)}
    assert client.post("/sign-in", data=fields).status_code == 303


def test_a_page_leads_through_the_door_and_back(client: FlaskClient, wiki: Wiki, nia: Person) -> None:
    answer = client.get("/people?q=é&page=2")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/people?q%3D%25C3%25A9%26page%3D2"
    assert hidden(client.get(answer.location).text, "next") == "/people?q=%C3%A9&page=2"
    assert wiki.settings
    assert nia.id


def test_what_a_script_asks_for_is_answered_briefly(client: FlaskClient, nia: Person) -> None:
    answer = client.get("/people/suggest?q=a", headers={"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 401
    assert nia.id


def test_the_demo_carries_text_too(settings: Settings, app: Flask, client: FlaskClient, nia: Person) -> None:
    running: Wiki = app.extensions["flipside"]
    object.__setattr__(settings, "demo", True)
    assert running.settings.demo
    page = client.get("/sign-in")
    assert f'formaction="/demo/sign-in/{nia.handle}"' in page.text
    fields = {"kept": '["/write/a", ["body", "my words"]]', "csrf_token": csrf(client)}
    answer = client.post(f"/demo/sign-in/{nia.handle}", data=fields)
    assert hidden(answer.text, "body") == "my words"
