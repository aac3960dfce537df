"""What a page of results is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wiki.people.queries import Face
from wiki.search.engine import SHOWN, Sort
from wiki.search.question import Note
from wiki.search.snippets import Piece

SIZE = 10


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text that another room keeps with a page: what it is, where it leads, and the passage."""

    label: str
    url: str
    snippet: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found, with its title and a passage in pieces, so that a template escapes each.

    `section`: title and address of the heading that the passage stands under. `crumbs`: title and address of the
    readable pages above. `reasons`: why it stands where it does.
    """

    page_id: int
    url: str
    type: str
    space_key: str
    space_title: str
    changed_at: datetime
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    section: tuple[str, str] | None = None
    crumbs: tuple[tuple[str, str], ...] = ()
    reasons: tuple[Note, ...] = ()
    parts: tuple[FoundText, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, how many pages have it, and the query with it, or without it when it is `chosen`."""

    value: str
    label: str
    count: int
    chosen: bool
    text: str


@dataclass(frozen=True, slots=True)
class Facet:
    """`name`: type, space, tag, person or year."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """`text`: the query with likelier words. `words`: as typed → as it was taken."""

    text: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that may have been meant, and the query with it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Wider:
    """The words of a query without its signs and limits, and how many pages have any of them."""

    text: str
    total: int


@dataclass(frozen=True, slots=True)
class Results:
    """What one page of results shows.

    `total`: all that was found and may be read. `behind`: pages the viewer may read whose last change can't be
    found yet. `widened`: nothing had these words, so what begins like them is shown. `from_database`: the index
    couldn't answer, so the database did, more simply; `too_long`: for it would have taken too long. `took` is in
    seconds. `notes`: how the query was read.
    `meant`: what was looked for in place of words that no page has. `likelier`: what may be meant as well: words that
    far more pages have, or, when nothing was found, the nearest. Then also: `wider`: what its words alone would find;
    `tags`: the nearest tags; `experts`: who knows most of that. `title`: what a page on it might be called; `telling`:
    it says something. `lacking`: no page has all of the words; `weak`: nor has one most of them, or a word had to be
    guessed. `closed`: the words may have been learnt from a page that isn't open to everybody.
    """

    text: str
    asked: bool
    total: int
    hits: list[Hit]
    page: int = 1
    took: float = 0.0
    behind: int = 0
    widened: bool = False
    from_database: bool = False
    too_long: bool = False
    sort: Sort = "relevance"
    notes: tuple[Note, ...] = ()
    words: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    meant: Meant | None = None
    likelier: Meant | None = None
    tags: tuple[Offer, ...] = ()
    experts: tuple[Face, ...] = ()
    wider: Wider | None = None
    title: str = ""
    telling: bool = False
    lacking: bool = False
    weak: bool = False
    closed: bool = False

    @property
    def chosen(self) -> int:
        """How many values of facets are chosen."""
        return sum(choice.chosen for facet in self.facets for choice in facet.choices)

    @property
    def pages(self) -> int:
        return -(-min(self.total, SHOWN) // SIZE)
