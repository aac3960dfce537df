"""What the index holds of a page, and of each text that other rooms keep with it."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from whoosh import columns as _columns
from whoosh import fields, formats

from wiki.search.engine import Entry
from wiki.search.words import name_key, positions

VERSION = 5
"""To be raised whenever pages would be indexed differently: every index of another version is made anew."""

Posting = tuple[bytes, int, float, bytes]

# Whoosh leaves it without types.
VarBytesColumn: Any = _columns.VarBytesColumn

FIELDS = ("title", "tags", "body")

_PLACES = formats.Positions()


class Terms(fields.FieldType):
    """A field that takes ready postings: pages are cut into terms before a writer is touched."""

    def __init__(self, format: formats.Format) -> None:  # noqa: A002 - Whoosh's name
        self.format = format
        # Lengths of fields are among the facts: Whoosh would look one up for each posting.
        self.scorable = False
        self.stored = False
        self.spelling = False

    def index(self, value: Iterable[Posting], **options: Any) -> Generator[Posting, None, None]:  # noqa: ARG002
        yield from value


class Facts(NamedTuple):
    """What is known of a document without reading its terms.

    `part` is the key of a part, "" for a page itself; `lengths`: how many words stand in the `FIELDS`.
    """

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
    lengths: tuple[int, int, int] = (0, 0, 0)


def make_schema() -> Any:
    return fields.Schema(
        page=fields.ID(),
        facts=fields.STORED(),
        name=fields.ID(),
        title=Terms(_PLACES),
        tags=Terms(_PLACES),
        # Where words stand in a text is kept by page, not by word: it is asked of a few pages only, and postings
        # with places take longer to write and to read than all else.
        body=Terms(formats.Existence()),
        words=fields.COLUMN(VarBytesColumn()),
    )


def documents(entry: Entry, met: set[str]) -> Iterator[dict[str, Any]]:
    """A page and its parts, ready for a writer. All the work on their texts is done here; their words go to `met`."""
    title, tags = _with_places(entry.title, met), _with_places(" \n".join(entry.tags), met)
    body = _body(entry.text, met)
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
        lengths=(_length(title), _length(tags), _length(body["body"])),
    )
    # Plain tuples: names of classes would be stored with each document.
    yield {
        "page": str(entry.page_id),
        "facts": tuple(facts),
        "name": name_key(entry.title)[:1000],
        "title": title,
        "tags": tags,
        **body,
    }
    for part in entry.parts:
        body = _body(part.text, met)
        known = Facts(
            page=entry.page_id,
            revision=entry.revision_id,
            space=entry.space_id,
            guard=entry.guard_id,
            part=part.key,
            readers=part.readers,
            lengths=(0, 0, _length(body["body"])),
        )
        yield {"page": str(entry.page_id), "facts": tuple(known), **body}


def _with_places(text: str, met: set[str]) -> list[Posting]:
    return [
        (_bytes(term), len(places), float(len(places)), _PLACES.encode(places))
        for term, places in positions(text, keep_stop=True, met=met).items()
    ]


def _body(text: str, met: set[str]) -> dict[str, Any]:
    found = positions(text, keep_stop=False, met=met)
    return {
        "body": [(_bytes(term), len(places), float(len(places)), b"") for term, places in found.items()],
        "words": _in_order(found),
    }


def _length(postings: Iterable[Posting]) -> int:
    return sum(often for _, often, _, _ in postings)


def _in_order(found: Mapping[str, list[int]]) -> bytes:
    """The numbers of a text's words, one after the other; 0 for a stop word."""
    if not found:
        return b""
    words = np.zeros(1 + max(places[-1] for places in found.values()), np.uint32)
    # Of a character and the pair that begins with it, at one place, the pair is the one that is asked for.
    for term in sorted(found, key=len):
        words[found[term]] = number_of(term)
    return words.tobytes()


@lru_cache(maxsize=65536)
def number_of(term: str) -> int:
    """What stands for a term in a text's order of words: two different terms nearly never have the same."""
    return crc32(_bytes(term)) or 1


def _bytes(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")
