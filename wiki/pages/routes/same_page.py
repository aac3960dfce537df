"""A form acts on the page that it was made for, and on no other that has come to bear its address."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import NotFound
from wiki.pages.queries.find import page_at
from wiki.pages.routes.edit import homeless
from wiki.web.errors import error_page
from wiki.web.request import session, who


def refuse_other_page() -> Response | None:
    """Before each request: `of` in a form is the id of its page. What was typed for a page that went is kept."""
    if request.method != "POST":
        return None
    slug, made_for = (request.view_args or {}).get("slug"), request.form.get("of")
    if slug is None or not made_for:
        return None
    try:
        there = page_at(session(), who(), slug)
    except NotFound:
        return None
    if str(there.id) == made_for:
        return None
    if request.form.get("body", "").strip():
        return homeless(NotFound(slug))
    words = _("Another page stands at this address now, so nothing was done. Look at it, and begin again there.")
    return error_page(409, words)
