"""Whom to tell of notes: the owner of the page, who takes part in a thread, and whom it mentions."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.annotations.events import NoteAnswered, NoteMade, NoteOrphaned, NoteSettled, NoteShared
from wiki.annotations.models import Annotation
from wiki.annotations.queries.searching import key_of, readable_notes
from wiki.hooks.telling import NoticeKind, ShownNotice, Telling
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page
from wiki.people.queries import people_named

MOST_MENTIONED = 20
LINE = 90


def mentioned(session: Session, event: NoteMade | NoteShared | NoteAnswered) -> Iterator[Telling]:
    """Whom the note names with an @. Who may not read it hears nothing of it."""
    note = session.get_one(Annotation, event.annotation_id)
    handles = [target for kind, target, *_ in note.references if kind == "mention"]
    people = {face.id for face in people_named(session, handles[:MOST_MENTIONED]).values()}
    if people and note.audience != "self":
        yield Telling(event.page_id, people, key=key_of(note.id))


def asked(session: Session, event: NoteMade | NoteShared) -> Iterator[Telling]:
    """The owner of the page."""
    owner_id = session.get_one(Page, event.page_id).owner_id
    if owner_id is not None and event.audience != "self":
        yield Telling(event.page_id, [owner_id], key=key_of(event.annotation_id))


def suggested(session: Session, event: NoteMade) -> Iterator[Telling]:
    if event.kind == "suggestion":
        yield from asked(session, event)


def questioned(session: Session, event: NoteMade) -> Iterator[Telling]:
    if event.kind == "question":
        yield from asked(session, event)


def answered(session: Session, event: NoteAnswered) -> Iterator[Telling]:
    """Who began the thread, and who answered before."""
    thread = select(Annotation.author_id).where(
        (Annotation.root_id == event.root_id) | (Annotation.id == event.root_id), Annotation.author_id.is_not(None)
    )
    people = {person_id for person_id in session.scalars(thread) if person_id is not None}
    if event.audience != "self":
        yield Telling(event.page_id, people, key=key_of(event.annotation_id))


def settled(session: Session, event: NoteSettled) -> Iterator[Telling]:
    """Who wrote the note."""
    note = session.get_one(Annotation, event.annotation_id)
    if note.author_id is not None and note.audience != "self":
        yield Telling(event.page_id, [note.author_id], key=key_of(note.id), number=event.number)


def applied(session: Session, event: NoteSettled) -> Iterator[Telling]:
    if event.outcome == "applied":
        yield from settled(session, event)


def declined(session: Session, event: NoteSettled) -> Iterator[Telling]:
    if event.outcome == "declined":
        yield from settled(session, event)


def orphaned(session: Session, event: NoteOrphaned) -> Iterator[Telling]:
    """Who wrote the note whose words are gone."""
    note = session.get_one(Annotation, event.annotation_id)
    if note.author_id is not None and note.outcome is None:
        yield Telling(event.page_id, [note.author_id], key=key_of(note.id), number=event.number)


def shown(session: Session, viewer: Viewer, keys: Sequence[str]) -> Mapping[str, ShownNotice]:
    """Those of the notes that may be read now: where they are, and how they begin."""
    return {
        key_of(note.id): ShownNotice(note.url, _line(note.text or note.replacement or exact))
        for note, exact in readable_notes(session, viewer, keys)
    }


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LINE else f"{line[: LINE - 1].rstrip()}…"


KINDS: Sequence[NoticeKind] = (
    NoticeKind(
        "note-mention",
        N_("%(who)s mentioned you in a note"),
        N_("A note mentions you"),
        NoteMade,
        mentioned,
        True,
        shown,
    ),
    NoticeKind(
        "note-question", N_("%(who)s asked a question"), N_("There is a question"), NoteMade, questioned, shown=shown
    ),
    NoticeKind(
        "note-suggestion",
        N_("%(who)s suggested an edit"),
        N_("There is a suggested edit"),
        NoteMade,
        suggested,
        shown=shown,
    ),
    NoticeKind("note", N_("%(who)s wrote a note"), N_("There is a note"), NoteMade, asked, shown=shown),
    NoticeKind(
        "shared-mention",
        N_("%(who)s mentioned you in a note"),
        N_("A note mentions you"),
        NoteShared,
        mentioned,
        True,
        shown,
    ),
    NoticeKind("note-shared", N_("%(who)s wrote a note"), N_("There is a note"), NoteShared, asked, shown=shown),
    NoticeKind(
        "answer-mention",
        N_("%(who)s mentioned you in an answer"),
        N_("An answer mentions you"),
        NoteAnswered,
        mentioned,
        True,
        shown,
    ),
    NoticeKind("answer", N_("%(who)s answered"), N_("There is an answer"), NoteAnswered, answered, shown=shown),
    NoticeKind(
        "note-applied",
        N_("%(who)s applied your note in revision %(number)s"),
        N_("Your note was applied"),
        NoteSettled,
        applied,
        shown=shown,
    ),
    NoticeKind(
        "note-declined",
        N_("%(who)s declined your note"),
        N_("Your note was declined"),
        NoteSettled,
        declined,
        shown=shown,
    ),
    NoticeKind(
        "note-settled", N_("%(who)s settled your note"), N_("Your note is settled"), NoteSettled, settled, shown=shown
    ),
    NoticeKind(
        "note-lost",
        N_("%(who)s changed the words that your note is about"),
        N_("The words that your note is about are gone"),
        NoteOrphaned,
        orphaned,
        shown=shown,
    ),
)
