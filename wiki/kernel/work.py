"""The unit of work: one change, one transaction, one place that commits."""

import logging
from collections.abc import Callable
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session

from wiki.kernel.clock import Clock
from wiki.kernel.db import Database
from wiki.kernel.events import Bus, Event, EventRow

log = logging.getLogger(__name__)


class Work:
    """A change that happens wholly or not at all.

    Leaving the block writes the recorded events to the log, lets their handlers act in the same transaction,
    commits, and then tells those who only want to know. An exception inside undoes everything.
    """

    session: Session

    def __init__(self, database: Database, bus: Bus, clock: Clock, actor_id: int | None = None) -> None:
        self.clock = clock
        self.actor_id = actor_id
        self._database = database
        self._bus = bus
        self._events: list[Event] = []
        self._afterwards: list[Callable[[], None]] = []

    def record(self, event: Event) -> None:
        """Say what has happened; it becomes true with the commit."""
        self._events.append(event)

    def afterwards(self, act: Callable[[], None]) -> None:
        """Call `act` once the change is safe; a failure is logged."""
        self._afterwards.append(act)

    def __enter__(self) -> Self:
        self.session = self._database.write_session()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self.session:
            if error is not None:
                self.session.rollback()
                return
            heard = self._hear()
            self.session.commit()
        for event in heard:
            for listener in self._bus.listeners(event):
                _alone(lambda listener=listener, event=event: listener(event))  # type: ignore[misc]
        for act in self._afterwards:
            _alone(act)

    def _hear(self) -> list[Event]:
        """Log the events and run their handlers, who may record further ones; answers all of them."""
        heard: list[Event] = []
        while self._events:
            event = self._events.pop(0)
            row = EventRow(name=event.name, at=self.clock.now(), actor_id=self.actor_id, data=event.data())
            self.session.add(row)
            self.session.flush()
            for handler in self._bus.handlers(event):
                handler(self, event)
            heard.append(event)
        return heard


def _alone(act: Callable[[], None]) -> None:
    try:
        act()
    except Exception:
        log.exception("after the commit")
