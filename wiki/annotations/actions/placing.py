"""Carry the notes of a page over an edit, and give an orphan a new place."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from wiki.annotations.actions.selecting import Chosen, Selection, chosen, text_of
from wiki.annotations.anchoring import Carried, Carrier, Place
from wiki.annotations.events import NoteOrphaned, NoteReattached
from wiki.annotations.models import Anchor, Annotation
from wiki.annotations.permissions import may_settle, standing
from wiki.kernel.refusals import Forbidden
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages.models import Page, Revision
from wiki.pages.permissions import reach_of

TELLING = ("start", "end", "exact", "prefix", "suffix", "state")
"""Columns of an anchor whose change makes another one of it."""
AT_ONCE = 1_000
"""Notes whose anchors are replaced in one statement: databases take so many numbers and not any number of them."""
STICKY = frozenset({"changed", "moved"})
NOT_YOURS = N_("Its author, the owner of the page, and who writes in this space give a note another place.")


def carry_notes(work: Work, page_id: int, revision_id: int) -> None:
    """Put every note of the page where its passage is in a new revision; one comparison of texts for all of them.

    What stood in an earlier revision with the same text goes back to exactly its place there.
    """
    session = work.session
    number = session.scalar(select(Revision.number).where(Revision.id == revision_id)) or 0
    anchors = present(session, page_id, number)
    if not anchors:
        return
    revision = session.get_one(Revision, revision_id)
    old, new = text_of(session, page_id, revision.number - 1), text_of(session, page_id, revision.number)
    if old is None or new is None or old == new:
        return
    before = _as_before(session, page_id, revision)
    carrier, rows = Carrier(old, new), []
    for anchor in anchors:
        row = before.get(anchor.annotation_id)
        if row is None or new[row["start"] : row["end"]] != row["exact"]:
            # Nor where the same Markdown is read otherwise by now.
            row = carried_row(carrier, anchor)
        if row is not None and any(getattr(anchor, name) != row[name] for name in TELLING):
            rows.append({"annotation_id": anchor.annotation_id, "page_id": page_id, "number": revision.number, **row})
            if row["state"] == "orphaned" != anchor.state:
                work.record(NoteOrphaned(page_id, anchor.annotation_id, revision.number))
    replace_anchors(session, revision.number, rows)


def present(session: Session, page_id: int, number: int) -> Sequence[Any]:
    """The present anchors, from before the revision `number`, of all notes that are shown: also to nobody but one."""
    return session.execute(_present(), {"page": page_id, "number": number}).all()


# Asked at each save, most of which touch no note; putting it together took longer than asking.
@cache
def _present() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Anchor.annotation_id,
            Anchor.start,
            Anchor.end,
            Anchor.exact,
            Anchor.prefix,
            Anchor.suffix,
            Anchor.state,
            Anchor.score,
            Anchor.cause,
        )
        .join(Annotation, Annotation.id == Anchor.annotation_id)
        .where(
            Anchor.page_id == bindparam("page"),
            Anchor.until.is_(None),
            Anchor.number < bindparam("number"),
            standing(),
        )
    )


def carried_row(carrier: Carrier, anchor: Any) -> dict[str, Any] | None:
    """The columns of a note's next anchor; None for an orphan that stays one."""
    if anchor.start is None:
        return _come_back(carrier, anchor)
    carried = carrier.carry(Place(anchor.start, anchor.end))
    return orphan(anchor) if carried.place is None else placed(carrier.new, carried, carried.place, anchor)


def placed(new: str, carried: Carried, place: Place, anchor: Any) -> dict[str, Any]:
    state, cause, score = carried.state, carried.cause, carried.score
    if state == "anchored" and anchor.state in STICKY:
        # Changed words stay changed until somebody looks after the note, however often others are edited.
        state, cause, score = anchor.state, anchor.cause, anchor.score
    return Chosen(0, new, place, state, score, cause).values()


def orphan(anchor: Any) -> dict[str, Any]:
    """Without a place, and with the words that it had."""
    words = {name: getattr(anchor, name) for name in ("exact", "prefix", "suffix")}
    return {"start": None, "end": None, **words, "state": "orphaned", "score": 0.0, "cause": "deleted"}


def _come_back(carrier: Carrier, anchor: Any) -> dict[str, Any] | None:
    """An orphan whose words the edit brings back."""
    place = carrier.brought_back(anchor.exact, anchor.prefix, anchor.suffix)
    return None if place is None else Chosen(0, carrier.new, place, "moved", 1.0, "came back").values()


def _as_before(session: Session, page_id: int, revision: Revision) -> dict[int, dict[str, Any]]:
    """Where notes stood when the page last had this very text, by id of the note."""
    number = session.scalar(
        select(Revision.number)
        .where(Revision.page_id == page_id, Revision.number < revision.number - 1, Revision.body == revision.body)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    if number is None:
        return {}
    then = Anchor.number <= number, or_(Anchor.until.is_(None), Anchor.until > number), Anchor.start.is_not(None)
    names = (*TELLING, "score", "cause")
    columns = [getattr(Anchor, name) for name in names]
    anchors = session.execute(select(Anchor.annotation_id, *columns).where(Anchor.page_id == page_id, *then))
    return {one.annotation_id: {name: getattr(one, name) for name in names} for one in anchors}


def replace_anchors(session: Session, number: int, rows: Sequence[dict[str, Any]]) -> None:
    """End the present anchors of these notes at a revision, and begin new ones there."""
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        ids = [row["annotation_id"] for row in some]
        # Ended first: a note has one present anchor.
        ended = update(Anchor).where(Anchor.annotation_id.in_(ids), Anchor.until.is_(None)).values(until=number)
        session.execute(ended.execution_options(synchronize_session=False))
        session.execute(insert(Anchor), some)


def reattach(work: Work, viewer: Viewer, page: Page, note: Annotation, selection: Selection) -> None:
    """Give a note the passage that somebody selected. Raises `Forbidden` and `Invalid`."""
    if note.root_id is not None or not may_settle(reach_of(work.session, viewer), page, note):
        raise Forbidden(NOT_YOURS)
    _, now = chosen(work.session, page, selection)
    row = {"annotation_id": note.id, "page_id": page.id, "number": page.number, **now.values()}
    replace_anchors(work.session, page.number, [row | {"state": "anchored", "score": 1.0, "cause": "by hand"}])
    work.record(NoteReattached(page.id, note.id))
