"""What is done with a thread: answer, react, settle, open again, take away."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.annotations.actions.changing import remove_note
from wiki.annotations.actions.noting import react, reply
from wiki.annotations.actions.settling import reopen, settle
from wiki.annotations.contexts import ThreadContext
from wiki.annotations.forms import ReplyForm, SettleForm
from wiki.annotations.models import Annotation
from wiki.annotations.queries.finding import note_for
from wiki.annotations.queries.reading import Notes, thread_of
from wiki.annotations.routes.showing import bodies_of, bylined, new_once
from wiki.annotations.routes.writing import MOST_ID, is_part
from wiki.kernel.refusals import Invalid, NotFound
from wiki.pages.models import Page
from wiki.pages.routes.refusing import answered
from wiki.web.redirects import local_target
from wiki.web.request import int_arg, must_sign_in, session, who, work
from wiki.web.spoken import translated
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    one = f"/notes/<int(max={MOST_ID}):note_id>"
    blueprint.get(one)(permalink)
    blueprint.post(f"{one}/reply")(answer)
    blueprint.post(f"{one}/react", endpoint="react")(give)
    blueprint.post(f"{one}/settle", endpoint="settle")(end)
    blueprint.post(f"{one}/reopen", endpoint="reopen")(begin_again)
    blueprint.post(f"{one}/remove", endpoint="remove")(remove)


def permalink(note_id: int) -> Response:
    """To the note where it stands: beside the text, or in the list when it has no place there any more."""
    page, note = note_for(session(), who(), note_id)
    thread = thread_of(session(), who(), note.root_id or note.id)
    beside = thread is not None and thread.start is not None and thread.outcome is None
    return redirect(f"{page.url}{'' if beside else '/notes'}#note-{note_id}", 303)


def answer(note_id: int) -> str | Response:
    viewer, form = must_sign_in(), ReplyForm()
    page, root = note_for(session(), viewer, note_id)
    if form.validate_on_submit():
        try:
            with work() as w:
                live, thread = note_for(w.session, viewer, note_id)
                made = reply(w, viewer, live, thread, form.body.data or "", once=form.once.data or "")
                made_id = made.id
        except Invalid as refusal:
            form.add_errors({name: translated(text) for name, text in refusal.errors.items()})
        else:
            return _done(page, made_id, _("Your answer is kept."))
    return answered(form, _thread(page, root, form))


def give(note_id: int) -> Response:
    """Thanks, same here, helped: given, or taken back."""
    viewer = must_sign_in()
    page, _note = note_for(session(), viewer, note_id)
    try:
        with work() as w:
            react(w, viewer, note_for(w.session, viewer, note_id)[1], request.form.get("kind", "")[:20])
    except Invalid as refusal:
        return _refused(page, note_id, refusal)
    return _done(page, note_id, "")


def end(note_id: int) -> str | Response:
    """Say what became of a note."""
    viewer, form = must_sign_in(), SettleForm()
    page, root = note_for(session(), viewer, note_id)
    if form.validate_on_submit():
        try:
            with work() as w:
                live, thread = note_for(w.session, viewer, note_id)
                number = int_arg("number", 0, most=MOST_ID)
                settle(w, viewer, live, thread, form.outcome.data or "", reason=form.reason.data or "", number=number)
        except Invalid as refusal:
            form.add_errors({name: translated(text) for name, text in refusal.errors.items()})
        else:
            return _done(page, note_id, _("Settled."))
    return answered(form, _thread(page, root, form))


def begin_again(note_id: int) -> Response:
    viewer = must_sign_in()
    with work() as w:
        page, note = note_for(w.session, viewer, note_id)
        reopen(w, viewer, page, note)
    return _done(note_for(session(), viewer, note_id)[0], note_id, _("Open again."))


def remove(note_id: int) -> Response:
    viewer = must_sign_in()
    page, _note = note_for(session(), viewer, note_id)
    with work() as w:
        live, note = note_for(w.session, viewer, note_id)
        remove_note(w, viewer, live, note)
    return _done(page, 0, _("Taken away."))


def _done(page: Page, note_id: int, said: str) -> Response:
    """Back to where the form was, or a word to the script."""
    if is_part():
        return make_response({"note": note_id, "said": said}, 200)
    if said:
        flash(said)
    here = f"#note-{note_id}" if note_id else ""
    return redirect(local_target(request.form.get("next"), page.url) + here, 303)


def _refused(page: Page, note_id: int, refusal: Invalid) -> Response:
    said = " ".join(translated(text) for text in refusal.errors.values())
    if is_part():
        return make_response({"note": note_id, "said": said}, 422)
    flash(said)
    return redirect(f"{page.url}/notes#note-{note_id}", 303)


def _thread(page: Page, note: Annotation, form: Any) -> str:
    thread = thread_of(session(), who(), note.root_id or note.id)
    if thread is None:
        raise NotFound(str(note.id))
    shown = bylined(Notes([thread], 1)).threads[0]
    return show(ThreadContext(page=page, note=shown, bodies=bodies_of([shown]), form=form, once=new_once()))
