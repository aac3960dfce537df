"""What the room does when its own events are recorded: it begins a new generation of the tree."""

from wiki.kernel.counters import bump
from wiki.kernel.events import Bus, Event
from wiki.kernel.work import Work
from wiki.pages.events import PageDeleted, PageGuarded, PageMoved, PagePurged, PageRestored, PageSaved
from wiki.pages.queries.tree import TREE


def subscribe(bus: Bus) -> None:
    """Hear of everything that changes which pages stand where, and what they are called."""
    bus.subscribe(PageSaved, note_new_page)
    for kind in (PageMoved, PageDeleted, PageRestored, PagePurged, PageGuarded):
        bus.subscribe(kind, note_change)


def note_new_page(work: Work, event: PageSaved) -> None:
    if event.is_new:
        bump(work.session, TREE)


def note_change(work: Work, event: Event) -> None:  # noqa: ARG001 - which page it was makes no difference
    bump(work.session, TREE)
