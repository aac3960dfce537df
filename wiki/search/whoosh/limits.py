"""Filters of a question, over arrays."""

import numpy as np

from wiki.search.question import Limit
from wiki.search.whoosh.snapshot import Mask, Snapshot


def within(snapshot: Snapshot, limit: Limit) -> Mask:
    """Documents with one of the values."""
    values = list(limit.values)
    codes = [snapshot.names.known(str(value)) for value in values]
    ids = [value for value in values if isinstance(value, int)]
    match limit.kind:
        case "type":
            return np.isin(snapshot.type, codes)
        case "tag":
            return snapshot.having("tags", codes)
        case "state":
            return snapshot.having("states", codes)
        case "space":
            return np.isin(snapshot.space, ids)
        case "owner":
            owned: Mask = np.isin(snapshot.owner, ids) & (snapshot.owner > 0)
            return owned
        case "person":
            return snapshot.having("people", ids)
        case "under":
            return snapshot.having("above", ids)
        case "changed":
            days: Mask = (snapshot.changed >= limit.first) & (snapshot.changed <= limit.last)
            return days
    raise ValueError(limit.kind)
