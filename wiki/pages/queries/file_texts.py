"""What search knows of files: their names, what they show, and the text of documents."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.hooks.specs import SearchedText, ShownText
from wiki.kernel.viewer import Viewer
from wiki.pages.models import Attachment, FileContent, Page
from wiki.pages.permissions import reach_of, readable

PREFIX = "file:"

_TEXTS = (
    select(
        Attachment.id,
        Attachment.page_id,
        Attachment.key,
        Attachment.name,
        Attachment.alt,
        Attachment.caption,
        FileContent.text,
    )
    .outerjoin(FileContent, FileContent.digest == Attachment.digest)
    .where(Attachment.removed_at.is_(None))
)


def texts_for_search(session: Session, page_ids: Sequence[int]) -> list[SearchedText]:
    """The texts of the files of those pages, for the index; whoever reads the page reads them."""
    rows = session.execute(_TEXTS.where(Attachment.page_id.in_(page_ids)).order_by(Attachment.id))
    return [
        SearchedText(row.page_id, f"{PREFIX}{row.id}", _said(row.name, row.alt, row.caption, row.text)) for row in rows
    ]


def texts_for(session: Session, viewer: Viewer, keys: Sequence[str]) -> list[ShownText]:
    """Those of the files whose page the viewer may read now."""
    numbers = [key.removeprefix(PREFIX) for key in keys if key.startswith(PREFIX)]
    ids = [int(number) for number in numbers if number.isascii() and number.isdigit()]
    if not ids:
        return []
    rows = session.execute(
        _TEXTS.join(Page, Page.id == Attachment.page_id).where(
            Attachment.id.in_(ids), readable(reach_of(session, viewer))
        )
    )
    return [
        ShownText(
            f"{PREFIX}{row.id}", row.name, f"/files/{row.key}", _said("", row.alt, row.caption, row.text) or row.name
        )
        for row in rows
    ]


def _said(name: str, alt: str, caption: str, text: str | None) -> str:
    # A name is one word to whoever cuts texts, unless its parts are apart.
    parts = (name, name.replace("_", " ").replace("-", " ").replace(".", " "), alt, caption, text or "")
    return "\n".join(part for part in dict.fromkeys(parts) if part)
