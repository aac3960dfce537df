"""Everybody, and each one's profile."""

from flask import Response, jsonify, send_file
from werkzeug.wrappers import Response as AnyResponse

from wiki.kernel.refusals import NotFound
from wiki.people.avatars import path_of
from wiki.people.contexts import DirectoryPage, PersonCard, ProfilePage
from wiki.people.permissions import may
from wiki.people.queries import (
    all_teams,
    avatar_of,
    directory,
    groups_of,
    person_by_handle,
    suggest_people,
    team_sizes,
)
from wiki.people.routes.blueprint import allowed, blueprint, list_url
from wiki.web.forms import clean_line
from wiki.web.request import int_arg, session, text_arg, wiki
from wiki.web.templating import show


@blueprint.get("/people")
def people() -> str:
    allowed("see people")
    text, team_id = clean_line(text_arg("q", 80)), int_arg("team", 0)
    found = directory(session(), text=text, team_id=team_id or None, page=int_arg("page", 1))
    return show(
        DirectoryPage(
            found=found,
            text=text,
            teams=all_teams(session()),
            sizes=team_sizes(session()),
            team_id=team_id,
            page_url=list_url("people.people", q=text, team=team_id),
        )
    )


@blueprint.get("/people/suggest")
def suggest() -> Response:
    """Names for `@` in the editor: `[{"name", "handle"}]`, at most eight."""
    allowed("see people")
    found = suggest_people(session(), clean_line(text_arg("q", 80)))
    return jsonify([{"name": face.name, "handle": face.handle} for face in found])


@blueprint.get("/people/<handle>")
def profile(handle: str) -> str:
    viewer = allowed("see people")
    whose = person_by_handle(session(), handle)
    mine, keeper = whose.id == viewer.person_id, may(viewer, "keep people")
    parts = wiki().host.call("profile_part", session=session(), viewer=viewer, person_id=whose.id)
    return show(
        ProfilePage(
            whose=whose,
            mine=mine,
            may_keep=keeper,
            groups=groups_of(session(), whose.id) if mine or keeper else (),
            parts=sorted(parts, key=lambda part: part.position),
        )
    )


@blueprint.get("/people/<handle>/card")
def card(handle: str) -> str:
    """A few lines of a profile, for whoever comes upon a mention; nothing that the profile doesn't show them."""
    allowed("see people")
    return show(PersonCard(whose=person_by_handle(session(), handle)))


@blueprint.get("/people/<handle>/avatar/<digest>.webp")
def avatar(handle: str, digest: str) -> AnyResponse:
    """An uploaded picture. Its name is random: it is known to whoever may see a page with it, and to nobody else."""
    shown = avatar_of(session(), handle)
    path = path_of(wiki().settings.data.absolute(), shown)
    if not shown or digest != shown or not path.is_file():
        raise NotFound
    response = send_file(path, mimetype="image/webp", etag=False, max_age=31536000)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
