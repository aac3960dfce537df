"""Drafts: kept while one types, listed for their writer alone; and who else is writing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, flash, jsonify, make_response, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden, Invalid, NotFound
from wiki.pages.actions.drafting import (
    KEY_LENGTH,
    keep_draft,
    leave_page,
    put_aside,
    say_writing,
    take_up,
    throw_away,
)
from wiki.pages.permissions import may_write, reach_of
from wiki.pages.queries.drafts import Draft, drafts_of, others_writing
from wiki.pages.queries.find import page_by_id, page_for
from wiki.pages.routes.conflicts import number
from wiki.pages.routes.keeping import typed_in
from wiki.people.queries import Face
from wiki.web.forms import clean_line
from wiki.web.request import must_sign_in, session, who, wiki
from wiki.web.site import said
from wiki.web.spoken import translated
from wiki.web.templating import show

LONGEST_PART = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftsContext:
    """Somebody's own drafts."""

    template: ClassVar[str] = "pages/drafts.html"

    drafts: Sequence[Draft] = said("Unfinished texts, the latest first: title, beginning, url, at.")
    aside: Sequence[Draft] = said("Texts that were put away.")


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/drafts", endpoint="drafts")(listed)
    blueprint.post("/drafts/<draft>", endpoint="keep_draft")(keep)
    blueprint.post("/drafts/<draft>/aside", endpoint="put_draft_aside")(aside)
    blueprint.post("/drafts/<draft>/take", endpoint="take_draft")(take)
    blueprint.post("/drafts/<draft>/drop", endpoint="drop_draft")(drop)
    blueprint.get("/p/<slug>/writing", endpoint="who_writes")(writing)
    blueprint.post("/p/<slug>/writing", endpoint="say_writing")(say)


def _me() -> int:
    person_id = must_sign_in().person_id
    assert person_id is not None
    return person_id


def listed() -> str:
    """All of one's own unfinished texts."""
    must_sign_in()
    reach = reach_of(session(), who())
    return show(DraftsContext(drafts=drafts_of(session(), reach), aside=drafts_of(session(), reach, aside=True)))


def keep(draft: str) -> Response:
    """Keep what a form holds while somebody types; JSON out, for a script."""
    person_id = _me()
    part = request.form.get("draft_part", "").replace("\0", "")[:LONGEST_PART]
    typed = typed_in(request.form, _page_id(), part, number("base"))
    writer = clean_line(request.form.get("draft_writer", ""))[:KEY_LENGTH]
    try:
        # A copy of a draft wakes nobody, and nobody hears of it.
        with wiki().quiet_work() as w:
            kept = keep_draft(w, person_id, draft[:KEY_LENGTH], typed, writer=writer, seen=number("draft_seen"))
    except Invalid as refusal:
        return make_response(jsonify(error=" ".join(map(translated, refusal.errors.values()))), 422)
    if kept is None:
        return jsonify(ended=True)
    return jsonify(key=kept[0], version=kept[1])


def _page_id() -> int | None:
    """The page that is written at; none when it isn't there for the writer any more: the text matters more."""
    page_id = number("draft_page")
    try:
        return page_by_id(session(), who(), page_id).id if 0 < page_id < 2**31 else None
    except NotFound:
        return None


def aside(draft: str) -> Response:
    """Put a draft away."""
    with wiki().quiet_work() as w:
        put_aside(w, _me(), draft)
    flash(_("Put away. You find it among your drafts for 90 days."))
    return redirect("/drafts", 303)


def take(draft: str) -> Response:
    """Go on with a draft that was put away."""
    with wiki().quiet_work() as w:
        take_up(w, _me(), draft)
    return redirect("/drafts", 303)


def drop(draft: str) -> Response:
    """Throw away for good what was put away before."""
    with wiki().quiet_work() as w:
        throw_away(w, _me(), draft)
    flash(_("Thrown away."))
    return redirect("/drafts", 303)


def writing(slug: str) -> Response:
    """Who else has the page open to write, for whoever is signed in and may read it."""
    must_sign_in()
    page = page_for(session(), who(), slug)
    return _said(others_writing(session(), who(), page.id, wiki().clock.now()))


def say(slug: str) -> Response:
    """The viewer has the page open to write, or with `gone` no longer; answers who else has."""
    person_id = _me()
    page = page_for(session(), who(), slug)
    if not may_write(reach_of(session(), who()), page):
        raise Forbidden(_("You may read this page, but not change it. Ask its owner or a keeper of the space."))
    others = others_writing(session(), who(), page.id, wiki().clock.now())
    with wiki().quiet_work() as w:
        if request.form.get("gone"):
            leave_page(w, person_id, page.id)
        else:
            say_writing(w, person_id, page.id)
    return _said(others)


def _said(people: Sequence[Face]) -> Response:
    names = ", ".join(face.name for face in people)
    text = ngettext("%(names)s is editing this.", "%(names)s are editing this.", len(people), names=names)
    return jsonify(text=text if people else "")
