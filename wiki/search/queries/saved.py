"""What somebody keeps of their searches, and what they searched lately."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, String, bindparam, func, select
from sqlalchemy.orm import Session

from wiki.kernel.refusals import NotFound
from wiki.kernel.viewer import Viewer
from wiki.people.models import is_id
from wiki.search.models import SavedSearch, SearchQuery


def saved_searches(session: Session, viewer: Viewer) -> Sequence[SavedSearch]:
    """Those of the viewer, by name."""
    if not viewer.signed_in:
        return []
    mine = select(SavedSearch).where(SavedSearch.person_id == viewer.person_id)
    return sorted(session.scalars(mine), key=lambda saved: saved.name.casefold())


def saved_search(session: Session, viewer: Viewer, saved_id: int) -> SavedSearch:
    """One of the viewer's own; raises `NotFound` for all others."""
    found = session.get(SavedSearch, saved_id) if is_id(saved_id) else None
    if found is None or found.person_id != viewer.person_id:
        raise NotFound(str(saved_id))
    return found


@cache
def lately(many: int) -> Select[*tuple[Any, ...]]:
    """SQL: text and time of what person `:me` searched lately and found, that is like `:begin`; the latest first."""
    last = func.max(SearchQuery.at).label("at")
    return (
        select(func.max(SearchQuery.text).label("text"), last)
        .where(
            SearchQuery.person_id == bindparam("me", type_=Integer),
            SearchQuery.total > 0,
            SearchQuery.key.like(bindparam("begin", type_=String), escape="\\"),
        )
        .group_by(SearchQuery.key)
        .order_by(last.desc())
        .limit(many)
    )


def recent_searches(session: Session, viewer: Viewer, many: int) -> list[str]:
    """What the viewer searched lately and found; the latest first."""
    if not viewer.signed_in:
        return []
    rows = session.connection().execute(lately(many), {"me": viewer.person_id, "begin": "%"})
    return [row.text for row in rows]
