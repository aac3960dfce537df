"""The engine on PostgreSQL. Nothing of it is kept in memory but a count of pages for each commit."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from wiki.kernel.db import Database
from wiki.search.engine import SHOWN, Answer, Busy, Entry, Health, Seeker, Sort, Suggestion, TooLong, Unfit, Unready
from wiki.search.postgres import likeness, suggesting
from wiki.search.postgres.answers import Rows, answer, total, words_rare, words_unknown
from wiki.search.postgres.asking import Asking, seen_by
from wiki.search.postgres.lookups import Reading
from wiki.search.postgres.rareness import RANKING, telling
from wiki.search.postgres.rows import VERSION, rows, words_of
from wiki.search.postgres.standing import with_standing
from wiki.search.postgres.statements import RERANKED, answering, title_weight
from wiki.search.postgres.tables import ENTRY, STATE
from wiki.search.question import Question

log = logging.getLogger(__name__)

SECONDS = 1.5
"""No question takes longer: then the database answers more simply."""
PATIENCE = 5.0
"""So long a commit waits for readers."""
LOCK = 0x666C697073696465
"""Our number among the locks of a database."""

_CANCELED = "57014"
_DAMAGED = {"XX001", "XX002"}
"""A table's file, an index's: a new one lies in new files."""

_STATE = text(
    "SELECT s.version, s.filling_since, s.broken, s.generation FROM (SELECT"
    f" set_config('statement_timeout', '{round(SECONDS * 1000)}', true), set_config('jit', 'off', true),"
    " set_config('work_mem', '32MB', true), set_config('max_parallel_workers_per_gather', '0', true),"
    # It takes reading through all pages for cheap, as it doesn't count that their words lie apart.
    " set_config('enable_seqscan', 'off', true)"
    ") AS set LEFT JOIN search_state s ON s.id = 1"
)
_COUNTS = text("SELECT space_id, guard_id, count(*) FROM search_entry WHERE part = '' AND piece = 0 GROUP BY 1, 2")
_HIDDEN = text("SELECT space_id, guard_id FROM search_entry WHERE part = '' AND piece = 0 AND page_id = ANY(:hidden)")
_INDEXED = text(
    "SELECT page_id, CASE WHEN count(*) = min(rows) AND min(rows) = max(rows) AND min(revision_id) = max(revision_id)"
    " AND min(space_id) = max(space_id) AND min(guard_id) = max(guard_id) THEN min(revision_id) ELSE 0 END,"
    " min(space_id), min(guard_id) FROM search_entry GROUP BY page_id"
)
_LOCK = text("SELECT pg_try_advisory_xact_lock(:key)")
_GONE = text("DELETE FROM search_entry WHERE page_id = ANY(:pages)")
_TERMS = text(
    "INSERT INTO search_term (spelling, term)"
    " SELECT * FROM unnest(CAST(:spellings AS text[]), CAST(:terms AS text[])) ON CONFLICT DO NOTHING"
)
_COMMITTED = text("UPDATE search_state SET generation = generation + 1")
_TIDY = text("SELECT gin_clean_pending_list('ix_search_entry_words')")


class PostgresEngine:
    """The index in the wiki's own database. `today` tells how fresh pages are."""

    def __init__(self, database: Database, today: Callable[[], date]) -> None:
        self._engine, self._today = database.engine, today
        self._counted: tuple[int, dict[tuple[int, int], int]] = (-1, {})

    def health(self) -> Health:
        with self._engine.connect() as connection:
            return _health(connection.execute(select(STATE)).first())

    def search(self, question: Question, seeker: Seeker, *, sort: Sort, first: int, many: int) -> Answer:
        with self._reading() as (connection, generation):
            given = {
                **seen_by(seeker),
                "name": question.name,
                "title": title_weight(len(question.words)),
                "among": self._among(connection, generation, seeker),
                "today": self._today().toordinal(),
                "first": min(first, SHOWN),
                "many": max(min(many, SHOWN - first), 0),
                "reranked": RERANKED if sort == "relevance" else 0,
                "looked_at": max(first + many, RERANKED),
            }
            return with_standing(connection, question.words, _answer(connection, question, given, sort))

    def suggest(self, typed: str, seeker: Seeker, many: int) -> Sequence[Suggestion]:
        with self._reading() as (connection, _):
            return suggesting.suggest(connection, seen_by(seeker), typed, many)

    @contextmanager
    def _reading(self) -> Iterator[tuple[Connection, int]]:
        """One state of the index, and its number. Raises `Unready` for whatever goes wrong, `TooLong` among it."""
        try:
            with self._engine.connect() as connection:
                state = connection.execute(_STATE).one()
                health = _health(state if state.version is not None else None)
                if health != "ready":
                    raise Unready(health)
                yield connection, state.generation
        except SQLAlchemyError as error:
            # The error's own words only: all that was asked would follow.
            said = str(getattr(error, "orig", None) or error)
            if _code(error) == _CANCELED:
                log.info("a question took too long for the search index: %s", said)
                raise TooLong(said) from error
            if _code(error) in _DAMAGED:
                self.report_broken(error)
            log.warning("the search index does not answer: %s", said)
            raise Unready(said) from error

    def _among(self, connection: Connection, generation: int, seeker: Seeker) -> int:
        """How many pages the seeker may read."""
        known, counts = self._counted
        if known != generation:
            counts = {(space, guard): many for space, guard, many in connection.execute(_COUNTS)}
            self._counted = generation, counts
        among = sum(many for (space, guard), many in counts.items() if _may(seeker, space, guard))
        if seeker.hidden:
            hidden = connection.execute(_HIDDEN, {"hidden": sorted(seeker.hidden)})
            among -= sum(_may(seeker, space, guard) for space, guard in hidden)
        return among

    def write(self, entries: Sequence[Entry], gone: Sequence[int] = ()) -> None:
        """The locks of rows are taken in the order of pages; only one writes at a time anyway."""
        made = [row for entry in sorted(entries, key=lambda one: one.page_id) for row in _rows(entry)]
        known: dict[str, str] = {}
        for entry in entries:
            known |= words_of(entry)
        pages = sorted({*gone, *(entry.page_id for entry in entries)})
        with self._committing() as connection:
            connection.execute(_GONE, {"pages": pages})
            _insert(connection, made)
            if known:
                spellings = sorted(known)
                connection.execute(_TERMS, {"spellings": spellings, "terms": [known[word] for word in spellings]})

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self._engine.connect() as connection:
            if not connection.scalar(_LOCK, {"key": LOCK}):
                raise Busy
            yield

    @contextmanager
    def _committing(self, *, alone: bool = False) -> Iterator[Connection]:
        """A transaction of the only writer. Raises `Busy` when another is it, and when the server can't just now.

        `alone`: the caller is `writing`, so it is the only one.
        """
        try:
            with self._engine.begin() as connection:
                connection.execute(text(f"SET LOCAL lock_timeout = {round(PATIENCE * 1000)}"))
                if not alone and not connection.scalar(_LOCK, {"key": LOCK}):
                    raise Busy
                yield connection
                connection.execute(_COMMITTED)
        except (OperationalError, InterfaceError) as error:
            # Locks, a full disk, a server that restarts: not the index's fault, so it isn't made anew.
            log.warning("the search index can't be written now: %s", error.orig)
            raise Busy from error

    def begin_afresh(self, started: datetime) -> None:
        with self._committing(alone=True) as connection:
            connection.execute(text("TRUNCATE search_entry, search_term"))
            fresh: dict[str, Any] = {"version": VERSION, "filling_since": started, "broken": None}
            made = insert_or(STATE).values(id=1, generation=0, **fresh)
            connection.execute(made.on_conflict_do_update(index_elements=[STATE.c.id], set_=fresh))
        log.info("a new search index was begun")

    def filling_since(self) -> datetime | None:
        with self._engine.connect() as connection:
            found: datetime | None = connection.scalar(select(STATE.c.filling_since))
            return found

    def filled(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(_TIDY)
            connection.execute(text("ANALYZE search_entry, search_term"))
            connection.execute(update(STATE).values(filling_since=None))

    def report_broken(self, error: Exception) -> None:
        log.error("the search index can't be used and will be made anew", exc_info=error)
        try:
            with self._engine.begin() as connection:
                connection.execute(update(STATE).values(broken=str(error)[:1000]))
        except SQLAlchemyError:
            log.warning("the search index can't even be marked as broken")

    def loose(self) -> Sequence[int]:
        """None: the database keeps its own house."""
        return ()

    def tidy(self) -> bool:
        """Sort what was written lately into the index: until then, every question reads through all of it."""
        with self._engine.begin() as connection:
            return bool(connection.scalar(_TIDY))

    def indexed(self) -> Iterator[tuple[int, int, int, int]]:
        """Of a page that lacks some of its rows, or whose rows differ, the revision is told as 0: it is none."""
        with self._engine.connect() as connection:
            rows_ = connection.execute(_INDEXED).all()
        return (tuple(row) for row in rows_)

    def close(self) -> None:
        """Nothing is open between questions."""


def _health(state: Any) -> Health:
    if state is None:
        return "missing"
    if state.version != VERSION:
        return "outdated"
    if state.broken is not None:
        return "broken"
    return "ready" if state.filling_since is None else "filling"


def _may(seeker: Seeker, space: int, guard: int) -> bool:
    return space in seeker.spaces and (not guard or guard in seeker.guards)


def _answer(connection: Connection, question: Question, given: dict[str, Any], sort: Sort) -> Answer:
    """As asked; where words are unknown, with likenesses; where nothing has them, with their beginnings."""
    asking, found = _ask(connection, question, Reading({}), given, sort)
    rare = words_rare(found) if sort == "relevance" and not given["first"] else ()
    unknown = asking.mistakable(words_unknown(found))
    instead = likeness.instead(connection, given, unknown) if unknown else {}
    corrected = {term: tuple(like for like, _ in taken) for term, taken in instead.items()}
    if instead:
        asking, found = _ask(connection, question, Reading(instead), given, sort)
    if widened := not total(found) and bool(question.words):
        asking, found = _ask(connection, question, Reading(instead, widening=True), given, sort)
    said = answer(found, asking.asked, corrected, widened=widened and bool(total(found)))
    return replace(said, likelier=likeness.likelier(connection, given, asking.mistakable(rare)))


def _ask(
    connection: Connection, question: Question, reading: Reading, given: dict[str, Any], sort: Sort
) -> tuple[Asking, Rows]:
    ranking = None
    if len(question.words) > RANKING:
        ranking = telling(connection, given, question.words, reading)
    asking = Asking(question, reading, ranking)
    looked = asking.lookups
    statement = answering(asking.condition, sort, needs_words=asking.needs_words, in_order=bool(looked.among))
    values = {
        **given,
        **asking.values,
        "word": looked.word,
        "ranks": looked.ranks,
        "in_order": looked.in_order,
        "among_rows": looked.among,
        "place": looked.place,
        "value": looked.value,
        "query": looked.query,
        "near_any": asking.near_any,
        "near_all": asking.near_all,
    }
    return asking, [tuple(row) for row in connection.execute(text(statement), values)]


def _rows(entry: Entry) -> list[dict[str, Any]]:
    try:
        return rows(entry)
    except Exception as error:
        raise Unfit(entry.page_id) from error


def _insert(connection: Connection, made: Sequence[dict[str, Any]]) -> None:
    """All at once; where one is refused for what it says, tell which page it is of."""
    if not made:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(ENTRY), made)
    except DBAPIError as refusal:
        if not _is_of_data(refusal):
            raise
        for row in made:
            try:
                with connection.begin_nested():
                    connection.execute(insert(ENTRY), [row])
            except DBAPIError as error:
                raise Unfit(row["page_id"]) from error
        raise


def _code(error: SQLAlchemyError) -> str:
    """What PostgreSQL calls an error."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", "") or "")


def _is_of_data(error: DBAPIError) -> bool:
    """Whether a value was refused, as no vector, or for a limit passed: so PostgreSQL's codes of errors say."""
    return _code(error).startswith(("22", "42601", "54"))
