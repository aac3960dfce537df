"""Somebody's own drafts, and who else is writing: a draft is there for its writer and for nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from wiki.kernel.refusals import NotFound
from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page
from wiki.pages.permissions import Reach, readable
from wiki.pages.unsaved import ASIDE, ENDED, OPEN, PRESENT, Unsaved, Writing
from wiki.people.models import Person, avatar_url
from wiki.people.queries import Face

LISTED = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft without its text; `slug` is None when its page isn't there, or not there for its writer any more."""

    key: str
    title: str
    slug: str | None
    part: str
    at: datetime
    aside: bool
    beginning: str

    @property
    def url(self) -> str:
        """Where one goes on with it."""
        if self.slug is None:
            return f"/new?draft={self.key}"
        where = f"part/{self.part}" if self.part else "edit"
        return f"/p/{self.slug}/{where}?draft={self.key}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A draft with its text."""

    key: str
    page_id: int | None
    part: str
    base: int
    title: str
    body: str
    fields: Mapping[str, Any]
    version: int
    at: datetime


def drafts_of(session: Session, reach: Reach, *, aside: bool = False, limit: int = LISTED) -> list[Draft]:
    """The viewer's own drafts, the latest first."""
    if reach.viewer.person_id is None:
        return []
    rows = session.execute(
        select(
            Unsaved.key,
            Unsaved.title,
            Unsaved.part,
            Unsaved.at,
            Unsaved.body,
            Page.slug,
            Page.title.label("page_title"),
        )
        .outerjoin(Page, (Page.id == Unsaved.page_id) & readable(reach))
        .where(Unsaved.person_id == reach.viewer.person_id, Unsaved.state == (ASIDE if aside else OPEN))
        .order_by(Unsaved.at.desc(), Unsaved.key)
        .limit(limit)
    )
    return [
        Draft(row.key, row.page_title or row.title, row.slug, row.part, row.at, aside, " ".join(row.body.split())[:120])
        for row in rows
    ]


def draft_for(session: Session, viewer: Viewer, key: str) -> Whole:
    """A draft of the viewer's own. Raises `NotFound`, for those of others too."""
    row = session.execute(_whole(viewer).where(Unsaved.key == key, Unsaved.state != ENDED)).first()
    if row is None:
        raise NotFound(key)
    return _made(row)


def latest_draft(session: Session, viewer: Viewer, page_id: int, part: str) -> Whole | None:
    """What the viewer was writing last at this page, or at that section of it."""
    mine = _whole(viewer).where(Unsaved.page_id == page_id, Unsaved.part == part, Unsaved.state == OPEN)
    row = session.execute(mine.order_by(Unsaved.at.desc()).limit(1)).first()
    return _made(row) if row is not None else None


def _whole(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    return select(
        Unsaved.key,
        Unsaved.page_id,
        Unsaved.part,
        Unsaved.base,
        Unsaved.title,
        Unsaved.body,
        Unsaved.fields,
        Unsaved.version,
        Unsaved.at,
    ).where(Unsaved.person_id == viewer.person_id)


def _made(row: Row[Any]) -> Whole:
    return Whole(row.key, row.page_id, row.part, row.base, row.title, row.body, row.fields, row.version, row.at)


def others_writing(session: Session, viewer: Viewer, page_id: int, now: datetime) -> list[Face]:
    """Who else has a page open to write, by name; the page was found readable before."""
    rows = session.execute(
        select(Person.id, Person.name, Person.handle, Person.side, Person.avatar)
        .join(Writing, Writing.person_id == Person.id)
        .where(Writing.page_id == page_id, Writing.at > now - PRESENT, Person.id != viewer.person_id)
        .order_by(Person.name, Person.id)
        .limit(20)
    )
    return [Face(row.id, row.name, row.handle, row.side, avatar_url(row.handle, row.avatar)) for row in rows]
