"""Where words stand in documents, and which stand side by side."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from wiki.search.whoosh.leaf import Leaf
from wiki.search.whoosh.schema import number_of
from wiki.search.whoosh.snapshot import Mask, Snapshot

GAP = 3
"""Words this far apart still stand together: a stop word or two between them."""
MOST = 8
"""So many words of a question are looked up; a longer one is near enough by then."""

Words = NDArray[np.uint32]


def stands(snapshot: Snapshot, field: str, terms: Sequence[tuple[int, str]], among: Mask) -> Mask:
    """Those of `among` in which the terms stand at exactly these distances."""
    found: Mask = np.zeros(snapshot.size, np.bool_)
    inside = _in_text if field == "body" else _in_field
    for leaf, base, numbers in snapshot.locate(np.flatnonzero(among).tolist()):
        for number in inside(leaf, field, terms, numbers):
            found[base + number] = True
    return found


def _in_text(leaf: Leaf, _: str, terms: Sequence[tuple[int, str]], numbers: Sequence[int]) -> Iterator[int]:
    asked = [(step, number_of(term)) for step, term in terms]
    (start, first), later = asked[0], asked[1:]
    for number in numbers:
        words = leaf.words(number)
        places = np.flatnonzero(words == first)
        for step, wanted in later:
            places = places[places + (step - start) < len(words)]
            places = places[words[places + (step - start)] == wanted]
        if len(places):
            yield number


def _in_field(leaf: Leaf, field: str, terms: Sequence[tuple[int, str]], numbers: Sequence[int]) -> Iterator[int]:
    places = [(step, leaf.places(field, term, numbers)) for step, term in terms]
    start, first = places[0]
    for number in numbers:
        later = [(step - start, set(known.get(number, ()))) for step, known in places[1:]]
        if any(all(place + step in known for step, known in later) for place in first.get(number, ())):
            yield number


def beside(
    snapshot: Snapshot, words: Sequence[tuple[int, tuple[str, ...]]], documents: Sequence[int]
) -> dict[int, float]:
    """For each document, the share of neighbouring words of the question that are neighbours in it as well.

    `words`: place in the question and the terms that count as the word. In the same order at the same distance
    counts whole; within `GAP` in any order, a half. Documents without any are left out.
    """
    asked = sorted(words)[:MOST]
    if len(asked) < 2:
        return {}
    numbers, text, starts = _one_after_another(snapshot, documents)
    stand = [np.isin(text, [number_of(term) for term in terms]) for _, terms in asked]
    total = np.zeros(len(numbers), np.float32)
    for at, ((one, _), (other, _)) in enumerate(pairwise(asked)):
        here = np.zeros(len(numbers), np.float32)
        for step in (*range(1, GAP + 1), *range(-GAP, 0)):
            here[_documents_with(stand[at], stand[at + 1], step, starts)] = 0.5
        here[_documents_with(stand[at], stand[at + 1], other - one, starts)] = 1.0
        total += here
    share = total / (len(asked) - 1)
    return {number: float(value) for number, value in zip(numbers, share, strict=True) if value}


def _one_after_another(snapshot: Snapshot, documents: Sequence[int]) -> tuple[list[int], Words, NDArray[np.intp]]:
    """The texts of documents in one array, far enough apart; and where each begins."""
    apart = np.zeros(2 * MOST + GAP, np.uint32)
    numbers: list[int] = []
    parts: list[Words] = []
    starts: list[int] = []
    length = 0
    for leaf, base, here in snapshot.locate(documents):
        for number in here:
            words = leaf.words(number)
            numbers.append(base + number)
            starts.append(length)
            parts += [words, apart]
            length += len(words) + len(apart)
    return numbers, np.concatenate(parts) if parts else apart[:0], np.array(starts, np.intp)


def _documents_with(one: Mask, other: Mask, step: int, starts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Which documents have the second `step` words after the first."""
    if not 0 < abs(step) < 2 * MOST:
        return starts[:0]
    both = one[:-step] & other[step:] if step > 0 else one[-step:] & other[:step]
    places = np.flatnonzero(both) + max(-step, 0)
    return np.unique(np.searchsorted(starts, places, side="right") - 1)
