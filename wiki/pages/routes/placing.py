"""Where a page stands among others: before, behind or below one of them, by button or by dragging it there."""

from typing import get_args

from flask import Blueprint, flash, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden, Invalid, NotFound
from wiki.kernel.work import Work
from wiki.pages.actions.guarding import opened_by_move
from wiki.pages.actions.moving import Where, place_page, shift_page
from wiki.pages.actions.naming import space_read_by_no_more
from wiki.pages.contexts import PlacedContext
from wiki.pages.models import Page
from wiki.pages.permissions import Reach, may_restrict, may_write, reach_of
from wiki.pages.queries.find import page_for
from wiki.pages.queries.tree import Node, neighbours
from wiki.web.forms import clean_line
from wiki.web.redirects import local_target
from wiki.web.request import must_sign_in, session, who, work
from wiki.web.templating import show

SIDES: tuple[Where, ...] = get_args(Where)


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/p/<slug>/shift")(shift)
    blueprint.post("/p/<slug>/place")(place)


def movable(slug: str) -> Page:
    """The page, if the viewer may move it. Raises `NotFound`, `Forbidden`."""
    viewer = must_sign_in()
    page = page_for(session(), viewer, slug)
    if not may_write(reach_of(session(), viewer), page):
        raise Forbidden(_("You may read this page, but not move it."))
    return page


def refuse_move(w: Work, reach: Reach, page: Page, space_id: int, parent: Page | None) -> None:
    """Raise `Forbidden` unless the viewer may put the page there."""
    if not may_write(reach, page):
        raise Forbidden(_("You may read this page, but not move it."))
    if not reach.at_least(space_id, "writer"):
        raise Forbidden(_("You may not write in that space."))
    if not space_read_by_no_more(w.session, space_id, page.space_id) and not may_restrict(reach, page):
        raise Forbidden(_("More people may read that space. Only the owner of the page and keepers move it there."))
    if opened_by_move(w.session, page, parent) and not may_restrict(reach, page):
        raise Forbidden(_("A page above it says who may read it. Only its owner and keepers move it out from there."))


def shift(slug: str) -> Response:
    """Before or behind the neighbouring page; by button, so that nobody has to drag."""
    movable(slug)
    with work() as w:
        page = page_for(w.session, who(), slug)
        if not may_write(reach_of(w.session, who()), page):
            raise Forbidden(_("You may read this page, but not move it."))
        moved = shift_page(w, who(), page, up=request.form.get("way") == "up")
        address = page.url
    flash(_("Moved.") if moved else _("It stands there already."))
    return redirect(local_target(request.form.get("next"), address), 303)


def place(slug: str) -> str | Response:
    """Beside or below another page. A script sends `part` and gets what to show; others are led to the page."""
    page = movable(slug) if "part" not in request.form else None
    back = _way_back(page or slug)
    try:
        address, said = _place(slug)
    except (Forbidden, Invalid, NotFound) as refusal:
        if page is None:
            status = 422 if isinstance(refusal, Invalid) else 403 if isinstance(refusal, Forbidden) else 404
            return make_response(show(PlacedContext(words=_why(refusal), done=False, undo=None)), status)
        if not isinstance(refusal, Invalid):
            raise
        flash(_why(refusal), "error")
        return redirect(local_target(request.form.get("next"), page.url), 303)
    if page is None:
        return show(PlacedContext(words=said, done=True, undo=(f"{address}/place", *back) if back else None))
    flash(said)
    return redirect(local_target(request.form.get("next"), address), 303)


def _why(refusal: Forbidden | Invalid | NotFound) -> str:
    if isinstance(refusal, Invalid):
        return " ".join(_(text) for text in refusal.errors.values())
    return str(refusal) if isinstance(refusal, Forbidden) else _("One of the two pages isn’t there any more.")


def _place(slug: str) -> tuple[str, str]:
    """Do it; the page's address then, and what to say of it."""
    viewer = must_sign_in()
    where = next((side for side in SIDES if side == request.form.get("where")), None)
    if where is None:
        raise Invalid({"where": _("Choose a side of the other page.")})
    with work() as w:
        page = page_for(w.session, viewer, slug)
        beside = page_for(w.session, viewer, clean_line(request.form.get("beside")))
        above_id = beside.id if where == "below" else beside.parent_id
        above = w.session.get(Page, above_id) if above_id else None
        refuse_move(w, reach_of(w.session, viewer), page, beside.space_id, above)
        place_page(w, page, beside, where)
        address, words = page.url, {"page": page.title, "other": beside.title}
    if where == "below":
        return address, _("“%(page)s” stands below “%(other)s” now.", **words)
    if where == "before":
        return address, _("“%(page)s” stands before “%(other)s” now.", **words)
    return address, _("“%(page)s” stands behind “%(other)s” now.", **words)


def _way_back(page: Page | str) -> tuple[str, Where] | None:
    """Beside which page it stands now, and on which side; None where nothing tells."""
    try:
        found = page if isinstance(page, Page) else page_for(session(), must_sign_in(), page)
    except NotFound:
        return None
    level: list[Node] = neighbours(session(), reach_of(session(), who()), found)
    at = next((n for n, node in enumerate(level) if node.current), 0)
    if at > 0:
        return level[at - 1].slug, "behind"
    if len(level) > 1:
        return level[1].slug, "before"
    above = session().get(Page, found.parent_id) if found.parent_id else None
    return (above.slug, "below") if above is not None else None
