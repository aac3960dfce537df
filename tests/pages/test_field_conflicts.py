"""Two people change one field of a page: both are shown, neither is dropped."""

import re

from flask.testing import FlaskClient

from tests.builders import csrf, make_page, make_person, make_space, sign_in
from wiki.pages.models import Page
from wiki.web.running import Wiki


def _save(client: FlaskClient, page: Page, minutes: str, **more: str) -> tuple[int, str]:
    form = {"type": "howto", "title": page.title, "body": "x", "tags": "", "base": "1", "about_minutes": minutes}
    answer = client.post(f"{page.url}/edit", data={**form, **more, "csrf_token": csrf(client)})
    return answer.status_code, answer.text


def _minutes(wiki: Wiki, page: Page) -> object:
    with wiki.database.reading() as session:
        return session.get_one(Page, page.id).fields.get("minutes")


def test_the_second_of_two_changes_of_one_field_is_asked_about(wiki: Wiki, client: FlaskClient) -> None:
    nia = make_person(wiki)
    page = make_page(wiki, make_space(wiki, keeper=nia), author=nia, type="howto", body="x", fields={"minutes": 5})
    sign_in(client, nia)
    assert _save(client, page, "11")[0] == 303
    status, shown = _save(client, page, "33")
    assert status == 409
    assert re.findall(r'name="field-minutes" value="(\w+)"', shown) == ["mine", "theirs"]
    assert _minutes(wiki, page) == 11
    assert _save(client, page, "33", resolve="1", theirs="2", **{"field-minutes": "mine"})[0] == 303
    assert _minutes(wiki, page) == 33


def test_their_value_can_be_taken(wiki: Wiki, client: FlaskClient) -> None:
    nia = make_person(wiki)
    page = make_page(wiki, make_space(wiki, keeper=nia), author=nia, type="howto", body="x", fields={"minutes": 5})
    sign_in(client, nia)
    _save(client, page, "11")
    assert _save(client, page, "33", resolve="1", theirs="2", **{"field-minutes": "theirs"})[0] == 303
    assert _minutes(wiki, page) == 11
