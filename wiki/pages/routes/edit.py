"""Writing: a new page, a change of one, and the choice between two versions."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden, Invalid, NotFound
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import TooMuch, render
from wiki.pages.actions.owning import set_owner
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import EditConflict, disputed, make_page, save_page, title_of, together
from wiki.pages.contexts import ConflictContext, EditContext
from wiki.pages.diff import compare
from wiki.pages.forms import PREFIX, ChangeForm, EditForm, NewForm, form_for
from wiki.pages.merge import merge, resolve
from wiki.pages.models import Page
from wiki.pages.permissions import may_restrict, may_write, reach_of
from wiki.pages.queries.find import page_at, page_by_id, page_for, page_named, revision_for, space_for
from wiki.pages.queries.spaces import writable_spaces
from wiki.pages.routes.bylines import author_of
from wiki.pages.routes.read import page_types
from wiki.pages.routes.refusing import answered
from wiki.pages.types import Draft, PageType
from wiki.web.forms import options
from wiki.web.request import close_session, must_sign_in, session, text_arg, who, work
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.route("/new", methods=["GET", "POST"])(new)
    blueprint.route("/p/<slug>/edit", methods=["GET", "POST"])(edit)


def new() -> str | Response:
    """Write a page that isn't there yet; its type may change while typing, without losing the text."""
    viewer = must_sign_in()
    spaces = writable_spaces(session(), reach_of(session(), viewer))
    if not spaces:
        raise Forbidden(_("There is no space yet that you may write in. Ask a keeper or an admin."))
    kind = page_types().get(request.form.get("type") or text_arg("type", 40) or "howto")
    form = form_for(kind, NewForm, _beginning(kind))
    form.space.choices = options((space.key, space.title) for space in spaces)
    if not form.space.data:
        form.space.data = spaces[0].key
    if switch := request.form.get("switch"):
        return _switched(form, kind, page_types().get(switch))
    if _restored() or not form.validate_on_submit():
        return answered(form, _editor(form, None, kind))
    try:
        text = form.text(kind)
        if form.errors:
            return answered(form, _editor(form, None, kind))
        with work() as w:
            space = space_for(w.session, viewer, form.space.data)
            parent = _parent(w, viewer, form.parent.data or "")
            if not reach_of(w.session, viewer).at_least(space.id, "writer"):
                raise Forbidden(_("You may read this space, but not write in it."))
            if parent is not None and parent.space_id != space.id:
                parent = None
            page = make_page(w, viewer, space, text, parent=parent)
            address = page.url
    except Invalid as refusal:
        _say_errors(form, refusal)
        return answered(form, _editor(form, None, kind))
    flash(_("Published. Everybody who reads this space can find it now."))
    return redirect(address, 303)


def _parent(w: Work, viewer: Viewer, slug: str) -> Page | None:
    """The page that a new one shall lie below; none when it went away meanwhile: the text matters more."""
    try:
        return page_at(w.session, viewer, slug) if slug else None
    except NotFound:
        return None


def _beginning(kind: PageType) -> dict[str, Any]:
    return {
        "title": text_arg("title", 200),
        "body": _(kind.starter) if kind.starter else "",
        "space": text_arg("space", 60),
        "parent": text_arg("parent", 200),
        "tags": text_arg("tags", 200),
        "type": kind.name,
        "base": 0,
    }


def _switched(form: Any, old: PageType, kind: PageType) -> str:
    """The same text as another type; a text that nobody has touched becomes the new type's beginning."""
    untouched = {"", _(old.starter).strip() if old.starter else ""}
    body = form.body.data
    if body.strip() in untouched:
        body = _(kind.starter) if kind.starter else ""
    again = form_for(kind, NewForm, {})
    again.space.choices = form.space.choices
    again.body.data, again.type.data = body, kind.name
    return _editor(again, None, kind)


def edit(slug: str) -> str | Response:
    """Change a page; a save on an old base is merged, or both versions are shown."""
    viewer = must_sign_in()
    try:
        page = page_for(session(), viewer, slug)
        if not may_write(reach_of(session(), viewer), page):
            raise Forbidden(_("You may read this page, but not change it. Ask its owner or a keeper of the space."))
    except (NotFound, Forbidden) as refusal:
        return _homeless(refusal)
    kind = page_types().get(request.form.get("type") or page.type)
    form = form_for(kind, ChangeForm, _present(page, kind))
    if not may_restrict(reach_of(session(), viewer), page):
        del form.owner, form.owner_was
    if _restored() or not form.validate_on_submit():
        return answered(form, _editor(form, page, kind))
    given_up = _take_choices(form, page, kind) if "resolve" in request.form else None
    try:
        text = form.text(kind)
        if form.errors:
            return answered(form, _editor(form, page, kind))
        with work() as w:
            live = page_for(w.session, viewer, slug)
            if not may_write(reach_of(w.session, viewer), live):
                raise Forbidden(_("You may read this page, but not change it. Ask its owner or a keeper of the space."))
            based = form.base.data or 0
            if given_up is not None:
                # Nothing that was typed is thrown away: what was not chosen stands in the history below the choice.
                based = save_page(w, viewer, live, given_up, base=based).number
            revision = save_page(w, viewer, live, text, base=based)
            _give(w, live, form)
            merged, address = revision.number > based + 1, live.url
    except Invalid as refusal:
        _say_errors(form, refusal)
        return answered(form, _editor(form, page, kind))
    except EditConflict as conflict:
        return _conflict(form, page, conflict)
    except (NotFound, Forbidden) as refusal:
        return _homeless(refusal)
    flash(_("Saved, together with what somebody else changed meanwhile.") if merged else _("Saved."))
    return redirect(address, 303)


