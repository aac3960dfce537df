"""A stranger can't tell, by making a page or space of the same name, that there is one hidden from them."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.builders import make_page, make_person, make_space, save_page, viewer_of
from tests.pages.conftest import Visit
from tests.pages.test_permissions import now
from tests.pages.visitor import Visitor
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.trashing import delete_page
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki

SECRET = re.compile(r"budget(-\w+)?-[0-9a-f]{8}")
Close = Callable[["Scene"], None]


class Scene:
    """An open page "Budget" of Nia's with one below it; `owner` and `stranger` are browsers of hers and of Tom's."""

    def __init__(self, wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit) -> None:
        self.wiki, self.tills, self.nia = wiki, tills, nia
        self.owner, self.stranger = visit(nia), visit(tom)
        self.page = make_page(wiki, tills, "Budget", "x", author=nia)
        self.below = make_page(wiki, tills, "Budget details", "x", author=nia, parent=self.page)

    def posted(self, visitor: Visitor, address: str, **fields: str) -> str:
        answer = visitor.post(address, fields)
        assert answer.status_code == 303, answer.text
        return answer.location

    def publish(self, title: str) -> str:
        return self.posted(self.stranger, "/new", title=title, body="theirs", space="tills", type="note")

    def url(self, page: Page) -> str:
        return now(self.wiki, page).url


@pytest.fixture
def scene(wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit) -> Scene:
    return Scene(wiki, tills, nia, tom, visit)


def restrict(scene: Scene) -> None:
    scene.posted(scene.owner, "/p/budget/restrict", who="")


def restrict_then_rename(scene: Scene) -> None:
    page = make_page(scene.wiki, scene.tills, "Plan", "x", author=scene.nia)
    scene.posted(scene.owner, "/p/budget/move", space="tills", parent="Plan")
    scene.posted(scene.owner, "/p/plan/restrict", who="")
    save_page(scene.wiki, scene.page, author=scene.nia, title="Money")
    save_page(scene.wiki, scene.page, author=scene.nia, title="Budget")
    assert "-" in scene.url(page)


def rename_one_that_is_restricted(scene: Scene) -> None:
    save_page(scene.wiki, scene.page, author=scene.nia, title="Money")
    scene.posted(scene.owner, "/p/money/restrict", who="")
    save_page(scene.wiki, scene.page, author=scene.nia, title="Budget")


def move_below_a_restricted_page(scene: Scene) -> None:
    closed = make_page(scene.wiki, scene.tills, "Closed", "x", author=scene.nia)
    with scene.wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, closed.id), [scene.nia])
    scene.posted(scene.owner, "/p/budget/move", space="tills", parent="Closed")


def move_into_a_private_space(scene: Scene) -> None:
    make_space(scene.wiki, "Own", visibility="private", keeper=scene.nia)
    scene.posted(scene.owner, "/p/budget/move", space="own", parent="")


def close_its_space(scene: Scene) -> None:
    other = make_space(scene.wiki, "Own", keeper=scene.nia)
    scene.posted(scene.owner, "/p/budget/move", space="own", parent="")
    assert other.visibility == "open"
    form = {"title": "Own", "about": "", "icon": "lock", "default_role": "writer"}
    scene.posted(scene.owner, "/s/own/settings", visibility="private", **form)


def close_its_space_while_it_is_in_the_trash(scene: Scene) -> None:
    make_space(scene.wiki, "Own", keeper=scene.nia)
    scene.posted(scene.owner, "/p/budget/move", space="own", parent="")
    with scene.wiki.work() as work:
        delete_page(work, viewer_of(scene.wiki, scene.nia), work.session.get_one(Page, scene.page.id))
    form = {"title": "Own", "about": "", "icon": "lock", "default_role": "writer"}
    scene.posted(scene.owner, "/s/own/settings", visibility="groups", **form)
    scene.posted(scene.owner, f"/trash/{scene.page.id}/restore")


WAYS = (
    restrict,
    restrict_then_rename,
    rename_one_that_is_restricted,
    move_below_a_restricted_page,
    move_into_a_private_space,
    close_its_space,
    close_its_space_while_it_is_in_the_trash,
)


@pytest.mark.parametrize("close", WAYS, ids=lambda way: way.__name__.replace("_", " "))
def test_a_stranger_cannot_tell_by_making_a_page_of_the_same_title(scene: Scene, close: Close) -> None:
    close(scene)
    for page in (scene.page, scene.below):
        assert SECRET.fullmatch(scene.url(page)[3:]), scene.url(page)
        assert scene.stranger.get(scene.url(page)).status_code == 404
    for title, address in (("Budget", "/p/budget"), ("Budget details", "/p/budget-details")):
        assert scene.stranger.get(address).status_code == 404
        # Until somebody takes it, the old address leads those there who may read the page.
        assert scene.owner.get(address, follow_redirects=True).status_code == 200
        assert scene.publish(title) == address
        assert "theirs" in scene.owner.get(address).text
    assert scene.owner.get(scene.url(scene.page)).status_code == 200


def test_a_stranger_cannot_tell_by_giving_a_page_the_same_title(scene: Scene) -> None:
    scene.publish("Draft")
    restrict(scene)
    form = scene.stranger.fields("/p/draft/edit") | {"title": "Budget"}
    assert scene.posted(scene.stranger, "/p/draft/edit", **form) == "/p/budget"


def test_a_former_address_that_everybody_may_follow_stays_taken(scene: Scene) -> None:
    save_page(scene.wiki, scene.page, author=scene.nia, title="Money")
    assert scene.publish("Budget") == "/p/budget-2"
    assert scene.stranger.get("/p/budget").location == "/p/money"


def test_a_page_that_is_opened_again_has_a_plain_address_again(scene: Scene) -> None:
    restrict(scene)
    secret = scene.url(scene.page)
    assert scene.posted(scene.owner, f"{secret}/unrestrict") == "/p/budget"
    assert (scene.url(scene.page), scene.url(scene.below)) == ("/p/budget", "/p/budget-details")
    assert scene.stranger.get(secret).location == "/p/budget"


def test_a_page_opened_again_after_somebody_took_its_address_gets_the_next(scene: Scene) -> None:
    restrict(scene)
    scene.publish("Budget")
    assert scene.posted(scene.owner, f"{scene.url(scene.page)}/unrestrict") == "/p/budget-2"
    assert "theirs" in scene.owner.get("/p/budget").text


def test_a_move_among_open_pages_keeps_the_address(scene: Scene) -> None:
    make_page(scene.wiki, scene.tills, "Plans", "x", author=scene.nia)
    assert scene.posted(scene.owner, "/p/budget/move", space="tills", parent="Plans") == "/p/budget"
    assert scene.url(scene.below) == "/p/budget-details"


def test_links_to_a_page_go_on_leading_to_it_whatever_its_address(scene: Scene) -> None:
    speaks = make_page(scene.wiki, scene.tills, "Speaks", "[[Budget]] [[budget-details]]", author=scene.nia)
    restrict(scene)
    shown = scene.owner.get(scene.url(speaks)).text
    assert f'href="{scene.url(scene.page)}"' in shown
    assert f'href="{scene.url(scene.below)}"' in shown
    assert 'href="/p/budget' not in scene.stranger.get(scene.url(speaks)).text


def test_a_maker_of_spaces_cannot_tell_that_a_hidden_one_has_the_name(wiki: Wiki, nia: Person, visit: Visit) -> None:
    lead, other = visit(make_person(wiki, "Lea Lead", role="lead")), visit(make_person(wiki, "Lou Lead", role="lead"))
    form = {"title": "Board", "icon": "lock", "visibility": "private", "default_role": "writer", "about": ""}
    for named in ({}, {"key": "board"}):
        made = lead.post("/spaces/new", form | named)
        assert re.fullmatch(r"/s/board-[0-9a-f]{8}", made.location)
        assert other.get(made.location).status_code == 404
    assert other.post("/spaces/new", form | {"visibility": "open"}).location == "/s/board"
    again = other.post("/spaces/new", form | {"visibility": "open"})
    assert "There is a space of this short name already." in again.text


def test_a_key_that_a_command_gave_to_a_hidden_space_is_passed_by(wiki: Wiki, nia: Person, visit: Visit) -> None:
    make_space(wiki, "Board", key="board", visibility="private", keeper=nia)
    form = {"title": "Board", "icon": "lock", "visibility": "open", "default_role": "writer", "about": ""}
    made = visit(make_person(wiki, "Lea Lead", role="lead")).post("/spaces/new", form)
    assert made.location == "/s/board-2"
    with wiki.database.reading() as session:
        assert set(session.scalars(select(Space.key))) == {"board", "board-2"}
