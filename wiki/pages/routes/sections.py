"""One section or step of a page, changed alone: in place with a script, on a page of its own without."""

from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden, Invalid, NotFound
from wiki.markup import LEAD, Section, TooMuch, render, section_at, text_of, with_text
from wiki.pages.actions.drafting import end_draft, new_key
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import EditConflict, save_page
from wiki.pages.forms import ChangeForm, SectionForm, form_for
from wiki.pages.models import Page, Revision
from wiki.pages.permissions import may_write, reach_of
from wiki.pages.queries.drafts import Whole
from wiki.pages.queries.find import page_by_id, page_for, revision_for
from wiki.pages.routes.conflicts import settle_draft, show_conflict
from wiki.pages.routes.edit import homeless
from wiki.pages.routes.keeping import as_defaults, begun
from wiki.pages.routes.read import page_types
from wiki.pages.routes.refusing import answered
from wiki.web.request import must_sign_in, session, who, wiki, work
from wiki.web.site import said
from wiki.web.templating import show


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionContext:
    """One section of a page, to be changed alone."""

    template: ClassVar[str] = "pages/section.html"

    form: Any = said("The form: body, summary, base.")
    page: Page = said("The page.")
    anchor: str = said("The anchor of the section's heading.")
    title: str = said("The section's heading as it was.")
    draft: Whole | None = said("The viewer's own draft that the form was filled with: key, at, base; or None.")
    restored: bool = said("Whether the text comes from before the viewer signed in again.")


class SectionPartContext(SectionContext):
    """The same form alone, to be put into the page that is being read."""

    template: ClassVar[str] = "pages/section_part.html"


def add_to(blueprint: Blueprint) -> None:
    blueprint.route("/p/<slug>/part/<anchor>", methods=["GET", "POST"], endpoint="change_section")(change)


def change(slug: str, anchor: str) -> str | Response:
    """Change a section; saved like the whole page, with the rest of it as it was when the writing began."""
    must_sign_in()
    try:
        page = _writable(session(), page_for(session(), who(), slug))
    except (NotFound, Forbidden) as refusal:
        return homeless(refusal)
    draft = begun(page.id, anchor)
    form = _named_apart(SectionForm(data=_present(page, anchor, draft)), anchor)
    form.draft.data = form.draft.data or new_key()
    form.of.data = str(page.id)
    if request.form.get("restored") == "1" or not form.validate_on_submit():
        return answered(form, _shown(form, page, anchor, draft))
    try:
        base, section = _section(page, anchor, form.base.data or 0)
    except NotFound as refusal:
        return homeless(refusal)
    if section is None:
        form.form_errors.append(
            _("This part isn’t in the page any more. Your text is kept; copy it to where it belongs.")
        )
        return answered(form, _shown(form, page, anchor, None))
    text = PageText(
        base.title,
        with_text(base.body, section, form.body.data or ""),
        base.type,
        base.tags,
        base.fields,
        form.summary.data or "",
    )
    try:
        with work() as w:
            live = _writable(w.session, page_by_id(w.session, who(), page.id))
            revision = save_page(w, who(), live, text, base=base.number)
            settle_draft(w, form.draft.data or "", live.id)
            merged, address = revision.number > base.number + 1, live.url
    except Invalid as refusal:
        form.add_errors({name: _(words) for name, words in refusal.errors.items()})
        return answered(form, _shown(form, page, anchor, None))
    except EditConflict as conflict:
        return _disputed(form, page, base, text, conflict)
    except (NotFound, Forbidden) as refusal:
        return homeless(refusal)
    return _saved(address, "" if merged else _anchor_now(form.body.data or "", anchor, section))


def _saved(address: str, anchor: str) -> Response:
    """Back to the section; after a merge to the top of the page, where what is said of it is seen."""
    flash(_("Saved.") if anchor else _("Saved, together with what somebody else changed meanwhile."))
    return redirect(f"{address}#{quote(anchor)}" if anchor else address, 303)


def _writable(reading: Any, page: Page) -> Page:
    if not may_write(reach_of(reading, who()), page):
        raise Forbidden(_("You may read this page, but not change it. Ask its owner or a keeper of the space."))
    return page


def _present(page: Page, anchor: str, draft: Whole | None) -> dict[str, Any]:
    """What the form begins with. Raises `NotFound` when there is no such section."""
    if request.method == "POST":
        return {}
    if draft is not None:
        return as_defaults(draft)
    base, section = _section(page, anchor, page.number)
    if section is None:
        raise NotFound(anchor)
    return {"body": text_of(base.body, section), "base": base.number}


def _section(page: Page, anchor: str, number: int) -> tuple[Revision, Section | None]:
    """A revision of the page, and the section in it."""
    base = revision_for(session(), page, number)
    try:
        return base, section_at(base.body, anchor)
    except TooMuch:
        return base, None


def _named_apart(form: SectionForm, anchor: str) -> SectionForm:
    """The form, its fields named so that several of them can stand in one page."""
    for field in form:
        field.id = f"{field.name}-{anchor}"
        field.label.field_id = field.id
    return form


def _shown(form: SectionForm, page: Page, anchor: str, draft: Whole | None) -> str:
    _base, section = _section(page, anchor, page.number)
    kind = SectionPartContext if request.method == "GET" and "HX-Request" in request.headers else SectionContext
    return show(
        kind(
            form=form,
            page=page,
            anchor=anchor,
            title=_title(section, page, anchor),
            draft=draft,
            restored=request.form.get("restored") == "1",
        )
    )


def _title(section: Section | None, page: Page, anchor: str) -> str:
    if anchor == LEAD:
        return str(_("The beginning"))
    return section.title if section else page.title


def _disputed(form: SectionForm, page: Page, base: Revision, text: PageText, conflict: EditConflict) -> Response:
    """Both versions of the whole page; from here on it is the whole text that the viewer's draft keeps."""
    kind = page_types().get(base.type)
    values = {
        "title": text.title,
        "body": text.body,
        "tags": ", ".join(text.tags),
        "summary": text.summary,
        "base": base.number,
        "fields": base.fields,
        "draft": new_key(),
        "of": page.id,
    }
    whole = form_for(kind, ChangeForm, values, formdata=None)
    del whole.owner, whole.owner_was
    answer = show_conflict(whole, page, conflict)
    with wiki().quiet_work() as w:
        end_draft(w, who().person_id or 0, form.draft.data or "")
    return answer


def _anchor_now(body: str, anchor: str, section: Section) -> str:
    """Where the section stands after the save, whose heading may have got other words."""
    if anchor == LEAD:
        return "content"
    outline = render(body).outline
    return anchor if not outline or outline[0].title == section.title else outline[0].anchor
