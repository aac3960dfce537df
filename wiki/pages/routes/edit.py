"""Writing: a new page, and a change of one."""

from collections.abc import Collection
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Blueprint, flash, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.hooks.specs import Fragment
from wiki.kernel.refusals import Forbidden, Invalid, NotFound
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import TooMuch, render
from wiki.pages.actions.drafting import new_key, page_of_draft
from wiki.pages.actions.owning import set_owner
from wiki.pages.actions.saving import EditConflict, make_page, save_page
from wiki.pages.contexts import EditContext
from wiki.pages.forms import ChangeForm, EditForm, NewForm, form_for
from wiki.pages.models import Page
from wiki.pages.permissions import may_restrict, may_write, reach_of
from wiki.pages.queries.drafts import Whole
from wiki.pages.queries.find import page_at, page_by_id, page_for, page_named, revision_for, space_for
from wiki.pages.queries.spaces import writable_spaces
from wiki.pages.routes.beginnings import beginning_of, copied, is_untouched, offered
from wiki.pages.routes.bylines import author_of
from wiki.pages.routes.conflicts import is_choice, number, settle_draft, show_conflict, take_choices
from wiki.pages.routes.keeping import as_defaults, begun
from wiki.pages.routes.read import page_types
from wiki.pages.routes.refusing import answered
from wiki.pages.types import Draft, PageType
from wiki.web.forms import options
from wiki.web.request import close_session, int_arg, must_sign_in, session, text_arg, who, wiki, work
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
    draft = begun(None)
    chosen = str(draft.fields.get("type", "")) if draft else text_arg("type", 40)
    kind = page_types().get(request.form.get("type") or chosen or "howto")
    form = form_for(kind, NewForm, as_defaults(draft) | {"base": 0} if draft else _beginning(kind))
    form.space.choices = options((space.key, space.title) for space in spaces)
    if not form.space.data or (request.method == "GET" and form.space.data not in {space.key for space in spaces}):
        form.space.data = _space_come_from({space.key for space in spaces}) or spaces[0].key
    if request.method == "GET" and draft is None and not text_arg("copy", 200):
        template_id = int_arg("template", 0, most=2**31 - 1)
        form.body.data = beginning_of(kind, offered(kind), form.space.data, template_id)
    if switch := request.form.get("switch"):
        return _switched(form, kind, page_types().get(switch))
    if template := number("template"):
        return _begun_again(form, kind, template)
    if _restored() or not form.validate_on_submit():
        return answered(form, _editor(form, None, kind, draft))
    try:
        text = form.text(kind)
        if is_untouched(text.body, kind, offered(kind)):
            form.add_errors({"body": N_("This is still only the template. Put your own words into it first.")})
        if form.errors:
            return answered(form, _editor(form, None, kind))
        with work() as w:
            space = space_for(w.session, viewer, form.space.data)
            parent = _parent(w, viewer, form.parent.data or "")
            if not reach_of(w.session, viewer).at_least(space.id, "writer"):
                raise Forbidden(_("You may read this space, but not write in it."))
            key, person_id = form.draft.data or "", viewer.person_id or 0
            if (made := page_of_draft(w, person_id, key, text.title, text.body)) is not None:
                return redirect(made.url, 303)
            elsewhere = parent if parent is not None and parent.space_id != space.id else None
            parent = None if elsewhere else parent
            lost = elsewhere.title if elsewhere else ""
            page = make_page(w, viewer, space, text, parent=parent)
            settle_draft(w, key, page.id)
            address = page.url
    except Invalid as refusal:
        _say_errors(form, refusal)
        return answered(form, _editor(form, None, kind))
    if lost:
        flash(_("Published at the top of the space, for “%(title)s” is in another one.", title=lost))
    else:
        flash(_("Published. Everybody who reads this space can find it now."))
    return redirect(address, 303)


def _parent(w: Work, viewer: Viewer, slug: str) -> Page | None:
    """The page that a new one shall lie below; none when it went away meanwhile: the text matters more."""
    try:
        return page_at(w.session, viewer, slug) if slug else None
    except NotFound:
        return None


def _space_come_from(keys: Collection[str]) -> str:
    """Key of the space whose page, or whose page's page, the link to the editor was on; empty for any other."""
    parts = urlsplit(request.referrer or "").path.strip("/").split("/")
    if len(parts) < 2 or parts[0] not in {"s", "p"}:
        return ""
    key = _space_of(unquote(parts[1])) if parts[0] == "p" else unquote(parts[1])
    return key if key in keys else ""


def _space_of(slug: str) -> str:
    """Key of the space of the page that a new one shall lie below; empty for none."""
    found = page_named(session(), reach_of(session(), who()), slug, former_first=True) if slug else None
    return found.space.key if found else ""


