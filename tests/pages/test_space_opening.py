"""Opening a space to everybody who reaches the wiki takes a second tick."""

from flask import Flask

from tests.pages.conftest import Visit
from wiki.pages.models import Space
from wiki.people.models import Person

FORM = {"title": "Tills", "about": "", "icon": "book-open", "visibility": "open", "default_role": "writer"}


def test_a_space_is_opened_to_everybody_by_two_ticks(app: Flask, visit: Visit, nia: Person, tills: Space) -> None:
    keeper, stranger = visit(nia), app.test_client()
    asked = keeper.post("/s/tills/settings", {**FORM, "public": "y"})
    assert "Tick this too, if everybody shall read it." in asked.text
    assert stranger.get("/s/tills").status_code != 200

    assert keeper.post("/s/tills/settings", {**FORM, "public": "y", "sure": "y"}).status_code == 303
    assert stranger.get("/s/tills").status_code == 200


def test_a_space_that_is_open_stays_so_without_asking_again(
    app: Flask, visit: Visit, nia: Person, tills: Space
) -> None:
    keeper = visit(nia)
    keeper.post("/s/tills/settings", {**FORM, "public": "y", "sure": "y"})
    changed = keeper.post("/s/tills/settings", {**FORM, "public": "y", "about": "All about tills"})
    assert changed.status_code == 303
    assert app.test_client().get("/s/tills").status_code == 200


def test_a_new_space_is_opened_to_everybody_by_two_ticks_too(app: Flask, visit: Visit, ada: Person) -> None:
    form = {**FORM, "title": "Shop window", "key": "window", "public": "y"}
    assert "Tick this too" in visit(ada).post("/spaces/new", form).text
    assert app.test_client().get("/s/window").status_code != 200
    assert visit(ada).post("/spaces/new", {**form, "sure": "y"}).status_code == 303
    assert app.test_client().get("/s/window").status_code == 200


def test_a_private_space_cannot_be_open_to_the_world_as_well(visit: Visit, nia: Person, tills: Space) -> None:
    answer = visit(nia).post("/s/tills/settings", {**FORM, "visibility": "private", "public": "y", "sure": "y"})
    assert answer.status_code == 422
    assert "can be read without signing in" in answer.text
