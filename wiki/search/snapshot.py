"""One generation of the index, opened: who is looked for, by whom, in which order.

A snapshot is used by one thread at a time (`WhooshIndex.snapshot` sees to that), because Whoosh's readers share
file positions.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from math import log
from typing import Any

from wiki.search.postings import Leaf
from wiki.search.question import Phrase, Question
from wiki.search.schema import Facts
from wiki.search.words import term

K1 = 1.2
# Field → how much a word in it weighs, and how much the field's length takes away from that.
FIELDS = {"title": (4.0, 0.3), "tags": (2.0, 0.3), "body": (1.0, 0.75)}
SHOWN = 1000
"""Nobody leafs further than so many results."""
EXPANSIONS = 30
KEPT_SETS = 64


@dataclass(frozen=True, slots=True)
class Ranking:
    """`total` pages were found; `page_ids` are the best of them, best first. `widened`: by beginnings of words."""

    total: int
    page_ids: list[int]
    widened: bool = False


class Snapshot:
    """What a searcher sees. `release` closes its files; `kept`: leaves by segment, from the snapshot before."""

    def __init__(self, searcher: Any, release: Callable[[], None], kept: dict[str, Leaf] | None = None) -> None:
        self._searcher, self._release = searcher, release
        self.leaves: dict[str, Leaf] = {}
        self._bases: list[tuple[Leaf, int]] = []
        for reader, base in searcher.reader().leaf_readers():
            segment = reader.segment()
            if segment is None:  # an index without documents
                continue
            name = segment.segment_id()
            known = (kept or {}).get(name)
            leaf = known.reopened(reader) if known else Leaf(reader)
            self.leaves[name] = leaf
            self._bases.append((leaf, base))
        self._documents: dict[int, tuple[int, Facts]] = {}
        for leaf, base in self._bases:
            for number, facts in leaf.live():
                self._documents[facts[0]] = (base + number, facts)
        self._pages = {number: page_id for page_id, (number, _) in self._documents.items()}
        self._norms: dict[str, list[float]] = {}
        self._allowed: dict[tuple[frozenset[int], frozenset[int]], set[int]] = {}

    def close(self) -> None:
        """Close all files; nothing can be asked afterwards."""
        with suppress(Exception):  # a damaged index may not even be closed as usual
            self._searcher.close()
        self._release()

    def facts(self) -> Iterator[Facts]:
        """Those of every page in the index."""
        return (facts for _, facts in self._documents.values())

    def __len__(self) -> int:
        return len(self._documents)

    def rank(
        self, question: Question, spaces: frozenset[int], guards: frozenset[int], hidden: Iterable[int] = ()
    ) -> Ranking:
        """What answers the question among the pages of `spaces` that bear none but `guards`, without `hidden`."""
        allowed = self._allow(spaces, guards)
        gone = {self._documents[page_id][0] for page_id in hidden if page_id in self._documents}
        if gone:
            allowed = allowed - gone
        groups: list[tuple[str, ...]] = [(word,) for word in question.words]
        found = self._score(groups, question, allowed)
        if found or question.phrases:
            return self._best(found)
        widened = self._best(self._score([self._beginning(word) for word in question.words], question, allowed))
        return Ranking(widened.total, widened.page_ids, widened=True)

    def _allow(self, spaces: frozenset[int], guards: frozenset[int]) -> set[int]:
        key = (spaces, guards)
        if key not in self._allowed:
            if len(self._allowed) >= KEPT_SETS:
                self._allowed.clear()
            self._allowed[key] = {
                number
                for number, (_, _, space, guard, _) in self._documents.values()
                if space in spaces and (not guard or guard in guards)
            }
        return self._allowed[key]

    def _score(
        self, groups: list[tuple[str, ...]], question: Question, allowed: set[int]
    ) -> dict[int, tuple[bool, bool, float]]:
        """Document → is its title what was asked, has it all words, and how well they weigh (BM25F)."""
        scores: dict[int, float] = {}
        covered: dict[int, int] = {}
        # Rareness is counted among what may be read: the order tells nothing about the rest.
        among = len(allowed)
        for group in groups:
            weights = self._weigh(group, allowed)
            rareness = log(1 + (among - len(weights) + 0.5) / (len(weights) + 0.5))
            for number, weight in weights.items():
                scores[number] = scores.get(number, 0.0) + rareness * weight * (K1 + 1) / (weight + K1)
                covered[number] = covered.get(number, 0) + 1
        for phrase in question.phrases:
            having = self._having(phrase)
            scores = {number: score for number, score in scores.items() if number in having}
        exact = self._named(question.name)
        return {
            number: (number in exact, covered[number] == len(groups), score * covered[number])
            for number, score in scores.items()
        }

    def _weigh(self, group: tuple[str, ...], allowed: set[int]) -> dict[int, float]:
        """Allowed documents that have one of the terms, and how much they say of it for their length."""
        weights: dict[int, float] = {}
        for field, (boost, _) in FIELDS.items():
            norms = self._norm(field)
            for word in group:
                for leaf, base in self._bases:
                    for number, count in zip(*leaf.postings(field, word), strict=True):
                        known = base + number
                        if known in allowed:
                            weights[known] = weights.get(known, 0.0) + boost * count * norms[known]
        return weights

    def _norm(self, field: str) -> list[float]:
        if field not in self._norms:
            lengths = [length for leaf, _ in self._bases for length in leaf.lengths(field)]
            share = FIELDS[field][1]
            average = (sum(lengths) / len(lengths) if lengths else 1) or 1
            self._norms[field] = [1 / (1 - share + share * length / average) for length in lengths]
        return self._norms[field]

    def _having(self, phrase: Phrase) -> set[int]:
        """Documents in which the phrase stands, word by word, in one of the fields."""
        found = set()
        for leaf, base in self._bases:
            for field in FIELDS:
                among = set.intersection(*(set(leaf.postings(field, word)[0]) for _, word in phrase))
                if not among:
                    continue
                places = [(step, leaf.places(field, word, among)) for step, word in phrase]
                found |= {base + number for number in among if _in_order(number, places)}
        return found

    def _named(self, name: str) -> set[int]:
        if not name:
            return set()
        return {base + number for leaf, base in self._bases for number in leaf.postings("name", name)[0]}

    def _beginning(self, word: str) -> tuple[str, ...]:
        """The terms that begin like a word which no page has; the word itself when it is short."""
        if len(word) < 3:
            return (word,)
        found: dict[str, None] = {}
        for field in ("title", "body"):
            for leaf, _ in self._bases:
                terms = leaf.reader.expand_prefix(field, word.encode("utf-8", "surrogatepass"))
                found |= dict.fromkeys(text.decode("utf-8", "replace") for text in islice(terms, EXPANSIONS))
        return tuple(found)[:EXPANSIONS] or (term(word),)

    def _best(self, found: dict[int, tuple[bool, bool, float]]) -> Ranking:
        # Equal ones by age, so that leafing shows each once.
        best = nlargest(SHOWN, found, key=lambda number: (*found[number], -self._pages[number]))
        return Ranking(len(found), [self._pages[number] for number in best])


def _in_order(number: int, places: list[tuple[int, dict[int, list[int]]]]) -> bool:
    first = places[0][1].get(number, ())
    later = [(step, set(found.get(number, ()))) for step, found in places[1:]]
    return any(all(place + step in found for step, found in later) for place in first)
