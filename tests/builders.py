"""Makes what tests begin with."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from wiki.kernel.counters import ACCESS, current
from wiki.kernel.viewer import Role, Viewer
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import make_page as _make_page
from wiki.pages.actions.saving import save_page as _save_page
from wiki.pages.actions.spaces import make_space as _make_space
from wiki.pages.actions.spaces import set_grant
from wiki.pages.models import Page, Revision, Space
from wiki.people.actions import make_group as _make_group
from wiki.people.actions import make_person as _make_person
from wiki.people.actions import start_sign_in
from wiki.people.models import Group, Membership, Person, Team
from wiki.web.running import Wiki

PASSWORD = "correct-horse-battery"


def make_person(
    wiki: Wiki,
    name: str = "Nia Okafor",
    *,
    role: Role = "member",
    side: str = "",
    team: str = "",
    email: str = "",
    password: str | None = None,
    groups: Sequence[Group] = (),
) -> Person:
    """Somebody with an account; without a `password` (its hash takes time) they come in by `sign_in` alone."""
    with wiki.work() as work:
        found = None
        if team:
            found = work.session.scalar(select(Team).where(Team.name == team))
            if found is None:
                found = Team(name=team)
                work.session.add(found)
                work.session.flush()
        return _make_person(
            work,
            name=name,
            email=email or f"{''.join(name.split()).lower()}@example.com",
            password=password,
            role=role,
            side=side,
            team_id=found.id if found else None,
            group_ids=[group.id for group in groups],
        )


def make_group(wiki: Wiki, name: str = "Brightwater", *, members: Sequence[Person] = ()) -> Group:
    with wiki.work() as work:
        return _make_group(work, name=name, member_ids=[person.id for person in members])


def viewer_of(wiki: Wiki, person: Person | None = None) -> Viewer:
    """The standing of `person` as it is now; of nobody without one."""
    with wiki.database.reading() as session:
        generation = session.scalar(select(current(ACCESS))) or 0
        if person is None:
            return Viewer(generation=generation)
        groups = session.scalars(select(Membership.group_id).where(Membership.person_id == person.id))
        role = session.get_one(Person, person.id).role
        return Viewer(person.id, role, frozenset(groups), generation)


def make_space(
    wiki: Wiki,
    title: str = "Tills",
    *,
    key: str = "",
    visibility: str = "open",
    public: bool = False,
    default_role: str = "writer",
    keeper: Person | None = None,
    grants: Mapping[Person | Group, str] | None = None,
) -> Space:
    """A space; `grants`: who has which role in it, beside its `keeper`."""
    with wiki.work(keeper.id if keeper else None) as work:
        space = _make_space(
            work,
            title=title,
            key=key,
            visibility=visibility,
            public=public,
            default_role=default_role,
            keeper_id=keeper.id if keeper else None,
        )
        for holder, role in (grants or {}).items():
            set_grant(work, space, holder, role)
        return space


def make_page(
    wiki: Wiki,
    space: Space,
    title: str = "Wake the printer",
    body: str = "",
    *,
    author: Person | None = None,
    parent: Page | None = None,
    type: str = "article",  # noqa: A002 - the word of the field
    tags: Sequence[str] = (),
    fields: Mapping[str, Any] | None = None,
    slug: str | None = None,
) -> Page:
    """A page by `author`; without one the wiki itself wrote it, with the eyes of somebody not signed in."""
    viewer = viewer_of(wiki, author)
    with wiki.work(author.id if author else None) as work:
        above = work.session.get_one(Page, parent.id) if parent else None
        text = PageText(title, body, type, tags, fields or {})
        return _make_page(work, viewer, work.session.get_one(Space, space.id), text, parent=above, slug=slug)


def save_page(
    wiki: Wiki,
    page: Page,
    body: str | None = None,
    *,
    author: Person,
    title: str | None = None,
    base: int | None = None,
) -> Revision:
    """A change by `author`, begun from revision `base` or the last one; what isn't given stays."""
    viewer = viewer_of(wiki, author)
    with wiki.work(author.id) as work:
        live = work.session.get_one(Page, page.id)
        head = work.session.get_one(Revision, live.head_id)
        text = PageText(
            live.title if title is None else title,
            head.body if body is None else body,
            live.type,
            live.tags,
            live.fields,
        )
        return _save_page(work, viewer, live, text, base=base or live.number)


def sign_in(client: FlaskClient, person: Person) -> str:
    """Sign `person` in without the form; answers the token in the cookie."""
    running: Wiki = client.application.extensions["flipside"]
    with running.work(person.id) as work:
        token = start_sign_in(work, person.id, days=30, browser="Tests", address="127.0.0.1")
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"] = token
        cookie["csrf_token"] = "0" * 40
    return token


def csrf(client: FlaskClient) -> str:
    """The token that a form of this client's session carries."""
    with client.session_transaction() as cookie:
        raw = cookie.setdefault("csrf_token", "0" * 40)
    with client.application.test_request_context():
        session["csrf_token"] = raw
        return str(generate_csrf())
