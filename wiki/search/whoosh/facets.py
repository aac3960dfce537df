"""How many of the pages that were found are of each type, space, tag, person and year: counted over arrays."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import numpy as np

from wiki.search.whoosh.leaf import Ints
from wiki.search.whoosh.snapshot import Mask, Snapshot


def facets(snapshot: Snapshot, found: Mask) -> Mapping[str, Mapping[str | int, int]]:
    """Facet → value → number of the documents in `found`, the most frequent first."""
    names = snapshot.names.names
    numbers = np.flatnonzero(found)
    tags, people = snapshot.pairs("tags"), snapshot.pairs("people")
    return {
        "type": {names[code]: many for code, many in _counted(snapshot.type[numbers])},
        "space": dict(_counted(snapshot.space[numbers])),
        "tag": {names[code]: many for code, many in _counted(tags.values[found[tags.documents]])},
        "person": dict(_counted(people.values[found[people.documents]])),
        "year": dict(_counted(_years(snapshot.changed[numbers]))),
    }


def _counted(values: Ints) -> list[tuple[int, int]]:
    if not len(values):
        return []
    low = int(values.min())
    counts = np.bincount(values - low)
    present = np.flatnonzero(counts)
    order = present[np.argsort(-counts[present], kind="stable")]
    return [(int(value) + low, int(counts[value])) for value in order]


def _years(days: Ints) -> Ints:
    if not len(days):
        return days
    low, high = date.fromordinal(max(int(days.min()), 1)).year, date.fromordinal(max(int(days.max()), 1)).year
    starts = np.array([_start(year) for year in range(low, high + 1)], np.int32)
    years: Ints = (np.searchsorted(starts, days, side="right") + low - 1).astype(np.int32)
    return years


@lru_cache(maxsize=256)
def _start(year: int) -> int:
    return date(year, 1, 1).toordinal()
