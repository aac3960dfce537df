"""Carries changed pages from the outbox into the index, and keeps the index whole.

Rows are read first, then the pages, then the index is written, then exactly those rows are deleted that are as
they were read. So a save meanwhile keeps its row, and a crash in between only means that a page is indexed twice.
"""

import errno
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.orm import Session

from wiki.kernel.work import Work
from wiki.pages.models import Page, Revision
from wiki.search.actions import mark_all_stale, mark_stale
from wiki.search.engine import Busy, Engine, Unfit, Unready
from wiki.search.engines import engine_of
from wiki.search.indexing import entries
from wiki.search.models import StalePage
from wiki.web.running import Wiki

log = logging.getLogger(__name__)

BATCH = 50
# As much as is indexed well within the time that the worker holds its lease.
FILLING_BATCH = 1000
# Nobody's lease runs out in a command; the larger the segments, the quicker the answers.
REBUILDING_BATCH = 4000
CROWD = 400
"""An import, rather than people who write."""
CHECK_EVERY = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)
# The disk's faults, not the index's: making it anew would not help.
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.EIO}

Row = tuple[int, str, int]
"""Page id, mark and attempt of a row of the outbox."""


class Drainer:
    """One turn a call: true when it did something and there may be more."""

    def __init__(self, wiki: Wiki, engine: Engine, *, filling: int = FILLING_BATCH) -> None:
        self._filling = filling
        self._database, self._clock, self._host, self._engine = wiki.database, wiki.clock, wiki.host, engine
        self._work: Callable[[], Work] = wiki.quiet_work
        self._checked: datetime | None = None

    def __call__(self) -> bool:
        try:
            return self._turn()
        except (Busy, Unready):
            return False

    def _turn(self) -> bool:
        if self._engine.health() not in {"ready", "filling"}:
            self.begin_afresh()
            return True
        if rows := self._due():
            self._index_rows(rows)
            self._finish_filling()
            return True
        self._finish_filling()
        return self._check() or self._join_loose() or self._engine.tidy()

    def _join_loose(self) -> bool:
        """Write pages anew that lie in many small pieces of the index. One that changes meanwhile has its row."""
        page_ids = self._engine.loose()
        if page_ids:
            with self._database.reading() as session:
                pages = entries(session, self._host, page_ids)
            with suppress(Unfit):
                self._engine.write(list(pages.values()), [page_id for page_id in page_ids if page_id not in pages])
        return bool(page_ids)

    def begin_afresh(self) -> None:
        """Make the index anew: mark every page, then put an empty index in place, to be filled turn by turn."""
        now = self._clock.now()
        with self._engine.writing():
            # In this order: a crash between the two leaves rows too many, never too few.
            with self._work() as work:
                mark_all_stale(work.session, now)
            self._engine.begin_afresh(now)

    def _due(self) -> list[Row]:
        """The oldest rows: few at a time, so that each is found soon, but many when many came at once."""
        with self._database.reading() as session:
            found = session.execute(
                select(StalePage.page_id, StalePage.mark, StalePage.attempt)
                .where(StalePage.due <= self._clock.now())
                .order_by(StalePage.since, StalePage.page_id)
                .limit(self._filling)
            )
            rows = [(row.page_id, row.mark, row.attempt) for row in found]
        return rows if len(rows) > CROWD or self._engine.filling_since() else rows[:BATCH]

    def _index_rows(self, rows: Sequence[Row]) -> None:
        """Write these pages in one commit; one that can't be indexed is left out, and tried again later."""
        with self._database.reading() as session:
            pages = entries(session, self._host, [page_id for page_id, _, _ in rows])
        gone = [page_id for page_id, _, _ in rows if page_id not in pages]
        failed: set[int] = set()
        while True:
            try:
                self._engine.write([page for page in pages.values() if page.page_id not in failed], gone)
            except Unfit as unfit:
                log.exception("page %s can't be indexed", unfit.page_id)
                failed.add(unfit.page_id)
                continue
            except Busy:
                raise
            except Exception as error:
                if isinstance(error, OSError) and error.errno in _DISK:
                    raise
                self._engine.report_broken(error)
                return
            break
        self._settle([row for row in rows if row[0] not in failed], [row for row in rows if row[0] in failed])

    def _settle(self, done: Sequence[Row], failed: Sequence[Row]) -> None:
        now = self._clock.now()
        with self._work() as work:
            for page_id, mark, _ in done:
                row = delete(StalePage).where(_same(page_id, mark)).returning(StalePage.page_id)
                if work.session.scalar(row) is None:
                    # It changed meanwhile, or another drainer was here, perhaps with a newer text than ours.
                    mark_stale(work.session, [page_id], now)
            for page_id, mark, attempt in failed:
                wait = min(timedelta(seconds=2 ** min(attempt + 1, 12)), LONGEST_WAIT)
                work.session.execute(
                    update(StalePage).where(_same(page_id, mark)).values(attempt=attempt + 1, due=now + wait)
                )

    def _finish_filling(self) -> None:
        started = self._engine.filling_since()
        if started is None:
            return
        with self._database.reading() as session:
            waits = session.scalar(
                select(StalePage.page_id).where(StalePage.since <= started, StalePage.attempt == 0).limit(1)
            )
        if waits is None:
            self._engine.filled()

    def _check(self) -> bool:
        """Now and then, while nothing waits, compare the index with the database; mark what differs."""
        now = self._clock.now()
        if self._checked is not None and now < self._checked + CHECK_EVERY:
            return False
        self._checked = now
        try:
            with self._engine.writing(), self._database.reading() as session:
                # What was waiting at this moment may differ; everything else must not.
                waiting = set(session.scalars(select(StalePage.page_id)))
                differs = _differing(session, self._engine) - waiting
        except Unready:
            return False
        if differs:
            log.warning("%d pages differ from the search index and are indexed again", len(differs))
            with self._work() as work:
                mark_stale(work.session, sorted(differs), now)
        return bool(differs)


