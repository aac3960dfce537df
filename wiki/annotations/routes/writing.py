"""Write a note, and change one."""

from contextlib import suppress

from flask import Blueprint, flash, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.annotations.actions.changing import change_note
from wiki.annotations.actions.noting import make_note
from wiki.annotations.actions.placing import reattach
from wiki.annotations.actions.selecting import Selection, chosen, text_of
from wiki.annotations.actions.suggesting import passage_of
from wiki.annotations.contexts import NoteFormContext, NoteFormPart
from wiki.annotations.forms import NoteForm, PlaceForm
from wiki.annotations.permissions import may_annotate
from wiki.annotations.queries.circles import circles_of
from wiki.annotations.queries.finding import note_for
from wiki.annotations.queries.reading import thread_of
from wiki.annotations.queries.views import NoteView
from wiki.annotations.routes.showing import new_once
from wiki.kernel.refusals import Invalid, NotFound
from wiki.kernel.texts import N_
from wiki.pages.models import Page
from wiki.pages.permissions import reach_of
from wiki.pages.queries.find import page_by_id
from wiki.pages.routes.refusing import answered
from wiki.web.request import int_arg, must_sign_in, session, text_arg, work
from wiki.web.spoken import translated
from wiki.web.templating import show

MOST_ID = 2**31 - 1
PASSAGE = N_("This is the passage as it stands in the page. Write it as it should be, then save again.")
QUOTED = 400
"""Characters of a passage that are repeated above the form."""


def add_to(blueprint: Blueprint) -> None:
    blueprint.route(f"/notes/page/<int(max={MOST_ID}):page_id>/new", methods=["GET", "POST"])(new)
    blueprint.route(f"/notes/<int(max={MOST_ID}):note_id>/edit", methods=["GET", "POST"])(edit)
    blueprint.route(f"/notes/<int(max={MOST_ID}):note_id>/place", methods=["GET", "POST"])(place)


def is_part() -> bool:
    """Whether a script asks, that wants no more than the part that it shows."""
    return request.headers.get("X-Part") == "1"


def new(page_id: int) -> str | Response:
    """A note on a passage that was selected, or named by its words."""
    viewer = must_sign_in()
    page = page_by_id(session(), viewer, page_id)
    form = NoteForm(data=_begun(page))
    form.offer(circles_of(session(), viewer), for_others=may_annotate(reach_of(session(), viewer), page))
    form.once.data = form.once.data or new_once()
    if form.validate_on_submit() and _has_passage(page, form):
        try:
            with work() as w:
                live = page_by_id(w.session, viewer, page.id)
                selection = form.selection(live.number)
                note = make_note(w, viewer, live, selection, form.text(), once=form.once.data)
                address, note_id = f"{live.url}#note-{note.id}", note.id
        except Invalid as refusal:
            form.add_errors({name: translated(text) for name, text in refusal.errors.items()})
        else:
            return _done(address, note_id, _("Your note is kept. Thank you."))
    if not form.is_submitted():
        _show_passage(page, form)
    return answered(form, _form(page, form, None))


def _has_passage(page: Page, form: NoteForm) -> bool:
    """Whether who suggests an edit was shown the passage; without a script they are now, to write it anew."""
    if form.kind.data != "suggestion" or form.passage.data or (form.replacement.data or "").strip():
        return True
    _show_passage(page, form)
    form.add_errors({"replacement": PASSAGE})
    return False


def _show_passage(page: Page, form: NoteForm) -> None:
    with suppress(Invalid):
        made, _now = chosen(session(), page, form.selection(page.number))
        found = passage_of(session(), page, made.number, made.place.start, made.place.end)
        if found is not None:
            form.passage.data = form.replacement.data = found.source


def _begun(page: Page) -> dict[str, object]:
    return {
        "start": int_arg("start", -1, least=0, most=MOST_ID),
        "end": int_arg("end", -1, least=0, most=MOST_ID),
        "revision": int_arg("revision", page.number, most=MOST_ID),
        "exact": text_arg("exact", 2000),
        "kind": text_arg("kind", 20) or "question",
        "audience": "readers",
    }


def edit(note_id: int) -> str | Response:
    """Say a note of one's own otherwise, or to others."""
    viewer = must_sign_in()
    page, note = note_for(session(), viewer, note_id)
    audience = f"circle:{note.circle}" if note.audience == "circle" else note.audience
    form = NoteForm(data={"kind": note.kind, "body": note.body, "replacement": note.replacement, "audience": audience})
    form.offer(circles_of(session(), viewer), for_others=may_annotate(reach_of(session(), viewer), page))
    if note.root_id is not None:
        del form.kind, form.audience, form.replacement
    elif note.kind == "suggestion":
        del form.kind
    if form.validate_on_submit():
        try:
            with work() as w:
                live, own = note_for(w.session, viewer, note_id)
                change_note(w, viewer, own, form.body.data or "", **form.changes(own.kind))
                address = f"{live.url}#note-{note_id}"
        except Invalid as refusal:
            form.add_errors({name: translated(text) for name, text in refusal.errors.items()})
        else:
            return _done(address, note_id, _("Changed."))
    root = thread_of(session(), viewer, note.root_id or note.id)
    shown = next((one for one in (root, *root.replies) if one.id == note_id), root) if root else None
    return answered(form, _form(page, form, shown))


def place(note_id: int) -> str | Response:
    """Give a note another passage."""
    viewer = must_sign_in()
    page, note = note_for(session(), viewer, note_id)
    if note.root_id is not None:
        raise NotFound(str(note_id))
    form = PlaceForm(data=_begun(page))
    if form.validate_on_submit():
        try:
            with work() as w:
                live, own = note_for(w.session, viewer, note_id)
                reattach(w, viewer, live, own, form.selection(live.number))
                address = f"{live.url}#note-{note_id}"
        except Invalid as refusal:
            form.add_errors({name: translated(text) for name, text in refusal.errors.items()})
        else:
            return _done(address, note_id, _("The note stands there now."))
    return answered(form, _form(page, form, thread_of(session(), viewer, note.id)))


def _done(address: str, note_id: int, said: str) -> Response:
    if is_part():
        return make_response({"note": note_id, "said": said}, 201)
    flash(said)
    return redirect(address, 303)


def _form(page: Page, form: NoteForm | PlaceForm, note: NoteView | None) -> str:
    kind = NoteFormPart if is_part() else NoteFormContext
    return show(kind(page=page, form=form, quote=_quote(page, form), note=note))


def _quote(page: Page, form: NoteForm | PlaceForm) -> str:
    """The words at the place, as far as it is one."""
    selection: Selection = form.selection(page.number)
    if selection.exact:
        return selection.exact[:QUOTED]
    text = text_of(session(), page.id, selection.number) or ""
    if 0 <= selection.start < selection.end <= len(text):
        return text[selection.start : selection.end][:QUOTED]
    return ""
