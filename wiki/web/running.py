"""The running wiki: what every request and command reaches for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wiki.hooks.host import Host
from wiki.hooks.specs import NavItem
from wiki.kernel.clock import Clock
from wiki.kernel.db import Database
from wiki.kernel.events import Bus
from wiki.kernel.settings import Settings
from wiki.kernel.work import Work
from wiki.kernel.worker import Worker

if TYPE_CHECKING:
    from wiki.web.themes import Theme


@dataclass(slots=True)
class Wiki:
    """Made once by `wiki.app`; only `worker` is set later."""

    settings: Settings
    database: Database
    clock: Clock
    bus: Bus = field(default_factory=Bus)
    host: Host = field(default_factory=Host)
    nav: tuple[NavItem, ...] = ()
    themes: "Mapping[str, Theme]" = field(default_factory=dict)
    worker: Worker | None = None
    # What rooms put together at start, each under a name of its own (`page_types`).
    rooms: dict[str, Any] = field(default_factory=dict)

    def work(self, actor_id: int | None = None) -> Work:
        """Begin a change made by `actor_id` (None: by the wiki itself); the worker looks once it is safe."""
        work = Work(self.database, self.bus, self.clock, actor_id)
        work.afterwards(self._wake)
        return work

    def quiet_work(self) -> Work:
        """A change of the worker's own books, which wakes nobody."""
        return Work(self.database, self.bus, self.clock)

    def _wake(self) -> None:
        if self.worker is not None:
            self.worker.wake()
