"""Where words stand in documents, and which stand side by side."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from wiki.search.whoosh.snapshot import Mask, Snapshot

GAP = 3
"""Words this far apart still stand together: a stop word or two between them."""
MOST = 8
"""So many words of a question are looked up; a longer one is near enough by then."""


def stands(snapshot: Snapshot, field: str, terms: Sequence[tuple[int, str]], among: Mask) -> Mask:
    """Those of `among` in which the terms stand at exactly these distances."""
    found: Mask = np.zeros(snapshot.size, np.bool_)
    for leaf, base, numbers in snapshot.locate(np.flatnonzero(among).tolist()):
        places = [(step, leaf.places(field, term, numbers)) for step, term in terms]
        for number in numbers:
            later = [(step, set(known.get(number, ()))) for step, known in places[1:]]
            first_step, first = places[0]
            if any(all(place - first_step + step in known for step, known in later) for place in first.get(number, ())):
                found[base + number] = True
    return found


def beside(
    snapshot: Snapshot, words: Sequence[tuple[int, tuple[str, ...]]], documents: Sequence[int]
) -> dict[int, float]:
    """For each document, the share of neighbouring words of the question that are neighbours in it as well.

    `words`: place in the question and the terms that count as the word. In the same order at the same distance
    counts whole; within `GAP` in any order, a half.
    """
    asked = sorted(words)[:MOST]
    pairs = list(pairwise(asked))
    if not pairs:
        return {}
    found: dict[int, float] = {}
    for leaf, base, numbers in snapshot.locate(documents):
        places = []
        for _, terms in asked:
            of_word: dict[int, list[int]] = {}
            for term in terms:
                for number, known in leaf.places("body", term, numbers).items():
                    of_word[number] = of_word.get(number, []) + known
            places.append(of_word)
        for number in numbers:
            total = 0.0
            for at, ((one, _), (other, _)) in enumerate(pairs):
                total += _together(places[at].get(number, ()), places[at + 1].get(number, ()), other - one)
            if total:
                found[base + number] = total / len(pairs)
    return found


def _together(first: Sequence[int], second: Sequence[int], distance: int) -> float:
    if not first or not second:
        return 0.0
    later = set(second)
    best = 0.0
    for place in first:
        if place + distance in later:
            return 1.0
        if not best and any(place + step in later or place - step in later for step in range(1, GAP + 1)):
            best = 0.5
    return best
