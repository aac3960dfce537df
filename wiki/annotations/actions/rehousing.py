"""Notes go along when the text that they are about goes to another page."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, or_, update
from sqlalchemy.orm import Session

from wiki.annotations.actions.placing import AT_ONCE, TELLING, orphan, placed, present
from wiki.annotations.actions.selecting import Chosen, text_of
from wiki.annotations.anchoring import Carrier, Place
from wiki.annotations.events import NoteOrphaned
from wiki.annotations.models import Anchor, Annotation
from wiki.kernel.work import Work
from wiki.pages.events import PageTextsChanged
from wiki.pages.models import Page

MERGED = "merged"
"""Cause of an orphan that was one before its page became part of another."""


def follow_merge(work: Work, page_id: int, into_id: int) -> None:
    """The notes of a page whose text was put to the end of another one."""
    session = work.session
    page, into = session.get_one(Page, page_id), session.get_one(Page, into_id)
    old, new = text_of(session, page_id, page.number) or "", text_of(session, into_id, into.number) or ""
    added = Carrier(text_of(session, into_id, into.number - 1) or "", new)
    # As it stands at the end; else each passage by its words, among those that the merge brought.
    by = new.rfind(old.strip()) - (len(old) - len(old.lstrip())) if old.strip() in new else None
    rows = []
    for anchor in present(session, page_id, page.number + 1):
        row = _kept(anchor) | {"cause": MERGED}
        if anchor.start is not None:
            row = _put(anchor, new, by, added)
            if row["start"] is None:
                work.record(NoteOrphaned(into_id, anchor.annotation_id, into.number))
        rows.append(row | {"annotation_id": anchor.annotation_id})
    _rehouse(work, page_id, into, rows)


def follow_split(work: Work, page_id: int, made_id: int) -> None:
    """The notes of a section that has become a page: those that the rest of the old page has no place for."""
    session = work.session
    page, made = session.get_one(Page, page_id), session.get_one(Page, made_id)
    old, new = text_of(session, page_id, page.number - 1) or "", text_of(session, made_id, made.number) or ""
    left, gone = Carrier(old, text_of(session, page_id, page.number) or ""), Carrier(old, new)
    rows = []
    for anchor in present(session, page_id, page.number):
        if anchor.start is None:
            continue
        place = Place(anchor.start, anchor.end)
        if left.carry(place).place is None:
            carried = gone.carry(place)
            if carried.place is not None:
                row = placed(new, carried, carried.place, anchor)
                rows.append(row | {"annotation_id": anchor.annotation_id})
    _rehouse(work, page_id, made, rows)


def _kept(anchor: Any) -> dict[str, Any]:
    return {name: getattr(anchor, name) for name in (*TELLING, "score", "cause")}


def _put(anchor: Any, new: str, by: int | None, added: Carrier) -> dict[str, Any]:
    place: Place | None = None
    if by is not None and new[anchor.start + by : anchor.end + by] == anchor.exact:
        place = Place(anchor.start + by, anchor.end + by)
    else:
        place = added.brought_back(anchor.exact, anchor.prefix, anchor.suffix)
    if place is None:
        return orphan(anchor)
    return Chosen(0, new, place, anchor.state, anchor.score, anchor.cause).values()


def _rehouse(work: Work, from_id: int, page: Page, rows: Sequence[dict[str, Any]]) -> None:
    """Take notes to a page, their answers with them.

    Revisions of the old page mean nothing there: from its present one on they stand there, and their selectors are
    against that, but for the words that they were written on.
    """
    session = work.session
    for first in range(0, len(rows), AT_ONCE):
        some = [row | {"page_id": page.id, "number": page.number} for row in rows[first : first + AT_ONCE]]
        _rewrite(session, page, some)
        session.execute(insert(Anchor), some)
    if rows:
        session.expire_all()
        work.record(PageTextsChanged(from_id))
        work.record(PageTextsChanged(page.id))


def _rewrite(session: Session, page: Page, rows: Sequence[dict[str, Any]]) -> None:
    ids = [row["annotation_id"] for row in rows]
    quiet = {"synchronize_session": False}
    session.execute(delete(Anchor).where(Anchor.annotation_id.in_(ids)).execution_options(**quiet))
    thread = or_(Annotation.id.in_(ids), Annotation.root_id.in_(ids))
    now = {"page_id": page.id, "number": page.number}
    session.execute(update(Annotation).where(thread).values(now).execution_options(**quiet))
    applied = Annotation.id.in_(ids), Annotation.outcome_number.is_not(None)
    number = update(Annotation).where(*applied).values(outcome_number=page.number)
    session.execute(number.execution_options(**quiet))
    places = [{"id": row["annotation_id"], "start": row["start"] or 0, "end": row["end"] or 0} for row in rows]
    session.execute(update(Annotation), places)
