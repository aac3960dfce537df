"""What the templates of pages receive; stable for theme authors, see docs/theme-context.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup

from wiki.hooks.specs import Fragment
from wiki.pages.diff import Block, Counts
from wiki.pages.merge import Chunk
from wiki.pages.models import Page, Revision, Space
from wiki.pages.queries.drafts import Draft, Whole
from wiki.pages.queries.history import Past
from wiki.pages.queries.links import Target, Wanted
from wiki.pages.queries.lists import Change, Entry, TagCount, Trashed
from wiki.pages.queries.reading import Heading, Reading
from wiki.pages.queries.spaces import Grant
from wiki.pages.queries.templates import Offer
from wiki.pages.queries.tree import Node, Tree
from wiki.pages.types import PageType
from wiki.people.queries import Face
from wiki.web.site import said


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """A page as it is read."""

    template: ClassVar[str] = "pages/page.html"

    page: Reading = said("The page: title, type, tags, fields, owner, dates, address.")
    kind: PageType = said("Its type: label, icon, fields.")
    body: Markup = said("Its text as HTML, with links as this viewer may see them.")
    tree: Tree = said("The pages around it: roots, crumbs, whether there are more.")
    outline: Sequence[Heading] = said("Its headings: level, title, anchor.")
    backlinks: Sequence[Target] = said("Readable pages that link here: slug, title.")
    asides: Sequence[Fragment] = said("What rooms and plugins show beside it.")
    offers: Sequence[Fragment] = said("What rooms and plugins offer to do with it.")
    may_write: bool = said("Whether the viewer may change it.")
    may_keep: bool = said("Whether the viewer keeps its space.")
    may_restrict: bool = said("Whether the viewer may restrict who reads it.")
    stale: bool = said("Whether the day until which it was said to hold has passed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionContext:
    """A page as it was."""

    template: ClassVar[str] = "pages/revision.html"

    page: Page = said("The page as it is now.")
    revision: Revision = said("The revision shown.")
    author: Face | None = said("Who wrote that revision.")
    body: Markup = said("That revision's text as HTML.")
    asides: Sequence[Fragment] = said("What rooms and plugins show beside it.")
    may_write: bool = said("Whether the viewer may bring it back.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditContext:
    """The editor, for a new page or one that exists."""

    template: ClassVar[str] = "pages/edit.html"

    form: Any = said("The form: title, body, tags, summary, minor and the type's own fields.")
    page: Page | None = said("The page that is changed; None for a new one.")
    kind: PageType = said("The type of the page.")
    kinds: Sequence[PageType] = said("All types that a page may have.")
    hints: Sequence[str] = said("What could make the page better, one sentence each.")
    restored: bool = said("Whether the text comes from before the viewer signed in again.")
    parent: Page | None = said("The page above a new one.")
    templates: Sequence[Offer] = said("What a new page may begin with: id, name, space_key, space_title.")
    draft: Whole | None = said("The viewer's own draft that the form was filled with: key, at, base; or None.")
    parts: Sequence[Fragment] = said("What rooms and plugins put before Save, for a page that exists.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictContext:
    """Two versions of one page, for its writer to choose between."""

    template: ClassVar[str] = "pages/conflict.html"

    form: Any = said("The form that holds what was sent.")
    page: Page = said("The page.")
    chunks: Sequence[Chunk] = said("The text in order: clean parts, and conflicts with `mine` and `theirs`.")
    conflicts: Sequence[tuple[Chunk, Block]] = said("Each conflict with its difference by words.")
    titles: tuple[str, str] | None = said("Both titles (mine, theirs) when they differ.")
    fields: Sequence[tuple[str, str, str, str]] = said("Fields that both changed: name, label, mine, theirs.")
    theirs: Revision = said("The revision that was saved in between.")
    other: Face | None = said("Who saved it.")
    words: int = said("How many words the viewer's own text has.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryContext:
    """A page's changes, and one of them."""

    template: ClassVar[str] = "pages/history.html"

    page: Page = said("The page.")
    space: Space = said("Its space.")
    changes: Sequence[Past] = said("Revisions, the latest first.")
    authors: int = said("How many people wrote it.")
    older: int | None = said("Number to go on before; None at the first revision.")
    new: Revision = said("The later of the two revisions compared.")
    old: Revision | None = said("The earlier one; None for the first revision.")
    blocks: Sequence[Block] = said("The difference, line by line, words within.")
    counts: Counts = said("Places, words in, words out.")
    facts: Sequence[tuple[str, str, str]] = said("What changed besides the text: name, before, after.")
    side_by_side: bool = said("Whether both versions stand beside each other.")
    may_write: bool = said("Whether the viewer may bring a revision back.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeContext:
    """The first page."""

    template: ClassVar[str] = "pages/home.html"

    spaces: Sequence[Space] = said("Spaces that the viewer may read.")
    changes: Sequence[Change] = said("What changed lately.")
    mine: Sequence[Entry] = said("The viewer's own pages, the latest changed first.")
    cards: Sequence[Fragment] = said("Cards of rooms and plugins.")
    may_write: bool = said("Whether there is a space that the viewer may write in.")
    drafts: Sequence[Draft] = said("The viewer's own unfinished texts, the latest first: title, url, at.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacesContext:
    template: ClassVar[str] = "pages/spaces.html"

    spaces: Sequence[Space] = said("Spaces that the viewer may read.")
    may_make: bool = said("Whether the viewer may make a space.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceContext:
    """A space's front page: its tree and what changed."""

    template: ClassVar[str] = "pages/space.html"

    space: Space = said("The space.")
    nodes: Sequence[Node] = said("Its pages at the top, in order; the first of them with what lies below.")
    rest: tuple[int, int] | None = said("Where the list goes on; None at its end.")
    changes: Sequence[Change] = said("What changed in it lately.")
    may_write: bool = said("Whether the viewer may write in it.")
    may_keep: bool = said("Whether the viewer keeps it.")
    offers: Sequence[Fragment] = said("What rooms and plugins offer to do with it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchContext:
    """Pages directly below one, for a branch of the tree that somebody opens."""

    template: ClassVar[str] = "pages/branch.html"

    nodes: Sequence[Node] = said("The pages, in order.")
    rest: str | None = said("Address of the rest; None at the end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceFormContext:
    template: ClassVar[str] = "pages/space_form.html"

    form: Any = said("The form of the space.")
    space: Space | None = said("The space; None for a new one.")
    grants: Sequence[Grant] = said("Who has a role in it.")
    grant_form: Any = said("The form that gives a role; None for a new space.")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexContext:
    """All pages by title."""

    template: ClassVar[str] = "pages/index.html"

    entries: Sequence[Entry] = said("Pages, by title.")
    spaces: Sequence[Space] = said("Spaces to choose from.")
    kinds: Sequence[PageType] = said("Types to choose from.")
    space: str = said("Key of the chosen space, or empty.")
    type: str = said("Name of the chosen type, or empty.")
    tag: str = said("The chosen tag, or empty.")
    offers: Sequence[Fragment] = said("What rooms and plugins offer to do with the tag.")
    under: Page | None = said("The page below which is listed, or None.")
    letters: Sequence[tuple[str, str]] = said("Letters to jump to, with their addresses.")
    next: str | None = said("Address of the next part; None at the end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesContext:
    template: ClassVar[str] = "pages/changes.html"

    changes: Sequence[Change] = said("Revisions, the latest first.")
    spaces: Sequence[Space] = said("Spaces to choose from.")
    space: str = said("Key of the chosen space, or empty.")
    minor: bool = said("Whether small changes are shown.")
    next: str | None = said("Address of the older ones; None at the end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsContext:
    template: ClassVar[str] = "pages/tags.html"

    tags: Sequence[TagCount] = said("Tags with the number of readable pages.")
    next: str | None = said("Address of the next part; None at the end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedContext:
    template: ClassVar[str] = "pages/wanted.html"

    wanted: Sequence[Wanted] = said("Missing pages, with how many pages ask for each.")
    next: str | None = said("Address of the next part; None at the end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashContext:
    template: ClassVar[str] = "pages/trash.html"

    trashed: Sequence[Trashed] = said("Deleted pages that the viewer may bring back.")
    may_purge: bool = said("Whether the viewer may throw pages away for good.")
    next: str | None = said("Address of the older ones; None at the end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveContext:
    template: ClassVar[str] = "pages/move.html"

    form: Any = said("The form: space and parent.")
    page: Page = said("The page.")
    below: int = said("How many pages go along.")
    neighbours: Sequence[Node] = said("The page among those that stand beside it, in order.")
    shifted: str = said("`up` or `down` when it was just moved so, else empty.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedContext:
    """What a script shows after a page was dragged: what happened, and how to take it back."""

    template: ClassVar[str] = "pages/placed.html"

    words: str = said("What happened, or why not.")
    done: bool = said("Whether the page stands there now.")
    undo: tuple[str, str, str] | None = said("Address, page and side that lead back; None when nothing does.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictContext:
    template: ClassVar[str] = "pages/restrict.html"

    form: Any = said("The form: who may read the page.")
    page: Page = said("The page.")
    own: bool = said("Whether the page has a restriction of its own.")
    inherited: bool = said("Whether one further up holds too.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteContext:
    template: ClassVar[str] = "pages/delete.html"

    page: Page = said("The page.")
    below: int = said("How many readable pages lie below it.")
    backlinks: Sequence[Target] = said("Readable pages that link to it.")
    way: list[tuple[str, str]] = said("The pages above it: title and address.")
