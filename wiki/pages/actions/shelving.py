"""What somebody keeps at hand: favourites, and what they read last. Nobody else learns of either."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from wiki.kernel.work import Work
from wiki.pages.care import Favourite, PageVisit
from wiki.pages.models import Page
from wiki.people.models import Person

REMEMBERED = timedelta(days=60)
MOST_WAITING = 5000


def set_favourite(work: Work, person_id: int, page_id: int, *, on: bool) -> None:
    """Put the page among the person's favourites, or take it out."""
    known = work.session.get(Favourite, (person_id, page_id))
    if on and known is None:
        work.session.add(Favourite(person_id=person_id, page_id=page_id, at=work.clock.now()))
    elif not on and known is not None:
        work.session.delete(known)


class VisitLog:
    """Who read what since the worker last wrote it down; a view only adds to this. Used by many threads."""

    def __init__(self, work: Callable[[], Work]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._waiting: dict[tuple[int, int], datetime] = {}

    def note(self, person_id: int, page_id: int, now: datetime) -> None:
        with self._lock:
            if len(self._waiting) < MOST_WAITING or (person_id, page_id) in self._waiting:
                self._waiting[person_id, page_id] = now

    def of(self, person_id: int) -> dict[int, datetime]:
        """What the person read and isn't written yet: page → when."""
        with self._lock:
            return {page: at for (person, page), at in self._waiting.items() if person == person_id}

    def write(self) -> bool:
        """Write what waits; whether there was something."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        if not waiting:
            return False
        with self._work() as work:
            _write(work, waiting)
        return True


def _write(work: Work, waiting: dict[tuple[int, int], datetime]) -> None:
    session = work.session
    people = set(session.scalars(select(Person.id).where(Person.id.in_({person for person, _ in waiting}))))
    pages = set(session.scalars(select(Page.id).where(Page.id.in_({page for _, page in waiting}))))
    for person in people:
        read = {page: at for (who, page), at in waiting.items() if who == person and page in pages}
        if read:
            session.execute(delete(PageVisit).where(PageVisit.person_id == person, PageVisit.page_id.in_(list(read))))
            rows = [{"person_id": person, "page_id": page, "at": at} for page, at in read.items()]
            session.execute(insert(PageVisit), rows)


def forget_visits(work: Work, now: datetime) -> None:
    """Forget what was read too long ago."""
    work.session.execute(delete(PageVisit).where(PageVisit.at < now - REMEMBERED))
