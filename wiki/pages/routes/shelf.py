"""Favourites and what one read last."""

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.pages.actions.shelving import VisitLog, set_favourite
from wiki.pages.care_contexts import ShelfContext
from wiki.pages.queries.find import page_for
from wiki.pages.queries.shelf import shelf_of
from wiki.web.redirects import local_target
from wiki.web.request import must_sign_in, session, wiki, work
from wiki.web.running import Wiki
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/favourites")(favourites)
    blueprint.post("/p/<slug>/favourite")(favour)


def visits_of(running: Wiki) -> VisitLog:
    """The one log of what is read in this process."""
    log: VisitLog = running.rooms.setdefault("page_visits", VisitLog(running.quiet_work))
    return log


def favourites() -> str:
    viewer = must_sign_in()
    shelf = shelf_of(session(), viewer, visits_of(wiki()).of(viewer.person_id or 0))
    return show(ShelfContext(favourites=shelf.favourites, read=shelf.read))


def favour(slug: str) -> Response:
    """Put the page among one's favourites; with `off`, take it out."""
    viewer, on = must_sign_in(), "off" not in request.form
    with work() as w:
        page = page_for(w.session, viewer, slug)
        set_favourite(w, viewer.person_id or 0, page.id, on=on)
        address = page.url
    flash(_("Among your favourites.") if on else _("No favourite any more."))
    return redirect(local_target(request.form.get("next"), address), 303)
