"""One note by its id, or the last ones of somebody, as far as they are there for whoever looks."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.annotations.models import Annotation
from wiki.annotations.permissions import visible
from wiki.annotations.queries.circles import keys_of
from wiki.kernel.refusals import NotFound
from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page
from wiki.pages.permissions import reach_of, readable

LINE = 120
"""Characters of a note that a line of a list shows."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line for a note: its address, its kind, how it begins, and the page that it is about."""

    url: str
    kind: str
    line: str
    page_title: str


def said_by(session: Session, viewer: Viewer, person_id: int, many: int = 10) -> list[Said]:
    """The last notes that somebody wrote for all readers of pages that the viewer may read too; one statement."""
    rows = session.execute(
        select(Annotation.id, Annotation.kind, Annotation.text, Annotation.replacement, Page.title)
        .join(Page, Page.id == Annotation.page_id)
        .where(
            Annotation.author_id == person_id,
            Annotation.root_id.is_(None),
            Annotation.audience == "readers",
            Annotation.deleted_at.is_(None),
            readable(reach_of(session, viewer)),
        )
        .order_by(Annotation.id.desc())
        .limit(many)
    )
    return [
        Said(f"/notes/{note_id}", kind, " ".join((text or replacement or "").split())[:LINE], title)
        for note_id, kind, text, replacement, title in rows
    ]


def note_for(session: Session, viewer: Viewer, note_id: int) -> tuple[Page, Annotation]:
    """A note and its page. Raises `NotFound` where either may not be read, or the note was taken away."""
    row = session.execute(
        select(Page, Annotation)
        .join(Annotation, Annotation.page_id == Page.id)
        .where(
            Annotation.id == note_id,
            Annotation.deleted_at.is_(None),
            visible(viewer, keys_of(session, viewer)),
            readable(reach_of(session, viewer)),
        )
    ).first()
    if row is None:
        raise NotFound(str(note_id))
    page, note = row
    return page, note
