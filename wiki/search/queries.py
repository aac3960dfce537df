"""Search, for whoever looks."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page, Revision, Space
from wiki.pages.permissions import Reach, reach_of, readable
from wiki.search.index import Unready, WhooshIndex
from wiki.search.models import StalePage
from wiki.search.question import Question, read_question
from wiki.search.snapshot import SHOWN, Ranking
from wiki.search.snippets import Piece, marked, snippet

log = logging.getLogger(__name__)

SIZE = 10
LAG = timedelta(seconds=2)
DATABASE_WORDS = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found, with its title and a passage in pieces, so that a template escapes each."""

    page_id: int
    url: str
    type: str
    space_key: str
    space_title: str
    changed_at: datetime
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What one page of results shows.

    `total`: all that was found and may be read. `behind`: pages the viewer may read whose last change can't be
    found yet. `widened`: nothing had these words, so what begins like them is shown. `from_database`: the index
    is being made; the database answered, more simply. `took` is in seconds.
    """

    text: str
    asked: bool
    total: int
    hits: list[Hit]
    page: int = 1
    took: float = 0.0
    behind: int = 0
    widened: bool = False
    from_database: bool = False

    @property
    def pages(self) -> int:
        return -(-min(self.total, SHOWN) // SIZE)


def search(session: Session, viewer: Viewer, text: str, page: int = 1, *, now: datetime | None = None) -> Results:
    """Page `page` (from 1) of what answers `text`. Anything may be typed. Without `now`, `behind` stays 0."""
    began = time.perf_counter()
    question, reach = read_question(text), reach_of(session, viewer)
    page = max(1, min(page, SHOWN // SIZE))
    if not question or not reach.roles:
        return Results(question.text, bool(question), 0, [], page)
    ranking, from_database = _rank(session, reach, question)
    hits, dropped = _hits(session, reach, question, ranking.page_ids[(page - 1) * SIZE :])
    return Results(
        question.text,
        True,
        ranking.total - dropped,
        hits,
        page,
        time.perf_counter() - began,
        0 if now is None or from_database else _behind(session, reach, now),
        ranking.widened,
        from_database,
    )


def _rank(session: Session, reach: Reach, question: Question) -> tuple[Ranking, bool]:
    """The ranking, and whether the database had to give it."""
    index: WhooshIndex | None = session.info["kept"].get("search_index")
    # What the index may say wrongly of a page is known: it waits in the outbox since its change.
    hidden = list(session.scalars(_hidden(reach)))
    try:
        if index is None:
            raise Unready("no index")
        with index.snapshot() as snapshot:
            return snapshot.rank(question, frozenset(reach.roles), reach.guards, hidden), False
    except Unready as reason:
        log.info("search answers from the database: %s", reason)
        return _rank_in_database(session, reach, question), True


def _hidden(reach: Reach) -> Any:
    """SQL: pages of the outbox that the viewer may not read."""
    may = select(Page.id).where(Page.id == StalePage.page_id, readable(reach)).exists()
    return select(StalePage.page_id).where(not_(may))


def _behind(session: Session, reach: Reach, now: datetime) -> int:
    waits = (
        select(func.count())
        .select_from(StalePage)
        .join(Page, Page.id == StalePage.page_id)
        .where(StalePage.since < now - LAG, readable(reach))
    )
    return session.scalar(waits) or 0


def _rank_in_database(session: Session, reach: Reach, question: Question) -> Ranking:
    """Pages with all the words, as they were typed, in title or text; those with them in the title first."""
    typed = [word.strip('"“”„«».,;:!?()').casefold() for word in question.text.split()]
    words = [word for word in dict.fromkeys(typed) if word][:DATABASE_WORDS]
    if not words:
        return Ranking(0, [])
    title, body = func.lower(Page.title), func.lower(Revision.text)
    in_title = and_(*(_contains(title, word) for word in words))
    everywhere = and_(*(or_(_contains(title, word), _contains(body, word)) for word in words))
    found = list(
        session.scalars(
            select(Page.id)
            .join(Revision, Revision.id == Page.head_id)
            .where(readable(reach), everywhere)
            .order_by(case((in_title, 0), else_=1), Page.changed_at.desc(), Page.id)
            .limit(SHOWN)
        )
    )
    return Ranking(len(found), found)


def _contains(column: Any, word: str) -> ColumnElement[bool]:
    made: ColumnElement[bool] = column.contains(word, autoescape=True)
    return made


_HIT = (
    select(
        Page.id, Page.slug, Page.title, Page.type, Space.key, Space.title.label("space_title"), Page.changed_at,
        Revision.text,
    )
    .join(Space, Space.id == Page.space_id)
    .join(Revision, Revision.id == Page.head_id)
)  # fmt: skip


def _hits(session: Session, reach: Reach, question: Question, ranked: Sequence[int]) -> tuple[list[Hit], int]:
    """The first `SIZE` of the ranked pages that may be read now, and how many before them may not."""
    hits: list[Hit] = []
    dropped = 0
    for start in range(0, len(ranked), SIZE):
        ids = ranked[start : start + SIZE]
        rows = {row.id: row for row in session.execute(_HIT.where(Page.id.in_(ids), readable(reach)))}
        for page_id in ids:
            if len(hits) == SIZE:
                return hits, dropped
            if page_id in rows:
                hits.append(_hit(rows[page_id], question))
            else:
                dropped += 1
        if len(hits) == SIZE:
            break
    return hits, dropped


def _hit(row: Any, question: Question) -> Hit:
    wanted = frozenset(question.words)
    return Hit(
        row.id,
        f"/p/{row.slug}",
        row.type,
        row.key,
        row.space_title,
        row.changed_at,
        marked(row.title, wanted),
        snippet(row.text, wanted),
    )
