"""Which notes an edit would touch, before it is saved."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from wiki.annotations.anchoring import Carrier, Place
from wiki.annotations.queries.reading import Filters, notes_on
from wiki.annotations.queries.views import NoteView
from wiki.kernel.viewer import Viewer
from wiki.markup import as_read, render
from wiki.pages.models import Page
from wiki.pages.queries.find import revision_for
from wiki.pages.queries.links import references_of

MOST = 200


def touched_by(session: Session, viewer: Viewer, page: Page, body: str) -> Sequence[tuple[NoteView, bool]]:
    """Open notes that the viewer may read and whose words another text of the page changes; whether they are gone.

    Raises `TooMuch`.
    """
    notes = [
        note
        for note in notes_on(session, viewer, page, filters=Filters(state="open"), many=MOST).threads
        if note.start is not None and not note.removed
    ]
    if not notes:
        return []
    head, rendered = revision_for(session, page, page.number), render(body)
    carrier = Carrier(as_read(head.html, references_of(head.references)), as_read(rendered.html, rendered.references))
    found = []
    for note in notes:
        carried = carrier.carry(Place(note.start or 0, note.end or 0))
        if carried.state in {"changed", "orphaned"}:
            found.append((note, carried.place is None))
    return found
