"""Carries changed pages from the outbox into the index, and keeps the index whole.

Rows are read first, then the pages, then the index is written, then exactly those rows are deleted that are as
they were read. So a save meanwhile keeps its row, and a crash in between only means that a page is indexed twice.
"""

import errno
import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.orm import Session

from wiki.kernel.work import Work
from wiki.pages.models import Page, Revision
from wiki.search.actions import mark_all_stale, mark_stale
from wiki.search.index import Busy, Unready, WhooshIndex
from wiki.search.models import StalePage
from wiki.search.schema import Entry, document
from wiki.web.running import Wiki

log = logging.getLogger(__name__)

BATCH = 50
BATCH_SECONDS = 0.2
# As much as is indexed well within the time that the worker holds its lease.
FILLING_BATCH = 1000
CHECK_EVERY = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)
# The disk's faults, not the index's: making it anew would not help.
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.EIO}

_PAGE = (
    select(
        Page.id,
        Page.head_id,
        Page.space_id,
        Page.guard_id,
        Page.type,
        Page.title,
        Page.tags,
        Revision.text,
    )
    .join(Revision, Revision.id == Page.head_id)
    .where(Page.deleted_at.is_(None))
)

Row = tuple[int, str, int]
"""Page id, mark and attempt of a row of the outbox."""


class Drainer:
    """One turn a call: true when it did something and there may be more."""

    def __init__(self, wiki: Wiki, index: WhooshIndex) -> None:
        self._database, self._clock, self._index = wiki.database, wiki.clock, index
        self._work: Callable[[], Work] = wiki.quiet_work
        self._checked: datetime | None = None

    def __call__(self) -> bool:
        try:
            return self._turn()
        except Busy:
            return False

    def _turn(self) -> bool:
        if self._index.health() not in {"ready", "filling"}:
            self.begin_afresh()
            return True
        if rows := self._due():
            self._index_rows(rows)
            self._finish_filling()
            return True
        self._finish_filling()
        return self._check()

    def begin_afresh(self) -> None:
        """Make the index anew: mark every page, then put an empty index in place, to be filled turn by turn."""
        now = self._clock.now()
        with self._index.writing():
            # In this order: a crash between the two leaves rows too many, never too few.
            with self._work() as work:
                mark_all_stale(work.session, now)
            self._index.begin_afresh(now)

    def _due(self) -> list[Row]:
        many = FILLING_BATCH if self._index.filling_since() else BATCH
        with self._database.reading() as session:
            found = session.execute(
                select(StalePage.page_id, StalePage.mark, StalePage.attempt)
                .where(StalePage.due <= self._clock.now())
                .order_by(StalePage.since, StalePage.page_id)
                .limit(many)
            )
            return [(row.page_id, row.mark, row.attempt) for row in found]

    def _index_rows(self, rows: Sequence[Row]) -> None:
        documents, failed = self._documents(rows)
        done = [row for row in rows if row[0] in documents]
        try:
            self._index.write(
                [made for made in documents.values() if made is not None],
                [page_id for page_id, made in documents.items() if made is None],
            )
        except Busy:
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _DISK:
                raise
            self._index.report_broken(error)
            return
        self._open_new()
        self._settle(done, failed)
        self._index.tidy()

    def _documents(self, rows: Sequence[Row]) -> tuple[dict[int, dict[str, Any] | None], list[Row]]:
        """Page → what is to be indexed, None for one that is gone; and the rows of those that failed.

        Stops after `BATCH_SECONDS` unless the index is being filled; the other rows have their turn next.
        """
        until = time.monotonic() + BATCH_SECONDS
        filling = self._index.filling_since() is not None
        pages = self._read([page_id for page_id, _, _ in rows])
        made: dict[int, dict[str, Any] | None] = {}
        failed: list[Row] = []
        for row in rows:
            page = pages.get(row[0])
            try:
                made[row[0]] = None if page is None else document(page)
            except Exception:
                log.exception("page %s can't be indexed", row[0])
                failed.append(row)
            if not filling and time.monotonic() > until:
                break
        return made, failed

    def _read(self, page_ids: Sequence[int]) -> dict[int, Entry]:
        with self._database.reading() as session:
            return {
                row.id: Entry(
                    page_id=row.id,
                    revision_id=row.head_id,
                    space_id=row.space_id,
                    guard_id=row.guard_id or 0,
                    type=row.type,
                    title=row.title,
                    tags=tuple(row.tags),
                    text=row.text,
                )
                for row in session.execute(_PAGE.where(Page.id.in_(page_ids)))
            }

    def _open_new(self) -> None:
        """Open the new generation here, so that no request waits for it."""
        try:
            with self._index.snapshot():
                pass
        except Unready:
            log.debug("the index is not ready to be opened")

    def _settle(self, done: Sequence[Row], failed: Sequence[Row]) -> None:
        now = self._clock.now()
        with self._work() as work:
            for page_id, mark, _ in done:
                work.session.execute(delete(StalePage).where(_same(page_id, mark)))
            for page_id, mark, attempt in failed:
                wait = min(timedelta(seconds=2 ** min(attempt + 1, 12)), LONGEST_WAIT)
                work.session.execute(
                    update(StalePage).where(_same(page_id, mark)).values(attempt=attempt + 1, due=now + wait)
                )

    def _finish_filling(self) -> None:
        started = self._index.filling_since()
        if started is None:
            return
        with self._database.reading() as session:
            waits = session.scalar(
                select(StalePage.page_id).where(StalePage.since <= started, StalePage.attempt == 0).limit(1)
            )
        if waits is None:
            self._index.filled()
            self._open_new()

    def _check(self) -> bool:
        """Now and then, while nothing waits, compare the index with the database; mark what differs."""
        now = self._clock.now()
        if self._checked is not None and now < self._checked + CHECK_EVERY:
            return False
        self._checked = now
        try:
            with self._index.writing(), self._database.reading() as session:
                # What was waiting at this moment may differ; everything else must not.
                waiting = set(session.scalars(select(StalePage.page_id)))
                differs = _differing(session, self._index) - waiting
        except Unready:
            return False
        if differs:
            log.warning("%d pages differ from the search index and are indexed again", len(differs))
            with self._work() as work:
                mark_stale(work.session, sorted(differs), now)
        return bool(differs)


def _same(page_id: int, mark: str) -> Any:
    return and_(StalePage.page_id == page_id, StalePage.mark == mark)


def _differing(session: Session, index: WhooshIndex) -> set[int]:
    """Pages of which the index says something else than the database, or nothing."""
    said = session.execute(
        select(Page.id, Page.head_id, Page.space_id, Page.guard_id)
        .join(Revision, Revision.id == Page.head_id)
        .where(Page.deleted_at.is_(None))
    )
    pages = {row.id: (row.head_id, row.space_id, row.guard_id or 0) for row in said}
    with index.snapshot() as snapshot:
        indexed = {facts[0]: facts[1:4] for facts in snapshot.facts()}
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
    drainer = Drainer(wiki, index_of(wiki))
    _patiently(drainer.begin_afresh)
    with wiki.database.reading() as session:
        everything = waiting(session)
    progress(0, everything)
    while index_of(wiki).filling_since() is not None:
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


def index_of(wiki: Wiki) -> WhooshIndex:
    """The index of a running wiki, kept with its database so that queries find it."""
    made = wiki.database.kept.get("search_index")
    if made is None:
        made = wiki.database.kept.setdefault("search_index", WhooshIndex(wiki.settings.data / "index"))
    found: WhooshIndex = made
    return found
