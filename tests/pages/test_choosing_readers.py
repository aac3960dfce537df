"""Whom one names as the readers of a page, and who may take a page out from what restricts it."""

from tests.builders import make_group, make_page, make_person
from tests.pages.conftest import Visit
from tests.pages.test_permissions import now
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki


def test_holders_are_named_as_one_calls_them(wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit) -> None:
    page = make_page(wiki, tills, "Mine", "x", author=nia)
    make_group(wiki, "Tom Reyes’ friends", members=[])
    for typed in ("Tom Reyes", "tom  REYES", tom.handle, f"@{tom.handle}", f"tom reyes’ FRIENDS, {tom.handle}"):
        assert visit(nia).post(f"{now(wiki, page).url}/restrict", {"who": typed}).status_code == 303
        assert visit(tom).get(now(wiki, page).url).status_code == 200, typed
        assert visit(nia).post(f"{now(wiki, page).url}/restrict", {"who": ""}).status_code == 303
        assert visit(tom).get(now(wiki, page).url).status_code == 404
    granted = visit(nia).post("/s/tills/grants", {"who": "tom reyes", "role": "keeper"})
    assert granted.status_code == 303
    assert "Tom Reyes" in visit(nia).get("/s/tills/settings").text


def test_a_name_of_several_people_lets_none_of_them_in(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    page = make_page(wiki, tills, "Mine", "x", author=nia)
    other = make_person(wiki, "Tom Reyes", email="other@example.com")
    refused = visit(nia).post("/p/mine/restrict", {"who": "Tom Reyes"})
    assert refused.status_code == 422
    assert f"@{tom.handle}, @{other.handle}" in refused.text
    assert 'value="Tom Reyes"' in refused.text
    assert now(wiki, page).guard_id is None


def test_taking_the_name_of_a_group_lets_nobody_in_for_it(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    page = make_page(wiki, tills, "Mine", "x", author=nia)
    make_group(wiki, "Leads", members=[nia])
    sly = make_person(wiki, "Leads")
    assert visit(nia).post("/p/mine/restrict", {"who": "leads"}).status_code == 303
    assert visit(sly).get(now(wiki, page).url).status_code == 404


def test_moving_a_page_out_from_a_restricted_branch_takes_the_right_to_restrict_it(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    closed = make_page(wiki, tills, "Closed", "x", author=nia)
    inner = make_page(wiki, tills, "Inner", "x", author=nia, parent=closed)
    page = make_page(wiki, tills, "Pay", "x", author=nia, parent=closed)
    own = make_page(wiki, tills, "Toms", "x", author=tom, parent=closed)
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, closed.id), [nia, tom])

    def move(who: Person, what: Page, parent: str) -> int:
        return visit(who).post(f"{now(wiki, what).url}/move", {"space": "tills", "parent": parent}).status_code

    refused = visit(tom).post(f"{now(wiki, page).url}/move", {"space": "tills", "parent": ""})
    assert refused.status_code == 403
    assert "says who may read it" in refused.text
    assert now(wiki, page).guard_id is not None
    assert move(tom, page, "Inner") == 303, "within the branch it is opened to nobody"
    assert now(wiki, page).parent_id == inner.id
    assert move(tom, own, "") == 303, "what one owns one may open"
    assert (now(wiki, own).guard_id, now(wiki, own).slug) == (None, "toms")
    assert move(nia, page, "") == 303
    assert (now(wiki, page).guard_id, now(wiki, page).slug) == (None, "pay")
