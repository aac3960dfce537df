"""One generation of the index, opened, as arrays over all its documents.

A snapshot is used by one thread at a time (`WhooshEngine` sees to that), because Whoosh's readers share file
positions.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wiki.search.engine import Seeker
from wiki.search.whoosh.leaf import Codes, Floats, Ints, Leaf

Mask = NDArray[np.bool_]

KEPT_SETS = 64
KEPT_TERMS = 40
"""How many postings for each document stay in memory."""

SIGNAL, MOST_LIFT = 0.05, 0.15
"""What one signal counts at most, and all together."""
HALF_LIFE_DAYS = 180
NOTABLE = 0.3
"""A signal is named as a reason from here on."""

Counts = tuple[Ints, Floats]
"""Documents, and how often each has a term."""


class Pairs:
    """Of several values a document: pairs of document and value, over all leaves."""

    def __init__(self, documents: Ints, values: Ints) -> None:
        self.documents, self.values = documents, values


class Snapshot:
    """What one commit left: all documents of its segments. `leaves`: the segments, by name, in order."""

    def __init__(self, leaves: Mapping[str, Leaf], names: Codes) -> None:
        self.leaves, self.names = leaves, names
        self.bases: list[tuple[Leaf, int]] = []
        base = 0
        for leaf in leaves.values():
            self.bases.append((leaf, base))
            base += leaf.size
        self.size = sum(leaf.size for leaf, _ in self.bases)
        self.live: Mask = self._joined([leaf.live() for leaf, _ in self.bases], np.bool_)
        self.page = self._joined([leaf.page for leaf, _ in self.bases])
        self.revision = self._joined([leaf.revision for leaf, _ in self.bases])
        self.space = self._joined([leaf.space for leaf, _ in self.bases])
        self.guard = self._joined([leaf.guard for leaf, _ in self.bases])
        self.type = self._joined([leaf.type for leaf, _ in self.bases])
        self.owner = self._joined([leaf.owner for leaf, _ in self.bases])
        self.changed = self._joined([leaf.changed for leaf, _ in self.bases])
        self._find_pages_of_parts()
        self._pairs: dict[str, Pairs] = {}
        self._lengths: dict[str, Floats] = {}
        self._allowed: dict[tuple[frozenset[int], frozenset[int], int], Mask] = {}
        self._counts: dict[tuple[str, str], Counts] = {}
        self._kept = 0
        self._lifted: tuple[date, Floats] | None = None
        self._signalled: dict[str, Floats] | None = None

    def _joined(self, arrays: Sequence[Any], kind: Any = np.int32) -> Any:
        return np.concatenate(arrays) if arrays else np.empty(0, kind)

    def _find_pages_of_parts(self) -> None:
        """Which documents are parts, and which document is the page of each."""
        numbers = [base + number for leaf, base in self.bases for number in leaf.parts]
        parts = np.array([number for number in numbers if self.live[number]], np.int32)
        self.is_page: Mask = np.ones(self.size, np.bool_)
        self.is_page[numbers] = False
        pages = np.flatnonzero(self.live & self.is_page)
        pages = pages[np.argsort(self.page[pages], kind="stable")]
        self._by_page = pages
        at = np.searchsorted(self.page[pages], self.page[parts])
        found = (
            (at < len(pages)) & (self.page[pages[np.minimum(at, len(pages) - 1)]] == self.page[parts])
            if len(pages)
            else np.zeros(len(parts), np.bool_)
        )
        self.live[parts[~found]] = False
        self.parts = parts[found]
        self.page_of_part = pages[at[found]] if len(pages) else self.parts
        for values in (self.type, self.space, self.guard, self.owner, self.changed):
            values[self.parts] = values[self.page_of_part]

    def place_of(self, part: int) -> int:
        """Which of the `parts` a document is."""
        return int(np.flatnonzero(self.parts == part)[0])

    def document_of(self, page_id: int) -> int | None:
        """The number of the document of a page."""
        at = int(np.searchsorted(self.page[self._by_page], page_id))
        if at == len(self._by_page) or self.page[self._by_page[at]] != page_id:
            return None
        return int(self._by_page[at])

    def loose(self, fewer: int) -> list[list[int]]:
        """The live pages of each segment that has fewer than so many, the smallest segments first."""
        small = []
        for leaf, base in self.bases:
            here = slice(base, base + leaf.size)
            alive = self.live[here] & self.is_page[here]
            if 0 < np.count_nonzero(alive) < fewer:
                small.append(leaf.page[alive].tolist())
        return sorted(small, key=len)

    def indexed(self) -> Iterator[tuple[int, int, int, int]]:
        """Page, revision, space and guard of every page."""
        pages = self._by_page
        columns = [column[pages].tolist() for column in (self.page, self.revision, self.space, self.guard)]
        return zip(*columns, strict=True)

    def allowed(self, seeker: Seeker) -> Mask:
        """Documents that may be found. What differs from person to person of one standing is only parts."""
        person = seeker.person_id if len(self.parts) else 0
        key = (seeker.spaces, seeker.guards, person)
        mask = self._allowed.get(key)
        if mask is None:
            if len(self._allowed) >= KEPT_SETS:
                self._allowed.clear()
            mask = self._allowed[key] = self._allow(seeker)
        if seeker.hidden:
            mask = mask & ~np.isin(self.page, list(seeker.hidden))
        return mask

    def _allow(self, seeker: Seeker) -> Mask:
        mask: Mask = self.live & np.isin(self.space, list(seeker.spaces))
        mask &= (self.guard == 0) | np.isin(self.guard, list(seeker.guards))
        for leaf, base in self.bases:
            for number, readers in leaf.readers.items():
                mask[base + number] &= seeker.person_id in readers
        return mask

    def counts(self, field: str, term: str) -> Counts:
        """Documents with a term in a field, and how often."""
        known = self._counts.get((field, term))
        if known is None:
            numbers, often = [], []
            for leaf, base in self.bases:
                ids, here = leaf.postings(field, term)
                if len(ids):
                    numbers.append(ids + np.int32(base))
                    often.append(here)
            known = self._joined(numbers), self._joined(often, np.float32)
            if self._kept + len(known[0]) > KEPT_TERMS * max(self.size, 1000):
                self._counts.clear()
                self._kept = 0
            self._counts[field, term] = known
            self._kept += len(known[0]) + 10
        return known

    def lengths(self, field: str) -> Floats:
        """How many words each document has in a field."""
        if field not in self._lengths:
            self._lengths[field] = self._joined([leaf.lengths(field) for leaf, _ in self.bases], np.float32)
        return self._lengths[field]

    def average(self, field: str, among: Mask) -> float:
        """The average length of a field, of those documents that have it."""
        lengths = self.lengths(field)[among]
        having = int(np.count_nonzero(lengths))
        return float(lengths.sum(dtype=np.float64)) / having if having else 1.0

    def named(self, name: str) -> Ints:
        """Documents whose title is this, as `name_key` makes it."""
        found = [leaf.postings("name", name)[0] + np.int32(base) for leaf, base in self.bases] if name else []
        joined: Ints = self._joined(found)
        return joined

    def pairs(self, kind: str) -> Pairs:
        """`tags`, `people`, `above` or `states` of all documents."""
        if kind not in self._pairs:
            of_leaves = [(getattr(leaf, kind), base) for leaf, base in self.bases]
            documents = self._joined([many.documents + np.int32(base) for many, base in of_leaves])
            self._pairs[kind] = Pairs(documents, self._joined([many.values for many, _ in of_leaves]))
        return self._pairs[kind]

    def having(self, kind: str, values: Sequence[int]) -> Mask:
        """Documents that have one of the values; a part has those of its page."""
        pairs = self.pairs(kind)
        mask: Mask = np.zeros(self.size, np.bool_)
        mask[pairs.documents[np.isin(pairs.values, values)]] = True
        mask[self.parts] = mask[self.page_of_part]
        return mask

    def lift(self, today: date) -> Floats:
        """By how much mild signals raise each document: 1 to `1 + MOST_LIFT`. Kept for the day."""
        if self._lifted is None or self._lifted[0] != today:
            total = self._fresh(today)
            for values in self._signals().values():
                total = total + values
            self._lifted = today, (1 + np.minimum(SIGNAL * total, MOST_LIFT)).astype(np.float32)
        return self._lifted[1]

    def signals_of(self, number: int, today: date) -> dict[str, float]:
        """Those of one document, by name, from 0 to 1."""
        values = {name: float(signal[number]) for name, signal in self._signals().items()}
        values["fresh"] = float(self._fresh(today)[number])
        return {name: value for name, value in values.items() if value >= NOTABLE}

    def _fresh(self, today: date) -> Floats:
        """Half as fresh every half year."""
        age = np.maximum(today.toordinal() - self.changed, 0)
        fresh: Floats = np.exp2(age / np.float32(-HALF_LIFE_DAYS)).astype(np.float32)
        return fresh

    def _signals(self) -> dict[str, Floats]:
        """Name → value from 0 to 1 of each document."""
        if self._signalled is None:
            names = {name for leaf, _ in self.bases for name in leaf.signals}
            self._signalled = {
                name: self._joined(
                    [leaf.signals.get(name, np.zeros(leaf.size, np.float32)) for leaf, _ in self.bases], np.float32
                )
                for name in sorted(names)
            }
        return self._signalled

    def locate(self, documents: Sequence[int]) -> Iterator[tuple[Leaf, int, list[int]]]:
        """Documents by leaf: the leaf, its base, and its numbers of them, ascending."""
        wanted = sorted(documents)
        for leaf, base in self.bases:
            here = [number - base for number in wanted if base <= number < base + leaf.size]
            if here:
                yield leaf, base, here

    def title(self, document: int) -> str:
        for leaf, base in self.bases:
            if base <= document < base + leaf.size:
                return leaf.titles[document - base]
        return ""

    def part(self, document: int) -> str:
        """The key of a part."""
        for leaf, base in self.bases:
            if base <= document < base + leaf.size:
                return leaf.parts.get(document - base, "")
        return ""
