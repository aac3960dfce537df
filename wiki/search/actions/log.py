"""Note what people search, so that keepers learn what nobody finds.

Searches are kept in memory and written together: a search never waits for a write. What somebody types letter by
letter counts as one search, the last.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, update

from wiki.kernel.work import Work
from wiki.search.models import SearchQuery
from wiki.search.writing import unnarrowed

WRITTEN_EVERY = timedelta(seconds=10)
"""The worker writes so often; where it runs in another process, the answer to a search does after `LATE`."""
LATE = timedelta(seconds=60)
ONE_SEARCH = timedelta(seconds=30)
"""Within this time, what begins with the search before, or is its beginning, takes its place."""
CLICKED_WITHIN = timedelta(minutes=30)
REMEMBERED = timedelta(days=60)
"""So long the log says who searched."""
KEPT = timedelta(days=730)
MOST_WAITING = 5000
_SAID = ("text", "key", "total", "weak", "telling", "closed", "at")


@dataclass(slots=True)
class Searched:
    """A search that was made and answered, as a `SearchQuery` says it.

    `id` once it is written, `fresh` while it differs from what is written.
    """

    person_id: int | None
    text: str
    total: int
    at: datetime
    weak: bool = False
    telling: bool = True
    closed: bool = False
    key: str = ""
    id: int | None = None
    fresh: bool = True


class SearchLog:
    """What this process has to write into the log. Used by many threads."""

    def __init__(self, work: Callable[[], Work]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._last: dict[int, Searched] = {}
        self._waiting: list[Searched] = []
        self._clicks: list[tuple[int | None, str, datetime]] = []
        self._written_at: datetime | None = None

    def note(self, made: Searched) -> None:
        """A search was made and answered."""
        made.key, person_id = key_of(made.text), made.person_id
        if not made.key:
            return
        with self._lock:
            before = self._last.get(person_id) if person_id is not None else None
            if before is not None and _same(before, made):
                for name in _SAID:
                    setattr(before, name, getattr(made, name))
                before.fresh = True
                made = before
            if made.fresh and made not in self._waiting[-50:] and len(self._waiting) < MOST_WAITING:
                self._waiting.append(made)
            if person_id is not None:
                self._last[person_id] = made
            for gone in [each for each, last in self._last.items() if last.at < made.at - ONE_SEARCH]:
                del self._last[gone]

    def note_click(self, person_id: int | None, text: str, now: datetime) -> None:
        """A result of a search was opened."""
        with self._lock:
            if len(self._clicks) < MOST_WAITING:
                self._clicks.append((person_id, text, now))

    def forget(self, person_id: int) -> None:
        """Let nothing that waits say that this person searched it."""
        with self._lock:
            self._last.pop(person_id, None)
            for each in self._waiting:
                if each.person_id == person_id:
                    each.person_id = None

    def is_due(self, now: datetime, every: timedelta = WRITTEN_EVERY) -> bool:
        """Whether something waits, and the last time is long enough ago."""
        with self._lock:
            if self._written_at is None:
                self._written_at = now
            waits = bool(self._waiting or self._clicks)
            return waits and now - self._written_at >= every

    def write(self, now: datetime) -> bool:
        """Write what waits; whether there was something."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            clicks, self._clicks = self._clicks, []
            self._written_at = now
            rows = [replace(each) for each in waiting]
            for each in waiting:
                each.fresh = False
        if not rows and not clicks:
            return False
        with self._work() as work:
            for made, row_id in zip(waiting, _written(work, rows), strict=True):
                made.id = row_id
            for person_id, text, at in clicks:
                _click(work, person_id, text, at)
        return True


def key_of(text: str) -> str:
    """A search as alike ones are counted."""
    return " ".join(text.casefold().split())


def _same(before: Searched, made: Searched) -> bool:
    if made.at - before.at > ONE_SEARCH:
        return False
    # Who takes words away after nothing was found asks anew: what found nothing is what keepers should hear of.
    return made.key.startswith(before.key) or (before.key.startswith(made.key) and before.total > 0)


def _written(work: Work, rows: list[Searched]) -> list[int]:
    """Insert or change the rows; their ids, in order."""
    fresh = [_values(row) for row in rows if row.id is None]
    ids = iter(
        work.session.scalars(insert(SearchQuery).returning(SearchQuery.id, sort_by_parameter_order=True), fresh)
        if fresh
        else ()
    )
    for row in rows:
        if row.id is not None:
            work.session.execute(update(SearchQuery).where(SearchQuery.id == row.id).values(**_values(row)))
    return [next(ids) if row.id is None else row.id for row in rows]


def _values(row: Searched) -> dict[str, Any]:
    return {"person_id": row.person_id} | {name: getattr(row, name) for name in _SAID}


def _click(work: Work, person_id: int | None, text: str, at: datetime) -> None:
    """For the search it came from, or for that which was narrowed down to it."""
    keys = {key_of(text), key_of(unnarrowed(text))}
    who = SearchQuery.person_id == person_id if person_id is not None else SearchQuery.person_id.is_(None)
    work.session.execute(
        update(SearchQuery)
        .where(who, SearchQuery.key.in_(keys), SearchQuery.at >= at - CLICKED_WITHIN)
        .values(clicked=True)
    )


def forget_searches(work: Work, person_id: int) -> None:
    """Take a person out of all that they searched."""
    work.session.execute(update(SearchQuery).where(SearchQuery.person_id == person_id).values(person_id=None))


def forget_searchers(work: Work, now: datetime) -> bool:
    """Take the persons out of old searches, and old searches out of the log; whether there were some."""
    nameless = work.session.execute(
        update(SearchQuery)
        .where(SearchQuery.person_id.is_not(None), SearchQuery.at < now - REMEMBERED)
        .values(person_id=None)
    )
    gone = work.session.execute(delete(SearchQuery).where(SearchQuery.at < now - KEPT))
    return bool(nameless.rowcount or gone.rowcount)  # type: ignore[attr-defined]
