"""What was searched and not found: gaps that somebody could fill."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from wiki.search.models import SearchQuery

MOST = 200


@dataclass(frozen=True, slots=True)
class Gap:
    """A search, how often it was made without being answered, and when the last time was.

    How often nothing was found; what was found did not answer it (`weak`); nothing was opened.
    """

    text: str
    times: int
    nothing: int
    weak: int
    unopened: int
    last_at: datetime


def gaps(session: Session, since: datetime, *, only_nothing: bool = False) -> list[Gap]:
    """Searches since then that found nothing or nothing good, or of which nothing was opened; the latest first.

    Nobody is named. Left out is what may have been learnt from a page that isn't open to all, and what has no word that
    tells something.
    """
    nothing = SearchQuery.total == 0
    weak = and_(SearchQuery.total > 0, SearchQuery.weak)
    unopened = and_(SearchQuery.total > 0, not_(SearchQuery.clicked))
    last = func.max(SearchQuery.at)
    rows = session.execute(
        select(
            func.max(SearchQuery.text).label("text"),
            func.count().label("times"),
            _how_many(nothing).label("of_nothing"),
            _how_many(weak).label("of_weak"),
            _how_many(unopened).label("of_unopened"),
            last.label("last_at"),
        )
        .where(
            SearchQuery.at >= since,
            nothing if only_nothing else or_(nothing, weak, unopened),
            SearchQuery.telling,
            not_(SearchQuery.closed),
        )
        .group_by(SearchQuery.key)
        .order_by(last.desc())
        .limit(MOST)
    )
    return [Gap(row.text, row.times, row.of_nothing, row.of_weak, row.of_unopened, row.last_at) for row in rows]


def _how_many(rule: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((rule, 1), else_=0))
