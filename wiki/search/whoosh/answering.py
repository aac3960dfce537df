"""One page of results out of a snapshot: who answers, in which order, why, and how many there are of each kind."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wiki.pages.queries.lists import sort_key
from wiki.search.engine import SHOWN, Answer, Found, Seeker, Sort, Why
from wiki.search.question import Question, Word
from wiki.search.whoosh.facets import facets
from wiki.search.whoosh.leaf import Ints
from wiki.search.whoosh.likelier import likelier
from wiki.search.whoosh.ranking import FIELDS, Like, Ranked, Ranker
from wiki.search.whoosh.snapshot import Snapshot

RERANKED = 60
"""So many of the best are looked at more closely: do the words stand side by side?"""
NEARNESS = 1.0
EXACT_TITLE = 1e6


def answer(
    snapshot: Snapshot, question: Question, seeker: Seeker, like: Like, today: date, sort: Sort, first: int, many: int
) -> Answer:
    """Places `first` … `first + many`. The order is the same whichever places are asked for."""
    ranker = Ranker(snapshot, question, snapshot.allowed(seeker), like)
    ranked = ranker.rank()
    ranked.mask &= snapshot.is_page
    parts = _answering_parts(snapshot, ranked)
    score = ranked.score * snapshot.lift(today)
    exact = [int(number) for number in snapshot.named(question.name) if ranked.mask[number]]
    score[exact] += EXACT_TITLE
    numbers = np.flatnonzero(ranked.mask).astype(np.int32)
    near: dict[int, float] = {}
    if sort == "relevance":
        ordered = _best(numbers, score, snapshot.page, max(first + many, RERANKED))
        near = ranker.near(ordered[:RERANKED], ranked.weighed) if len(ranked.weighed) > 1 else {}
        for number, share in near.items():
            score[number] *= 1 + NEARNESS * share
        ordered = [*_best(np.array(ordered[:RERANKED], np.int32), score, snapshot.page), *ordered[RERANKED:]]
    elif sort == "newest":
        # Within a day by revision: they are numbered as they are made.
        moment = snapshot.changed.astype(np.int64) * 2**32 + snapshot.revision
        ordered = _best(numbers, moment, snapshot.page, first + many)
    else:
        ordered = sorted(numbers.tolist(), key=lambda number: (sort_key(snapshot.title(number)), snapshot.page[number]))
    shown = ordered[first : min(first + many, SHOWN)]
    return Answer(
        total=len(numbers),
        found=tuple(
            Found(
                int(snapshot.page[number]),
                float(score[number]),
                _why(snapshot, ranked, number, parts.get(number, ()), number in exact, near.get(number, 0.0), today),
                tuple(snapshot.part(part) for part in parts.get(number, ())),
            )
            for number in shown
        ),
        facets=facets(snapshot, ranked.mask),
        corrected=ranked.corrected,
        widened=ranked.widened,
        likelier=likelier(snapshot, question, seeker, like) if sort == "relevance" and not first else {},
    )


def _answering_parts(snapshot: Snapshot, ranked: Ranked) -> dict[int, list[int]]:
    """Page → the texts kept with it that have a word of the question, those with most of them first."""
    many = np.zeros(len(snapshot.parts), np.int32)
    for weighed in ranked.weighed:
        many += weighed.parts
    found: dict[int, list[int]] = {}
    for at in np.argsort(-many, kind="stable")[: int(np.count_nonzero(many))]:
        found.setdefault(int(snapshot.page_of_part[at]), []).append(int(snapshot.parts[at]))
    return found


def _best(numbers: Ints, score: NDArray[Any], page: Ints, many: int | None = None) -> list[int]:
    """The best of `numbers`; of equal ones the older page, so that leafing shows each once."""
    if many is not None and len(numbers) > many:
        worst = np.partition(score[numbers], len(numbers) - many)[len(numbers) - many]
        numbers = numbers[score[numbers] >= worst]
    order = np.lexsort((page[numbers], -score[numbers]))
    best: list[int] = numbers[order][:many].tolist()
    return best


def _why(
    snapshot: Snapshot, ranked: Ranked, number: int, parts: Sequence[int], exact: bool, near: float, today: date
) -> Why:
    having: dict[str, tuple[str, ...]] = {}
    taken: dict[str, tuple[str, ...]] = {}
    missing = []
    for weighed in ranked.weighed:
        fields = [name for name in FIELDS if name in weighed.fields and weighed.fields[name][number]]
        if any(weighed.parts[snapshot.place_of(part)] for part in parts):
            fields.append("part")
        if fields:
            having[weighed.word.text] = tuple(fields)
            if instead := _instead(snapshot, ranked, weighed.word, number):
                taken[weighed.word.text] = instead
        elif not weighed.has[number]:
            missing.append(weighed.word.text)
    return Why(having, tuple(missing), exact, near >= 0.5, snapshot.signals_of(number, today), taken)


def _instead(snapshot: Snapshot, ranked: Ranked, word: Word, number: int) -> tuple[str, ...]:
    """The terms that stand for a word in a document which lacks the word itself."""
    if _has(snapshot, word.term, number):
        return ()
    single = [synonym[0] for synonym in word.synonyms if len(synonym) == 1]
    candidates = dict.fromkeys([*single, *ranked.corrected.get(word.term, ())])
    return tuple(term for term in candidates if _has(snapshot, term, number))


def _has(snapshot: Snapshot, term: str, number: int) -> bool:
    for field in FIELDS:
        documents = snapshot.counts(field, term)[0]
        at = int(np.searchsorted(documents, number))
        if at < len(documents) and documents[at] == number:
            return True
    return False
