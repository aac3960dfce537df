"""Which kinds of notices there are: those that rooms registered, by name and by the event they are about."""

from collections import defaultdict
from collections.abc import Iterable

from wiki.hooks.telling import NoticeKind
from wiki.kernel.events import Event

KEPT = "notice_kinds"
"""The name under which they are kept with the database, for queries."""


class NoticeKinds:
    """All kinds. Raises `ValueError` for a name that two rooms gave."""

    def __init__(self, registered: Iterable[NoticeKind]) -> None:
        self._by_name: dict[str, NoticeKind] = {}
        self._by_event: dict[type[Event], list[NoticeKind]] = defaultdict(list)
        for kind in registered:
            if kind.name in self._by_name:
                raise ValueError(f"two kinds of notices are called {kind.name!r}")
            self._by_name[kind.name] = kind
            self._by_event[kind.event].append(kind)

    def get(self, name: str) -> NoticeKind | None:
        """The kind of that name; None for one whose room is no longer there."""
        return self._by_name.get(name)

    @property
    def names(self) -> list[str]:
        return list(self._by_name)

    @property
    def events(self) -> list[type[Event]]:
        return list(self._by_event)

    def of(self, event: type[Event]) -> list[NoticeKind]:
        """The kinds about an event, in the order of registration."""
        return self._by_event.get(event, [])
