"""What filters mean for whoever looks: `field:value` becomes limits that an engine knows.

A value that nobody bears, and one that only something hidden bears, come to the same: no page, and the same note.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from wiki.kernel.texts import N_
from wiki.markup import slugify
from wiki.pages.models import Page, PageName, Space
from wiki.pages.permissions import Reach, readable
from wiki.people.models import Person
from wiki.search.question import All, Either, Filter, Limit, Node, Not, Note, Nothing, Question
from wiki.search.when import days
from wiki.search.words import name_key

MANY_PAGES = 20
"""`under:` takes so many pages of one name."""

NO_SPACE = N_("There is no space “%(value)s” that you may read.")
NO_PAGE = N_("There is no page “%(value)s” that you may read.")
NO_PERSON = N_("Nobody is called “%(value)s”.")
NO_ME = N_("“%(value)s” is whoever is signed in, and you are not.")
NO_TYPE = N_("No type of page is called “%(value)s”.")
NO_TIME = N_("“%(value)s” is no time that could be read. It was left out; try 2026, 2026-03, >2026-03 or 30d.")


@dataclass(frozen=True, slots=True)
class Room:
    """A space that the viewer may read. `open`: everybody who is signed in may."""

    id: int
    key: str
    title: str
    open: bool = True


def rooms_of(session: Session, reach: Reach) -> dict[int, Room]:
    """The spaces that the viewer may read, by id; one statement."""
    rows = session.execute(select(Space.id, Space.key, Space.title).where(Space.id.in_(list(reach.roles))))
    return {row.id: Room(row.id, row.key, row.title) for row in rows}


def resolve(
    session: Session,
    reach: Reach,
    question: Question,
    *,
    rooms: Mapping[int, Room],
    kinds: Mapping[str, str],
    today: date,
) -> Question:
    """The question with limits for filters. `kinds`: what page types are called, folded → name.

    One statement when it asks for people by name, one when it asks for pages.
    """
    asked = list(filters_of(question.root))
    if not asked:
        return question
    names = {each.value for each in asked if each.field in {"by", "owner"}}
    titles = {each.value for each in asked if each.field == "under"}
    known = _Known(reach, rooms, kinds, today, _people(session, reach, names), _pages(session, reach, titles))
    root = All(tuple(node for each in question.root.nodes if (node := known.node(each)) is not None))
    return replace(question, root=root, notes=(*question.notes, *known.notes.values()))


def filters_of(node: Node) -> Iterator[Filter]:
    """All filters of a question as they were typed."""
    if isinstance(node, Filter):
        yield node
    elif isinstance(node, Not):
        yield from filters_of(node.node)
    elif isinstance(node, All | Either):
        for child in node.nodes:
            yield from filters_of(child)


def plain(text: str) -> str:
    """A value as it is compared: folded, without spaces and signs."""
    return name_key(text).replace(" ", "")


@dataclass(slots=True)
class _Known:
    reach: Reach
    rooms: Mapping[int, Room]
    kinds: Mapping[str, str]
    today: date
    people: Mapping[str, frozenset[int]]
    pages: Mapping[str, frozenset[int]]
    notes: dict[tuple[str, str], Note] = field(default_factory=dict)

    def node(self, node: Node) -> Node | None:
        """None for a filter that was left out."""
        if isinstance(node, Filter):
            return self._limit(node)
        if isinstance(node, Not):
            inner = self.node(node.node)
            return None if inner is None else Not(inner)
        if isinstance(node, All | Either):
            nodes = tuple(found for each in node.nodes if (found := self.node(each)) is not None)
            return type(node)(nodes) if nodes else None
        return node

    def _limit(self, asked: Filter) -> Node | None:
        match asked.field:
            case "tag":
                return Limit("tag", frozenset({asked.value.casefold()}))
            case "is" | "has":
                return Limit("state", frozenset({asked.value.casefold()}))
            case "updated":
                return self._changed(asked.value)
            case "type":
                name = self.kinds.get(plain(asked.value))
                return self._ids("type", frozenset({name} if name else ()), NO_TYPE, asked.value)
            case "space":
                return self._ids("space", self._spaces(asked.value), NO_SPACE, asked.value)
            case "under":
                return self._ids("under", self.pages.get(asked.value, frozenset()), NO_PAGE, asked.value)
            case _:
                kind = "owner" if asked.field == "owner" else "person"
                note = NO_ME if asked.value.casefold() == "me" else NO_PERSON
                return self._ids(kind, self.people.get(asked.value, frozenset()), note, asked.value)

    def _ids(self, kind: str, ids: frozenset[int] | frozenset[str], note: str, value: str) -> Node:
        if not ids:
            self.notes[note, value] = Note(note, {"value": value})
            return Nothing()
        return Limit(kind, frozenset(ids))

    def _changed(self, value: str) -> Node | None:
        found = days(value, self.today)
        if found is None:
            self.notes[NO_TIME, value] = Note(NO_TIME, {"value": value})
            return None
        return Limit("changed", first=found[0], last=found[1])

    def _spaces(self, value: str) -> frozenset[int]:
        key = value.casefold()
        by_key = frozenset(room.id for room in self.rooms.values() if room.key == key)
        return by_key or frozenset(room.id for room in self.rooms.values() if plain(room.title) == plain(value))


def _people(session: Session, reach: Reach, names: set[str]) -> Mapping[str, frozenset[int]]:
    """Whom each name means: `me`, a handle, a whole name, or else a word of names."""
    viewer = reach.viewer
    if not viewer.signed_in:
        # Who is here is not told to strangers.
        return {}
    mine = frozenset({viewer.person_id or 0})
    found = {name: mine for name in names if name.casefold() == "me"}
    keys = {name: name.casefold().lstrip("@") for name in names if name not in found}
    if not keys:
        return found
    matches: list[ColumnElement[bool]] = [
        Person.handle.in_(list(keys.values())),
        Person.name_key.in_(list(keys.values())),
    ]
    for key in keys.values():
        matches += [
            Person.name_key.startswith(f"{key} ", autoescape=True),
            Person.name_key.contains(f" {key}", autoescape=True),
        ]
    rows = session.execute(select(Person.id, Person.handle, Person.name_key).where(or_(*matches)).limit(200)).all()
    for name, key in keys.items():
        exact = frozenset(row.id for row in rows if key in (row.handle, row.name_key))
        found[name] = exact or frozenset(row.id for row in rows if key in row.name_key.split())
    return found


def _pages(session: Session, reach: Reach, titles: set[str]) -> Mapping[str, frozenset[int]]:
    """The readable pages that bear each name, or bore it."""
    keys = {title: key for title in titles if (key := slugify(title))}
    if not keys:
        return {}
    rows = session.execute(
        select(PageName.key, PageName.page_id)
        .join(Page, Page.id == PageName.page_id)
        .where(PageName.key.in_(list(keys.values())), readable(reach))
        .order_by(PageName.former, Page.id)
        .limit(MANY_PAGES * len(keys))
    ).all()
    return {title: frozenset(row.page_id for row in rows if row.key == key) for title, key in keys.items()}
