"""The session cookie: what is kept of it belongs to nobody else, and a forged one is never believed."""

from flask import Flask, session
from flask.testing import FlaskClient

from tests.builders import make_person, sign_in
from wiki.web.cookies import KeptCookies, form_token
from wiki.web.running import Wiki


def app_with(key: str) -> Flask:
    app = Flask("cookies")
    app.secret_key = key
    app.session_interface = KeptCookies()
    app.add_url_rule("/say", "say", lambda: session.update(_flashes=["once"]) or "said")
    app.add_url_rule("/look", "look", lambda: str(session.get("_flashes", [])))
    app.add_url_rule("/put", "put", lambda: (session.update(seen=[1]), "")[1])
    app.add_url_rule("/add", "add", lambda: (session["seen"].append(2), str(session["seen"]))[1])
    app.add_url_rule("/proof", "proof", form_token)
    return app


def test_what_a_request_changes_in_the_session_comes_to_no_other_request() -> None:
    client = app_with("a" * 30).test_client()
    client.get("/put")
    assert [client.get("/add").text for _ in range(2)] == ["[1, 2]", "[1, 2]"]


def test_a_cookie_of_another_key_and_a_changed_one_are_not_believed() -> None:
    first, second = app_with("a" * 30).test_client(), app_with("b" * 30).test_client()
    first.get("/say")
    cookie = first.get_cookie("session")
    assert cookie is not None
    assert "once" in first.get("/look").text
    second.set_cookie("session", cookie.value)
    assert second.get("/look").text == "[]"
    payload, _, rest = cookie.value.rpartition(".")
    first.set_cookie("session", f"{payload}.{rest[::-1]}")
    assert first.get("/look").text == "[]"


def test_one_session_proves_its_forms_alike_and_two_wikis_do_not() -> None:
    apps = [app_with(key * 30) for key in "ab"]
    proofs = []
    for app in apps:
        client = app.test_client()
        with client.session_transaction() as kept:
            kept["csrf_token"] = "0" * 40
        proofs.append([client.get("/proof").text for _ in range(2)])
    assert proofs[0][0] == proofs[0][1]
    assert proofs[0][0] != proofs[1][0]


def test_who_signs_out_is_out_though_the_cookie_is_known(wiki: Wiki, client: FlaskClient) -> None:
    sign_in(client, make_person(wiki))
    cookie = client.get_cookie("flipside")
    assert cookie is not None
    assert client.get("/me").status_code == 200
    proof = client.get("/me").text.split('name="csrf_token" value="')[1].split('"')[0]
    client.post("/sign-out", data={"csrf_token": proof})
    client.set_cookie("flipside", cookie.value)
    assert client.get("/me").status_code != 200
