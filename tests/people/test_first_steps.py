"""An admin who is alone in a new wiki is told how to go on."""

from flask import Flask

from tests.builders import make_person, sign_in
from wiki.web.running import Wiki

STEPS = "Nobody else is here yet"


def test_an_admin_who_is_alone_is_led_to_the_first_steps(app: Flask, wiki: Wiki) -> None:
    ada = make_person(wiki, "Ada Min", role="admin")
    client = app.test_client()
    sign_in(client, ada)
    home = client.get("/").text
    assert STEPS in home
    for address in ("/admin/people", "/spaces/new", "/new"):
        assert f'href="{address}"' in home
        assert client.get(address).status_code in {200, 403}


def test_nobody_else_is_and_an_admin_no_longer_once_somebody_came(app: Flask, wiki: Wiki) -> None:
    ada, mo = make_person(wiki, "Ada Min", role="admin"), make_person(wiki, "Mo Rahman")
    for person in (ada, mo):
        client = app.test_client()
        sign_in(client, person)
        assert STEPS not in client.get("/").text
