"""What stands on a page in place of a word that was asked: a synonym, or what a mistyped word may have been."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

from wiki.markup import words_and_code
from wiki.search.alike import Terms
from wiki.search.engine import Answer, Why
from wiki.search.question import Question, Word
from wiki.search.snippets import Marks, found_in
from wiki.search.words import fold

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Stood:
    """`text`: as the page spells it; `terms`: what is marked; `synonym`: else it is what may have been meant."""

    text: str
    terms: Terms
    synonym: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked for, so that it can be shown. `words`: asked text → what may stand for it, by its terms.

    `own`: terms as they were asked; `beginnings`: words that begin so count too.
    """

    own: frozenset[str]
    beginnings: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, tuple[tuple[Terms, bool], ...]]] = field(default_factory=dict)

    def marks(self, stood: Mapping[str, Stood]) -> Marks:
        """What is marked on a page where some words stood for others."""
        return Marks([*self.own, *(term for each in stood.values() for term in each.terms)], self.beginnings)


def looked_for(question: Question, answer: Answer) -> Looked:
    words = question.words
    own = {word.term for word in words} | {term for phrase in question.phrases for _, term in phrase.terms}
    beginnings = [word.term for word in words if word.prefix]
    if answer.widened:
        beginnings += [fold(word.text) for word in words if len(word.text) > 1]
    others = {word.text: (word.term, tuple(_others(word, answer))) for word in words}
    return Looked(frozenset(own), tuple(beginnings), {text: found for text, found in others.items() if found[1]})


def stood(looked: Looked, why: Why, row: Any) -> Mapping[str, Stood]:
    """Word as asked → what stands for it on a page, given with its `title` and `text`."""
    found: dict[str, Stood] = {}
    if not looked.words:
        return found
    texts = (row.title, *words_and_code(row.text))
    for asked, (term, possible) in looked.words.items():
        taken = why.taken.get(asked, ())
        others = [each for each in possible if not taken or len(each[0]) > 1 or each[0][0] in taken]
        if "title" in why.words.get(asked, ()) and not _spelt(row.title, (term,)):
            instead = _first(texts[:1], others)
        elif not taken and any(_spelt(text, (term,)) for text in texts):
            continue
        else:
            instead = _first(texts, others)
        if instead is not None:
            found[asked] = instead
    return found


def _first(texts: Sequence[str], others: Sequence[tuple[Terms, bool]]) -> Stood | None:
    for terms, synonym in others:
        if spelt := next((spelt for text in texts if (spelt := _spelt(text, terms))), ""):
            return Stood(spelt if spelt.isupper() else spelt.lower(), terms, synonym)
    return None


def _others(word: Word, answer: Answer) -> Iterator[tuple[Terms, bool]]:
    for terms in word.synonyms:
        yield terms, True
    for term in answer.corrected.get(word.term, ()):
        yield (term,), False


def _spelt(text: str, terms: Terms) -> str:
    """How a text spells a word or a sequence of words where it first has it; "" for nowhere."""
    said = [term for term in terms if term]
    found = found_in(text, Marks(said))
    spans = list(found if len(said) > 1 else islice(found, 1))
    for at in range(len(spans) - len(said) + 1):
        here = spans[at : at + len(said)]
        if [term for *_, term in here] == said and _gaps(text, here) == _blanks(terms):
            return " ".join(text[here[0][0] : here[-1][1]].split())
    return ""


def _gaps(text: str, spans: Sequence[tuple[int, int, str]]) -> list[int]:
    """How many words stand between each and the next."""
    return [len(_WORDS.findall(text, end, start)) for (_, end, _), (start, _, _) in pairwise(spans)]


def _blanks(terms: Terms) -> list[int]:
    places = [place for place, term in enumerate(terms) if term]
    return [after - before - 1 for before, after in pairwise(places)]
