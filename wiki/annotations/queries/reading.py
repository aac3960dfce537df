"""Notes as somebody may read them: threads with where they stand, answers and reactions, whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from wiki.annotations.models import Anchor, Annotation
from wiki.annotations.permissions import standing, visible
from wiki.annotations.queries.circles import keys_of
from wiki.annotations.queries.views import NoteView, threads
from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page, Space
from wiki.pages.permissions import reach_of, readable

STATES = ("open", "settled", "orphaned", "changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to show of notes. `by`: id of their author; `text`: words that stand in them or in what they are about."""

    kind: str = ""
    state: str = ""
    by: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """Threads in the order of the text, orphans first; `total` counts all, of which these may be a part."""

    threads: Sequence[NoteView]
    total: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Threads of a page that the viewer may read."""

    total: int = 0
    questions: int = 0
    suggestions: int = 0
    orphans: int = 0


def count_on(session: Session, viewer: Viewer, page_id: int) -> Counts:
    """How many notes stand on a page that was already found readable; settled ones in the total only. One statement."""
    is_open = and_(Annotation.outcome.is_(None), Annotation.deleted_at.is_(None))

    def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    row = session.execute(
        select(
            func.count(Annotation.id),
            number(and_(Annotation.kind == "question", is_open)),
            number(and_(Annotation.kind == "suggestion", is_open)),
            number(and_(Anchor.state == "orphaned", is_open)),
        )
        .join(Anchor, and_(Anchor.annotation_id == Annotation.id, Anchor.until.is_(None)))
        .where(Annotation.page_id == page_id, *_shown(session, viewer))
    ).one()
    return Counts(*map(int, row))


def notes_on(
    session: Session,
    viewer: Viewer,
    page: Page,
    number: int | None = None,
    *,
    filters: Filters = Filters(),
    first: int = 0,
    many: int = 200,
) -> Notes:
    """Notes of a page that was already found readable, as they stand in a revision of it, the last one without."""
    then = _at(number)
    where = [Annotation.page_id == page.id, then, *_shown(session, viewer), *_matching(filters)]
    order = (Anchor.start.is_not(None), Anchor.start, Anchor.end, Annotation.id)
    return _notes(session, viewer, where, order, first, many)


def notes_in(
    session: Session, viewer: Viewer, space_id: int, *, filters: Filters = Filters(), first: int = 0, many: int = 50
) -> Notes:
    """Notes on the pages of a space, the newest first."""
    where = [Page.space_id == space_id, _at(None), *_shown(session, viewer), *_matching(filters)]
    return _notes(session, viewer, where, (Annotation.id.desc(),), first, many)


def own_notes(
    session: Session, viewer: Viewer, *, filters: Filters = Filters(), first: int = 0, many: int = 50
) -> Notes:
    """What the viewer wrote, the newest first, on pages that they may still read."""
    mine = Annotation.author_id == viewer.person_id
    where = [mine, _at(None), *_shown(session, viewer), *_matching(filters)]
    return _notes(session, viewer, where, (Annotation.id.desc(),), first, many)


def waiting_for(session: Session, viewer: Viewer, *, first: int = 0, many: int = 50) -> Notes:
    """Open questions, corrections and suggestions on the viewer's own pages, the oldest first; not their own ones."""
    where = [
        Page.owner_id == viewer.person_id,
        or_(Annotation.author_id.is_(None), Annotation.author_id != viewer.person_id),
        Annotation.kind.in_(("question", "correction", "suggestion")),
        Annotation.outcome.is_(None),
        Annotation.deleted_at.is_(None),
        _at(None),
        *_shown(session, viewer),
    ]
    return _notes(session, viewer, where, (Annotation.id,), first, many)


def thread_of(session: Session, viewer: Viewer, note_id: int) -> NoteView | None:
    """A thread by the id of its first note."""
    where = [Annotation.id == note_id, _at(None), *_shown(session, viewer)]
    found = _notes(session, viewer, where, (Annotation.id,), 0, 1).threads
    return found[0] if found else None


def origins_of(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str, str, int, int]]:
    """Id of a note that was found readable → the selector it was made with: words, those before and behind, place."""
    columns = (Annotation.exact, Annotation.prefix, Annotation.suffix, Annotation.start, Annotation.end)
    rows = session.execute(select(Annotation.id, *columns).where(Annotation.id.in_(ids)))
    return {row[0]: (row[1], row[2], row[3], row[4], row[5]) for row in rows}


def _at(number: int | None) -> ColumnElement[bool]:
    if number is None:
        return Anchor.until.is_(None)
    return and_(Anchor.number <= number, or_(Anchor.until.is_(None), Anchor.until > number))


def _shown(session: Session, viewer: Viewer) -> list[ColumnElement[bool]]:
    """Threads for the viewer's eyes; one whose first note is gone only while it has answers."""
    return [Annotation.root_id.is_(None), standing(), visible(viewer, keys_of(session, viewer))]


def _matching(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.kind:
        found.append(Annotation.kind == filters.kind)
    if filters.by is not None:
        # Who wrote what was taken away is not told.
        found += [Annotation.author_id == filters.by, Annotation.deleted_at.is_(None)]
    if filters.state == "open":
        found += [Annotation.outcome.is_(None), Annotation.deleted_at.is_(None)]
    elif filters.state == "settled":
        found.append(Annotation.outcome.is_not(None))
    elif filters.state in STATES:
        found.append(Anchor.state == filters.state)
    if filters.text:
        like = "%{}%".format(filters.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_"))
        found.append(or_(Annotation.text.ilike(like, escape="\\"), Anchor.exact.ilike(like, escape="\\")))
    return found


_COLUMNS = (
    Annotation,
    Anchor.start,
    Anchor.end,
    Anchor.exact,
    Anchor.state,
    Anchor.cause,
    Anchor.number.label("since"),
    Page.slug,
    Page.title,
    Page.space_id,
    Page.owner_id,
    Space.title.label("space_title"),
)


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Annotation)
        .join(Anchor, Anchor.annotation_id == Annotation.id)
        .join(Page, Page.id == Annotation.page_id)
        .join(Space, Space.id == Page.space_id)
    )


def _notes(
    session: Session,
    viewer: Viewer,
    where: Sequence[ColumnElement[bool]],
    order: Sequence[Any],
    first: int,
    many: int,
) -> Notes:
    reach = reach_of(session, viewer)
    conditions = [*where, readable(reach)]
    found = session.execute(_joined(select(*_COLUMNS)).where(*conditions).order_by(*order).offset(first).limit(many))
    rows = found.all()
    total = first + len(rows)
    if len(rows) == many or (first and not rows):
        total = session.scalar(_joined(select(func.count())).where(*conditions)) or 0
    return Notes(threads(session, reach, rows), total)
