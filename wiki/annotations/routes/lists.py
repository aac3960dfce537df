"""Lists of notes: beside a page, of a page, of a space, one's own, and what waits for somebody."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from wiki.annotations.contexts import MarginContext, NotesContext, PageNotesContext
from wiki.annotations.models import KINDS
from wiki.annotations.permissions import may_annotate
from wiki.annotations.queries.reading import (
    STATES,
    Filters,
    Notes,
    count_on,
    notes_in,
    notes_on,
    own_notes,
    waiting_for,
)
from wiki.annotations.routes.showing import MOST, PART, bodies_of, bylined, new_once
from wiki.kernel.refusals import NotFound
from wiki.pages.permissions import reach_of
from wiki.pages.queries.find import page_by_id, page_for, revision_for, space_for
from wiki.people.queries import Face, people_named
from wiki.web.request import int_arg, must_sign_in, session, text_arg, who
from wiki.web.templating import show

MOST_ID = 2**31 - 1


def add_to(blueprint: Blueprint) -> None:
    blueprint.get(f"/notes/page/<int(max={MOST_ID}):page_id>")(of_page_id)
    blueprint.get(f"/notes/page/<int(max={MOST_ID}):page_id>/margin")(margin)
    blueprint.get("/p/<slug>/notes")(of_page)
    blueprint.get("/s/<key>/notes")(of_space)
    blueprint.get("/notes")(mine)


def of_page_id(page_id: int) -> Response:
    """The list of a page's notes, by the page's id: what stands beside its text knows no more."""
    return redirect(f"{page_by_id(session(), who(), page_id).url}/notes", 303)


def margin(page_id: int) -> str:
    """The notes that hang beside a page's text, as they stood in one of its revisions."""
    viewer = who()
    page = page_by_id(session(), viewer, page_id)
    number = int_arg("revision", page.number, most=MOST_ID)
    if number != page.number:
        revision_for(session(), page, number)
    notes = bylined(notes_on(session(), viewer, page, number if number != page.number else None, many=MOST))
    return show(
        MarginContext(
            page=page,
            notes=notes,
            bodies=bodies_of(notes.threads),
            number=number,
            may_note=may_annotate(reach_of(session(), viewer), page),
            once=new_once(),
        )
    )


def of_page(slug: str) -> str:
    """All notes of a page, some at a time."""
    viewer = who()
    page = page_for(session(), viewer, slug)
    filters, writer = _filters()
    part = int_arg("part", 1)
    notes = notes_on(session(), viewer, page, filters=filters, first=(part - 1) * PART, many=PART)
    shown = bylined(notes)
    return show(
        PageNotesContext(
            page=page,
            notes=shown,
            bodies=bodies_of(shown.threads),
            counts=count_on(session(), viewer, page.id),
            filters=filters,
            writer=writer,
            part=part,
            parts=_parts(notes),
            part_url=_part_url(f"{page.url}/notes"),
            may_note=may_annotate(reach_of(session(), viewer), page),
            once=new_once(),
        )
    )


def of_space(key: str) -> str:
    """The notes on all pages of a space that the viewer reads."""
    viewer = must_sign_in()
    space = space_for(session(), viewer, key)
    filters, writer = _filters()
    part = int_arg("part", 1)
    notes = notes_in(session(), viewer, space.id, filters=filters, first=(part - 1) * PART, many=PART)
    return _several(notes, "space", filters, part, f"/s/{space.key}/notes", space=space, writer=writer)


def mine() -> str:
    """One's own notes; with `tab=waiting` what waits on one's own pages."""
    viewer = must_sign_in()
    filters, _ = _filters()
    part = int_arg("part", 1)
    if text_arg("tab", 10) == "waiting":
        notes = waiting_for(session(), viewer, first=(part - 1) * PART, many=PART)
        return _several(notes, "waiting", filters, part, "/notes")
    notes = own_notes(session(), viewer, filters=filters, first=(part - 1) * PART, many=PART)
    return _several(notes, "mine", filters, part, "/notes")


def _several(
    notes: Notes,
    tab: str,
    filters: Filters,
    part: int,
    address: str,
    *,
    space: object = None,
    writer: Face | None = None,
) -> str:
    waiting = notes.total if tab == "waiting" else waiting_for(session(), who(), many=1).total
    return show(
        NotesContext(
            space=space,  # type: ignore[arg-type]
            tab=tab,
            notes=notes,
            bodies=bodies_of(notes.threads),
            filters=filters,
            writer=writer,
            waiting=waiting,
            part=part,
            parts=_parts(notes),
            part_url=_part_url(address),
            once=new_once(),
        )
    )


def _filters() -> tuple[Filters, Face | None]:
    kind, state = text_arg("kind", 20), text_arg("state", 20)
    by = text_arg("by", 60).lstrip("@").casefold()
    writer = people_named(session(), [by]).get(by) if by and who().signed_in else None
    if by and writer is None:
        raise NotFound(by)
    return (
        Filters(
            kind=kind if kind in KINDS else "",
            state=state if state in STATES else "",
            by=writer.id if writer else None,
            text=" ".join(text_arg("q", 100).split()),
        ),
        writer,
    )


def _parts(notes: Notes) -> int:
    return max(-(-notes.total // PART), 1)


def _part_url(address: str) -> Callable[[int], str]:
    kept = {name: value for name, value in request.args.items() if name != "part" and value}
    return lambda part: f"{address}?{urlencode({**kept, 'part': part})}"
