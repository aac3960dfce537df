"""Notes for programs: read and written as W3C Web Annotations."""

import json
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, make_response, request
from flask_babel import gettext as _

from wiki.annotations.actions.noting import make_note
from wiki.annotations.linked import MEDIA_TYPE, answer, collection, page_of, selectors, understood, with_target
from wiki.annotations.queries.finding import note_for
from wiki.annotations.queries.reading import Notes, notes_on, origins_of, thread_of
from wiki.annotations.queries.views import NoteView
from wiki.annotations.routes.showing import PART, bylined
from wiki.annotations.routes.writing import MOST_ID
from wiki.kernel.refusals import Forbidden, Invalid, NotFound
from wiki.pages.queries.find import page_by_id, page_for
from wiki.web.request import close_session, int_arg, must_sign_in, session, who, work
from wiki.web.spoken import translated

MOST_BYTES = 200_000


def add_to(blueprint: Blueprint) -> None:
    blueprint.get(f"/annotations/<int(max={MOST_ID}):note_id>.json")(one)
    blueprint.route("/p/<slug>/annotations.json", methods=["GET", "POST"])(collected)


def one(note_id: int) -> Response:
    """A note, or an answer to one."""
    _page, note = note_for(session(), who(), note_id)
    thread = thread_of(session(), who(), note.root_id or note.id)
    if thread is None:
        raise NotFound(str(note_id))
    return _json(_linked(bylined(Notes([thread], 1)).threads[0], note_id))


def _linked(thread: NoteView, note_id: int) -> Any:
    if note_id == thread.id:
        origin = origins_of(session(), [note_id])[note_id]
        return with_target(thread, request.url_root, selectors(*origin))
    reply = next((each for each in thread.replies if each.id == note_id), None)
    if reply is None:
        raise NotFound(str(note_id))
    return answer(reply, thread, request.url_root)


def collected(slug: str) -> Response:
    """All notes of a page as a collection, and its pages; a note is added by sending it here."""
    viewer = who()
    page = page_for(session(), viewer, slug)
    if request.method == "POST":
        return _add(page.id)
    address = f"{request.url_root}p/{page.slug}/annotations.json"
    number = int_arg("page", 0)
    found = notes_on(session(), viewer, page, first=max(number - 1, 0) * PART, many=PART)
    parts = max(-(-found.total // PART), 1)
    if not number:
        label = _("Notes on %(title)s", title=page.title)
        return _json(collection(address, label, found.total, parts), container=True)
    if number > parts:
        raise NotFound(str(number))
    origins = origins_of(session(), [note.id for note in found.threads])
    items = []
    for note in bylined(found).threads:
        items.append(with_target(note, request.url_root, selectors(*origins[note.id]), context=False))
        items += [answer(each, note, request.url_root, context=False) for each in note.replies if not each.removed]
    return _json(page_of(address, number, parts, (number - 1) * PART, items))


def _add(page_id: int) -> Response:
    viewer = must_sign_in()
    try:
        selection, text = understood(_sent())
        with work() as w:
            page = page_by_id(w.session, viewer, page_id)
            if not selection.number:
                selection = replace(selection, number=page.number)
            made_id = make_note(w, viewer, page, selection, text).id
    except Invalid as refusal:
        return _refused({name: translated(said) for name, said in refusal.errors.items()}, 422)
    except Forbidden as refusal:
        return _refused({"annotation": translated(str(refusal))}, 403)
    # What was read before knows nothing of it yet.
    close_session()
    thread = thread_of(session(), viewer, made_id)
    if thread is None:
        raise NotFound(str(made_id))
    answered = _json(_linked(thread, made_id), status=201)
    answered.headers["Location"] = f"{request.url_root}annotations/{made_id}.json"
    return answered


def _sent() -> object:
    """What was sent as JSON; raises `Invalid` for what is none, or too much."""
    raw = request.get_data(cache=False)
    if len(raw) > MOST_BYTES:
        raise Invalid({"annotation": _("That is too large for a note.")})
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Invalid({"annotation": _("This is no JSON that could be read.")}) from error


def _refused(errors: dict[str, str], status: int) -> Response:
    return make_response({"errors": errors}, status)


def _json(made: Any, *, status: int = 200, container: bool = False) -> Response:
    answered = make_response(json.dumps(made, ensure_ascii=False, indent=1), status)
    answered.headers["Content-Type"] = MEDIA_TYPE
    kind = "BasicContainer" if container else "Resource"
    answered.headers["Link"] = f'<http://www.w3.org/ns/ldp#{kind}>; rel="type"'
    answered.headers["Allow"] = "GET, HEAD, OPTIONS, POST" if container else "GET, HEAD, OPTIONS"
    answered.headers["Vary"] = "Accept, Cookie"
    answered.headers["Cache-Control"] = "private, no-cache"
    answered.add_etag()
    answered.make_conditional(request)
    return answered
