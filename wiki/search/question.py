"""What was typed, as a question. Anything can be typed; nothing is an error, and `notes` say how it was read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Filters = ("title", "tag", "type", "space", "by", "owner", "updated", "is", "has", "under")


@dataclass(frozen=True, slots=True)
class Word:
    """A word to rank by. `field`: "" for anywhere, or "title". Pages without a `required` one are not found.

    `prefix`: any word that begins so. `synonyms`: other words, or sequences of words, that count as this one; "" in a
    sequence stands for a word that is not looked for.
    """

    term: str
    text: str
    place: int = 0
    field: str = ""
    required: bool = False
    prefix: bool = False
    synonyms: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in exactly this order: terms with their distance from the first, so that stop words between them count."""

    terms: tuple[tuple[int, str], ...]
    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """`field:value` as typed; before an engine is asked, `Limit` or `Nothing` takes its place."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Limit:
    """Only pages with one of these values.

    `kind` and its values: type (names), tag (keys), state (names); space, person, owner, under (ids); changed (no
    values, but the first and the last day, as ordinals).
    """

    kind: str
    values: frozenset[str | int] = frozenset()
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Nothing:
    """A filter that no page passes."""


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"


@dataclass(frozen=True, slots=True)
class Either:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every node must hold, except that plain words only rank: one of them is enough."""

    nodes: tuple["Node", ...]


Node = Word | Phrase | Filter | Limit | Nothing | Not | Either | All


@dataclass(frozen=True, slots=True)
class Note:
    """How something was read: a text to be translated, with its values."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """`name`: the title it may be, as `name_key` makes it; empty where operators were used."""

    text: str
    root: All
    name: str = ""
    notes: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.root.nodes)

    @property
    def words(self) -> tuple[Word, ...]:
        """All words that pages should have, each term once, in the order asked."""
        found: dict[tuple[str, str], Word] = {}
        for node in _wanted(self.root):
            if isinstance(node, Word):
                found.setdefault((node.term, node.field), node)
        return tuple(found.values())

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return tuple(node for node in _wanted(self.root) if isinstance(node, Phrase))

    @property
    def terms(self) -> frozenset[str]:
        """What is to be marked in a text that answers."""
        words = {word.term for word in self.words}
        told = {term for word in self.words for synonym in word.synonyms for term in synonym}
        return frozenset(words | told | {term for phrase in self.phrases for _, term in phrase.terms})


def _wanted(node: Node) -> Iterator[Node]:
    """Words and phrases that are not behind a minus."""
    if isinstance(node, Word | Phrase):
        yield node
    elif isinstance(node, All | Either):
        for child in node.nodes:
            yield from _wanted(child)
