"""Lists of pages: all, by tag, lately changed, in the trash, by author. Paged by key, never by counting."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page, PageTag, Revision, Space
from wiki.pages.permissions import Reach, reach_of, readable, readable_in_trash, unguarded
from wiki.people.models import Person
from wiki.people.queries import FACE, Face, face_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in a list."""

    id: int
    slug: str
    title: str
    type: str
    space_key: str
    space_title: str
    changed_at: datetime
    sort_key: str

    @property
    def url(self) -> str:
        return f"/p/{self.slug}"


_ENTRY = select(
    Page.id,
    Page.slug,
    Page.title,
    Page.type,
    Space.key,
    Space.title.label("space_title"),
    Page.changed_at,
    Page.sort_key,
).join(Space, Space.id == Page.space_id)


def _entries(session: Session, statement: Select[*tuple[Any, ...]]) -> list[Entry]:
    return [Entry(*row) for row in session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Filter:
    """What of all pages is listed; empty means everything."""

    space_id: int | None = None
    type: str = ""
    tag: str = ""
    parent_id: int | None = None

    def where(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.space_id is not None:
            found.append(Page.space_id == self.space_id)
        if self.parent_id is not None:
            found.append(Page.parent_id == self.parent_id)
        if self.type:
            found.append(Page.type == self.type)
        if self.tag:
            found.append(Page.id.in_(select(PageTag.page_id).where(PageTag.key == self.tag.casefold())))
        return found


def index(
    session: Session, reach: Reach, only: Filter, *, after: tuple[str, int] | None = None, limit: int = 50
) -> tuple[list[Entry], bool]:
    """Pages by title, those behind `after` (sort key, id); and whether there are more."""
    statement = _ENTRY.where(*only.where(), readable(reach)).order_by(Page.sort_key, Page.id).limit(limit + 1)
    if after is not None:
        key, page_id = after
        statement = statement.where(or_(Page.sort_key > key, and_(Page.sort_key == key, Page.id > page_id)))
    found = _entries(session, statement)
    return found[:limit], len(found) > limit


@dataclass(frozen=True, slots=True)
class Change:
    """A revision in the list of changes."""

    id: int
    number: int
    at: datetime
    summary: str
    minor: bool
    slug: str
    title: str
    type: str
    space_key: str
    space_title: str
    author: Face | None

    @property
    def url(self) -> str:
        return f"/p/{self.slug}"


def changes(
    session: Session,
    reach: Reach,
    *,
    before: int | None = None,
    space_id: int | None = None,
    minor: bool = True,
    limit: int = 50,
) -> list[Change]:
    """Revisions of readable pages, the latest first; those older than revision `before`.

    First their ids, along the revisions from the last one back: left to itself, a database begins with all pages.
    """
    page_is_readable = exists().where(Page.id == Revision.page_id, readable(reach)).correlate(Revision)
    if space_id is not None:
        page_is_readable = page_is_readable.where(Page.space_id == space_id)
    latest = select(Revision.id).where(page_is_readable).order_by(Revision.id.desc()).limit(limit)
    if before is not None:
        latest = latest.where(Revision.id < before)
    if not minor:
        latest = latest.where(Revision.minor.is_(False))
    statement = (
        select(
            Revision.id,
            Revision.number,
            Revision.at,
            Revision.summary,
            Revision.minor,
            Page.slug,
            Page.title,
            Page.type,
            Space.key.label("space_key"),
            Space.title.label("space_title"),
            *FACE,
        )
        .join(Page, Page.id == Revision.page_id)
        .join(Space, Space.id == Page.space_id)
        .outerjoin(Person, Person.id == Revision.author_id)
        .where(Revision.id.in_(latest))
        .order_by(Revision.id.desc())
    )
    return [Change(*row[:10], face_of(row[10:])) for row in session.execute(statement)]


@dataclass(frozen=True, slots=True)
class TagCount:
    name: str
    key: str
    pages: int


def tags(session: Session, reach: Reach, after: str = "", limit: int = 200) -> list[TagCount]:
    """Tags by name with the number of readable pages; those behind `after`."""
    rows = session.execute(
        select(func.min(PageTag.name), PageTag.key, func.count(PageTag.page_id))
        .join(Page, Page.id == PageTag.page_id)
        .where(readable(reach), PageTag.key > after)
        .group_by(PageTag.key)
        .order_by(PageTag.key)
        .limit(limit)
    )
    return [TagCount(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Trashed:
    """A deleted page that the viewer may bring back; `below` counts the pages that went with it."""

    id: int
    title: str
    type: str
    space_id: int
    space_title: str
    deleted_at: datetime
    by: Face | None
    below: int


def trash(
    session: Session, reach: Reach, *, before: tuple[datetime, int] | None = None, limit: int = 50
) -> list[Trashed]:
    """What lies in the trash of spaces that the viewer may write in, the latest first; behind `before` (when, id)."""
    went = aliased(Page)
    with_it = (
        select(went.deleted_with_id, func.count().label("pages"))
        .where(went.deleted_at.is_not(None), unguarded(reach, went))
        .group_by(went.deleted_with_id)
        .subquery()
    )
    statement = (
        select(
            Page.id,
            Page.title,
            Page.type,
            Page.space_id,
            Space.title.label("space_title"),
            Page.deleted_at,
            with_it.c.pages,
            *FACE,
        )
        .join(Space, Space.id == Page.space_id)
        .join(with_it, with_it.c.deleted_with_id == Page.id)
        .outerjoin(Person, Person.id == Page.deleted_by_id)
        .where(readable_in_trash(reach), Page.deleted_with_id == Page.id)
        .order_by(Page.deleted_at.desc(), Page.id.desc())
        .limit(limit)
    )
    if before is not None:
        when, page_id = before
        statement = statement.where(or_(Page.deleted_at < when, and_(Page.deleted_at == when, Page.id < page_id)))
    return [
        Trashed(
            row.id,
            row.title,
            row.type,
            row.space_id,
            row.space_title,
            row.deleted_at,
            face_of(row[7:]),
            row.pages - 1,
        )
        for row in session.execute(statement)
    ]


def written_by(session: Session, reach: Reach, person_id: int, limit: int = 20) -> list[Entry]:
    """Readable pages that somebody owns, the latest changed first."""
    return _entries(
        session,
        _ENTRY.where(Page.owner_id == person_id, readable(reach)).order_by(Page.changed_at.desc()).limit(limit),
    )


def suggest(session: Session, reach: Reach, typed: str, limit: int = 8) -> list[Entry]:
    """Pages whose title begins with what was typed, then those that contain it."""
    key = sort_key(typed)
    if not key:
        return _entries(session, _ENTRY.where(readable(reach)).order_by(Page.changed_at.desc()).limit(limit))
    begins = Page.sort_key.between(key, key + "\uffff")
    found = _entries(session, _ENTRY.where(begins, readable(reach)).order_by(Page.sort_key, Page.id).limit(limit))
    if len(found) < limit:
        contains = Page.sort_key.contains(key, autoescape=True)
        more = _ENTRY.where(contains, ~begins, readable(reach)).order_by(Page.sort_key, Page.id)
        found += _entries(session, more.limit(limit - len(found)))
    return found


def sort_key(title: str) -> str:
    """What lists are sorted by: casefolded, its first 120 characters."""
    return title.strip().casefold()[:120]


def latest_of_type(session: Session, viewer: Viewer, kind: str, limit: int = 5) -> list[Entry]:
    """Readable pages of a type, the latest changed first."""
    reach = reach_of(session, viewer)
    statement = _ENTRY.where(Page.type == kind, readable(reach)).order_by(Page.changed_at.desc(), Page.id.desc())
    return _entries(session, statement.limit(limit))
