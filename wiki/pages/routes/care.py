"""Care of pages: what is stale, whom it belongs to, and one click to say that it still holds."""

from datetime import date

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden, Invalid, NotFound
from wiki.pages.actions.freshening import still_true
from wiki.pages.actions.owning import set_owner
from wiki.pages.care_contexts import CareContext
from wiki.pages.forms import GiveForm
from wiki.pages.models import Space
from wiki.pages.permissions import may_restrict, may_write, reach_of
from wiki.pages.queries.find import page_by_id, page_for, space_for
from wiki.pages.queries.freshness import Kind, due, tally
from wiki.pages.routes.read import page_types
from wiki.pages.routes.refusing import answered
from wiki.web.redirects import local_target
from wiki.web.request import int_arg, must_sign_in, session, text_arg, who, wiki, work
from wiki.web.templating import show

PART = 50


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/care")(care)
    blueprint.post("/p/<slug>/still-true")(confirm)
    blueprint.post("/p/<slug>/owner")(give)


def today() -> date:
    return wiki().clock.now().date()


def care() -> str:
    """Stale pages, or those without an owner, where the viewer may write."""
    must_sign_in()
    return _list(GiveForm(formdata=None), "")


def _list(form: GiveForm, slug: str) -> str:
    """The list; `form` is what was typed for the page `slug` and could not be taken."""
    reach = reach_of(session(), who())
    kind: Kind = "ownerless" if text_arg("kind", 20) == "ownerless" else "stale"
    space, types = _chosen_space(), page_types().dated
    tallies = {each: tally(session(), reach, each, today=today(), types=types) for each in ("stale", "ownerless")}
    return show(
        CareContext(
            kind=kind,
            due=due(
                session(),
                reach,
                kind,
                today=today(),
                types=types,
                space_id=space.id if space else None,
                limit=PART,
            ),
            tallies=tallies[kind],
            totals={each: sum(one.pages for one in found) for each, found in tallies.items()},
            space=space.key if space else "",
            keeps=frozenset(reach.spaces_with("keeper")),
            form=form,
            wrong=slug,
            at=int_arg("at", -1, least=0, most=PART - 1),
        )
    )


def _chosen_space() -> Space | None:
    key = text_arg("space", 60)
    try:
        return space_for(session(), who(), key) if key else None
    except NotFound:
        return None


def confirm(slug: str) -> Response:
    """One click: it still holds."""
    viewer = must_sign_in()
    with work() as w:
        page = page_for(w.session, viewer, slug)
        if not may_write(reach_of(w.session, viewer), page):
            raise Forbidden(_("Only who may change this page says that it still holds."))
        still_true(w, page, page_types())
        address = page.url
    flash(_("Thank you. It holds again."))
    return redirect(local_target(request.form.get("next"), address), 303)


def give(slug: str) -> str | Response:
    """Say who answers for the page."""
    viewer, form = must_sign_in(), GiveForm()
    page = page_for(session(), viewer, slug)
    if not may_restrict(reach_of(session(), viewer), page):
        raise Forbidden(_("Only its owner and keepers of the space give a page to somebody."))
    if form.validate_on_submit():
        try:
            with work() as w:
                live = page_by_id(w.session, viewer, page.id)
                if not may_restrict(reach_of(w.session, viewer), live):
                    raise Forbidden(_("Only its owner and keepers of the space give a page to somebody."))
                set_owner(w, live, form.owner.data or "")
                address = live.url
            flash(_("Somebody answers for it now."))
            return redirect(local_target(request.form.get("next"), address), 303)
        except Invalid as refusal:
            form.add_errors(refusal.errors)
    return answered(form, _list(form, page.slug))
