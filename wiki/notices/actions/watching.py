"""Watch something, and stop watching it."""

from sqlalchemy import delete, func, select

from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.notices.actions.inserting import insert_new
from wiki.notices.actions.telling import count_anew
from wiki.notices.events import WatchesChanged
from wiki.notices.models import MailChoice, Watch
from wiki.notices.queries.watching import watchable
from wiki.pages.queries.readers import readers_among

MOST = 1000


def watch(work: Work, viewer: Viewer, kind: str, key: str) -> None:
    """Tell the viewer of it from now on; nothing changes if they are told already.

    Raises `NotFound` for what isn't there for them, and `Invalid` for a kind that is none or for too many.
    """
    person_id = viewer.person_id or 0
    key = watchable(work.session, viewer, kind, key)
    if _watched(work, person_id) >= MOST:
        raise Invalid({"key": N_("You watch a thousand things already. Stop watching some of them first.")})
    _begin(work, person_id, kind, key)


def unwatch(work: Work, viewer: Viewer, kind: str, key: str) -> None:
    """Stop telling the viewer; nothing changes if they weren't told."""
    gone = delete(Watch).where(Watch.person_id == viewer.person_id, Watch.kind == kind, Watch.key == key)
    if viewer.person_id and work.session.scalars(gone.returning(Watch.key)).all():
        count_anew(work.session, [viewer.person_id])
        work.record(WatchesChanged(viewer.person_id))


def watch_own(work: Work, person_id: int | None, page_id: int) -> None:
    """Let somebody watch a page that they have come to own, unless they have chosen otherwise."""
    if person_id is None or _watched(work, person_id) >= MOST:
        return
    choice = work.session.get(MailChoice, person_id)
    if choice is None or choice.watch_own:
        _begin(work, person_id, "page", str(page_id))


def follow_merged(work: Work, page_id: int, into_id: int) -> None:
    """Whoever watched a page that went into another one watches that one from now on, as far as they may read it.

    What they watched is in the trash; should it come back, they hear of it as before.
    """
    session = work.session
    rows = session.execute(
        select(Watch.person_id, Watch.kind).where(Watch.kind.in_(["page", "subtree"]), Watch.key == str(page_id))
    ).all()
    readers = readers_among(session, into_id, {row.person_id for row in rows})
    for row in rows:
        if row.person_id in readers:
            _begin(work, row.person_id, row.kind, str(into_id))


def _watched(work: Work, person_id: int) -> int:
    counted = select(func.count()).select_from(Watch).where(Watch.person_id == person_id)
    return work.session.scalar(counted) or 0


def _begin(work: Work, person_id: int, kind: str, key: str) -> None:
    row = {"person_id": person_id, "kind": kind, "key": key, "since": work.clock.now()}
    if insert_new(work.session, Watch, [row], Watch.key):
        count_anew(work.session, [person_id])
        work.record(WatchesChanged(person_id))
