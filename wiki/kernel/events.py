"""What has happened: facts in the past tense, kept as rows, heard by whoever subscribed.

The log is the wiki's memory. An event holds ids, never texts or names, and is never edited.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from wiki.kernel.db import Base

if TYPE_CHECKING:
    from wiki.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events. Fields are ids, numbers or short fixed words, so that a row can be made of them."""

    @property
    def name(self) -> str:
        return type(self).__name__

    def data(self) -> dict[str, Any]:
        return asdict(self)


class EventRow(Base):
    """One line of the event log."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    at: Mapped[datetime]
    # No foreign key: the log outlives the person.
    actor_id: Mapped[int | None]
    data: Mapped[dict[str, Any]]


Handler = Callable[["Work", Any], None]
Listener = Callable[[Any], None]


class Bus:
    """Who hears of what. Filled once at start, only read afterwards."""

    def __init__(self) -> None:
        self._handlers: dict[type[Event], list[Handler]] = defaultdict(list)
        self._listeners: dict[type[Event], list[Listener]] = defaultdict(list)

    def subscribe(self, kind: type[Event], handler: Handler) -> None:
        """Call `handler(work, event)` inside the transaction; what it raises undoes the whole change."""
        self._handlers[kind].append(handler)

    def listen(self, kind: type[Event], listener: Listener) -> None:
        """Call `listener(event)` after the commit; what it raises is logged and hurts nobody else."""
        self._listeners[kind].append(listener)

    def handlers(self, event: Event) -> list[Handler]:
        return self._handlers.get(type(event), [])

    def listeners(self, event: Event) -> list[Listener]:
        return self._listeners.get(type(event), [])
