"""A text as it will be read, while it is written."""

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from wiki.kernel.refusals import NotFound
from wiki.kernel.viewer import Viewer
from wiki.markup import TooMuch, render
from wiki.pages.filling import filled
from wiki.pages.models import Space
from wiki.pages.permissions import reach_of
from wiki.pages.queries.find import space_for
from wiki.pages.queries.links import answers_for_text
from wiki.web.forms import clean_text
from wiki.web.request import must_sign_in, session


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/preview")(preview)


def preview() -> str | Response:
    """A text as readers would see it; an HTML fragment, rendered by the code that renders pages."""
    viewer = must_sign_in()
    reach = reach_of(session(), viewer)
    try:
        rendered = render(clean_text(request.form.get("body", "")))
    except TooMuch as error:
        return make_response(str(error), 413)
    space = _space_of_preview(viewer)
    answers = answers_for_text(session(), reach, list(rendered.references), space.id if space else None)
    may_write = bool(reach.spaces_with("writer"))
    return filled(rendered.html, rendered.references, answers, may_write=may_write, space=space.key if space else "")


def _space_of_preview(viewer: Viewer) -> Space | None:
    key = clean_text(request.form.get("space", ""))
    try:
        return space_for(session(), viewer, key) if key else None
    except NotFound:
        return None
