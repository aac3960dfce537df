"""What the room does when its own events are recorded: a new generation of the tree, a new day of freshness."""

from wiki.kernel.counters import bump
from wiki.kernel.events import Bus, Event
from wiki.kernel.work import Work
from wiki.pages.actions.attaching import adopt_loose, note_uses, take_words
from wiki.pages.actions.freshening import note_saved
from wiki.pages.events import PageDeleted, PageGuarded, PageMoved, PagePurged, PageRestored, PageSaved
from wiki.pages.files import named_in, words_in
from wiki.pages.models import Revision
from wiki.pages.queries.tree import TREE
from wiki.pages.types import PageTypes


def subscribe(bus: Bus, types: PageTypes) -> None:
    """Hear of everything that changes which pages stand where, what they are called, and until when they hold."""

    def freshen(work: Work, event: PageSaved) -> None:
        note_saved(work, event.page_id, types, went_through=event.is_new or not event.minor)

    bus.subscribe(PageSaved, freshen)
    bus.subscribe(PageSaved, note_new_page)
    bus.subscribe(PageSaved, note_files)
    for kind in (PageMoved, PageDeleted, PageRestored, PagePurged, PageGuarded):
        bus.subscribe(kind, note_change)


def note_new_page(work: Work, event: PageSaved) -> None:
    if event.is_new:
        bump(work.session, TREE)


def note_change(work: Work, event: Event) -> None:  # noqa: ARG001 - which page it was makes no difference
    bump(work.session, TREE)


def note_files(work: Work, event: PageSaved) -> None:
    """Where files are used; and files uploaded for a page that wasn't there yet become its own."""
    revision = work.session.get_one(Revision, event.revision_id)
    keys = named_in(revision.html)
    if keys and revision.author_id is not None:
        adopt_loose(work, event.page_id, revision.author_id, keys)
    if words := words_in(revision.html):
        take_words(work, event.page_id, words)
    note_uses(work.session, event.page_id, keys)
