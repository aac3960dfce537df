"""Every field at its limit, beyond it, and with what isn't text: never a 500, nothing typed lost."""

import html
import io
from urllib.parse import urlencode

import pytest
from flask import Flask
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import Length

from tests.builders import csrf
from tests.people.every_form import CASES, Desk
from wiki.people import forms
from wiki.web.forms import Form
from wiki.web.running import Wiki

FIELDS = [(name, typed) for name, case in CASES.items() for typed in case.limits]
fields = pytest.mark.parametrize(("name", "typed"), FIELDS, ids=str)


@pytest.fixture
def desk(app: Flask, wiki: Wiki, name: str) -> Desk:
    return Desk(app, wiki, CASES[name])


def filled(typed: str, length: int) -> str:
    """A good value of exactly this many characters."""
    if typed == "email":
        return "é" * (length - len("@example.com")) + "@example.com"
    return ("日本é a" * length)[: length - 1] + "x"


def secret(typed: str) -> bool:
    return typed in {"password", "current"}


def test_the_table_knows_every_form_and_every_field() -> None:
    known = {case.form for case in CASES.values()}
    buttons_and_choices = {forms.NoFieldsForm, forms.AvatarForm, forms.StandingForm}
    made = {one for one in vars(forms).values() if isinstance(one, type) and issubclass(one, Form) and one is not Form}
    assert made == known | buttons_and_choices


@fields
def test_a_limit_is_that_of_the_form(app: Flask, name: str, typed: str) -> None:
    with app.test_request_context():
        form = CASES[name].form(formdata=None)
        texts = {
            found.name: max(rule.max for rule in found.validators if isinstance(rule, Length))
            for found in form
            if isinstance(found, StringField | PasswordField) and not isinstance(found, HiddenField)
        }
    assert texts == CASES[name].limits


@fields
def test_a_field_is_taken_at_its_limit(desk: Desk, name: str, typed: str) -> None:
    case = CASES[name]
    status, page = desk.send(**{typed: filled(typed, case.limits[typed])})
    unknown = {"token": 422, "current": 422, "handle": 422}.get(typed)
    expected = unknown or case.refused_as
    if name == "password" and typed == "password":
        expected = 303
    assert status == expected
    assert "At most" not in page or status != 422


@fields
@pytest.mark.parametrize("over", [1, 100_000])
def test_a_field_beyond_its_limit_says_so_and_keeps_what_was_typed(
    desk: Desk, name: str, typed: str, over: int
) -> None:
    limit = CASES[name].limits[typed]
    value = filled(typed, limit + over)
    status, page = desk.send(**{typed: value})
    assert status == 422
    assert f"At most {limit} characters" in page
    assert desk.kept(page, typed)
    assert (value in page) is not secret(typed)
    assert not any(word in page for key, word in desk.good.items() if secret(key))


# Nothing, blanks, unseen signs, turned text, control characters, fillers.
ODD = ["", " \t\n\u00a0\u2003", "\u200b\u2060\ufeff\u00ad", "\u202e\u2066\u200f", "\0\x01\x1b\x85", "\u3164\u115f"]


@fields
def test_what_nobody_could_see_is_no_entry(desk: Desk, name: str, typed: str) -> None:
    for odd in ODD:
        status, page = desk.send(**{typed: odd})
        if typed in CASES[name].optional:
            assert status == 303
            return
        assert status == 422
        assert "This must be filled in." in page
        assert desk.kept(page, typed)


@fields
def test_nul_and_turned_text_are_taken_out_of_names(desk: Desk, name: str, typed: str) -> None:
    value = "a\0b\u202ecd\x1be" + ("@example.com" if typed == "email" else "fghijk")
    status, page = desk.send(**{typed: value})
    assert status in {200, 303, 401, 422}
    if not secret(typed):
        assert not set("\0\u202e\x1b") & set(page)


@fields
def test_text_in_another_encoding_is_refused_or_kept_as_it_came(desk: Desk, name: str, typed: str) -> None:
    others = urlencode({key: value for key, value in desk.good.items() if key != typed}).encode()
    for raw in (b"na\xefve", b"\xed\xa0\x80", b"\xc0\xaf", b"\xff\xfe\0x", b"na%EFve"):
        body = others + f"&csrf_token={csrf(desk.client)}&{typed}=".encode() + raw
        answer = desk.client.post(desk.path, data=body, content_type="application/x-www-form-urlencoded")
        if secret(typed) or typed == "about" or b"%" in raw:
            # Where anything may stand it is taken, once.
            assert answer.status_code in {200, 303, 401, 422}
            return
        assert answer.status_code == 422
        assert "arrived broken" in answer.text
        assert desk.kept(html.unescape(answer.text), typed)


@fields
def test_a_file_in_place_of_a_text_is_no_text(desk: Desk, name: str, typed: str) -> None:
    status, page = desk.send(**{typed: (io.BytesIO(b"x" * 100), "name.txt")})
    assert status == (303 if typed in CASES[name].optional else 422)
    assert "name.txt" not in page


@pytest.mark.parametrize("name", CASES)
def test_json_is_no_form(desk: Desk, name: str) -> None:
    for body in ("[1]", '{"name": 5, "email": {}, "password": []}', "{", "5", '"\\ud800"'):
        answer = desk.client.post(
            desk.path, data=body, content_type="application/json", headers={"X-CSRFToken": csrf(desk.client)}
        )
        assert answer.status_code in {400, 422}


CHOICES = [
    ("profile", "team"), ("profile", "side"), ("profile", "time_zone"), ("profile", "language"),
    ("invite", "role"), ("invite", "side"), ("invite", "team"), ("invite", "groups"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "typed"), CHOICES)
def test_a_choice_that_was_not_offered_is_refused(desk: Desk, name: str, typed: str) -> None:
    for value in ("x", "-1", "9" * 30, "9" * 5000, "1e3", "\0", "\u202e1", "²", "x" * 1_000_000):
        status, page = desk.send(**{typed: value})
        assert status == 422
        assert "field__error" in page
        assert desk.kept(page, typed)


CARRIED = [
    "\0", "\u202e", "x" * 1_000_000, "//evil.example", "/\\evil.example", "[", "[" * 100_000, "[]", '["/x"]', "null",
    '["/x", ["body", "\\ud800"]]', '["/\\udfff", ["body", "a"]]', '["/x", ["body", 5]]', '["/x", "ab"]', "1" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("name", ["sign-in"])
@pytest.mark.parametrize("typed", ["next", "kept"])
def test_what_a_sign_in_carries_along_can_not_break_it(desk: Desk, name: str, typed: str) -> None:
    for value in CARRIED:
        answer = desk.client.post(desk.path, data={**desk.good, typed: value, "csrf_token": csrf(desk.client)})
        assert answer.status_code in {200, 303}
        assert "evil" not in answer.headers.get("Location", "")
