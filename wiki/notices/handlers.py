"""What the room does when others' events arrive: it tells people, in the same transaction."""

from functools import partial

from wiki.kernel.events import Bus, Event
from wiki.kernel.work import Work
from wiki.notices.actions.telling import count_page_anew, forget_page, tell
from wiki.notices.actions.watching import follow_merged, watch_own
from wiki.notices.kinds import NoticeKinds
from wiki.pages.events import (
    OwnerChanged,
    PageDeleted,
    PageGuarded,
    PageMerged,
    PageMoved,
    PagePurged,
    PageRestored,
    PageSaved,
    PageTextsChanged,
)
from wiki.pages.models import Page

Changed = PageDeleted | PageRestored | PageMoved | PageGuarded | PageTextsChanged


def subscribe(bus: Bus, kinds: NoticeKinds) -> None:
    """Hear of every event that a room has people told of, and of what changes who may know of it."""
    bus.subscribe(PageSaved, note_new_page)
    bus.subscribe(OwnerChanged, note_owner)
    for event in kinds.events:
        bus.subscribe(event, partial(_tell, kinds))
    # Behind what tells them: who watches the other page already is told of its change alone.
    bus.subscribe(PageMerged, note_merged)
    for changed in (PageDeleted, PageRestored, PageMoved, PageGuarded, PageTextsChanged):
        bus.subscribe(changed, note_readers)
    bus.subscribe(PagePurged, note_purge)


def _tell(kinds: NoticeKinds, work: Work, event: Event) -> None:
    tell(work, kinds.of(type(event)), event)


def note_new_page(work: Work, event: PageSaved) -> None:
    """Who owns a new page watches it."""
    if event.is_new:
        watch_own(work, work.session.get_one(Page, event.page_id).owner_id, event.page_id)


def note_owner(work: Work, event: OwnerChanged) -> None:
    watch_own(work, event.owner_id, event.page_id)


def note_merged(work: Work, event: PageMerged) -> None:
    follow_merged(work, event.page_id, event.into_id)


def note_readers(work: Work, event: Changed) -> None:
    count_page_anew(work.session, event.page_id)


def note_purge(work: Work, event: PagePurged) -> None:
    forget_page(work.session, event.page_id)
