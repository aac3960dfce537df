"""One page of two, and two of one."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden, Invalid
from wiki.kernel.viewer import Viewer
from wiki.markup.sections import sections
from wiki.pages.actions.joining import merge_pages, opened_by_merge, split_section, title_of_section
from wiki.pages.care_contexts import MergeContext, SplitContext
from wiki.pages.forms import MergeForm, SplitForm
from wiki.pages.models import Page
from wiki.pages.permissions import may_restrict, may_write, reach_of
from wiki.pages.queries.find import page_by_id, page_for, page_named, revision_for
from wiki.pages.queries.tree import count_below
from wiki.pages.routes.refusing import answered
from wiki.web.forms import options
from wiki.web.request import must_sign_in, session, text_arg, work
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.route("/p/<slug>/merge", methods=["GET", "POST"])(merge)
    blueprint.route("/p/<slug>/split", methods=["GET", "POST"])(split)


def _writable(reading: Any, viewer: Viewer, page: Page) -> Page:
    if not may_write(reach_of(reading, viewer), page):
        raise Forbidden(_("You may read this page, but not change it. Ask its owner or a keeper of the space."))
    return page


def merge(slug: str) -> str | Response:
    viewer, form = must_sign_in(), MergeForm()
    page = _writable(session(), viewer, page_for(session(), viewer, slug))
    if form.validate_on_submit():
        try:
            with work() as w:
                reach = reach_of(w.session, viewer)
                live = _writable(w.session, viewer, page_by_id(w.session, viewer, page.id))
                into = page_named(w.session, reach, form.into.data or "", live.space_id)
                if into is None:
                    raise Invalid({"into": _("There is no such page.")})
                if not may_write(reach, into):
                    raise Forbidden(_("You may read that page, but not change it."))
                if opened_by_merge(w.session, live, into) and not may_restrict(reach, live):
                    raise Forbidden(
                        _("More people may read that page. Only the owner and keepers open this one to them.")
                    )
                merge_pages(w, viewer, live, into)
                address = into.url
            flash(_("Both are one page now. Look it over: the text came to its end."))
            return redirect(address, 303)
        except Invalid as refusal:
            form.add_errors(refusal.errors)
    below = count_below(session(), reach_of(session(), viewer), page)
    return answered(form, show(MergeContext(form=form, page=page, below=below)))


def split(slug: str) -> str | Response:
    """Give a section a page of its own; `section` in the address chooses it."""
    viewer = must_sign_in()
    page = _writable(session(), viewer, page_for(session(), viewer, slug))
    found = sections(revision_for(session(), page, page.number).body)
    chosen = next((each for each in found if each.anchor == text_arg("section", 200)), found[0] if found else None)
    begin = {"section": chosen.anchor, "title": title_of_section(chosen)} if chosen else {}
    form = SplitForm(data=begin)
    form.section.choices = options((each.anchor, "– " * (each.level - 1) + each.title) for each in found)
    if form.validate_on_submit():
        try:
            with work() as w:
                live = _writable(w.session, viewer, page_by_id(w.session, viewer, page.id))
                address = split_section(w, viewer, live, form.section.data, form.title.data or "").url
            flash(_("The section has a page of its own now; where it stood a link leads here."))
            return redirect(address, 303)
        except Invalid as refusal:
            form.add_errors(refusal.errors)
    return answered(form, show(SplitContext(form=form, page=page)))
