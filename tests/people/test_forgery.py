"""Every address that changes something refuses a form that did not come from here."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.builders import csrf, make_person, sign_in
from wiki.web.running import Wiki


def changing_paths(app: Flask) -> Iterator[tuple[str, str]]:
    """Method and path of every route that is not only for reading, with plausible arguments."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
                yield method, adapter.build(rule.endpoint, _arguments(rule), method=method)


def _arguments(rule: Rule) -> dict[str, str | int]:
    return {name: "1" if "Unicode" in type(kind).__name__ else 1 for name, kind in rule._converters.items()} | {
        name: "x/y" for name, kind in rule._converters.items() if "Path" in type(kind).__name__
    }


@pytest.fixture
def signed_in(wiki: Wiki, client: FlaskClient) -> FlaskClient:
    sign_in(client, make_person(wiki, role="admin"))
    return client


def test_forged_forms_are_refused_everywhere(app: Flask, wiki: Wiki, signed_in: FlaskClient) -> None:
    other = app.test_client()
    sign_in(other, make_person(wiki, "Eve Stranger"))
    with other.session_transaction() as cookie:
        cookie["csrf_token"] = "f" * 40
    foreign = csrf(other)
    seen = 0
    for method, path in changing_paths(app):
        for token in (None, "", "nonsense", foreign):
            data = {"name": "x", "body": "y"} | ({} if token is None else {"csrf_token": token})
            answer = signed_in.open(path, method=method, data=data)
            assert answer.status_code == 400, (method, path, token)
        seen += 1
    assert seen > 20


def test_bodies_that_are_no_forms_are_refused_everywhere(app: Flask, signed_in: FlaskClient) -> None:
    token = csrf(signed_in)
    for method, path in changing_paths(app):
        for kind in ("text/plain", "application/json", "application/octet-stream", ""):
            body = f'{{"csrf_token": "{token}"}}' if "json" in kind else f"csrf_token={token}"
            answer = signed_in.open(path, method=method, data=body.encode(), content_type=kind)
            assert answer.status_code == 400, (method, path, kind)


def test_reading_changes_nothing(app: Flask, signed_in: FlaskClient) -> None:
    for method, path in changing_paths(app):
        if method == "POST" and path not in {"/me", "/me/password", "/sign-in", "/forgot", "/setup"}:
            assert signed_in.get(path).status_code in {200, 303, 308, 400, 403, 404, 405}, path
    assert signed_in.get("/sign-out").status_code == 405
    assert signed_in.get("/me").status_code == 200
