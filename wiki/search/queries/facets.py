"""How many of what was found are of each kind, with the query that asks for only those."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wiki.people.queries import Face
from wiki.search.engine import FACETS
from wiki.search.queries.resolving import Room, plain
from wiki.search.results import Choice, Facet
from wiki.search.writing import limited, limits, unlimited

MOST = 8
"""So many values of a facet are shown."""

FIELDS = {"type": "type", "space": "space", "tag": "tag", "person": "by", "year": "updated"}
"""Facet → the field that limits to one of its values."""

Counts = Mapping[str, Mapping[str | int, int]]


def people_shown(counts: Counts) -> list[int]:
    """Ids of those whom the facet of persons names."""
    return [int(value) for value in list(counts.get("person", {}))[:MOST]]


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
    field = FIELDS[name]
    given = limits(text, field)
    for raw, count in list(counts.items())[:MOST]:
        said = known.named(name, raw)
        if said is None:
            continue
        value, label = said
        saying = frozenset(typed for typed in given if known.means(name, typed, raw))
        more = unlimited(text, field, saying) if saying else limited(text, field, value)
        yield Choice(value, label, count, bool(saying), more)
