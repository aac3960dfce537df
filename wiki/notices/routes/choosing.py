"""How somebody wants to hear: a page of their settings."""

from flask import Blueprint, flash, g, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Invalid
from wiki.notices.actions.choosing import choose
from wiki.notices.contexts import ChoicesPage
from wiki.notices.forms import ChoicesForm
from wiki.notices.queries.watching import choice_of, watched_by
from wiki.web.request import must_sign_in, session, wiki, work
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/me/notices")(choices)
    blueprint.post("/me/notices")(choices_post)


def choices() -> str:
    viewer = must_sign_in()
    return _page(ChoicesForm(formdata=None, obj=choice_of(session(), viewer.person_id or 0)))


def choices_post() -> Response | tuple[str, int]:
    viewer = must_sign_in()
    form = ChoicesForm()
    if not form.validate():
        return _page(form), 422
    try:
        with work() as change:
            choose(change, viewer.person_id or 0, form.wish())
    except Invalid as refusal:
        form.add_errors(refusal.errors)
        return _page(form), 422
    flash(_("Saved."))
    return redirect("/me/notices", 303)


def _page(form: ChoicesForm) -> str:
    zone = g.person.time_zone or wiki().settings.time_zone
    return show(ChoicesPage(form=form, watched=watched_by(session(), must_sign_in()), zone=zone.replace("_", " ")))
