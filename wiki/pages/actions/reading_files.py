"""What the worker does with files: read their text, make pictures smaller, sweep what nobody names any more."""

import logging
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from wiki.kernel.work import Work
from wiki.pages.events import PageTextsChanged
from wiki.pages.files import path_of, smaller_path
from wiki.pages.models import Attachment, FileContent, FileVersion
from wiki.pages.workshop import READERS, Found

log = logging.getLogger(__name__)

REMOVED_FOR = timedelta(days=30)
LOOSE_FOR = timedelta(days=60)
AT_ONCE = 1000
"""So many uploads that no page has are dropped in one turn."""
FRESH = timedelta(hours=24)
"""Bytes that nobody names may be about to be named; they are left alone for so long."""


def unread_file(session: Session) -> tuple[str, str] | None:
    """Digest and type of a file that nobody has looked into yet; None when there is none."""
    row = session.execute(
        select(Attachment.digest, Attachment.media_type)
        .outerjoin(FileContent, FileContent.digest == Attachment.digest)
        .where(
            FileContent.digest.is_(None),
            Attachment.media_type.in_(sorted(READERS)),
            Attachment.removed_at.is_(None),
        )
        .order_by(Attachment.id)
        .limit(1)
    ).first()
    return None if row is None else (row.digest, row.media_type)


def keep_smaller(data: Path, digest: str, found: Found) -> None:
    """Put the smaller pictures where they are looked for; they can be made again, so they may be lost."""
    for side, picture in found.pictures:
        target = smaller_path(data, digest, side)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}")
        part.write_bytes(picture)
        part.replace(target)


def note_content(work: Work, digest: str, found: Found) -> None:
    """Keep what was found; pages with a text that is new are told, so that search finds it."""
    if work.session.get(FileContent, digest) is not None:
        return
    work.session.add(
        FileContent(digest=digest, state=found.state, note=found.note, text=found.text, at=work.clock.now())
    )
    work.session.flush()
    if found.text:
        pages = select(Attachment.page_id).where(Attachment.digest == digest, Attachment.page_id.is_not(None))
        for page_id in work.session.scalars(pages.distinct()):
            if page_id is not None:
                work.record(PageTextsChanged(page_id))


def forget_removed(work: Work, in_use: Callable[[Session, Sequence[str]], Collection[str]]) -> None:
    """Drop files that were removed a month ago, and uploads that no page was ever saved with.

    `in_use`: which of those uploads are shown elsewhere all the same.
    """
    now, session = work.clock.now(), work.session
    old = Attachment.page_id.is_(None), Attachment.at < now - LOOSE_FOR
    loose = list(session.scalars(select(Attachment.key).where(*old).limit(AT_ONCE)))
    unused = set(loose) - set(in_use(session, loose)) if loose else set()
    session.execute(
        delete(Attachment).where(or_(Attachment.removed_at < now - REMOVED_FOR, Attachment.key.in_(sorted(unused))))
    )
    session.execute(
        delete(FileContent).where(FileContent.digest.not_in(select(FileVersion.digest))),
        execution_options={"synchronize_session": False},
    )


def sweep(session: Session, data: Path, now: float | None = None) -> int:
    """Delete bytes that no row names and that have lain for a day; answers how many. `now` is in seconds since 1970."""
    before = (time.time() if now is None else now) - FRESH.total_seconds()
    swept = 0
    for old in _old(data / "files", before):
        named = _named(session, [path.name for path in old if not path.name.startswith(".")])
        swept += sum(_take_away(path, before) for path in old if path.name not in named)
    for old in _old(data / "smaller", before):
        named = _named(session, [path.name.partition("-")[0] for path in old])
        for path in old:
            if path.name.partition("-")[0] not in named:
                path.unlink(missing_ok=True)
                swept += 1
    if swept:
        log.info("%d files that nothing names were swept", swept)
    return swept


def _old(folder: Path, before: float) -> Iterator[Sequence[Path]]:
    """The files of each folder in it that were written before a time."""
    for part in sorted(folder.glob("??")):
        found = []
        for path in part.iterdir():
            try:
                if path.stat().st_mtime < before:
                    found.append(path)
            except FileNotFoundError:
                continue
        if found:
            yield found


def _named(session: Session, digests: Sequence[str]) -> set[str]:
    named: set[str] = set()
    for begin in range(0, len(digests), 500):
        some = digests[begin : begin + 500]
        named |= set(session.scalars(select(FileVersion.digest).where(FileVersion.digest.in_(some))))
    return named


def _take_away(path: Path, before: float) -> bool:
    """Delete the file, unless somebody has just begun to name its bytes: then it is as fresh as new."""
    aside = path.with_name(f".swept-{path.name}")
    try:
        path.rename(aside)
        if aside.stat().st_mtime >= before:
            aside.rename(path)
            return False
        aside.unlink()
    except FileNotFoundError:
        return False
    return True


def bytes_of(data: Path, digest: str) -> Path | None:
    """Where a file's bytes lie; None when they are gone."""
    path = path_of(data, digest)
    return path if path.is_file() else None
