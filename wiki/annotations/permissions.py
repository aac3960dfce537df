"""Who may read, write and settle notes. Whoever may not read the page reads none of them."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, select

from wiki.annotations.models import Annotation
from wiki.kernel.viewer import Viewer
from wiki.pages.permissions import Placed, Reach, may_keep, may_write


def visible(viewer: Viewer, circles: Collection[str] = (), note: type[Annotation] = Annotation) -> ColumnElement[bool]:
    """SQL: the note is for the viewer's eyes, given that they may read its page; `circles` are those they are in.

    Being an admin opens nothing here: private notes are private.
    """
    ways: list[ColumnElement[bool]] = [note.audience == "readers"]
    if viewer.person_id is not None:
        ways.append(note.author_id == viewer.person_id)
        if circles:
            ways.append(and_(note.audience == "circle", note.circle.in_(sorted(circles))))
    return or_(*ways)


def standing() -> ColumnElement[bool]:
    """SQL: the thread is there; one whose first note was taken away only while it has answers."""
    reply = Annotation.__table__.alias("reply")
    answered = select(reply.c.id).where(reply.c.root_id == Annotation.id, reply.c.deleted_at.is_(None)).exists()
    return or_(Annotation.deleted_at.is_(None), answered)


def may_annotate(reach: Reach, page: Placed) -> bool:
    """Write notes that others read."""
    return reach.viewer.signed_in and reach.at_least(page.space_id, "annotator")


def may_settle(reach: Reach, page: Placed, note: Annotation) -> bool:
    """Say what became of a note: who wrote it, who owns the page, and who writes in its space.

    Nobody but its author settles a private note.
    """
    if not reach.viewer.signed_in:
        return False
    mine = note.author_id == reach.viewer.person_id
    return mine or (note.audience != "self" and (page.owner_id == reach.viewer.person_id or may_write(reach, page)))


def may_remove(reach: Reach, page: Placed, note: Annotation) -> bool:
    """Its author; and of what all readers see, the keepers of the space."""
    if not reach.viewer.signed_in:
        return False
    return note.author_id == reach.viewer.person_id or (note.audience == "readers" and may_keep(reach, page))