def _give(w: Work, page: Page, form: Any) -> None:
    """Give the page to the owner who was typed, if that is another one than stood there, and the viewer may."""
    if (
        "owner" in form
        and form.owner.data != (form.owner_was.data or "")
        and may_restrict(reach_of(w.session, who()), page)
    ):
        set_owner(w, page, form.owner.data)


def _homeless(refusal: NotFound | Forbidden) -> Response:
    """What was typed for a page that can't be saved any more, as the text of a new one: nothing typed is lost.

    Raises the refusal when nothing was typed. A page that never was is answered in the same way.
    """
    if request.method != "POST" or not request.form.get("body", "").strip():
        raise refusal
    close_session()
    kind = page_types().get(request.form.get("type", ""))
    form = form_for(kind, NewForm, {})
    spaces = writable_spaces(session(), reach_of(session(), who()))
    form.space.choices = options((space.key, space.title) for space in spaces)
    why = str(refusal) if isinstance(refusal, Forbidden) else _("This page isn’t there any more.")
    form.form_errors.append(why + " " + _("Your text is kept; you can publish it as a page of its own."))
    form.base.data = 0
    return make_response(_editor(form, None, kind), 403 if isinstance(refusal, Forbidden) else 404)


def _present(page: Page, kind: PageType) -> dict[str, Any]:
    """What the editor begins with."""
    if request.method == "POST":
        return {"fields": {}}
    head = revision_for(session(), page, page.number)
    owner = author_of(page.owner_id)
    handle = f"@{owner.handle}" if owner else ""
    return {
        "title": head.title,
        "body": head.body,
        "tags": ", ".join(head.tags),
        "fields": head.fields if head.type == kind.name else {},
        "base": page.number,
        "owner": handle,
        "owner_was": handle,
    }


def _restored() -> bool:
    """Whether this is a text that was typed before its writer had to sign in again: shown, not saved."""
    return request.form.get("restored") == "1"


def _say_errors(form: EditForm, refusal: Invalid) -> None:
    form.add_errors({name: _(text) for name, text in refusal.errors.items()})


def _editor(form: Any, page: Page | None, kind: PageType) -> str:
    parent = None
    if page is None and form.parent.data:
        parent = page_named(session(), reach_of(session(), who()), form.parent.data)
    return show(
        EditContext(
            form=form,
            page=page,
            kind=kind,
            kinds=list(page_types()),
            hints=_hints(form, kind) if form.is_submitted() else [],
            restored=_restored(),
            parent=parent,
        )
    )


def _hints(form: Any, kind: PageType) -> list[str]:
    try:
        outline = [heading.title for heading in render(form.body.data or "").outline]
    except TooMuch:
        outline = []
    return [_(hint) for hint in kind.hints(Draft(form.title.data or "", form.body.data or "", {}, outline))]


def _take_choices(form: Any, page: Page, kind: PageType) -> PageText | None:
    """Put the chosen parts of a conflict together; the result is saved on top of the version chosen from.

    Answers the whole text as it was sent when a part of it was given up for the other one.
    """
    theirs = revision_for(session(), page, _number("theirs"))
    base = revision_for(session(), page, form.base.data or 0)
    merged = merge(base.body, form.body.data, theirs.body)
    conflicts = [chunk for chunk in merged.chunks if chunk.kind == "conflict"]
    choices: list[Any] = []
    for place in range(len(conflicts)):
        choice = request.form.get(f"choice-{place}", "both")
        choices.append(choice if choice in {"mine", "theirs", "both"} else "both")
    sent = form.text(kind)
    form.body.data = resolve(merged.chunks, choices)
    title = title_of(base, sent, theirs)
    if title is None:
        title = theirs.title if request.form.get("choice-title") == "theirs" else sent.title
    # The next save begins from their version, so what only they changed must be in it.
    kept = [name for name in disputed(base, sent, theirs) if request.form.get(f"field-{name}") != "theirs"]
    settled = together(base, sent, theirs, title, form.body.data, kept=kept)
    form.title.data, form.tags.data = settled.title, ", ".join(settled.tags)
    for field in form.about:
        field.data = str(settled.fields.get(field.name.removeprefix(PREFIX), ""))
    form.base.data = theirs.number
    given_up = {*choices, *(value for name, value in request.form.items() if name.startswith("field-"))}
    if "theirs" not in given_up:
        return None
    mine: PageText = replace(sent, title=title, summary=_("My version, before both were put together"), minor=True)
    return mine


def _number(name: str) -> int:
    raw = request.form.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def _both(conflict: EditConflict) -> list[tuple[str, str, str, str]]:
    """Fields that both changed, as people read them: name, label, mine, theirs."""
    shown = []
    for field in page_types().get(conflict.mine.type).fields:
        if field.name in conflict.fields:
            sides = ("" if side is None else str(side) for side in conflict.fields[field.name])
            mine, theirs = (_((field.choices or {}).get(side, side)) if side else "" for side in sides)
            shown.append((field.name, _(field.label), mine, theirs))
    return shown


def _conflict(form: Any, page: Page, conflict: EditConflict) -> Response:
    chunks = conflict.merge.chunks
    # What was saved in between is newer than the state that this request began to read.
    close_session()
    page = page_by_id(session(), who(), page.id)
    theirs = revision_for(session(), page, conflict.theirs)
    shown = show(
        ConflictContext(
            form=form,
            page=page,
            chunks=chunks,
            conflicts=[(chunk, compare(chunk.theirs, chunk.mine)) for chunk in chunks if chunk.kind == "conflict"],
            titles=conflict.title,
            fields=_both(conflict),
            theirs=theirs,
            other=author_of(theirs.author_id),
            words=len((form.body.data or "").split()),
        )
    )
    return make_response(shown, 409)
