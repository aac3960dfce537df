"""What the room does when its own events are recorded: a new generation of the tree, a new day of freshness."""

from wiki.kernel.counters import bump
from wiki.kernel.events import Bus, Event
from wiki.kernel.work import Work
from wiki.pages.actions.freshening import note_saved
from wiki.pages.events import PageDeleted, PageGuarded, PageMoved, PagePurged, PageRestored, PageSaved
from wiki.pages.queries.tree import TREE
from wiki.pages.types import PageTypes


def subscribe(bus: Bus, types: PageTypes) -> None:
    """Hear of everything that changes which pages stand where, what they are called, and until when they hold."""

    def freshen(work: Work, event: PageSaved) -> None:
        note_saved(work, event.page_id, types, went_through=event.is_new or not event.minor)

    bus.subscribe(PageSaved, freshen)
    bus.subscribe(PageSaved, note_new_page)
    for kind in (PageMoved, PageDeleted, PageRestored, PagePurged, PageGuarded):
        bus.subscribe(kind, note_change)


def note_new_page(work: Work, event: PageSaved) -> None:
    if event.is_new:
        bump(work.session, TREE)


def note_change(work: Work, event: Event) -> None:  # noqa: ARG001 - which page it was makes no difference
    bump(work.session, TREE)
