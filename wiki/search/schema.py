"""What the index holds of a page."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any

from whoosh import fields, formats

from wiki.search.words import name_key, positions

VERSION = 1
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as it goes into the index; `guard_id` is 0 for a page without restriction."""

    page_id: int
    revision_id: int
    space_id: int
    guard_id: int
    type: str
    title: str
    tags: tuple[str, ...]
    text: str


Facts = tuple[int, int, int, int, str]
"""Page, revision, space, guard (0: none) and type: kept in memory for each document."""


def make_schema() -> Any:
    return fields.Schema(
        page=fields.ID(unique=True), facts=fields.STORED(), name=fields.ID(), title=Terms(), tags=Terms(), body=Terms()
    )


def document(entry: Entry) -> dict[str, Any]:
    """The fields of a page, ready for a writer. All the work on the text is done here."""
    facts: Facts = (entry.page_id, entry.revision_id, entry.space_id, entry.guard_id, entry.type)
    return {
        "page": str(entry.page_id),
        "facts": facts,
        "name": name_key(entry.title)[:1000],
        "title": _postings(entry.title, keep_stop=True),
        "tags": _postings(" \n".join(entry.tags), keep_stop=True),
        "body": _postings(entry.text, keep_stop=False),
    }


def _postings(text: str, *, keep_stop: bool) -> list[Posting]:
    return [
        (term.encode("utf-8", "surrogatepass"), len(places), float(len(places)), _FORMAT.encode(places))
        for term, places in positions(text, keep_stop=keep_stop).items()
    ]
