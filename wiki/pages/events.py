"""What happens to pages and spaces."""

from dataclasses import dataclass

from wiki.kernel.events import Event


@dataclass(frozen=True, slots=True)
class SpaceMade(Event):
    space_id: int


@dataclass(frozen=True, slots=True)
class SpaceChanged(Event):
    """Its title, icon, visibility or grants."""

    space_id: int


@dataclass(frozen=True, slots=True)
class PageSaved(Event):
    """A revision was added; `is_new` for a page's first, `minor` as its author said."""

    page_id: int
    revision_id: int
    is_new: bool
    minor: bool


@dataclass(frozen=True, slots=True)
class OwnerChanged(Event):
    """Somebody else answers for the page; nobody when `owner_id` is null."""

    page_id: int
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class PageMoved(Event):
    """Another address, place in the tree or space."""

    page_id: int


@dataclass(frozen=True, slots=True)
class PageDeleted(Event):
    """Put into the trash, or taken along there with the page above it."""

    page_id: int


@dataclass(frozen=True, slots=True)
class PageRestored(Event):
    page_id: int


@dataclass(frozen=True, slots=True)
class PagePurged(Event):
    """Gone for good, with all revisions."""

    page_id: int


@dataclass(frozen=True, slots=True)
class PageGuarded(Event):
    """Its restriction was laid, changed or lifted."""

    page_id: int


@dataclass(frozen=True, slots=True)
class PageMerged(Event):
    """Its text went into another page, and it into the trash."""

    page_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class PageSplit(Event):
    """A section of it became a page of its own; comes before the `PageSaved` of what is left."""

    page_id: int
    made_id: int


@dataclass(frozen=True, slots=True)
class PageConfirmed(Event):
    """Somebody went through the page and said that it still holds."""

    page_id: int


@dataclass(frozen=True, slots=True)
class PageWentStale(Event):
    """The day until which the page was said to hold has passed."""

    page_id: int


@dataclass(frozen=True, slots=True)
class PageStayedStale(Event):
    """Nobody has looked at the stale page for two weeks. Recorded once for each time it went stale."""

    page_id: int


@dataclass(frozen=True, slots=True)
class FileAttached(Event):
    page_id: int
    attachment_id: int


@dataclass(frozen=True, slots=True)
class FileRemoved(Event):
    """Shown to nobody any more; its bytes stay until the sweep."""

    page_id: int
    attachment_id: int


@dataclass(frozen=True, slots=True)
class PageTextsChanged(Event):
    """A text that a room keeps with the page, or what is known of the page, is another; to be recorded by that room."""

    page_id: int
