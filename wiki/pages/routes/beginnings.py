"""What a new page begins with: a copy of another one, or a template that keepers made."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, flash, g, redirect
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden, Invalid
from wiki.pages.actions.templating import drop_template, set_template
from wiki.pages.care import PageTemplate
from wiki.pages.care_contexts import TemplateFormContext, TemplatesContext
from wiki.pages.forms import TemplateForm
from wiki.pages.models import Page, Space
from wiki.pages.page_templates import filled_in
from wiki.pages.permissions import may_keep_space, reach_of
from wiki.pages.queries.find import page_at, pages_by_id, revision_for, space_for
from wiki.pages.queries.templates import Offer, offers_for, template_of, templates_of
from wiki.pages.routes.read import page_types
from wiki.pages.routes.refusing import answered
from wiki.pages.types import PageType
from wiki.web.forms import options
from wiki.web.request import must_sign_in, session, text_arg, who, wiki, work
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/s/<key>/templates")(templates)
    blueprint.route("/s/<key>/templates/new", methods=["GET", "POST"])(new_template)
    blueprint.route("/s/<key>/templates/<int:template_id>", methods=["GET", "POST"])(change_template)
    blueprint.post("/s/<key>/templates/<int:template_id>/drop")(drop)


def copied(kind: PageType) -> dict[str, Any]:
    """What the address asks a new page to be a copy of; empty for nothing."""
    slug = text_arg("copy", 200)
    return _copied(page_at(session(), who(), slug), kind) if slug else {}


def offered(kind: PageType) -> list[Offer]:
    """The templates that a new page of this type may begin with."""
    return offers_for(session(), reach_of(session(), who()), kind.name)


def is_untouched(body: str, kind: PageType, offers: Sequence[Offer]) -> bool:
    """Whether a text is what the wiki put there, today or yesterday: the type's own beginning, or a template's."""
    today = wiki().clock.now()
    values = [_values(today), _values(today - timedelta(days=1))]
    beginnings = [_(kind.starter)] if kind.starter else []
    beginnings += [filled_in(offer.body, said) for offer in offers for said in values]
    return body.strip() in {text.strip() for text in beginnings}


def beginning_of(kind: PageType, offers: Sequence[Offer], space: str, template_id: int = 0) -> str:
    """The template that was chosen, else the first one of the space; without any the type's own beginning."""
    chosen = [offer for offer in offers if offer.id == template_id]
    chosen += [offer for offer in offers if offer.space_key == space]
    if chosen:
        return filled_in(chosen[0].body, _values(wiki().clock.now()))
    return _(kind.starter) if kind.starter else ""


def _copied(page: Page, kind: PageType) -> dict[str, Any]:
    head = revision_for(session(), page, page.number)
    above = pages_by_id(session(), who(), [page.parent_id] if page.parent_id else [])
    return {
        "title": _("Copy of %(title)s", title=head.title)[:200],
        "body": head.body,
        "tags": ", ".join(head.tags),
        "fields": head.fields if head.type == kind.name else {},
        "space": page.space.key,
        "parent": above[0].slug if above else "",
    }


def _values(now: datetime) -> dict[str, str]:
    person = g.get("person")
    team = getattr(person, "team", None) or ""
    date = str(format_date(now, "d MMM y"))
    return {"date": date, "author": f"@{person.handle}" if person else "", "team": team}


def _space(key: str, role: str) -> Space:
    viewer = must_sign_in()
    space, reach = space_for(session(), viewer, key), reach_of(session(), viewer)
    if not reach.at_least(space.id, role):
        raise Forbidden(_("You may read this space, but not write in it."))
    return space


def templates(key: str) -> str:
    """The templates of a space, for who writes there."""
    space = _space(key, "writer")
    keeps = may_keep_space(reach_of(session(), who()), space.id)
    return show(
        TemplatesContext(
            space=space,
            templates=templates_of(session(), space),
            kinds={kind.name: kind for kind in page_types()},
            may_keep=keeps,
        )
    )


def new_template(key: str) -> str | Response:
    return _edited(_space(key, "keeper"), None)


def change_template(key: str, template_id: int) -> str | Response:
    space = _space(key, "keeper")
    return _edited(space, template_of(session(), space, template_id))


def _edited(space: Space, template: PageTemplate | None) -> str | Response:
    form = TemplateForm(obj=template)
    form.type.choices = options((kind.name, _(kind.label)) for kind in page_types())
    if form.validate_on_submit():
        try:
            with work() as w:
                live = space_for(w.session, who(), space.key)
                if not may_keep_space(reach_of(w.session, who()), live.id):
                    raise Forbidden(_("Only keepers of a space change it."))
                known = template_of(w.session, live, template.id) if template else None
                name, body = form.name.data or "", form.body.data or ""
                set_template(w, live, known, name=name, kind=form.type.data, body=body)
            flash(_("Saved."))
            return redirect(f"/s/{space.key}/templates", 303)
        except Invalid as refusal:
            form.add_errors(refusal.errors)
    return answered(form, show(TemplateFormContext(form=form, space=space, made=template)))


def drop(key: str, template_id: int) -> Response:
    _space(key, "keeper")
    with work() as w:
        space = space_for(w.session, who(), key)
        if not may_keep_space(reach_of(w.session, who()), space.id):
            raise Forbidden(_("Only keepers of a space change it."))
        drop_template(w, template_of(w.session, space, template_id))
    flash(_("The template is gone. Pages that began with it stay as they are."))
    return redirect(f"/s/{key}/templates", 303)
