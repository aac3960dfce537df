"""What happens to notes when pages change, in the same transaction."""

from wiki.annotations.actions.placing import carry_notes
from wiki.kernel.events import Bus
from wiki.kernel.work import Work
from wiki.pages.events import PageSaved


def subscribe(bus: Bus) -> None:
    """Hear of what changes the text of pages."""
    bus.subscribe(PageSaved, follow)


def follow(work: Work, event: PageSaved) -> None:
    """The notes of a page go along with its text."""
    if not event.is_new:
        carry_notes(work, event.page_id, event.revision_id)