def _same(page_id: int, mark: str) -> Any:
    return and_(StalePage.page_id == page_id, StalePage.mark == mark)


def _differing(session: Session, engine: Engine) -> set[int]:
    """Pages of which the index says something else than the database, or nothing."""
    said = session.execute(
        select(Page.id, Page.head_id, Page.space_id, Page.guard_id)
        .join(Revision, Revision.id == Page.head_id)
        .where(Page.deleted_at.is_(None))
    )
    pages = {row.id: (row.head_id, row.space_id, row.guard_id or 0) for row in said}
    indexed = {page: (revision, space, guard) for page, revision, space, guard in engine.indexed()}
    return {page_id for page_id in pages.keys() | indexed.keys() if pages.get(page_id) != indexed.get(page_id)}


def waiting(session: Session) -> int:
    """How many pages wait to be indexed."""
    return session.scalar(select(func.count()).select_from(StalePage)) or 0


def rebuild(wiki: Wiki, progress: Callable[[int, int], None]) -> int:
    """Make the whole index anew, now; answers how many pages were indexed.

    `progress(done, all)` is called after each batch. A running server goes on: its search answers from the
    database meanwhile, and its own worker may take batches too. Raises `Busy` when another process writes for
    longer than a minute.
    """
    drainer = Drainer(wiki, engine_of(wiki), filling=REBUILDING_BATCH)
    _patiently(drainer.begin_afresh)
    with wiki.database.reading() as session:
        everything = waiting(session)
    progress(0, everything)
    while engine_of(wiki).filling_since() is not None:
        if not drainer():
            time.sleep(0.1)
        with wiki.database.reading() as session:
            left = waiting(session)
        everything = max(everything, left)
        progress(everything - left, everything)
    return everything


def _patiently(act: Callable[[], None]) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            act()
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
