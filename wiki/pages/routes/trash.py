"""Deleting, and what lies in the trash."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden
from wiki.pages.actions.trashing import delete_page, purge_page, restore_page
from wiki.pages.contexts import DeleteContext, TrashContext
from wiki.pages.permissions import may_purge, may_write, reach_of
from wiki.pages.queries.find import page_by_id, page_for, trashed_page
from wiki.pages.queries.links import links_around
from wiki.pages.queries.lists import trash
from wiki.pages.queries.tree import count_below, tree_around
from wiki.pages.routes.read import MOST_ID
from wiki.web.forms import Form
from wiki.web.request import int_arg, must_sign_in, session, text_arg, who, work
from wiki.web.templating import show

PART = 50


def add_to(blueprint: Blueprint) -> None:
    blueprint.route("/p/<slug>/delete", methods=["GET", "POST"])(delete)
    blueprint.get("/trash")(trash_list)
    blueprint.post(f"/trash/<int(max={MOST_ID}):page_id>/restore")(bring_back)
    blueprint.post(f"/trash/<int(max={MOST_ID}):page_id>/purge")(throw_away)


def delete(slug: str) -> str | Response:
    """Ask first, saying what else is touched; then put it into the trash."""
    viewer = must_sign_in()
    page = page_for(session(), viewer, slug)
    reach = reach_of(session(), viewer)
    if not may_write(reach, page):
        raise Forbidden(_("You may read this page, but not delete it."))
    if not Form().validate_on_submit():
        return show(
            DeleteContext(
                page=page,
                below=count_below(session(), reach, page),
                backlinks=links_around(session(), reach, page.id).backlinks,
                way=tree_around(session(), reach, page).crumbs,
            )
        )
    with work() as w:
        live = page_by_id(w.session, viewer, page.id)
        if not may_write(reach_of(w.session, viewer), live):
            raise Forbidden(_("You may read this page, but not delete it."))
        # Only what its deleter could read is counted before their eyes; all of it goes.
        gone = 1 + count_below(w.session, reach_of(w.session, viewer), live)
        delete_page(w, viewer, live)
    flash(ngettext("In the trash, from where it can be brought back.", "%(num)d pages are in the trash now.", gone))
    return redirect(f"/s/{page.space.key}", 303)


def trash_list() -> str:
    must_sign_in()
    reach = reach_of(session(), who())
    found = trash(session(), reach, before=_before(), limit=PART)
    last = found[-1] if len(found) == PART else None
    more = "/trash?" + urlencode({"before": last.deleted_at.isoformat(), "id": last.id}) if last else None
    return show(TrashContext(trashed=found, may_purge=who().is_admin, next=more))


def _before() -> tuple[datetime, int] | None:
    """Where the list goes on; None for its beginning, and for anything that no list of ours said."""
    try:
        when = datetime.fromisoformat(text_arg("before", 40)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return when, int_arg("id", 0, least=0, most=MOST_ID)


def bring_back(page_id: int) -> Response:
    viewer = must_sign_in()
    with work() as w:
        page = trashed_page(w.session, viewer, page_id)
        readdressed = restore_page(w, page)
        own, below = page in readdressed, sum(other is not page for other in readdressed)
        address = page.url
    flash(_("Back again, at another address: its own belongs to a newer page by now.") if own else _("Back again."))
    if below:
        flash(
            ngettext(
                "One page below it has another address now, too: its own belongs to a newer page.",
                "%(num)d pages below it have other addresses now: their own belong to newer pages.",
                below,
            )
        )
    return redirect(address, 303)


def throw_away(page_id: int) -> Response:
    """Throw away for good; admins only."""
    viewer = must_sign_in()
    with work() as w:
        page = trashed_page(w.session, viewer, page_id)
        if not may_purge(reach_of(w.session, viewer), page):
            raise Forbidden(_("Only an admin throws pages away for good."))
        gone = purge_page(w, page)
    flash(ngettext("One page is gone for good.", "%(num)d pages are gone for good.", gone))
    return redirect("/trash", 303)
