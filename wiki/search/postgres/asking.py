"""A question in the terms of PostgreSQL: what is looked up in the index, and the conditions that pages must meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from wiki.search.engine import Seeker
from wiki.search.postgres.lexemes import (
    BODY,
    FIELDS,
    LOWEST,
    TAGS,
    TITLE,
    anywhere,
    beginning,
    following,
    levels,
    quoted,
    storable,
    together,
)
from wiki.search.question import All, Either, Limit, Node, Not, Nothing, Phrase, Question, Word

SYNONYM, LIKENESS = 0.9, 0.5
"""What a synonym, and a word with one letter changed, count in place of the word."""
GAP = 3
"""Words this far apart still stand together: a stop word or two between them."""
NEIGHBOURS = 8

READABLE = """
    {e}.space_id = ANY(CAST(:spaces AS int[])) AND ({e}.guard_id = 0 OR {e}.guard_id = ANY(CAST(:guards AS int[])))
    AND ({e}.readers IS NULL OR :person = ANY({e}.readers)) AND {e}.page_id <> ALL(CAST(:hidden AS int[]))
"""
ROW_READABLE = READABLE.format(e="e")


def seen_by(seeker: Seeker) -> dict[str, Any]:
    """The values of `READABLE`."""
    return {
        "spaces": sorted(seeker.spaces),
        "guards": sorted(seeker.guards),
        "person": seeker.person_id,
        "hidden": sorted(seeker.hidden),
    }


@dataclass(slots=True)
class Lookups:
    """Queries of the index, as columns: which word, in which field, what a find counts, the query itself."""

    word: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    query: list[str] = field(default_factory=list)

    def add(self, word: int, place: int, value: float, query: str) -> None:
        self.word.append(word)
        self.place.append(place)
        self.value.append(value)
        self.query.append(storable(query))


class Asking:
    """One question, made ready. `words`: what is looked up; `condition`: SQL on a page `p`, with its `values`.

    `instead`: term → terms taken in its place, with the mistakes in it. `widening`: take beginnings of words.
    """

    def __init__(
        self, question: Question, instead: Mapping[str, Sequence[tuple[str, int]]], *, widening: bool = False
    ) -> None:
        self._instead, self._widening = instead, widening
        told = [Word(term, term, field=phrase.field) for phrase in question.phrases for _, term in phrase.terms]
        self._asked = question.words
        known: dict[tuple[str, str], Word] = {}
        for word in [*question.words, *told]:
            known.setdefault((word.term, word.field), word)
        self.words: list[Word] = list(known.values())
        self._numbers = {key: number for number, key in enumerate(known)}
        self.lookups = Lookups()
        for number, word in enumerate(self.words):
            self._look_up(number, word)
        self.values: dict[str, Any] = {}
        loose = [node for node in question.root.nodes if isinstance(node, Word) and not node.required]
        # Then whatever was looked up answers: asking again would only take time.
        self._anything = len(loose) == len(question.root.nodes) and not told
        self.condition = self._condition(question.root)
        # Whatever answers has one of the words: then the others needn't be looked at.
        self.needs_words = any(isinstance(node, Word | Phrase) for node in question.root.nodes)
        self.near_any, self.near_all = self._near()

    def _look_up(self, number: int, word: Word) -> None:
        for synonym in word.synonyms:
            self._add_synonym(number, synonym, word.field)
        for term, mistakes in self._instead.get(word.term, ()):
            self._add_term(number, term, word.field, LIKENESS**mistakes)
        self._add_term(number, word.term, word.field, 1.0)
        if (word.prefix or self._widening) and len(word.term) > 1:
            self._add_beginnings(number, word)

    def _add_synonym(self, number: int, synonym: Sequence[str], only: str) -> None:
        """One term as any; several where they stand so, a place being left empty for a small word between them."""
        terms = [(step, term) for step, term in enumerate(synonym) if term]
        if len(terms) == 1:
            self._add_term(number, terms[0][1], only, SYNONYM)
        elif terms:
            self.lookups.add(number, 2, SYNONYM, following(terms, [TITLE]))
            if not only:
                self.lookups.add(number, 0, SYNONYM, following(terms, [BODY]))

    def _add_term(self, number: int, term: str, only: str, share: float) -> None:
        self.lookups.add(number, 2, share, quoted(TITLE + term))
        if only:
            return
        self.lookups.add(number, 1, share, quoted(TAGS + term))
        self.lookups.add(number, 0, share * LOWEST, quoted(term))
        for mark, frequency in levels():
            self.lookups.add(number, 0, share * frequency, quoted(mark + term))

    def _add_beginnings(self, number: int, word: Word) -> None:
        self.lookups.add(number, 2, 1.0, beginning(TITLE + word.term))
        if not word.field:
            self.lookups.add(number, 1, 1.0, beginning(TAGS + word.term))
            self.lookups.add(number, 0, LOWEST, beginning(word.term))

    def _near(self) -> tuple[str, str]:
        """Queries for pages where any neighbours of the question stand together, and where all do; or empty."""
        by_place = sorted((word for word in self._asked if not word.field and not word.prefix), key=_place)[:NEIGHBOURS]
        pairs = [pair for pair in pairwise(by_place) if pair[0].place < pair[1].place]
        exact, loose = [], []
        for one, other in pairs:
            first, second = self._taken(one), self._taken(other)
            exact.append(together(first, second, min(other.place - one.place, 16)))
            loose += [together(first, second, gap) for gap in range(1, GAP + 1)]
            loose += [together(second, first, gap) for gap in range(1, GAP + 1)]
        return storable(" | ".join([*exact, *loose])), storable(" & ".join(exact))

    def _taken(self, word: Word) -> list[str]:
        single = [synonym[0] for synonym in word.synonyms if len(synonym) == 1]
        return [word.term, *single, *(term for term, _ in self._instead.get(word.term, ()))]

    def _condition(self, node: Node) -> str:
        match node:
            case Word():
                return self._found([node])
            case Phrase():
                return self._having(following(node.terms, fields_of(node)))
            case Limit():
                return self._limit(node)
            case Not():
                return f"NOT ({self._negated(node.node)})"
            case Either():
                return " OR ".join(f"({self._condition(child)})" for child in node.nodes) or "false"
            case All():
                return self._all(node)
            case Nothing():
                return "false"
        raise TypeError(f"{node!r} was not made ready for an engine")

    def _all(self, node: All) -> str:
        loose = [child for child in node.nodes if isinstance(child, Word) and not child.required]
        needed = [child for child in node.nodes if not isinstance(child, Word) or child.required]
        made = [f"({self._condition(child)})" for child in needed]
        if loose and not self._anything and not any(isinstance(child, Word) for child in needed):
            made.append(self._found(loose))
        return " AND ".join(made) or "true"

    def _found(self, words: Sequence[Word]) -> str:
        numbers = [self._numbers[word.term, word.field] for word in words]
        return f"p.page_id IN (SELECT page_id FROM hit WHERE word = ANY({self._bind(numbers, 'int[]')}))"

    def _negated(self, node: Node) -> str:
        """A word behind a minus counts as it stands: synonyms and likenesses nobody asked to leave out."""
        if not isinstance(node, Word):
            return self._condition(node)
        return self._having(anywhere(node.term, fields_of(node), begins=node.prefix))

    def _having(self, query: str) -> str:
        bound = self._bind(storable(query), "tsquery")
        return f"p.page_id IN (SELECT e.page_id FROM search_entry e WHERE e.words @@ {bound} AND {ROW_READABLE})"

    def _limit(self, limit: Limit) -> str:
        names = [storable(str(value)) for value in limit.values]
        ids = [value for value in limit.values if isinstance(value, int)]
        match limit.kind:
            case "type":
                return f"p.type = ANY({self._bind(names, 'text[]')})"
            case "tag":
                return f"p.tag_keys && {self._bind([name.casefold() for name in names], 'text[]')}"
            case "state":
                return f"p.states && {self._bind(names, 'text[]')}"
            case "space":
                return f"p.space_id = ANY({self._bind(ids, 'int[]')})"
            case "owner":
                return f"p.owner_id > 0 AND p.owner_id = ANY({self._bind(ids, 'int[]')})"
            case "person":
                return f"p.people && {self._bind(ids, 'int[]')}"
            case "under":
                return f"p.above && {self._bind(ids, 'int[]')}"
            case "changed":
                return f"p.changed BETWEEN {self._bind(limit.first, 'int')} AND {self._bind(limit.last, 'int')}"
        raise ValueError(limit.kind)

    def _bind(self, value: object, kind: str) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"CAST(:{name} AS {kind})"


def fields_of(node: Word | Phrase) -> tuple[str, ...]:
    """Marks of the fields that it may stand in."""
    return (TITLE,) if node.field else FIELDS


def _place(word: Word) -> int:
    return word.place
