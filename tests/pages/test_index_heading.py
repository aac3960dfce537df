"""The list of all pages says what it lists."""

from flask.testing import FlaskClient

from tests.builders import make_page, make_person, make_space, sign_in
from wiki.web.running import Wiki


def test_the_heading_names_the_tag_only_when_one_is_chosen(wiki: Wiki, client: FlaskClient) -> None:
    nia = make_person(wiki)
    make_page(wiki, make_space(wiki, keeper=nia), author=nia, tags=["rolls"])
    sign_in(client, nia)
    assert "<h1>All pages</h1>" in client.get("/pages").text
    assert "<h1>Pages tagged rolls</h1>" in client.get("/pages?tag=rolls").text
