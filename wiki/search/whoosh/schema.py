"""What the index holds of a page, and of each text that other rooms keep with it."""

from collections.abc import Generator, Iterable, Iterator
from typing import Any, NamedTuple

from whoosh import fields, formats

from wiki.search.engine import Entry
from wiki.search.words import name_key, positions

VERSION = 2
"""To be raised whenever pages would be indexed differently: every index of another version is made anew."""

Posting = tuple[bytes, int, float, bytes]

_FORMAT = formats.Positions()


class Terms(fields.FieldType):
    """A field that takes ready postings: pages are cut into terms before a writer is touched."""

    def __init__(self) -> None:
        self.format = _FORMAT
        self.scorable = True
        self.stored = False
        self.spelling = False

    def index(self, value: Iterable[Posting], **options: Any) -> Generator[Posting, None, None]:  # noqa: ARG002
        yield from value


class Facts(NamedTuple):
    """What is known of a document without reading its terms. `part` is the key of a part, "" for a page itself."""

    page: int
    revision: int
    space: int
    guard: int
    part: str = ""
    readers: frozenset[int] | None = None
    type: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    changed: int = 0
    owner: int = 0
    people: tuple[int, ...] = ()
    above: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    signals: tuple[tuple[str, float], ...] = ()


def make_schema() -> Any:
    return fields.Schema(
        page=fields.ID(), facts=fields.STORED(), name=fields.ID(), title=Terms(), tags=Terms(), body=Terms()
    )


def documents(entry: Entry) -> Iterator[dict[str, Any]]:
    """A page and its parts, ready for a writer. All the work on their texts is done here."""
    facts = Facts(
        page=entry.page_id,
        revision=entry.revision_id,
        space=entry.space_id,
        guard=entry.guard_id,
        type=entry.type,
        title=entry.title,
        tags=entry.tags,
        changed=entry.changed.toordinal(),
        owner=entry.owner_id,
        people=entry.people,
        above=entry.above,
        states=tuple(sorted(entry.states)),
        signals=tuple(sorted(entry.signals.items())),
    )
    # Plain tuples: names of classes would be stored with each document.
    yield {
        "page": str(entry.page_id),
        "facts": tuple(facts),
        "name": name_key(entry.title)[:1000],
        "title": _postings(entry.title, keep_stop=True),
        "tags": _postings(" \n".join(entry.tags), keep_stop=True),
        "body": _postings(entry.text, keep_stop=False),
    }
    for part in entry.parts:
        known = Facts(entry.page_id, entry.revision_id, entry.space_id, entry.guard_id, part.key, part.readers)
        yield {
            "page": str(entry.page_id),
            "facts": tuple(known),
            "body": _postings(part.text, keep_stop=False),
        }


def _postings(text: str, *, keep_stop: bool) -> list[Posting]:
    return [
        (term.encode("utf-8", "surrogatepass"), len(places), float(len(places)), _FORMAT.encode(places))
        for term, places in positions(text, keep_stop=keep_stop).items()
    ]
