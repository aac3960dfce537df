"""Pages to be cared for: stale ones, and those that nobody answers for. Only where the viewer may write."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Viewer
from wiki.pages.care import Freshness
from wiki.pages.models import Page, Space
from wiki.pages.permissions import Reach, reach_of, readable
from wiki.people.models import Person
from wiki.people.queries import FACE, Face, face_of

Kind = Literal["stale", "ownerless"]


@dataclass(frozen=True, slots=True)
class Due:
    """A page to be cared for. `owner_left`: whoever owns it can't sign in any more."""

    id: int
    slug: str
    title: str
    type: str
    space_id: int
    space_key: str
    space_title: str
    changed_at: datetime
    sort_key: str
    until: date | None
    owner: Face | None
    owner_left: bool

    @property
    def url(self) -> str:
        return f"/p/{self.slug}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pages of a space are to be cared for."""

    key: str
    title: str
    pages: int


_DUE = (
    select(
        Page.id,
        Page.slug,
        Page.title,
        Page.type,
        Page.space_id,
        Space.key,
        Space.title.label("space_title"),
        Page.changed_at,
        Page.sort_key,
        Freshness.until,
        Person.disabled_at,
        *FACE,
    )
    .join(Space, Space.id == Page.space_id)
    .outerjoin(Freshness, Freshness.page_id == Page.id)
    .outerjoin(Person, Person.id == Page.owner_id)
)


def _stale(today: date) -> ColumnElement[bool]:
    return Page.id.in_(select(Freshness.page_id).where(Freshness.until < today))


def _ownerless(types: Collection[str]) -> ColumnElement[bool]:
    left = select(Person.id).where(Person.disabled_at.is_not(None))
    return and_(Page.type.in_(list(types)), or_(Page.owner_id.is_(None), Page.owner_id.in_(left)))


def _where(reach: Reach, kind: Kind, today: date, types: Collection[str]) -> list[ColumnElement[bool]]:
    mine = Page.space_id.in_(reach.spaces_with("writer"))
    return [readable(reach), mine, _stale(today) if kind == "stale" else _ownerless(types)]


def due(
    session: Session,
    reach: Reach,
    kind: Kind,
    *,
    today: date,
    types: Collection[str],
    space_id: int | None = None,
    limit: int = 50,
) -> list[Due]:
    """The pages to begin with: stale ones by the day that has passed, ownerless ones by title."""
    statement = _DUE.where(*_where(reach, kind, today, types))
    if space_id is not None:
        statement = statement.where(Page.space_id == space_id)
    order = (Freshness.until, Page.id) if kind == "stale" else (Page.sort_key, Page.id)
    return _read(session, statement.order_by(*order).limit(limit))


def own_stale(session: Session, viewer: Viewer, today: date, limit: int = 5) -> list[Due]:
    """The viewer's own pages whose day has passed."""
    reach = reach_of(session, viewer)
    statement = _DUE.where(Page.owner_id == viewer.person_id, Freshness.until < today, readable(reach))
    return _read(session, statement.order_by(Freshness.until, Page.id).limit(limit))


def tally(session: Session, reach: Reach, kind: Kind, *, today: date, types: Collection[str]) -> list[Tally]:
    """By space, how many pages there are; spaces without any are left out."""
    rows = session.execute(
        select(Space.key, Space.title, func.count(Page.id))
        .join(Page, Page.space_id == Space.id)
        .where(*_where(reach, kind, today, types))
        .group_by(Space.id, Space.key, Space.title, Space.position)
        .order_by(Space.position, Space.id)
    )
    return [Tally(*row) for row in rows]


def overdue_among(session: Session, page_ids: Sequence[int]) -> list[int]:
    """Those of the pages that are known to be stale."""
    found = select(Freshness.page_id).where(Freshness.page_id.in_(page_ids), Freshness.overdue)
    return list(session.scalars(found))


def _read(session: Session, statement: Select[*tuple[Any, ...]]) -> list[Due]:
    return [_due(row) for row in session.execute(statement)]


def _due(row: Any) -> Due:
    return Due(
        id=row[0],
        slug=row[1],
        title=row[2],
        type=row[3],
        space_id=row[4],
        space_key=row[5],
        space_title=row[6],
        changed_at=row[7],
        sort_key=row[8],
        until=row[9],
        owner=face_of(row[11:]),
        owner_left=row[10] is not None,
    )
