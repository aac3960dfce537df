"""Where a page stands and who may read it: move, restrict."""

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden, Invalid
from wiki.pages.actions.guarding import lift_restriction, restrict_page
from wiki.pages.actions.moving import move_page
from wiki.pages.contexts import MoveContext, RestrictContext
from wiki.pages.forms import MoveForm, RestrictForm
from wiki.pages.models import Page
from wiki.pages.permissions import may_restrict, reach_of
from wiki.pages.queries.find import page_by_id, page_for, page_named, space_for
from wiki.pages.queries.spaces import guard_grants, holders_named, holders_text, own_guard, writable_spaces
from wiki.pages.queries.tree import count_below, neighbours
from wiki.pages.routes.placing import movable, refuse_move
from wiki.pages.routes.refusing import answered
from wiki.web.forms import options
from wiki.web.request import must_sign_in, session, text_arg, who, work
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.route("/p/<slug>/move", methods=["GET", "POST"])(move)
    blueprint.route("/p/<slug>/restrict", methods=["GET", "POST"])(restrict)
    blueprint.post("/p/<slug>/unrestrict")(unrestrict)


def move(slug: str) -> str | Response:
    page, viewer = movable(slug), who()
    spaces = writable_spaces(session(), reach_of(session(), viewer))
    above = session().get(Page, page.parent_id) if page.parent_id else None
    form = MoveForm(data={"space": page.space.key, "parent": above.title if above else ""})
    form.space.choices = options((space.key, space.title) for space in spaces)
    if form.validate_on_submit():
        try:
            with work() as w:
                live = page_by_id(w.session, viewer, page.id)
                reach = reach_of(w.session, viewer)
                space = space_for(w.session, viewer, form.space.data)
                parent = page_named(w.session, reach, form.parent.data, space.id) if form.parent.data else None
                if form.parent.data and parent is None:
                    raise Invalid({"parent": _("There is no such page in that space.")})
                refuse_move(w, reach, live, space.id, parent)
                move_page(w, live, space, parent)
                address = live.url
            flash(_("Moved.") if address == page.url else _("Moved. It has a new address; the old one leads there."))
            return redirect(address, 303)
        except Invalid as refusal:
            form.add_errors({name: _(text) for name, text in refusal.errors.items()})
    reach = reach_of(session(), viewer)
    below, beside = count_below(session(), reach, page), neighbours(session(), reach, page)
    shifted = text_arg("shifted", 10)
    return answered(form, show(MoveContext(form=form, page=page, below=below, neighbours=beside, shifted=shifted)))


def _restrictable(slug: str) -> Page:
    viewer = must_sign_in()
    page = page_for(session(), viewer, slug)
    if not may_restrict(reach_of(session(), viewer), page):
        raise Forbidden(_("Only its owner and keepers of the space choose who may read a page."))
    return page


def restrict(slug: str) -> str | Response:
    page, viewer = _restrictable(slug), who()
    guard = own_guard(session(), page)
    grants = guard_grants(session(), guard)
    form = RestrictForm(data={"who": holders_text(grants)})
    if form.validate_on_submit():
        try:
            with work() as w:
                live = page_by_id(w.session, viewer, page.id)
                if not may_restrict(reach_of(w.session, viewer), live):
                    raise Forbidden(_("Only its owner and keepers of the space choose who may read a page."))
                holders = holders_named(w.session, form.who.data or "", always=viewer.person_id)
                restrict_page(w, live, holders)
                address = live.url
            flash(_("Only those named may read this page now, and what lies below it."))
            return redirect(address, 303)
        except Invalid as refusal:
            form.add_errors({name: _(text) for name, text in refusal.errors.items()})
    inherited = page.guard_id is not None and page.guard_id != guard
    return answered(form, show(RestrictContext(form=form, page=page, own=guard is not None, inherited=inherited)))


def unrestrict(slug: str) -> Response:
    page = _restrictable(slug)
    with work() as w:
        live = page_by_id(w.session, who(), page.id)
        if not may_restrict(reach_of(w.session, who()), live):
            raise Forbidden(_("Only its owner and keepers of the space choose who may read a page."))
        lift_restriction(w, live)
        address = live.url
    flash(_("Everybody who reads the space may read this page again."))
    return redirect(address, 303)
