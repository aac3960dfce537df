"""Background work: one thread that runs registered jobs in turn, in one process at a time.

A row is the lease: whoever holds it works, everybody else waits for it to run out. So two web processes never
run two workers, and a killed one is replaced within `LEASE`.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from wiki.kernel.clock import Clock
from wiki.kernel.db import Base
from wiki.kernel.work import Work

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)


class Lease(Base):
    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again: `run` answers whether it did anything, `every` is in seconds."""

    name: str
    run: Callable[[], bool]
    every: float = 5.0


class Worker:
    """Runs `jobs` until stopped. `wake` makes it look at once instead of at its next turn."""

    def __init__(self, jobs: Sequence[Job], clock: Clock, work: Callable[[], Work]) -> None:
        self._jobs, self._clock, self._work = jobs, clock, work
        self._holder = secrets.token_hex(8)
        self._wake, self._stopped = threading.Event(), threading.Event()
        self._held_until: datetime | None = None
        self._due: dict[str, datetime] = {}
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def wake(self) -> None:
        self._due.clear()
        self._wake.set()

    def run(self) -> None:
        """Work until `stop`; returns then."""
        while not self._stopped.is_set():
            did = self.turn()
            if not did:
                self._wake.wait(timeout=min(1.0, *(job.every for job in self._jobs)))
            self._wake.clear()
        self._give_back()

    def turn(self) -> bool:
        """Run each job that is due once; true when one of them did something."""
        if not self._hold():
            return False
        did = False
        for job in self._jobs:
            now = self._clock.now()
            if self._due.get(job.name, now) > now or self._stopped.is_set():
                continue
            try:
                busy = job.run()
            except Exception:
                log.exception("job %s", job.name)
                busy = False
            self._due[job.name] = now if busy else now + timedelta(seconds=job.every)
            did = did or busy
        return did

    def _hold(self) -> bool:
        """Whether the lease is ours; taken or made longer when half of it has passed."""
        now = self._clock.now()
        if self._held_until is not None and now < self._held_until - LEASE / 2:
            return True
        self._held_until = None
        try:
            with self._work() as work:
                free = or_(Lease.holder == self._holder, Lease.until < now)
                row = work.session.scalar(select(Lease).where(Lease.name == "worker"))
                if row is None:
                    work.session.add(Lease(name="worker", holder=self._holder, until=now + LEASE))
                else:
                    changed = work.session.execute(
                        update(Lease).where(Lease.name == "worker", free).values(holder=self._holder, until=now + LEASE)
                    )
                    if not changed.rowcount:  # type: ignore[attr-defined]
                        return False
        except (IntegrityError, OperationalError):
            return False
        self._held_until = now + LEASE
        return True

    def _give_back(self) -> None:
        try:
            with self._work() as work:
                work.session.execute(delete(Lease).where(Lease.holder == self._holder))
        except OperationalError:
            log.warning("the lease could not be given back; it runs out by itself")
