"""Which documents answer a question, and in which order: BM25F over arrays, weighed by coverage and nearness.

S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, section 3.6 (several
fields). Rareness is counted among what the seeker may read, so that the order tells nothing about the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log

import numpy as np

from wiki.search.question import All, Either, Limit, Node, Not, Nothing, Phrase, Question, Word
from wiki.search.whoosh.leaf import Floats
from wiki.search.whoosh.limits import within
from wiki.search.whoosh.places import beside, stands
from wiki.search.whoosh.snapshot import Mask, Snapshot
from wiki.search.words import fold

K1 = 1.6
# Field → how much the field's length takes away from the weight of a word in it.
FIELDS = {"title": 0.3, "tags": 0.3, "body": 0.75}
BODY, TAGS = 1.0, 1.5
TITLE_SHORT, TITLE_LONG = 4.0, 1.0
"""Weight of a word in the title: in questions of one or two words, and of many."""
TITLE_BONUS = 0.8
"""What a word in the title adds in short questions, however often others have it in their texts."""
PART = 0.8
"""What a word in a text kept with a page counts for the page."""
SYNONYM, LIKENESS = 0.9, 0.5
"""What a synonym, and a word with one letter changed, count in place of the word."""
COVERAGE = 0.3
EXPANSIONS, LOOKED_AT = 40, 20_000
"""How many words that begin so are taken, of those that readable pages have; how many of a segment are looked at."""

Like = Callable[[str], Sequence[tuple[str, int]]]


@dataclass(slots=True)
class Weighed:
    """What one word of the question found. `x`: frequency in each document; `fields`: field → its documents."""

    word: Word
    score: Floats
    has: Mask
    rareness: float
    fields: dict[str, Mask]
    parts: Mask
    """Which of the snapshot's parts have it."""


@dataclass(slots=True)
class Ranked:
    """Documents that answer, and how well; the words that counted, and those taken in place of others."""

    mask: Mask
    score: Floats
    weighed: list[Weighed]
    corrected: dict[str, tuple[str, ...]]
    widened: bool = False


