"""Reads postings and facts of one segment of the index.

Segments never change, except that documents are struck out; so what was read of one is kept for as long as the
segment lives, over all generations of the index.
"""

from array import array
from collections.abc import Iterator
from typing import Any

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.reading import TermNotFound

from wiki.search.schema import Facts

Postings = tuple["array[int]", "array[float]"]
"""Documents and how often each has the term."""

NOTHING: Postings = (array("I"), array("f"))
# Whoosh leaves it without types.
_IN_BLOCKS: Any = W3LeafMatcher
KEPT_POSTINGS = 40
"""How many postings for each document of a segment stay in memory (8 bytes each); beyond, all are read anew."""


class Leaf:
    """One segment. `reader` is that of the snapshot which opened it; documents are numbered from 0."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.facts: dict[int, Facts] = {number: stored["facts"] for number, stored in reader.iter_docs()}
        self._lengths: dict[str, list[int]] = {}
        self._postings: dict[tuple[str, str], Postings] = {}
        self._kept = 0

    def reopened(self, reader: Any) -> "Leaf":
        """This leaf as a later generation sees it, with what is already known of it."""
        self.reader = reader
        return self

    def live(self) -> Iterator[tuple[int, Facts]]:
        """Documents that are not struck out."""
        gone = self.reader.deleted_docs_set if self.reader.has_deletions() else frozenset()
        return ((number, facts) for number, facts in self.facts.items() if number not in gone)

    def lengths(self, field: str) -> list[int]:
        """How many words each document has in a field."""
        if field not in self._lengths:
            read = self.reader.doc_field_length
            self._lengths[field] = [read(n, field) or 0 for n in range(self.reader.doc_count_all())]
        return self._lengths[field]

    def postings(self, field: str, term: str) -> Postings:
        """All postings of a term, those of documents struck out among them."""
        known = self._postings.get((field, term))
        if known is None:
            known = _read(self._matcher(field, term))
            if self._kept + len(known[0]) > KEPT_POSTINGS * max(len(self.facts), 100):
                self._postings.clear()
                self._kept = 0
            self._postings[field, term] = known
            self._kept += len(known[0])
        return known

    def places(self, field: str, term: str, among: set[int]) -> dict[int, list[int]]:
        """Where a term stands in the documents `among`, counted in words."""
        matcher, decode = self._matcher(field, term), self.reader.schema[field].format.decode_positions
        found = {}
        while matcher is not None and matcher.is_active():
            if (number := matcher.id()) in among:
                found[number] = decode(matcher.value())
            matcher.next()
        return found

    def _matcher(self, field: str, term: str) -> Any:
        try:
            matcher = self.reader.postings(field, term.encode("utf-8", "surrogatepass"))
        except TermNotFound:
            return None
        # Documents struck out are left out by a wrapper, one call for each; our sets do the same at once.
        while hasattr(matcher, "child"):
            matcher = matcher.child
        matcher.reset()
        return matcher


def _read(matcher: Any) -> Postings:
    if matcher is None:
        return NOTHING
    ids, weights = array("I"), array("f")
    if isinstance(matcher, _IN_BLOCKS):
        # A block at a time: the public way takes three calls for each posting.
        while matcher.is_active():
            matcher.id()
            matcher.weight()
            ids.extend(matcher._ids)
            weights.extend(matcher._weights)
            matcher._next_block()
        return ids, weights
    while matcher.is_active():
        ids.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return ids, weights
