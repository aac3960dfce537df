"""Attach files to pages."""

import secrets
from pathlib import Path

from sqlalchemy import select

from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages.events import FileAttached
from wiki.pages.files import media_type, store
from wiki.pages.models import Attachment, Page


def attach_file(
    work: Work, viewer: Viewer, page: Page, folder: Path, name: str, data: bytes, key: str | None = None
) -> Attachment:
    """Keep a file with a page under a name; one of that name that is there already gets the new bytes.

    `folder` is the data folder. `key` is the file's address, made at random unless given.
    """
    digest = store(folder, data)
    found = work.session.scalar(select(Attachment).where(Attachment.page_id == page.id, Attachment.name == name))
    if found is None:
        found = Attachment(key=key or secrets.token_hex(8), page_id=page.id, name=name)
        work.session.add(found)
    elif found.digest == digest:
        return found
    found.media_type, found.size, found.digest = media_type(name, data), len(data), digest
    found.at, found.by_id = work.clock.now(), viewer.person_id
    work.session.flush()
    work.record(FileAttached(page.id, found.id))
    return found
