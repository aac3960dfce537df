"""What search does when pages change: it notes them, in the same transaction."""

from wiki.kernel.events import Bus
from wiki.kernel.work import Work
from wiki.pages.events import (
    FileAttached,
    OwnerChanged,
    PageDeleted,
    PageGuarded,
    PageMoved,
    PagePurged,
    PageRestored,
    PageSaved,
    PageTextsChanged,
)
from wiki.search.actions import mark_stale

Changed = (
    PageSaved
    | PageMoved
    | PageDeleted
    | PageRestored
    | PagePurged
    | PageGuarded
    | PageTextsChanged
    | FileAttached
    | OwnerChanged
)


def subscribe(bus: Bus) -> None:
    """Hear of every change of a page. A space's own changes need nothing: rights are asked by its id."""
    for kind in (
        PageSaved,
        PageMoved,
        PageDeleted,
        PageRestored,
        PagePurged,
        PageGuarded,
        PageTextsChanged,
        FileAttached,
        OwnerChanged,
    ):
        bus.subscribe(kind, note_change)


def note_change(work: Work, event: Changed) -> None:
    mark_stale(work.session, [event.page_id], work.clock.now())
