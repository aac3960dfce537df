"""One segment of the index in memory: facts of its documents as arrays, and the postings that were asked for.

A segment never changes, except that documents are struck out. So what was read of it serves all later generations.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.reading import SegmentReader as _SegmentReader
from whoosh.reading import TermNotFound

from wiki.search.whoosh.schema import FIELDS, Facts, make_schema
from wiki.search.whoosh.storage import Files
from wiki.search.whoosh.titles import Titles
from wiki.search.words import folded_words

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Postings = tuple[Ints, Floats]
"""Documents and how often each has the term."""

NOTHING: Postings = (np.empty(0, np.int32), np.empty(0, np.float32))
# Whoosh leaves it without types.
_IN_BLOCKS: Any = W3LeafMatcher
SegmentReader: Any = _SegmentReader
_SMALL = frozenset({"title", "tags"})
KEPT_POSTINGS = 60
"""How many postings for each document of a segment stay in memory (8 bytes each); beyond, all are read anew."""


class Codes:
    """Numbers in place of names. It only grows: a name keeps its number for as long as the process lives."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def of(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]

    def known(self, name: str) -> int:
        """The number of a name, -1 for one that was never met."""
        return self._numbers.get(name, -1)


class Many:
    """Values of which a document may have several: pairs of a document and a value, by document."""

    def __init__(self, values: Iterable[Sequence[int]]) -> None:
        pairs = [(number, value) for number, all_of_it in enumerate(values) for value in all_of_it]
        self.documents: Ints = np.array([pair[0] for pair in pairs], np.int32)
        self.values: Ints = np.array([pair[1] for pair in pairs], np.int32)


class Leaf:
    """One segment, opened once for as long as it is in the index; documents are numbered from 0."""

    def __init__(self, folder: Path, segment: Any, names: Codes) -> None:
        self._files, self._segment = Files(folder), segment
        try:
            self.reader = SegmentReader(self._files, make_schema(), segment)
            self._take_in(self.reader, names)
        except BaseException:
            self._files.release()
            raise

    def _take_in(self, reader: Any, names: Codes) -> None:
        """Read the facts of all its documents."""
        self._words: Any = None
        size = reader.doc_count_all()
        facts = [Facts(-1, 0, 0, 0)] * size
        for number, stored in reader.iter_docs():
            facts[number] = Facts(*stored["facts"])
        self.size = size
        self.page: Ints = np.array([f.page for f in facts], np.int32)
        self.revision: Ints = np.array([f.revision for f in facts], np.int32)
        self.space: Ints = np.array([f.space for f in facts], np.int32)
        self.guard: Ints = np.array([f.guard for f in facts], np.int32)
        self.type: Ints = np.array([names.of(f.type) for f in facts], np.int32)
        self.owner: Ints = np.array([f.owner for f in facts], np.int32)
        self.changed: Ints = np.array([f.changed for f in facts], np.int32)
        self.tags = Many([names.of(tag.casefold()) for tag in f.tags] for f in facts)
        self.people = Many(f.people for f in facts)
        self.above = Many(f.above for f in facts)
        self.states = Many([names.of(state) for state in f.states] for f in facts)
        self.signals = {
            name: np.array([dict(f.signals).get(name, 0.0) for f in facts], np.float32)
            for name in {name for f in facts for name, _ in f.signals}
        }
        self.parts = {number: f.part for number, f in enumerate(facts) if f.part}
        self.readers = {number: f.readers for number, f in enumerate(facts) if f.readers is not None}
        self.titles = [f.title for f in facts]
        self.tag_names = {number: f.tags for number, f in enumerate(facts) if f.tags}
        self.tag_words = {
            (word, names.of(tag.casefold()))
            for tags in self.tag_names.values()
            for tag in tags
            for word in folded_words(tag)
        }
        self.starts = Titles(self.titles)
        self._terms: dict[str, frozenset[str]] = {}
        self._lengths: dict[str, Floats] = {
            name: np.array([f.lengths[at] for f in facts], np.float32) for at, name in enumerate(FIELDS)
        }
        self._postings: dict[tuple[str, str], Postings] = {}
        self._kept = 0

    def seen(self, segment: Any) -> "Leaf":
        """This leaf as a later generation sees it: other documents of it are struck out, and nothing else."""
        self._segment = segment
        return self

    def live(self) -> NDArray[np.bool_]:
        """Documents that are not struck out."""
        alive = self.page >= 0
        if self._segment.has_deletions():
            alive[list(self._segment.deleted_docs())] = False
        return alive

    def close(self) -> None:
        with suppress(Exception):  # a damaged segment may not even be closed as usual
            self.reader.close()
        self._files.release()

    def lengths(self, field: str) -> Floats:
        """How many words each document has in a field."""
        return self._lengths[field]

    def postings(self, field: str, term: str) -> Postings:
        """All postings of a term, those of documents struck out among them."""
        if field in _SMALL and term not in self._terms_of(field):
            return NOTHING
        known = self._postings.get((field, term))
        if known is None:
            known = _read(self._matcher(field, term))
            if self._kept + len(known[0]) > KEPT_POSTINGS * max(self.size, 100):
                self._postings.clear()
                self._kept = 0
            self._postings[field, term] = known
            self._kept += len(known[0]) + 10
        return known

    def _terms_of(self, field: str) -> frozenset[str]:
        """All terms of a field that has few: most words stand in no title, and asking the disk takes its time."""
        if field not in self._terms:
            self._terms[field] = frozenset(term.decode("utf-8", "surrogatepass") for term in self.reader.lexicon(field))
        return self._terms[field]

    def places(self, field: str, term: str, among: Sequence[int]) -> dict[int, list[int]]:
        """Where a term stands, counted in words, in those of the documents `among` (ascending) that have it."""
        matcher, decode = self._matcher(field, term), self.reader.schema[field].format.decode_positions
        found: dict[int, list[int]] = {}
        if matcher is None:
            return found
        for number in among:
            if not matcher.is_active():
                break
            if matcher.id() < number:
                matcher.skip_to(number)
            if matcher.is_active() and matcher.id() == number:
                found[number] = decode(matcher.value())
        return found

    def words(self, number: int) -> NDArray[np.uint32]:
        """The words of a document's text in order, each by its `number_of`."""
        if self._words is None:
            if not self.reader.has_column("words"):
                return np.empty(0, np.uint32)
            self._words = self.reader.column_reader("words")
        return np.frombuffer(self._words[number], np.uint32)

    def beginning(self, field: str, start: str) -> Iterator[str]:
        """Terms of a field that begin so, in alphabetical order."""
        terms = self.reader.expand_prefix(field, start.encode("utf-8", "surrogatepass"))
        return (term.decode("utf-8", "replace") for term in terms)

    def _matcher(self, field: str, term: str) -> Any:
        try:
            matcher = self.reader.postings(field, term.encode("utf-8", "surrogatepass"))
        except TermNotFound:
            return None
        # Documents struck out are left out by a wrapper, one call for each; our arrays do the same at once.
        while hasattr(matcher, "child"):
            matcher = matcher.child
        matcher.reset()
        return matcher


def _read(matcher: Any) -> Postings:
    if matcher is None:
        return NOTHING
    ids: list[Any] = []
    weights: list[Any] = []
    if isinstance(matcher, _IN_BLOCKS):
        # A block at a time: the public way takes three calls for each posting.
        while matcher.is_active():
            matcher.id()
            matcher.weight()
            ids.extend(matcher._ids)
            weights.extend(matcher._weights)
            matcher._next_block()
    else:
        while matcher.is_active():
            ids.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
    return np.array(ids, np.int32), np.array(weights, np.float32)