def _beginning(kind: PageType) -> dict[str, Any]:
    return {
        "title": text_arg("title", 200),
        "body": "",
        "space": text_arg("space", 60) or _space_of(text_arg("parent", 200)),
        "parent": text_arg("parent", 200),
        "tags": text_arg("tags", 200),
        "type": kind.name,
        "base": 0,
    } | copied(kind)


def _switched(form: Any, old: PageType, kind: PageType) -> str:
    """The same text as another type; a text that nobody has touched becomes the new type's beginning."""
    body = form.body.data or ""
    if not body.strip() or is_untouched(body, old, offered(old)):
        body = beginning_of(kind, offered(kind), form.space.data)
    again = form_for(kind, NewForm, {})
    again.space.choices = form.space.choices
    again.body.data, again.type.data = body, kind.name
    return _editor(again, None, kind)


def _begun_again(form: Any, kind: PageType, template_id: int) -> str:
    """The template that was chosen, in place of what nobody has touched, or else below what was typed."""
    offers, body = offered(kind), form.body.data or ""
    chosen = beginning_of(kind, offers, form.space.data, template_id)
    if not body.strip() or is_untouched(body, kind, offers):
        form.body.data = chosen or body
    elif chosen:
        form.body.data = f"{body.rstrip()}\n\n{chosen}"
    return _editor(form, None, kind)


def edit(slug: str) -> str | Response:
    """Change a page; a save on an old base is merged, or both versions are shown."""
    viewer = must_sign_in()
    try:
        page = page_for(session(), viewer, slug)
        if not may_write(reach_of(session(), viewer), page):
            raise Forbidden(_("You may read this page, but not change it. Ask its owner or a keeper of the space."))
    except (NotFound, Forbidden) as refusal:
        return homeless(refusal)
    kind = page_types().get(request.form.get("type") or page.type)
    draft = begun(page.id)
    form = form_for(kind, ChangeForm, _present(page, kind, draft))
    if not may_restrict(reach_of(session(), viewer), page):
        del form.owner, form.owner_was
    if _restored() or not form.validate_on_submit():
        return answered(form, _editor(form, page, kind, draft))
    key = form.draft.data or ""
    try:
        if is_choice():
            take_choices(form, page)
        text = form.text(kind)
        if form.errors:
            return answered(form, _editor(form, page, kind))
        with work() as w:
            live = page_by_id(w.session, viewer, page.id)
            if not may_write(reach_of(w.session, viewer), live):
                raise Forbidden(_("You may read this page, but not change it. Ask its owner or a keeper of the space."))
            revision = save_page(w, viewer, live, text, base=form.base.data or 0)
            _give(w, live, form)
            wiki().host.call(
                "saved_with", work=w, viewer=viewer, page_id=live.id, revision_id=revision.id, form=request.form
            )
            settle_draft(w, key, live.id)
            merged, address = revision.number > (form.base.data or 0) + 1, live.url
    except Invalid as refusal:
        _say_errors(form, refusal)
        return answered(form, _editor(form, page, kind))
    except EditConflict as conflict:
        return show_conflict(form, page, conflict)
    except (NotFound, Forbidden) as refusal:
        return homeless(refusal)
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


def homeless(refusal: NotFound | Forbidden) -> Response:
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


def _present(page: Page, kind: PageType, draft: Whole | None) -> dict[str, Any]:
    """What the editor begins with: what the viewer hadn't saved yet, else the page as it is."""
    if request.method == "POST":
        return {"fields": {}}
    owner = author_of(page.owner_id)
    handle = f"@{owner.handle}" if owner else ""
    if draft is not None:
        return {"owner": handle, "owner_was": handle, **as_defaults(draft)}
    head = revision_for(session(), page, page.number)
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


def _editor(form: Any, page: Page | None, kind: PageType, draft: Whole | None = None) -> str:
    parent = None
    form.draft.data = form.draft.data or new_key()
    if page is not None:
        form.of.data = str(page.id)
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
            templates=offered(kind) if page is None else [],
            draft=draft,
            parts=_parts_of(page),
        )
    )


def _parts_of(page: Page | None) -> list[Fragment]:
    if page is None:
        return []
    found = wiki().host.call("edit_part", session=session(), viewer=who(), page_id=page.id)
    return sorted(found, key=lambda part: part.position)


def _hints(form: Any, kind: PageType) -> list[str]:
    try:
        outline = [heading.title for heading in render(form.body.data or "").outline]
    except TooMuch:
        outline = []
    return [_(hint) for hint in kind.hints(Draft(form.title.data or "", form.body.data or "", {}, outline))]
