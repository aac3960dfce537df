"""Attach files to pages, give them new versions, take them away and bring them back."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages.events import FileAttached, FileRemoved, PageTextsChanged
from wiki.pages.files import NAME_LENGTH, prepared, store
from wiki.pages.models import Attachment, FileUse, FileVersion, Page

WORDS_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Bytes:
    """A file's content, safe on the disk already."""

    digest: str
    media_type: str
    size: int


def keep_bytes(folder: Path, name: str, data: bytes) -> Bytes:
    """Write a file's bytes into the data folder `folder`, a picture's without its metadata.

    To be called before the transaction begins, for a disk is slow. Raises `OSError` when there is no room.
    """
    media_type, kept = prepared(name, data)
    return Bytes(store(folder, kept), media_type, len(kept))


def attach_file(
    work: Work, viewer: Viewer, page: Page, folder: Path, name: str, data: bytes, key: str | None = None
) -> Attachment:
    """Keep a file with a page under a name, as `attach` does; `folder` is the data folder."""
    return attach(work, viewer, page, name, keep_bytes(folder, name, data), key=key)


def attach(
    work: Work,
    viewer: Viewer,
    page: Page | None,
    name: str,
    content: Bytes,
    *,
    key: str | None = None,
    alt: str = "",
    caption: str = "",
) -> Attachment:
    """Name bytes that are kept already; a file of that name on the page gets them as its new version.

    Without a page the file is loose: its uploader's own until they save a page that names it. `key` is the file's
    address, made at random unless given.
    """
    found = None
    if page is not None:
        found = work.session.scalar(select(Attachment).where(Attachment.page_id == page.id, Attachment.name == name))
    if found is None:
        found = Attachment(
            key=key or secrets.token_hex(8), page_id=page.id if page else None, name=name, number=0, digest=""
        )
        work.session.add(found)
    elif found.digest == content.digest and found.removed_at is None:
        _describe(found, alt, caption)
        return found
    found.removed_at = None
    _describe(found, alt, caption)
    add_version(work, viewer, found, content)
    return found


def _describe(file: Attachment, alt: str, caption: str) -> None:
    file.alt, file.caption = alt or file.alt or "", caption or file.caption or ""


def add_version(work: Work, viewer: Viewer, file: Attachment, content: Bytes) -> None:
    """Put other bytes in a file's place; what was there stays as an earlier version."""
    file.media_type, file.size, file.digest = content.media_type, content.size, content.digest
    file.number, file.at, file.by_id = file.number + 1, work.clock.now(), viewer.person_id
    work.session.flush()
    work.session.add(
        FileVersion(
            attachment_id=file.id,
            number=file.number,
            media_type=file.media_type,
            size=file.size,
            digest=file.digest,
            at=file.at,
            by_id=file.by_id,
        )
    )
    work.session.flush()
    if file.page_id is not None:
        work.record(FileAttached(file.page_id, file.id))


def describe_file(work: Work, file: Attachment, alt: str, caption: str) -> None:
    """Say what a file shows, for those who can't see it, and what shall stand below it."""
    file.alt, file.caption = alt, caption
    if file.page_id is not None:
        work.record(PageTextsChanged(file.page_id))


def remove_file(work: Work, file: Attachment) -> None:
    """Show the file to nobody any more; it can be brought back until the sweep takes it."""
    file.removed_at = work.clock.now()
    if file.page_id is not None:
        work.record(FileRemoved(file.page_id, file.id))
        work.record(PageTextsChanged(file.page_id))


def bring_back(work: Work, file: Attachment) -> None:
    """Show a removed file again."""
    file.removed_at = None
    if file.page_id is not None:
        work.record(FileAttached(file.page_id, file.id))


def note_uses(session: Session, page_id: int, keys: Collection[str]) -> None:
    """Note which files the page's last revision names, in place of those of the one before."""
    known = set(session.scalars(select(FileUse.key).where(FileUse.page_id == page_id)))
    if gone := known - set(keys):
        session.execute(delete(FileUse).where(FileUse.page_id == page_id, FileUse.key.in_(sorted(gone))))
    session.add_all(FileUse(page_id=page_id, key=key) for key in sorted(set(keys) - known))
    session.flush()


def adopt_loose(work: Work, page_id: int, author_id: int, keys: Collection[str]) -> None:
    """Give the page those of the files that its author uploaded before it was there."""
    session = work.session
    loose = select(Attachment).where(
        Attachment.key.in_(sorted(keys)), Attachment.page_id.is_(None), Attachment.by_id == author_id
    )
    for file in session.scalars(loose).all():
        taken = set(session.scalars(select(Attachment.name).where(Attachment.page_id == page_id)))
        file.page_id, file.name = page_id, free_name(file.name, taken)
        session.flush()
        work.record(FileAttached(page_id, file.id))


def take_words(work: Work, page_id: int, words: Mapping[str, tuple[str, str]]) -> None:
    """Describe the page's own pictures as its text does, where nobody has described them yet: key → alt, caption."""
    plain = select(Attachment).where(
        Attachment.key.in_(sorted(words)), Attachment.page_id == page_id, Attachment.alt == ""
    )
    for file in work.session.scalars(plain).all():
        alt, caption = words[file.key]
        file.alt, file.caption = alt[:WORDS_LENGTH], file.caption or caption[:WORDS_LENGTH]


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or the first of its kind that isn't taken: `plan-2.pdf`."""
    path, number, wanted = PurePath(name), 1, name
    while wanted in taken:
        number += 1
        wanted = f"{path.stem[:NAME_LENGTH]}-{number}{path.suffix}"
    return wanted
