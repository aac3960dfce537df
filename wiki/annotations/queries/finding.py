"""One note by its id, for whoever looks: it is there for them, or `NotFound`."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.annotations.models import Annotation
from wiki.annotations.permissions import visible
from wiki.annotations.queries.circles import keys_of
from wiki.kernel.refusals import NotFound
from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page
from wiki.pages.permissions import reach_of, readable


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
