"""Makes what tests begin with."""

from collections.abc import Sequence

from flask import session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from wiki.kernel.viewer import Role
from wiki.people.actions import make_group as _make_group
from wiki.people.actions import make_person as _make_person
from wiki.people.actions import start_sign_in
from wiki.people.models import Group, Person, Team
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
