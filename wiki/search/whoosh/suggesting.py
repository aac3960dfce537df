"""Pages and tags that are offered while somebody types: by the beginnings of words, in memory, without postings."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import chain

import numpy as np

from wiki.search.engine import Seeker, Suggestion
from wiki.search.whoosh.leaf import Ints
from wiki.search.whoosh.snapshot import Mask, Snapshot
from wiki.search.words import fold, folded_words

MOST_WORDS = 8
LOOKED_AT = 200
"""So many pages are compared by their titles; of more, the ones that signals raise."""
TAGS = 3


def suggest(snapshot: Snapshot, typed: str, seeker: Seeker, today: date, many: int) -> Sequence[Suggestion]:
    """Up to `many` pages, then up to `TAGS` tags. A word that begins no title is taken for one like it."""
    words = folded_words(typed)[-MOST_WORDS:]
    if not words:
        return []
    allowed = snapshot.allowed(seeker) & snapshot.is_page
    found = _titled(snapshot, words, allowed)
    if not len(found):
        words = [_nearest(snapshot, word, allowed) for word in words]
        found = _titled(snapshot, words, allowed)
    if len(found) > LOOKED_AT:
        found = found[np.argsort(-snapshot.lift(today)[found], kind="stable")[:LOOKED_AT]]
    wanted, pages = fold(typed.strip()), []
    for number in found.tolist():
        title = snapshot.title(number)
        pages.append((not fold(title).startswith(wanted), len(title), int(snapshot.page[number]), title))
    offered = [Suggestion("page", page, title) for _, _, page, title in sorted(pages)[:many]]
    return [*offered, *(Suggestion("tag", 0, name) for name in _tags(snapshot, words[-1], allowed))]


def _titled(snapshot: Snapshot, words: Sequence[str], allowed: Mask) -> Ints:
    """Allowed documents whose titles have words that begin like each of these."""
    found: Ints | None = None
    for word in words:
        here = _beginning(snapshot, word, allowed)
        found = here if found is None else np.intersect1d(found, here, assume_unique=True)
        if not len(found):
            break
    return found if found is not None else np.empty(0, np.int32)


def _beginning(snapshot: Snapshot, word: str, allowed: Mask) -> Ints:
    numbers = [leaf.starts.beginning(word) + np.int32(base) for leaf, base in snapshot.bases]
    here: Ints = np.unique(np.concatenate(numbers)) if numbers else np.empty(0, np.int32)
    kept: Ints = here[allowed[here]]
    return kept


def _nearest(snapshot: Snapshot, word: str, allowed: Mask) -> str:
    """The word itself when a title that may be read begins with it, else the likeliest that it may have been."""
    if len(_beginning(snapshot, word, allowed)):
        return word
    found = dict(chain.from_iterable(leaf.starts.like(word) for leaf, _ in snapshot.bases))
    for like in sorted(found, key=lambda text: (found[text], text[:1] != word[:1], text)):
        if len(_beginning(snapshot, like, allowed)):
            return like
    return word


def _tags(snapshot: Snapshot, start: str, allowed: Mask) -> list[str]:
    """The commonest tags of readable pages with a word that begins so."""
    words = {pair for leaf, _ in snapshot.bases for pair in leaf.tag_words if pair[0].startswith(start)}
    if not words:
        return []
    tags = snapshot.pairs("tags")
    pairs = np.flatnonzero(allowed[tags.documents] & np.isin(tags.values, list({code for _, code in words})))
    often = Counter(tags.values[pairs].tolist())
    first = dict(zip(tags.values[pairs[::-1]].tolist(), tags.documents[pairs[::-1]].tolist(), strict=True))
    named = [(-many, _as_written(snapshot, code, first[code])) for code, many in often.items()]
    return [name for _, name in sorted(named)[:TAGS]]


def _as_written(snapshot: Snapshot, code: int, document: int) -> str:
    """A tag as it stands on a page."""
    key = snapshot.names.names[code]
    for leaf, base in snapshot.bases:
        if base <= document < base + leaf.size:
            return next((name for name in leaf.tag_names[document - base] if name.casefold() == key), key)
    return key
