"""What is looked up in the index for the words and phrases of a question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wiki.search.postgres.lexemes import (
    BODY,
    FIELDS,
    LOWEST,
    TAGS,
    TITLE,
    beginning,
    following,
    levels,
    quoted,
    storable,
)
from wiki.search.question import Phrase, Word

SYNONYM, LIKENESS = 0.9, 0.5
"""What a synonym, and a word with one letter changed, count in place of the word."""
PLACES = {TITLE: 2, TAGS: 1, BODY: 0}
"""Fields by their marks → their numbers in the statement."""

Instead = Mapping[str, Sequence[tuple[str, int]]]
"""Term → terms taken in its place, with the mistakes in it."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """One query of the index. `place`: number of the field; `value`: what a find counts; `among`: where words must
    stand in order, a query for all rows that have them in any."""

    place: int
    value: float
    query: str
    among: str = ""


@dataclass(slots=True)
class Lookups:
    """Such queries as columns: of which word, whether it ranks, and is looked up in rows that are there already.

    `among`: a query for those rows; empty when there are none to be read.
    """

    word: list[int] = field(default_factory=list)
    ranks: list[bool] = field(default_factory=list)
    in_order: list[bool] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    query: list[str] = field(default_factory=list)
    among: str = ""

    def add(self, word: int, lookups: Iterator[Lookup], *, ranks: bool) -> None:
        for lookup in lookups:
            self.word.append(word)
            self.ranks.append(ranks)
            self.in_order.append(bool(lookup.among))
            self.place.append(lookup.place)
            self.value.append(lookup.value)
            self.query.append(storable(lookup.query))
            if lookup.among and ranks:
                self.among += storable(f" | ({lookup.among})" if self.among else f"({lookup.among})")


@dataclass(frozen=True, slots=True)
class Reading:
    """How words are taken: with terms `instead` of some; `widening`: by their beginnings."""

    instead: Instead
    widening: bool = False

    def lookups(self, node: Word | Phrase, *, exact: bool) -> Iterator[Lookup]:
        """All that counts as this word or phrase. `exact`: tell how often a page has it."""
        if isinstance(node, Phrase):
            yield from _in_order(node, exact=exact)
            return
        for synonym in node.synonyms:
            yield from _synonym(synonym, node.field, exact=exact)
        for term, mistakes in self.instead.get(node.term, ()):
            yield from _term(term, node.field, LIKENESS**mistakes, exact=exact)
        yield from _term(node.term, node.field, 1.0, exact=exact)
        if (node.prefix or self.widening) and len(node.term) > 1:
            for mark in fields_of(node):
                yield Lookup(PLACES[mark], 1.0 if mark else LOWEST, beginning(mark + node.term))

    def anyhow(self, node: Word | Phrase) -> str:
        """One query for all of that."""
        return " | ".join(f"({lookup.query})" for lookup in self.lookups(node, exact=False))

    def terms(self, word: Word) -> list[str]:
        """All single terms that count as the word."""
        single = [synonym[0] for synonym in word.synonyms if len(synonym) == 1]
        return [word.term, *single, *(term for term, _ in self.instead.get(word.term, ()))]


def fields_of(node: Word | Phrase) -> tuple[str, ...]:
    """Marks of the fields that it may stand in."""
    return (TITLE,) if node.field else FIELDS


def _in_order(phrase: Phrase, *, exact: bool) -> Iterator[Lookup]:
    """A phrase counts as one word: its words alone don't answer."""
    if len(phrase.terms) == 1:
        yield from _term(phrase.terms[0][1], phrase.field, 1.0, exact=exact)
        return
    for mark in fields_of(phrase):
        yield _following(mark, 1.0, phrase.terms)


def _synonym(synonym: Sequence[str], only: str, *, exact: bool) -> Iterator[Lookup]:
    """One term as any; several where they stand so, a place being left empty for a small word between them."""
    terms = [(step, term) for step, term in enumerate(synonym) if term]
    if len(terms) == 1:
        yield from _term(terms[0][1], only, SYNONYM, exact=exact)
    elif terms:
        yield _following(TITLE, SYNONYM, terms)
        if not only:
            yield _following(BODY, SYNONYM, terms)


def _following(mark: str, value: float, terms: Sequence[tuple[int, str]]) -> Lookup:
    # Few titles and tags have all the words: of them, the index tells soon enough.
    among = "" if mark else " & ".join(dict.fromkeys(quoted(term) for _, term in terms))
    return Lookup(PLACES[mark], value, following(terms, [mark]), among)


def _term(term: str, only: str, share: float, *, exact: bool) -> Iterator[Lookup]:
    yield Lookup(PLACES[TITLE], share, quoted(TITLE + term))
    if only:
        return
    yield Lookup(PLACES[TAGS], share, quoted(TAGS + term))
    yield Lookup(PLACES[BODY], share * LOWEST, quoted(term))
    if exact:
        for mark, frequency in levels():
            yield Lookup(PLACES[BODY], share * frequency, quoted(mark + term))
