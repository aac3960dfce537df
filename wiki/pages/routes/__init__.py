"""The addresses of pages and spaces."""

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import NotFound
from wiki.pages.queries.find import Moved, page_for
from wiki.pages.routes import (
    beginnings,
    care,
    drafts,
    edit,
    file_lists,
    files,
    history,
    home,
    joining,
    lists,
    manage,
    placing,
    preview,
    read,
    sections,
    shelf,
    spaces,
    trash,
    uploading,
)
from wiki.web.errors import error_page
from wiki.web.request import session, who

blueprint = Blueprint("pages", __name__)
PARTS = (
    home,
    read,
    edit,
    sections,
    drafts,
    preview,
    history,
    lists,
    manage,
    placing,
    trash,
    spaces,
    files,
    file_lists,
    uploading,
    care,
    shelf,
    beginnings,
    joining,
)
for part in PARTS:
    part.add_to(blueprint)


@blueprint.before_request
def no_nul() -> None:
    """Nothing has a NUL in its address, and PostgreSQL can't even be asked for it."""
    if any("\0" in value for value in (request.view_args or {}).values() if isinstance(value, str)):
        raise NotFound(request.path)


@blueprint.before_request
def same_page() -> Response | None:
    """A form that was made for one page does nothing to another that has come to bear its address."""
    slug, made_for = (request.view_args or {}).get("slug"), request.form.get("of")
    if request.method != "POST" or slug is None or not made_for:
        return None
    try:
        return None if str(page_for(session(), who(), slug).id) == made_for else _of_another_page(slug)
    except Moved as refusal:
        there = page_for(session(), who(), refusal.slug)
        return None if str(there.id) == made_for else _of_another_page(slug)
    except NotFound:
        return None


def _of_another_page(slug: str) -> Response:
    if request.form.get("body", "").strip():
        return edit.homeless(NotFound(slug))
    words = _("Another page stands at this address now, so nothing was done. Look at it, and begin again there.")
    return error_page(409, words)


@blueprint.app_errorhandler(Moved)
def moved(refusal: Moved) -> Response:
    """A former address leads to the present one, whatever was asked for there."""
    rest = (request.view_args or {}).get("slug", "")
    path = request.path.replace(f"/p/{rest}", f"/p/{refusal.slug}", 1)
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    return redirect(path + query, 308 if request.method == "POST" else 301)
