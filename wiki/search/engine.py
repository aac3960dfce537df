"""What a search engine is asked to do. Two do it: Whoosh's index on disk, and PostgreSQL's own search.

An engine knows ids and terms only: who may read what is said to it as sets of ids, and whatever it finds is asked of
the database again before it is shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from wiki.search.question import Question

Health = Literal["ready", "filling", "missing", "outdated", "broken"]
Sort = Literal["relevance", "newest", "title"]
FACETS = ("type", "space", "tag", "person", "year")

SHOWN = 1000
"""Nobody leafs further than so many results."""


class Busy(Exception):
    """Somebody else writes; what was meant to be written is still in the outbox."""


class Unready(Exception):
    """The index can't answer now; the database can."""


class TooLong(Unready):
    """The index is whole, but this question took more time than anybody waits."""


class Unfit(Exception):
    """One page can't be indexed; the others of its batch can."""

    def __init__(self, page_id: int) -> None:
        super().__init__(f"page {page_id} can't be indexed")
        self.page_id = page_id


@dataclass(frozen=True, slots=True)
class Part:
    """A text that another room keeps with a page. `readers`: persons who may read it; None: all who read the page."""

    key: str
    text: str
    readers: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as it goes into the index.

    `guard_id` and `owner_id` are 0 for none; `people`: all who wrote a revision; `above`: the pages it lies below;
    `states`: what `is:` and `has:` ask for; `signals`: name → 0 … 1, mild reasons to rank it higher.
    """

    page_id: int
    revision_id: int
    space_id: int
    guard_id: int
    type: str
    title: str
    tags: tuple[str, ...]
    text: str
    changed: date = date.min
    owner_id: int = 0
    people: tuple[int, ...] = ()
    above: tuple[int, ...] = ()
    states: frozenset[str] = frozenset()
    signals: Mapping[str, float] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Seeker:
    """Who looks. `hidden`: pages whose rights changed after they were indexed, so that they may not be found."""

    spaces: frozenset[int]
    guards: frozenset[int] = frozenset()
    person_id: int = 0
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Why:
    """Why a page stands where it does.

    `words`: word as asked → names of the fields that have it, "part" for a text kept with the page; `missing`: words it
    lacks; `near`: asked words stand beside each other; `signals`: those that raised it, by name, with their values;
    `taken`: word as asked → the terms that stood for it, where the page has not the word itself.
    """

    words: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...] = ()
    exact_title: bool = False
    near: bool = False
    signals: Mapping[str, float] = field(default_factory=dict)
    taken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A page that was found; `parts`: keys of texts kept with it that answer as well, the best first."""

    page_id: int
    score: float
    why: Why
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likelier:
    """A term much like an asked one that far more readable pages have; `pages`: some of those."""

    term: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one page of results is made of.

    `total`: all pages that answer and may be read. `found`: those of this page, in order. `facets`: facet → value →
    how many, over all that answer. `corrected`: term that no readable page has → the terms taken in its place.
    `widened`: nothing had these words, so their beginnings or likenesses were taken. `likelier`: term that hardly a
    page has → one that many have; told with the first of the best, and answered by nothing.
    """

    total: int
    found: tuple[Found, ...]
    facets: Mapping[str, Mapping[str | int, int]] = field(default_factory=dict)
    corrected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    widened: bool = False
    likelier: Mapping[str, Likelier] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to be offered while one types: a page by its id, or a tag by its name."""

    kind: Literal["page", "tag"]
    page_id: int
    text: str


class Engine(Protocol):
    """One search engine. Reading raises `Unready`, writing `Busy`; neither ever waits for long."""

    def health(self) -> Health: ...

    def search(self, question: Question, seeker: Seeker, *, sort: Sort, first: int, many: int) -> Answer:
        """What answers the question: places `first` … `first + many` of it, with counts over all of it."""

    def suggest(self, typed: str, seeker: Seeker, many: int) -> Sequence[Suggestion]:
        """Pages whose titles, and tags whose names, have words that begin as typed; the best first."""

    def write(self, entries: Sequence[Entry], gone: Sequence[int] = ()) -> None:
        """Index these in place of what was known of their pages, and remove those; in one commit.

        Raises `Unfit` when one of them can't be indexed; nothing is written then.
        """

    def writing(self) -> AbstractContextManager[None]:
        """Be the only writer, of all processes."""

    def begin_afresh(self, started: datetime) -> None:
        """Put an empty index in place of the present one; it answers once `filled` was called. Only while `writing`."""

    def filling_since(self) -> datetime | None:
        """When the index was begun, while not every page is in it."""

    def filled(self) -> None: ...

    def report_broken(self, error: Exception) -> None:
        """Note that the index can't be used; it is made anew."""

    def loose(self) -> Sequence[int]:
        """Pages that should be written anew when nothing else is to do, so that the index stays in few pieces."""

    def tidy(self) -> bool:
        """Do a little of what keeps it quick; true when there was something to do."""

    def indexed(self) -> Iterator[tuple[int, int, int, int]]:
        """Page, revision, space and guard of all that is indexed, to be compared with the database."""

    def close(self) -> None: ...


def seeker_of(spaces: Iterable[int], guards: Iterable[int], person_id: int | None, hidden: Iterable[int]) -> Seeker:
    return Seeker(frozenset(spaces), frozenset(guards), person_id or 0, frozenset(hidden))
