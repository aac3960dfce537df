"""The one blueprint of this room, and what its routes share."""

from collections.abc import Callable

from flask import Blueprint, Response, make_response, request, url_for

from wiki.kernel.viewer import Viewer
from wiki.people.permissions import Permission, demand
from wiki.people.queries import all_groups, all_teams
from wiki.web.request import session, who

blueprint = Blueprint("people", "wiki.people")


def allowed(what: Permission) -> Viewer:
    """The viewer, who may do this; raises `Forbidden`."""
    demand(who(), what)
    return who()


def me_id() -> int:
    """Id of whoever is signed in; raises `Forbidden`."""
    person_id = allowed("see people").person_id
    assert person_id is not None
    return person_id


def team_choices() -> list[tuple[int, str]]:
    return [(team.id, team.name) for team in all_teams(session())]


def group_choices() -> list[tuple[int, str]]:
    return [(group.id, group.name) for group in all_groups(session())]


def list_url(endpoint: str, **kept: str | int) -> Callable[[int], str]:
    """Addresses of the pages of a list, which keep what it was narrowed by."""
    values = {key: value for key, value in kept.items() if value}
    return lambda page: url_for(endpoint, page=page, **values)  # type: ignore[arg-type]


def answer(page: str, status: int = 200) -> Response:
    return make_response(page, status)


def about_a_link(page: str, status: int = 200) -> Response:
    """A page whose address is a secret: other sites learn only the wiki's name, and nobody at all the path.

    Not `no-referrer`: browsers then hide where a form came from, and over TLS it would be refused as forged.
    """
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def caller() -> str:
    """Address of whoever asks, as far as the trusted proxies tell."""
    return request.remote_addr or ""