class Ranker:
    """Answers one question on one snapshot, among the documents `allowed`."""

    def __init__(self, snapshot: Snapshot, question: Question, allowed: Mask, like: Like) -> None:
        self._snapshot, self._question, self._allowed, self._like = snapshot, question, allowed, like
        self._among = int(np.count_nonzero(allowed & snapshot.is_page))
        many = len(question.words)
        share = min(max(many - 2, 0) / 3, 1.0)
        title = TITLE_SHORT + (TITLE_LONG - TITLE_SHORT) * share
        self._boosts = {"title": title, "tags": TAGS, "body": BODY}
        self._bonus = TITLE_BONUS * (1 - share)
        # Among what may be read, as all that is counted.
        self._averages = {name: snapshot.average(name, allowed) for name in FIELDS}
        self._weighed: dict[Word, Weighed] = {}
        self._corrected: dict[str, tuple[str, ...]] = {}
        # What the whole question asks for: where each part of it holds, and how rare that is.
        self._asked: list[tuple[Mask, float]] = []
        self._widening = self._refusing = False

    def rank(self) -> Ranked:
        mask, score = self._whole()
        widened = False
        if not mask.any() and self._question.words:
            self._weighed.clear()
            self._asked.clear()
            self._widening = True
            mask, score = self._whole()
            widened = bool(mask.any())
        return Ranked(mask, score, list(self._weighed.values()), self._corrected, widened)

    def _whole(self) -> tuple[Mask, Floats]:
        mask, score = self._all(self._question.root, outermost=True)
        if len(self._asked) > 1:
            score = score * self._coverage()
        return mask & self._allowed, score

    def _coverage(self) -> Floats:
        """The share of the question, rare words counting more, that a document has; to a power."""
        covered = np.zeros(self._snapshot.size, np.float32)
        for has, rareness in self._asked:
            covered[has] += rareness
        total = sum(rareness for _, rareness in self._asked) or 1.0
        return np.asarray((covered / total) ** COVERAGE, np.float32)

    def _answer(self, node: Node) -> tuple[Mask, Floats | None]:
        """Documents for which a node holds, and what it adds to their score."""
        match node:
            case Word():
                weighed = self._weigh(node)
                return weighed.has, weighed.score
            case Phrase():
                return self._phrase(node)
            case Limit():
                return within(self._snapshot, node), None
            case Not():
                return self._not(node), None
            case Either():
                return self._either(node)
            case All():
                return self._all(node)
            case Nothing():
                return np.zeros(self._snapshot.size, np.bool_), None
        raise TypeError(f"{node!r} was not made ready for an engine")

    def _not(self, node: Not) -> Mask:
        """What is refused is refused as written: no likenesses, and nothing that counts for the order."""
        kept, before, self._weighed, self._refusing = self._weighed, self._refusing, {}, True
        mask = ~self._answer(node.node)[0]
        self._weighed, self._refusing = kept, before
        return mask

    def _all(self, node: All, *, outermost: bool = False) -> tuple[Mask, Floats]:
        size = self._snapshot.size
        score = np.zeros(size, np.float32)
        mask = np.ones(size, np.bool_)
        soft: Mask | None = None
        for child in node.nodes:
            here, adds = self._answer(child)
            if adds is not None:
                score += adds
                if outermost:
                    self._asked.append((here, self._rareness(here)))
            if isinstance(child, Word) and not child.required:
                soft = here if soft is None else soft | here
            else:
                mask &= here
        if soft is not None and not any(isinstance(n, Word) and n.required for n in node.nodes):
            mask &= soft
        return mask, score

    def _either(self, node: Either) -> tuple[Mask, Floats]:
        mask = np.zeros(self._snapshot.size, np.bool_)
        score = np.zeros(self._snapshot.size, np.float32)
        for child in node.nodes:
            here, adds = self._answer(child)
            mask |= here
            if adds is not None:
                score = np.maximum(score, adds)
        return mask, score

    def _weigh(self, word: Word) -> Weighed:
        known = self._weighed.get(word)
        if known is None:
            known = self._weighed[word] = self._weighed_anew(word)
        return known

    def _weighed_anew(self, word: Word) -> Weighed:
        fields: dict[str, Mask] = {}
        x = self._frequency(word.term, word.field, fields)
        # What is refused is refused as it stands.
        for synonym in () if self._refusing else word.synonyms:
            x = np.maximum(x, SYNONYM * self._synonym(synonym, word.field, fields))
        if word.prefix or (self._widening and not self._refusing):
            for term in self._beginning(word.term, word.field):
                x = np.maximum(x, self._frequency(term, word.field, fields))
        elif not self._refusing and not np.any((x > 0) & self._allowed):
            x = self._corrections(word, x, fields)
        x, parts = self._with_parts(x)
        has: Mask = x > 0
        rareness = self._rareness(has)
        score = rareness * x * (K1 + 1) / (x + K1)
        if self._bonus and "title" in fields:
            score += rareness * self._bonus * fields["title"]
        return Weighed(word, score.astype(np.float32, copy=False), has, rareness, fields, parts)

    def _with_parts(self, x: Floats) -> tuple[Floats, Mask]:
        """A page has what a text kept with it has, if that text may be read."""
        parts, pages = self._snapshot.parts, self._snapshot.page_of_part
        having: Mask = (x[parts] > 0) & self._allowed[parts]
        if having.any():
            x = x.copy()
            np.maximum.at(x, pages[having], np.float32(PART) * x[parts[having]])
        x[parts] = 0
        return x, having

    def _rareness(self, has: Mask) -> float:
        many = int(np.count_nonzero(has & self._allowed))
        return log(1 + (max(self._among - many, 0) + 0.5) / (many + 0.5))

    def _frequency(self, term: str, only: str, fields: dict[str, Mask]) -> Floats:
        x = np.zeros(self._snapshot.size, np.float32)
        for name in [only] if only else FIELDS:
            documents, often = self._snapshot.counts(name, term)
            if len(documents):
                share = FIELDS[name]
                relative = self._snapshot.lengths(name)[documents] / self._averages[name]
                x[documents] += self._boosts[name] * often / (1 - share + share * relative)
                mask = fields.setdefault(name, np.zeros(self._snapshot.size, np.bool_))
                mask[documents] = True
        return x

    def _synonym(self, terms: tuple[str, ...], only: str, fields: dict[str, Mask]) -> Floats:
        """One term as any; several where they stand side by side."""
        if len(terms) == 1:
            return self._frequency(terms[0], only, fields)
        places = tuple((step, term) for step, term in enumerate(terms) if term)
        having = self._having(Phrase(places, " ".join(terms), only))
        x: Floats = np.where(having, np.float32(self._boosts["body"]), np.float32(0))
        return x

    def _corrections(self, word: Word, x: Floats, fields: dict[str, Mask]) -> Floats:
        """The likeliest words that a readable page has, in place of one that none has."""
        best: int | None = None
        taken: list[str] = []
        for term, mistakes in self._like(fold(word.text)):
            if best is not None and mistakes > best:
                break
            if term == word.term:
                continue
            of_term: dict[str, Mask] = {}
            frequency = self._frequency(term, word.field, of_term)
            if not np.any((frequency > 0) & self._allowed):
                continue
            best = mistakes
            taken.append(term)
            for name, mask in of_term.items():
                fields[name] = fields[name] | mask if name in fields else mask
            x = np.maximum(x, LIKENESS**mistakes * frequency)
        if taken:
            self._corrected[word.term] = tuple(taken)
        return x

    def _beginning(self, start: str, only: str) -> list[str]:
        if len(start) < 2:
            return []
        found: dict[str, None] = {}
        for leaf, base in self._snapshot.bases:
            for name in [only] if only else ("title", "body"):
                for term in islice(leaf.beginning(name, start), LOOKED_AT):
                    # Only what a readable page has is counted: hidden words must not push others out.
                    if term not in found and self._allowed[leaf.postings(name, term)[0] + np.int32(base)].any():
                        found[term] = None
                    if len(found) >= EXPANSIONS:
                        return list(found)
        return list(found)

    def _phrase(self, phrase: Phrase) -> tuple[Mask, Floats]:
        having = self._having(phrase)
        score = np.zeros(self._snapshot.size, np.float32)
        for _, term in phrase.terms:
            weighed = self._weigh(Word(term, term, field=phrase.field))
            weighed.has = weighed.has & having
            score += np.where(having, weighed.score, np.float32(0))
        return having, score

    def _having(self, phrase: Phrase) -> Mask:
        """Documents in which the phrase stands, word by word, in one of the fields."""
        mask = np.zeros(self._snapshot.size, np.bool_)
        for name in [phrase.field] if phrase.field else FIELDS:
            both: Mask | None = None
            for _, term in phrase.terms:
                here = np.zeros(self._snapshot.size, np.bool_)
                here[self._snapshot.counts(name, term)[0]] = True
                both = here if both is None else both & here
            if both is None:
                continue
            both &= self._allowed
            if len(phrase.terms) > 1:
                both = stands(self._snapshot, name, phrase.terms, both)
            mask |= both
        parts = self._snapshot.parts
        mask[self._snapshot.page_of_part[mask[parts]]] = True
        mask[parts] = False
        return mask

    def near(self, documents: Sequence[int], weighed: Sequence[Weighed]) -> dict[int, float]:
        """How much of the question stands side by side in each of these documents, from 0 to 1."""
        words = [one.word for one in weighed if not one.word.field and one.rareness > 0]
        return beside(self._snapshot, [(word.place, self._taken(word)) for word in words], documents)

    def _taken(self, word: Word) -> tuple[str, ...]:
        single = [synonym[0] for synonym in word.synonyms if len(synonym) == 1]
        return (word.term, *single, *self._corrected.get(word.term, ()))
