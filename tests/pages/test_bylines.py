"""Who isn't signed in learns nobody's name from the pages that everybody may read."""

import re

from tests.builders import make_page, make_space, save_page
from tests.pages.conftest import Visit
from tests.pages.test_leaks import addresses
from wiki.people.models import Person
from wiki.web.running import Wiki


def test_no_address_names_a_person_to_who_is_not_signed_in(wiki: Wiki, nia: Person, tom: Person, visit: Visit) -> None:
    space = make_space(wiki, "Door", public=True, keeper=nia)
    page = make_page(wiki, space, "Hours", "x", author=nia, type="howto")
    save_page(wiki, page, "y", author=tom)
    save_page(wiki, page, "z", author=nia)
    stranger, member = visit(), visit(tom)
    values = {"slug": page.slug, "page_id": page.id, "number": 2, "key": space.key}
    read = 0
    for address in [
        *addresses(stranger.client.application, "GET", values),
        "/search?q=hours",
        "/p/hours/history?new=2",
    ]:
        answer = stranger.get(address)
        if answer.status_code != 200:
            continue
        read += 1
        for told in ("Okafor", "Reyes", nia.handle, tom.handle, "/people/"):
            assert told not in answer.text, (address, told)
    assert read > 10
    for address in ("/p/hours", "/p/hours/history", "/p/hours/history/2", "/changes", "/", "/s/door"):
        assert "a colleague" in stranger.get(address).text, address
        text = re.sub(r"<header.*?</header>", "", member.get(address).text, count=1, flags=re.DOTALL)
        assert "a colleague" not in text, address
        assert "Reyes" in text or "Okafor" in text, address
