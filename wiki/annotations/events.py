"""What happens to notes on pages."""

from dataclasses import dataclass

from wiki.kernel.events import Event


@dataclass(frozen=True, slots=True)
class NoteMade(Event):
    """A note on a passage of a page; `kind` as in `models.KINDS`, `audience` as in `models.AUDIENCES`."""

    page_id: int
    annotation_id: int
    kind: str
    audience: str


@dataclass(frozen=True, slots=True)
class NoteAnswered(Event):
    """A reply in the thread of the note `root_id`."""

    page_id: int
    annotation_id: int
    root_id: int
    audience: str


@dataclass(frozen=True, slots=True)
class NoteChanged(Event):
    """Its text or who may read it."""

    page_id: int
    annotation_id: int


@dataclass(frozen=True, slots=True)
class NoteShared(Event):
    """What its author alone could read is for others now; as in `NoteMade`."""

    page_id: int
    annotation_id: int
    kind: str
    audience: str


@dataclass(frozen=True, slots=True)
class NoteRemoved(Event):
    """Its author, or a keeper, took it away."""

    page_id: int
    annotation_id: int


@dataclass(frozen=True, slots=True)
class NoteSettled(Event):
    """The thread came to an end; `outcome` as in `models.OUTCOMES`, `number` the revision that applied it or 0."""

    page_id: int
    annotation_id: int
    outcome: str
    number: int


@dataclass(frozen=True, slots=True)
class NoteReopened(Event):
    page_id: int
    annotation_id: int


@dataclass(frozen=True, slots=True)
class NoteReattached(Event):
    """Somebody gave a note its place by hand."""

    page_id: int
    annotation_id: int


@dataclass(frozen=True, slots=True)
class NoteOrphaned(Event):
    """The revision `number` has no place for the note any more."""

    page_id: int
    annotation_id: int
    number: int


@dataclass(frozen=True, slots=True)
class ReactionGiven(Event):
    """`kind` as in `models.REACTIONS`."""

    page_id: int
    annotation_id: int
    person_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class ReactionTaken(Event):
    """Taken back by the one who gave it."""

    page_id: int
    annotation_id: int
    person_id: int
    kind: str
