"""Words that keepers say mean the same, put to the words of a question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from wiki.search.question import All, Either, Node, Not, Question, Word
from wiki.search.words import asked

Terms = tuple[str, ...]
"""A word or phrase by its terms, in order; "" stands in the place of a word that tells nothing, as `of`."""

Alike = Mapping[Terms, tuple[Terms, ...]]
"""What each word or phrase is also called."""


def terms_of(said: str) -> Terms:
    """A word or phrase as it is looked for; empty when there is nothing to look for."""
    found = asked(said)
    telling = [(place, term) for place, term, stop in found if not stop] or [(place, term) for place, term, _ in found]
    if not telling:
        return ()
    first = telling[0][0]
    places = {place - first: term for place, term in telling}
    return tuple(places.get(place, "") for place in range(max(places) + 1))


def alike(groups: Iterable[Sequence[str]]) -> Alike:
    """All groups together; one that shares a word with another leaves both as they are."""
    found: dict[Terms, dict[Terms, None]] = defaultdict(dict)
    for group in groups:
        members = [terms for said in group if (terms := terms_of(said))]
        for member in members:
            found[member] |= dict.fromkeys(other for other in members if other != member)
    return {member: tuple(others) for member, others in found.items() if others}


def with_synonyms(question: Question, known: Alike) -> Question:
    """The question with what its words are also called."""
    if not known:
        return question
    longest = max(map(len, known))
    root = _told(question.root, known, longest)
    return replace(question, root=root) if isinstance(root, All) else question


def _told(node: Node, known: Alike, longest: int) -> Node:
    if isinstance(node, Word):
        return _also(node, known.get((node.term,), ()))
    if isinstance(node, Not):
        return Not(_told(node.node, known, longest))
    if isinstance(node, Either):
        return Either(tuple(_told(each, known, longest) for each in node.nodes))
    if isinstance(node, All):
        return All(_sequence([_told(each, known, longest) for each in node.nodes], known, longest))
    return node


def _sequence(nodes: list[Node], known: Alike, longest: int) -> tuple[Node, ...]:
    """Words side by side that are known together: each of them may stand for all."""
    for start, first in enumerate(nodes):
        if not isinstance(first, Word):
            continue
        run: list[tuple[int, Word]] = []
        for index in range(start, len(nodes)):
            word = nodes[index]
            if not isinstance(word, Word) or word.prefix or word.field or word.place - first.place >= longest:
                break
            run.append((index, word))
            others = known.get(_together([each for _, each in run])) if len(run) > 1 else None
            if others:
                for position, each in run:
                    nodes[position] = _also(each, others)
    return tuple(nodes)


def _together(words: list[Word]) -> Terms:
    first = words[0].place
    places = {word.place - first: word.term for word in words}
    return tuple(places.get(place, "") for place in range(max(places) + 1))


def _also(word: Word, others: tuple[Terms, ...]) -> Word:
    if not others or word.prefix:
        return word
    return replace(word, synonyms=tuple(dict.fromkeys((*word.synonyms, *others))))
