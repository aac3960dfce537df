"""The addresses of pages and spaces."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from wiki.kernel.refusals import NotFound
from wiki.pages.queries.find import Moved
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
from wiki.pages.routes.same_page import refuse_other_page

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


blueprint.before_request(refuse_other_page)


@blueprint.app_errorhandler(Moved)
def moved(refusal: Moved) -> Response:
    """A former address leads to the present one, whatever was asked for there."""
    rest = (request.view_args or {}).get("slug", "")
    path = request.path.replace(f"/p/{rest}", f"/p/{refusal.slug}", 1)
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    return redirect(path + query, 308 if request.method == "POST" else 301)
