"""Search, for whoever looks."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from wiki.hooks.host import Host
from wiki.kernel.counters import current
from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page, Space
from wiki.pages.permissions import Reach, reach_of, readable_as
from wiki.people.queries import Face
from wiki.search.alike import with_synonyms
from wiki.search.engine import SHOWN, Answer, Engine, Seeker, Sort, TooLong, Unready, Why, seeker_of
from wiki.search.language import read
from wiki.search.models import StalePage
from wiki.search.queries.coverage import Coverage, coverage, tells, unknown_states
from wiki.search.queries.experts import nearest
from wiki.search.queries.faces import faces_of
from wiki.search.queries.facets import Known, facets_of, narrowed_by, people_shown, without
from wiki.search.queries.fallback import answer_from_database
from wiki.search.queries.hidden import hidden_pages
from wiki.search.queries.hits import Shown, hits_of, is_closed, rows_of
from wiki.search.queries.instead import looked_for
from wiki.search.queries.meant import meant
from wiki.search.queries.offering import likelier, nearest_tags
from wiki.search.queries.resolving import Room, filters_of, resolve
from wiki.search.queries.synonyms import SYNONYMS, known_synonyms
from wiki.search.question import Question
from wiki.search.results import SIZE, Results
from wiki.search.writing import words_of

log = logging.getLogger(__name__)

LAG = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the engine is asked it, with what is known of whoever asks."""

    reach: Reach
    question: Question
    rooms: Mapping[int, Room]
    kinds: Mapping[str, str]
    sort: Sort
    today: date
    behind: int
    seeker: Seeker


