"""What a form answers that can't be taken."""

import pytest

from tests.builders import make_page
from tests.pages.conftest import Visit
from wiki.pages.models import Space
from wiki.people.models import Person
from wiki.web.running import Wiki

REFUSED = (
    ("/new", {"title": "", "body": "kept words", "space": "tills"}),
    ("/p/mine/edit", {"title": "", "body": "kept words", "base": "1"}),
    ("/p/mine/move", {"space": "tills", "parent": "kept words"}),
    ("/p/mine/restrict", {"who": "kept words"}),
    ("/spaces/new", {"title": "", "about": "kept words", "visibility": "open", "default_role": "writer"}),
    ("/s/tills/settings", {"title": "", "about": "kept words", "visibility": "open", "default_role": "writer"}),
    ("/s/tills/grants", {"who": "kept words", "role": "writer"}),
)


@pytest.mark.parametrize(("address", "sent"), REFUSED, ids=[address for address, _ in REFUSED])
def test_a_form_that_is_refused_says_so_in_its_status_and_keeps_what_was_typed(
    wiki: Wiki, tills: Space, nia: Person, ada: Person, visit: Visit, address: str, sent: dict[str, str]
) -> None:
    make_page(wiki, tills, "Mine", "x", author=nia)
    who = visit(ada if address == "/spaces/new" else nia)
    answer = who.post(address, sent)
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert "kept words" in answer.text
    if address != "/s/tills/grants":
        assert who.get(address).status_code == 200
