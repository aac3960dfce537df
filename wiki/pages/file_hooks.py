"""What files add to the wiki: jobs that read and sweep them, and their texts for search."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from wiki.hooks import hookimpl
from wiki.hooks.specs import SearchedText, ShownText
from wiki.kernel.viewer import Viewer
from wiki.kernel.worker import Job
from wiki.pages.actions.reading_files import (
    bytes_of,
    forget_removed,
    keep_smaller,
    note_content,
    sweep,
    unread_file,
)
from wiki.pages.queries.file_texts import texts_for, texts_for_search
from wiki.pages.workshop import Found, look_into
from wiki.web.running import Wiki

SWEEP_EVERY = timedelta(hours=6)


@hookimpl
def register_jobs(wiki: Wiki) -> Sequence[Job]:
    """Look into one new file a turn, and sweep now and then."""
    swept: list[datetime] = []

    def sweep_files() -> bool:
        now = wiki.clock.now()
        # The worker is woken by every save; this is due by the clock alone.
        if swept and now - swept[0] < SWEEP_EVERY:
            return False
        swept[:] = [now]
        with wiki.quiet_work() as work:
            forget_removed(work, lambda session, keys: _in_use(wiki, session, keys))
        with wiki.database.reading() as session:
            sweep(session, wiki.settings.data)
        return False

    return [
        Job("read files", lambda: read_one(wiki), every=5.0),
        Job("sweep files", sweep_files, every=SWEEP_EVERY.total_seconds()),
    ]


def _in_use(wiki: Wiki, session: Session, keys: Sequence[str]) -> set[str]:
    """Uploads without a page that rooms show all the same, as in somebody's private notes."""
    found = wiki.host.call("files_in_use", session=session, keys=keys)
    if len(found) < wiki.host.many("files_in_use"):
        # Somebody could not say; rather than lose a picture, all of them wait.
        return set(keys)
    return {key for answer in found for key in answer}


def read_one(wiki: Wiki) -> bool:
    """Look into a file that is new; false when there was none."""
    with wiki.database.reading() as session:
        unread = unread_file(session)
    if unread is None:
        return False
    digest, media_type = unread
    path = bytes_of(wiki.settings.data, digest)
    found = Found("failed", "missing") if path is None else look_into(path, media_type, wiki.settings.data)
    keep_smaller(wiki.settings.data, digest, found)
    with wiki.quiet_work() as work:
        note_content(work, digest, found)
    return True


@hookimpl
def searched_texts(session: Session, page_ids: Sequence[int]) -> Sequence[SearchedText]:
    return texts_for_search(session, page_ids)


@hookimpl
def shown_texts(session: Session, viewer: Viewer, keys: Sequence[str]) -> Sequence[ShownText]:
    return texts_for(session, viewer, keys)
