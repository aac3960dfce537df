"""Somebody's own shelf: favourites by title, and what they read last; only what they may still read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Viewer
from wiki.pages.care import Favourite, PageVisit
from wiki.pages.models import Page, Space
from wiki.pages.permissions import reach_of, readable


@dataclass(frozen=True, slots=True)
class Kept:
    """A page on the shelf; `at` is when it was put there, or read."""

    id: int
    slug: str
    title: str
    space_title: str
    at: datetime

    @property
    def url(self) -> str:
        return f"/p/{self.slug}"


@dataclass(frozen=True, slots=True)
class Shelf:
    favourites: Sequence[Kept]
    read: Sequence[Kept]


def shelf_of(session: Session, viewer: Viewer, unwritten: Mapping[int, datetime], limit: int = 50) -> Shelf:
    """The viewer's shelf, at most `limit` of each; one statement. `unwritten`: what they read since."""
    reach, now = reach_of(session, viewer), PageVisit.at
    columns = (Page.id, Page.slug, Page.title, Space.title.label("space_title"), Page.sort_key)
    pages = select(*columns).join(Space, Space.id == Page.space_id).where(readable(reach))
    favourites = (
        pages.add_columns(Favourite.at.label("at"), literal("favourite").label("kind"))
        .join(Favourite, (Favourite.page_id == Page.id) & (Favourite.person_id == viewer.person_id))
        # Not the column itself: by its index SQLite would go through all pages, to sort a handful.
        .order_by(func.coalesce(Page.sort_key, ""), Page.id)
        .limit(limit)
        .subquery()
    )
    visited = select(PageVisit.page_id).where(PageVisit.person_id == viewer.person_id)
    # As one list of ids; with `OR` a database goes through all pages of the wiki.
    known = union_all(visited, select(Page.id).where(Page.id.in_(list(unwritten))))
    read = (
        pages.add_columns(now.label("at"), literal("read").label("kind"))
        .outerjoin(PageVisit, (PageVisit.page_id == Page.id) & (PageVisit.person_id == viewer.person_id))
        .where(Page.id.in_(known))
        .order_by(Page.id.in_(list(unwritten)).desc(), now.desc())
        .limit(limit)
        .subquery()
    )
    rows = session.execute(union_all(select(favourites), select(read))).all()
    liked = sorted((row for row in rows if row.kind == "favourite"), key=lambda row: (row.sort_key, row.id))
    seen = [_kept(row, unwritten.get(row.id) or row.at) for row in rows if row.kind == "read"]
    return Shelf([_kept(row, row.at) for row in liked], sorted(seen, key=lambda kept: kept.at, reverse=True))


def _kept(row: Any, at: datetime) -> Kept:
    return Kept(row.id, row.slug, row.title, row.space_title, at)
