"""How many of what was found are of each kind, with the query that asks for only those."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from wiki.people.queries import Face
from wiki.search.engine import FACETS
from wiki.search.queries.resolving import Room, plain
from wiki.search.question import All, Either, Limit, Node, Nothing, Question
from wiki.search.results import Choice, Facet
from wiki.search.writing import FACET_FIELDS, limited, limits, unlimited

MOST = 8
"""So many values of a facet are shown."""

KINDS = {"type": "type", "space": "space", "tag": "tag", "person": "person", "year": "changed"}
"""Facet → the kind of `Limit` that its field becomes."""

Counts = Mapping[str, Mapping[str | int, int]]


def people_shown(counts: Counts, question: Question) -> list[int]:
    """Ids of those whom the facet of persons names: the first ones, and whom the question asks for."""
    limits_asked = [limit for node in question.root.nodes for limit in _limits(node) if limit.kind == "person"]
    asked = {value for limit in limits_asked for value in limit.values}
    return [int(value) for place, value in enumerate(counts.get("person", {})) if place < MOST or value in asked]


def narrowed_by(text: str) -> list[str]:
    """The facets of which a query chooses values."""
    return [name for name in FACETS if limits(text, FACET_FIELDS[name])]


def without(question: Question, facet: str) -> Question:
    """The question, its filters resolved, without what it chooses of a facet: to count what else could be chosen."""
    kind = KINDS[facet]
    kept = tuple(node for node in question.root.nodes if {limit.kind for limit in _limits(node)} != {kind})
    return replace(question, root=All(kept))


def _limits(node: Node) -> list[Limit]:
    """A limit, or those of which one is to hold; nothing for all else."""
    if isinstance(node, Either) and all(isinstance(each, Limit | Nothing) for each in node.nodes):
        return [each for each in node.nodes if isinstance(each, Limit)]
    return [node] if isinstance(node, Limit) else []


@dataclass(frozen=True, slots=True)
class Known:
    """What values are called. `kinds`: what page types are called, folded → name; `me`: who looks."""

    rooms: Mapping[int, Room]
    faces: Mapping[int, Face]
    kinds: Mapping[str, str]
    me: int | None

    def named(self, facet: str, raw: str | int) -> tuple[str, str] | None:
        """A value as a query says it, and as people read it; None for what this viewer may not see."""
        if facet == "space":
            room = self.rooms.get(int(raw))
            return (room.key, room.title) if room else None
        if facet == "person":
            face = self.faces.get(int(raw))
            return (face.handle, face.name) if face else None
        return str(raw), str(raw)

    def means(self, facet: str, typed: str, raw: str | int) -> bool:
        """Whether what stands after a field in the query, casefolded, is this value."""
        value, label = self.named(facet, raw) or ("", "")
        if facet == "type":
            return self.kinds.get(plain(typed)) == value
        if facet == "space":
            return typed == value or plain(typed) == plain(label)
        if facet == "person":
            return typed.lstrip("@") == value or typed == label.casefold() or (typed == "me" and raw == self.me)
        return typed == value


def facets_of(text: str, counts: Counts, known: Known) -> tuple[Facet, ...]:
    """The facets in their order; those with nothing to choose are left out."""
    made = []
    for name in FACETS:
        choices = tuple(_choices(text, name, counts.get(name, {}), known))
        if len(choices) > 1 or any(choice.chosen for choice in choices):
            made.append(Facet(name, choices))
    return tuple(made)


def _choices(text: str, name: str, counts: Mapping[str | int, int], known: Known) -> Iterator[Choice]:
    """The most frequent values, and all that are chosen."""
    field = FACET_FIELDS[name]
    given = limits(text, field)
    shown = counts if given else list(counts)[:MOST]
    meant = {raw: frozenset(typed for typed in given if known.means(name, typed, raw)) for raw in shown}
    chosen = frozenset(typed for saying in meant.values() for typed in saying)
    for place, (raw, saying) in enumerate(meant.items()):
        said = known.named(name, raw)
        if said is None or (place >= MOST and not saying):
            continue
        value, label = said
        more = unlimited(text, field, saying) if saying else limited(text, field, value, chosen)
        yield Choice(value, label, counts[raw], bool(saying), more)
