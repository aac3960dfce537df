"""How much of a question is answered: what only seems found is a gap as well."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from wiki.kernel.texts import N_
from wiki.search.engine import Answer, Why
from wiki.search.question import All, Either, Limit, Node, Not, Note, Question, Word
from wiki.search.words import STOP, asked

LONG, ENOUGH = 4, 0.75
"""Of a question of so many words, this share is enough."""

STATES = frozenset({"file", "diagram", "stale"})
NO_STATE = N_("Nothing here is called “%(value)s”.")

Count = Callable[[Question], int]
"""How many pages answer a question."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """`lacking`: no page has all of the words. `weak`: nor has one most of them, or a word had to be guessed."""

    lacking: bool = False
    weak: bool = False


def tells(words: str) -> bool:
    """Whether they say what is looked for, and aren't only such as stand on every page."""
    return any(not stop for *_, stop in asked(words))


def coverage(question: Question, answer: Answer, whys: Sequence[Why], count: Count) -> Coverage:
    """`whys`: of the pages shown. Counts once more only when none of those has all of the words."""
    guessed = answer.widened or bool(answer.corrected)
    words = [node for node in question.root.nodes if isinstance(node, Word) and not node.required]
    telling = {word.text for word in words if word.text.lower() not in STOP}
    if len(telling) < 2 or not answer.total:
        return Coverage(weak=guessed)
    best = max((len(telling.difference(why.missing)) for why in whys), default=0) / len(telling)
    lacking = best < 1 and (answer.total <= len(whys) or not count(_with_all(question)))
    enough = not lacking or (len(telling) >= LONG and best >= ENOUGH)
    return Coverage(lacking, guessed or not enough)


def _with_all(question: Question) -> Question:
    nodes = (replace(node, required=True) if isinstance(node, Word) else node for node in question.root.nodes)
    return replace(question, root=All(tuple(nodes)))


def unknown_states(question: Question, kinds: frozenset[str], count: Count) -> tuple[Note, ...]:
    """A note for each value of `is:` and `has:` that no page has. `kinds`: names of page types."""
    values = {str(value): None for limit in _states(question.root) for value in limit.values}
    return tuple(
        Note(NO_STATE, {"value": value})
        for value in values
        if value not in STATES | kinds
        and not count(replace(question, name="", root=All((Limit("state", frozenset({value})),))))
    )


def _states(node: Node) -> Iterator[Limit]:
    match node:
        case Limit(kind="state"):
            yield node
        case Not():
            yield from _states(node.node)
        case All() | Either():
            for each in node.nodes:
                yield from _states(each)