def search(
    session: Session,
    viewer: Viewer,
    text: str,
    page: int = 1,
    sort: Sort = "relevance",
    *,
    now: datetime | None = None,
    kinds: Mapping[str, str] | None = None,
    host: Host | None = None,
) -> Results:
    """Page `page` (from 1) of what answers `text`. Anything may be typed. Without `now`, `behind` stays 0.

    `kinds`: what page types are called, folded → name. `host`: who shows the texts that rooms keep with pages.
    """
    began = time.perf_counter()
    question, reach = read(text), reach_of(session, viewer)
    page = max(1, min(page, SHOWN // SIZE))
    empty = _empty(question, page, sort)
    if not question or not reach.roles:
        return empty
    moment = now or datetime.now(UTC)
    asked = _asked(session, reach, question, sort, moment, kinds or {})
    answer, instead = _answer(session, asked, (page - 1) * SIZE)
    from_database = instead is not None
    found = {each.page_id: each for each in answer.found}
    rows = rows_of(session, reach, list(found))
    taken = meant(question, answer.corrected, rows)
    shown = Shown(looked_for(asked.question, answer), taken.words if taken else {}, moment)
    results = replace(
        empty,
        # What the index still had is not counted when the database says that it may not be read.
        total=answer.total - (len(found) - len(rows)),
        hits=hits_of(session, reach, host, rows, found, shown),
        behind=0 if from_database or not now else asked.behind,
        widened=answer.widened,
        from_database=from_database,
        too_long=isinstance(instead, TooLong),
        notes=asked.question.notes,
        meant=taken,
        likelier=likelier(session, reach, question, answer),
    )
    if not from_database:
        results = _judged(session, asked, answer, [found[row.id].why for row in rows], results)
    results = replace(_completed(session, asked, answer, results), closed=_is_closed(asked, answer, results, rows))
    return replace(results, took=time.perf_counter() - began)


def _empty(question: Question, page: int, sort: Sort) -> Results:
    """The page of results before anything is found."""
    title = question.text if question.name else words_of(question.text)
    return Results(
        question.text,
        bool(question.text),
        0,
        [],
        page,
        sort=sort,
        notes=question.notes,
        words=tuple(word.text for word in question.words),
        title=title,
        telling=tells(title),
    )


def _judged(session: Session, asked: Asked, answer: Answer, whys: Sequence[Why], results: Results) -> Results:
    """With what is to be said of how well it was answered."""

    def count(question: Question) -> int:
        return _counted(session, asked, question).total

    try:
        notes = unknown_states(asked.question, frozenset(asked.kinds.values()), count)
        covered = coverage(asked.question, answer, whys, count) if results.page == 1 else Coverage()
    except Unready:
        return results
    return replace(results, notes=(*results.notes, *notes), lacking=covered.lacking, weak=covered.weak)


def _is_closed(asked: Asked, answer: Answer, results: Results, rows: Sequence[Any]) -> bool:
    """Whether the words may have been learnt from a page that isn't open to everybody, or name such a one.

    Where no page at all has all of the words, they tell of none. Otherwise it is enough that one such page is found.
    """
    if any(each.field in {"space", "under", "by", "owner"} for each in filters_of(read(results.text).root)):
        return True
    if not answer.total or results.lacking:
        return False
    spaces = answer.facets.get("space", {})
    if any(not room.open and room.id in spaces for room in asked.rooms.values()):
        return True
    kept_apart = bool(asked.seeker.guards) or any(found.parts for found in answer.found)
    return kept_apart or not answer.facets or any(is_closed(row) for row in rows)


def _completed(session: Session, asked: Asked, answer: Answer, results: Results) -> Results:
    """With facets, or with people to be asked when there is nothing."""
    viewer = asked.reach.viewer
    if not results.total:
        return _with_nearest(session, asked, results)
    counts = answer.facets and dict(answer.facets)
    try:
        for name in narrowed_by(results.text) if counts else ():
            # What else could be chosen is counted as if nothing of this facet were.
            beside = _counted(session, asked, without(asked.question, name))
            counts = {**counts, name: beside.facets.get(name, {})}
    except Unready:
        counts = answer.facets
    faces: Mapping[int, Face] = {}
    if viewer.signed_in:
        faces = faces_of(session, people_shown(counts, asked.question))
    known = Known(asked.rooms, faces, asked.kinds, viewer.person_id)
    return replace(results, facets=facets_of(results.text, counts, known))


def _with_nearest(session: Session, asked: Asked, results: Results) -> Results:
    """With what comes nearest to a question that nothing answers."""

    def total(text: str) -> int:
        other = resolve(session, asked.reach, read(text), rooms=asked.rooms, kinds=asked.kinds, today=asked.today)
        return _counted(session, asked, other).total

    near = nearest(session, asked.reach, asked.question, asked.seeker)
    results = replace(results, wider=near.wider, experts=near.experts)
    try:
        words = near.likelier
        if words and near.wider and not total(words.text):
            # Not in this order, or not within these limits: the words alone.
            alone = (words.words.get(word, word) for word in near.wider.text.split())
            words = replace(words, text=" ".join(alone))
        return replace(results, likelier=words, tags=nearest_tags(session, asked.reach, results.text, total))
    except Unready:
        return results


def _asked(
    session: Session, reach: Reach, question: Question, sort: Sort, now: datetime, kinds: Mapping[str, str]
) -> Asked:
    rooms, behind, generation = _around(session, reach, now)
    question = with_synonyms(question, known_synonyms(session, generation))
    question = resolve(session, reach, question, rooms=rooms, kinds=kinds, today=now.date())
    seeker = seeker_of(reach.roles, reach.guards, reach.viewer.person_id, hidden_pages(session, reach))
    return Asked(reach, question, rooms, kinds, sort, now.date(), behind, seeker)


def _around(session: Session, reach: Reach, now: datetime) -> tuple[dict[int, Room], int, int]:
    """The spaces of whoever asks, how many changes can't be found yet, and the state of synonyms; one statement."""
    rows = session.connection().execute(_surroundings(reach.sql), {"before": now - LAG}).all()
    rooms = {row.id: Room(row.id, row.key, row.title, row.visibility == "open") for row in rows}
    return rooms, rows[0].behind if rows else 0, (rows[0].synonyms or 0) if rows else 0


@lru_cache(maxsize=256)
def _surroundings(sql: tuple[str, str]) -> Select[*tuple[Any, ...]]:
    # Not as a join: SQLite would go through all pages of these spaces to look for the few that wait.
    may = select(Page.id).where(Page.id == StalePage.page_id, readable_as(sql)).exists()
    waits = (
        select(func.count())
        .select_from(StalePage)
        .where(StalePage.since < bindparam("before", type_=StalePage.since.type), may)
        .scalar_subquery()
    )
    return select(
        Space.id, Space.key, Space.title, Space.visibility, waits.label("behind"), current(SYNONYMS).label("synonyms")
    ).where(Space.id.op("IN")(literal_column(sql[0])))


def _answer(session: Session, asked: Asked, first: int) -> tuple[Answer, Unready | None]:
    """What the index says; or what the database says, and why it had to answer."""
    engine: Engine | None = session.info["kept"].get("search_engine")
    reach, question = asked.reach, asked.question
    if not question:
        return Answer(0, ()), None
    try:
        if engine is None:
            raise Unready("no index")
        return engine.search(question, asked.seeker, sort=asked.sort, first=first, many=SIZE), None
    except Unready as reason:
        log.info("search answers from the database: %s", reason)
        return answer_from_database(session, reach, question, asked.sort, first, SIZE), reason


def _counted(session: Session, asked: Asked, question: Question) -> Answer:
    """What the index says of another question than the one that was asked, for its counts. Raises `Unready`."""
    engine: Engine | None = session.info["kept"].get("search_engine")
    if engine is None:
        raise Unready("no index")
    return engine.search(question, asked.seeker, sort="newest", first=0, many=1)
