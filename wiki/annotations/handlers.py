"""What happens to notes when pages change, in the same transaction."""

from wiki.annotations.actions.placing import carry_notes
from wiki.annotations.actions.rehousing import follow_merge, follow_split
from wiki.kernel.events import Bus
from wiki.kernel.work import Work
from wiki.pages.events import PageMerged, PageSaved, PageSplit


def subscribe(bus: Bus) -> None:
    """Hear of what changes the text of pages."""
    bus.subscribe(PageSaved, follow)
    bus.subscribe(PageMerged, follow_into)
    bus.subscribe(PageSplit, follow_section)


def follow(work: Work, event: PageSaved) -> None:
    """The notes of a page go along with its text."""
    if not event.is_new:
        carry_notes(work, event.page_id, event.revision_id)


def follow_into(work: Work, event: PageMerged) -> None:
    """The notes of a page go along into the one that has its text now."""
    follow_merge(work, event.page_id, event.into_id)


def follow_section(work: Work, event: PageSplit) -> None:
    """The notes of a section go along to the page that was made of it."""
    follow_split(work, event.page_id, event.made_id)
