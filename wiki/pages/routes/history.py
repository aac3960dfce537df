"""A page's past: its changes, one of them by words, a revision as it was, and bringing it back."""

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden, NotFound
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import save_page
from wiki.pages.contexts import HistoryContext, RevisionContext
from wiki.pages.diff import changes, counts
from wiki.pages.filling import filled
from wiki.pages.models import Page, Revision
from wiki.pages.permissions import may_write, reach_of
from wiki.pages.queries.find import page_for, revision_for
from wiki.pages.queries.history import authors, history
from wiki.pages.queries.links import answers_for_text, references_of
from wiki.pages.routes.bylines import author_of, history_bylined
from wiki.pages.routes.read import MOST_ID, page_types
from wiki.web.request import int_arg, must_sign_in, session, who, wiki, work
from wiki.web.templating import show

PART = 30


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/p/<slug>/history")(past)
    blueprint.get(f"/p/<slug>/history/<int(max={MOST_ID}):number>")(revision)
    blueprint.post(f"/p/<slug>/history/<int(max={MOST_ID}):number>/restore")(restore_revision)


def past(slug: str) -> str:
    """The list of changes, with one change (`new` against `old`, by number) beside it."""
    viewer = who()
    page = page_for(session(), viewer, slug)
    new = revision_for(session(), page, int_arg("new", page.number))
    old_number = int_arg("old", new.number - 1, least=0)
    if old_number > new.number:
        new, old_number = revision_for(session(), page, old_number), new.number
    old = revision_for(session(), page, old_number) if old_number else None
    before = int_arg("before", 0, least=0) or None
    listed = history(session(), page, before=before, limit=PART)
    blocks = changes(old.body if old else "", new.body)
    return show(
        HistoryContext(
            page=page,
            space=page.space,
            changes=history_bylined(listed),
            authors=authors(session(), page),
            older=listed[-1].number if listed and listed[-1].number > 1 and len(listed) == PART else None,
            new=new,
            old=old,
            blocks=blocks,
            counts=counts(blocks),
            facts=_facts(old, new),
            side_by_side=request.args.get("view") == "sides",
            may_write=may_write(reach_of(session(), viewer), page),
        )
    )


def _facts(old: Revision | None, new: Revision) -> list[tuple[str, str, str]]:
    """What changed besides the text."""
    if old is None:
        return []
    types = page_types()
    pairs = [
        (_("Title"), old.title, new.title),
        (_("Type"), _(types.get(old.type).label), _(types.get(new.type).label)),
        (_("Tags"), ", ".join(old.tags), ", ".join(new.tags)),
    ]
    for field in types.get(new.type).fields:
        labels = field.choices or {}
        before, after = (str(fields.get(field.name, "")) for fields in (old.fields, new.fields))
        pairs.append((_(field.label), _(labels.get(before, before)), _(labels.get(after, after))))
    return [pair for pair in pairs if pair[1] != pair[2]]


def revision(slug: str, number: int) -> str:
    viewer = who()
    page = page_for(session(), viewer, slug)
    found = revision_for(session(), page, number)
    reach = reach_of(session(), viewer)
    references = references_of(found.references)
    answers = answers_for_text(session(), reach, references, page.space_id, page.id)
    return show(
        RevisionContext(
            page=page,
            revision=found,
            author=author_of(found.author_id),
            body=filled(found.html, references, answers, may_write=False),
            asides=wiki().host.call(
                "page_aside", session=session(), viewer=viewer, page_id=page.id, page_type=page.type
            ),
            may_write=may_write(reach, page) and number != page.number,
        )
    )


def restore_revision(slug: str, number: int) -> Response:
    """Make an earlier revision's text the newest, as a change of its own."""
    viewer = must_sign_in()
    with work() as w:
        page: Page = page_for(w.session, viewer, slug)
        if not may_write(reach_of(w.session, viewer), page):
            raise Forbidden(_("You may read this page, but not change it."))
        old = revision_for(w.session, page, number)
        if number >= page.number:
            raise NotFound(str(number))
        summary = _("Brought back change %(number)s", number=number)
        text = PageText(old.title, old.body, old.type, old.tags, old.fields, summary)
        save_page(w, viewer, page, text, base=page.number)
        address = page.url
    flash(_("Change %(number)s is back. What was there stays in the history.", number=number))
    return redirect(address, 303)
