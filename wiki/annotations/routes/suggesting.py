"""Suggested edits: the passage to begin with, and a look at what somebody would change before it is taken over."""

from flask import Blueprint, flash, jsonify, make_response, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.annotations.actions.suggesting import passage_of, take_suggestion
from wiki.annotations.contexts import SuggestionContext, SuggestionsContext
from wiki.annotations.forms import SettleForm, TakeForm
from wiki.annotations.queries.finding import note_for
from wiki.annotations.queries.reading import Filters, notes_on, thread_of
from wiki.annotations.routes.showing import MOST, bodies_of, new_once
from wiki.annotations.routes.writing import MOST_ID
from wiki.kernel.refusals import Invalid, NotFound
from wiki.pages.actions.saving import EditConflict
from wiki.pages.diff import changes
from wiki.pages.permissions import may_write, reach_of
from wiki.pages.queries.find import page_by_id, page_for
from wiki.pages.routes.refusing import answered
from wiki.web.request import int_arg, must_sign_in, session, who, work
from wiki.web.spoken import translated
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.get(f"/notes/page/<int(max={MOST_ID}):page_id>/passage")(passage)
    blueprint.route(f"/notes/<int(max={MOST_ID}):note_id>/suggestion", methods=["GET", "POST"])(suggestion)
    blueprint.route("/p/<slug>/suggestions", methods=["GET", "POST"])(suggestions)


def passage(page_id: int) -> Response:
    """The Markdown of the block around a place, for the form of a suggestion; JSON."""
    page = page_by_id(session(), must_sign_in(), page_id)
    start, end = (int_arg(name, 0, least=0, most=MOST_ID) for name in ("start", "end"))
    found = passage_of(session(), page, int_arg("revision", page.number, most=MOST_ID), start, end)
    if found is None:
        return make_response(jsonify(said=_("There is no such place on the page.")), 404)
    return jsonify(passage=found.source)


def suggestion(note_id: int) -> str | Response:
    """What somebody would change, word by word; taken over as it is, or improved."""
    viewer = must_sign_in()
    page, note = note_for(session(), viewer, note_id)
    if note.kind != "suggestion":
        raise NotFound(str(note_id))
    form = TakeForm(data={"replacement": note.replacement})
    if form.validate_on_submit():
        try:
            with work() as w:
                live, own = note_for(w.session, viewer, note_id)
                revision = take_suggestion(w, viewer, live, own, replacement=form.replacement.data)
                address, number = live.url, revision.number
        except Invalid as refusal:
            form.add_errors({name: translated(text) for name, text in refusal.errors.items()})
        except EditConflict:
            form.add_errors({"replacement": _clash()})
        else:
            flash(_("Taken over, as revision %(number)s. Its author is told.", number=number))
            return redirect(f"{address}#note-{note_id}", 303)
    thread = thread_of(session(), viewer, note_id)
    if thread is None:
        raise NotFound(str(note_id))
    return answered(
        form,
        show(
            SuggestionContext(
                page=page,
                note=thread,
                bodies=bodies_of([thread]),
                blocks=changes(note.passage or note.exact, note.replacement or "", None),
                form=form,
                decline=SettleForm(formdata=None),
                may_take=may_write(reach_of(session(), viewer), page) and note.outcome is None,
                once=new_once(),
            )
        ),
    )


def _clash() -> str:
    return str(_("Somebody has changed this passage meanwhile. Change the page itself, or decline the suggestion."))


def suggestions(slug: str) -> str | Response:
    """All open suggestions of a page, several of which can be taken over at once, each as a change of its own."""
    viewer = must_sign_in()
    page = page_for(session(), viewer, slug)
    if request.method == "POST":
        return _take_all(page.id)
    found = notes_on(session(), viewer, page, filters=Filters(kind="suggestion", state="open"), many=MOST)
    return show(
        SuggestionsContext(
            page=page,
            notes=found,
            bodies=bodies_of(found.threads),
            blocks={
                note.id: changes(note.passage or note.exact, note.replacement or "", None) for note in found.threads
            },
            may_take=may_write(reach_of(session(), viewer), page),
        )
    )


def _take_all(page_id: int) -> Response:
    viewer = who()
    chosen = [int(value) for value in request.form.getlist("note") if value.isascii() and value.isdigit()][:MOST]
    taken, left = 0, 0
    for note_id in chosen:
        try:
            # One transaction each: a suggestion that can't be taken any more keeps none of the others back.
            with work() as w:
                live, note = note_for(w.session, viewer, note_id)
                if live.id != page_id:
                    raise NotFound(str(note_id))
                take_suggestion(w, viewer, live, note)
            taken += 1
        except (Invalid, EditConflict, NotFound):
            left += 1
    if taken:
        flash(ngettext("One suggestion was taken over.", "%(num)d suggestions were taken over.", taken))
    if left:
        flash(
            ngettext(
                "One could not be taken: its passage was changed meanwhile.",
                "%(num)d could not be taken: their passages were changed meanwhile.",
                left,
            )
        )
    page = page_by_id(session(), viewer, page_id)
    return redirect(f"{page.url}/suggestions" if left or not taken else page.url, 303)
