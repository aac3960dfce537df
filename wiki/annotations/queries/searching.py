"""What search knows of notes, and how it shows those that somebody may read."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from wiki.annotations.models import Anchor, Annotation
from wiki.annotations.permissions import visible
from wiki.annotations.queries.circles import keys_of, members_of
from wiki.hooks.specs import SearchedFacts, SearchedText
from wiki.kernel.viewer import Viewer
from wiki.pages.files import named_in
from wiki.pages.models import Page
from wiki.pages.permissions import reach_of, readable

PREFIX = "annotation:"
MOST = 500
"""Notes of one page that are looked for, the newest."""


def key_of(note_id: int) -> str:
    return f"{PREFIX}{note_id}"


def ids_in(keys: Sequence[str]) -> list[int]:
    """The ids of notes among keys of anything."""
    numbers = [key.removeprefix(PREFIX) for key in keys if key.startswith(PREFIX)]
    return [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 10]


def texts_for_search(session: Session, page_ids: Sequence[int]) -> list[SearchedText]:
    """The texts of all notes and answers on those pages, each with who may read it."""
    kept: dict[int, int] = defaultdict(int)
    found = []
    rows = session.execute(
        select(Annotation)
        .where(Annotation.page_id.in_(page_ids), Annotation.deleted_at.is_(None))
        .order_by(Annotation.id.desc())
    )
    notes = [note for note in rows.scalars() if _counted(kept, note.page_id) <= MOST]
    members = members_of(session, {note.circle for note in notes if note.circle})
    for note in notes:
        readers = None if note.audience == "readers" else members.get(note.circle, frozenset()) | {note.author_id or 0}
        text = "\n".join(part for part in (note.text, note.replacement or "", note.reason) if part)
        found.append(SearchedText(note.page_id, key_of(note.id), text, readers))
    return found


def _counted(kept: dict[int, int], page_id: int) -> int:
    kept[page_id] += 1
    return kept[page_id]


def facts_for_search(session: Session, page_ids: Sequence[int]) -> list[SearchedFacts]:
    """`has:question`, `has:suggestion` and `has:note`: what stands open on a page for all its readers."""
    states: dict[int, set[str]] = defaultdict(set)
    for page_id, kind in session.execute(
        select(Annotation.page_id, Annotation.kind)
        .where(
            Annotation.page_id.in_(page_ids),
            Annotation.root_id.is_(None),
            Annotation.audience == "readers",
            Annotation.outcome.is_(None),
            Annotation.deleted_at.is_(None),
        )
        .distinct()
    ):
        states[page_id] |= {"note", *({kind} & {"question", "suggestion"})}
    return [SearchedFacts(page_id, frozenset(found)) for page_id, found in states.items()]


def readable_notes(session: Session, viewer: Viewer, keys: Sequence[str]) -> list[tuple[Annotation, str]]:
    """Those of the notes that the viewer may read now, each with the words of the page that its thread is about."""
    ids = ids_in(keys)
    if not ids:
        return []
    root = Annotation.root_id
    rows = session.execute(
        select(Annotation, Anchor.exact)
        .join(Page, Page.id == Annotation.page_id)
        .outerjoin(
            Anchor,
            and_(Anchor.annotation_id.in_((Annotation.id, root)), Anchor.until.is_(None)),
        )
        .where(
            Annotation.id.in_(ids),
            Annotation.deleted_at.is_(None),
            visible(viewer, keys_of(session, viewer)),
            readable(reach_of(session, viewer)),
        )
    )
    return [(note, exact or "") for note, exact in rows]


def files_shown(session: Session, keys: Sequence[str]) -> set[str]:
    """Those of the files that private notes show: they belong to no page."""
    html = session.scalars(
        select(Annotation.html).where(
            Annotation.audience == "self", Annotation.deleted_at.is_(None), Annotation.html.contains("/file/")
        )
    )
    wanted = set(keys)
    return {key for one in html for key in named_in(one) if key in wanted}
