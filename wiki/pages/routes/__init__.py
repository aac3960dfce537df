"""The addresses of pages and spaces."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from wiki.pages.queries.find import Moved
from wiki.pages.routes import edit, files, history, home, lists, manage, read, spaces, trash

blueprint = Blueprint("pages", __name__)
for part in (home, read, edit, history, lists, manage, trash, spaces, files):
    part.add_to(blueprint)


@blueprint.app_errorhandler(Moved)
def moved(refusal: Moved) -> Response:
    """A former address leads to the present one, whatever was asked for there."""
    from flask import request

    rest = (request.view_args or {}).get("slug", "")
    path = request.path.replace(f"/p/{rest}", f"/p/{refusal.slug}", 1)
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    return redirect(path + query, 308 if request.method == "POST" else 301)
