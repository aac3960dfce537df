"""What is offered while somebody types."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, String, bindparam, cast, literal, or_, select, union_all
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page, Space
from wiki.pages.permissions import Reach, reach_of, readable_as
from wiki.people.models import Person
from wiki.people.queries import FACE, Face
from wiki.search.engine import Engine, Suggestion, Unready, seeker_of
from wiki.search.queries.faces import face
from wiki.search.queries.hidden import hidden_pages, hidden_to
from wiki.search.queries.saved import lately
from wiki.search.tokens import clean

PAGES, TAGS, PEOPLE, RECENT = 6, 3, 3, 3
LEAST_FOR_PEOPLE = 2
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Title:
    """A page that is offered. `hint`: where it stands; of pages of one title, what tells them apart."""

    url: str
    title: str
    type: str
    space_title: str
    hint: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What is offered for `text`: pages and tags by the beginnings of their words, people by name, own searches."""

    text: str
    pages: Sequence[Title] = ()
    tags: Sequence[str] = ()
    people: Sequence[Face] = ()
    recent: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.pages or self.tags or self.people or self.recent)


def suggestions(session: Session, viewer: Viewer, typed: str) -> Offered:
    """What the viewer may be after; at most two statements once it is known what they may reach."""
    text = clean(typed)
    reach = reach_of(session, viewer)
    hidden, recent, people = _before(session, reach, text)
    offered = _offered(session, reach, text, hidden)
    return Offered(
        text,
        _titles(session, reach, [each.page_id for each in offered if each.kind == "page"]),
        [each.text for each in offered if each.kind == "tag"][:TAGS],
        people,
        [each for each in recent if each != text][:RECENT],
    )


def _before(session: Session, reach: Reach, text: str) -> tuple[list[int], list[str], list[Face]]:
    """Pages that the index may still show although they may not be read, own searches, and people; one statement."""
    if not reach.viewer.signed_in:
        return hidden_pages(session, reach), [], []
    key = _like(" ".join(text.casefold().split())[:LONGEST])
    name = key.lstrip("@") if len(text) >= LEAST_FOR_PEOPLE else ""
    asked = {
        "me": reach.viewer.person_id,
        "begin": f"{key}%",
        "name": f"{name}%" if name else "",
        "word": f"% {name}%" if name else "",
    }
    rows = session.connection().execute(_known(reach.sql), asked).all()
    recent = sorted((row for row in rows if row.kind == "recent"), key=lambda row: str(row.at), reverse=True)
    people = sorted((row for row in rows if row.kind == "person"), key=lambda row: row.at)
    return (
        [row.id for row in rows if row.kind == "hidden"],
        [row.name for row in recent],
        [face(row) for row in people],
    )


@lru_cache(maxsize=256)
def _known(sql: tuple[str, str]) -> CompoundSelect[*tuple[Any, ...]]:
    """Kept for the rights that it is for, since building it takes longer than running it.

    `at` is what the rows of a kind are ordered by.
    """
    hidden, mine = hidden_to(sql).subquery(), lately(RECENT + 1).subquery()
    named = or_(
        *(
            column.like(bindparam(begin, type_=String), escape="\\")
            for column, begin in ((Person.name_key, "name"), (Person.name_key, "word"), (Person.handle, "name"))
        )
    )
    people = (
        select(*FACE, Person.name_key)
        .where(Person.disabled_at.is_(None), named)
        .order_by(Person.name_key, Person.id)
        .limit(PEOPLE)
        .subquery()
    )
    empty = [literal("").label(name) for name in ("handle", "side", "avatar")]
    return union_all(
        select(
            literal("hidden").label("kind"),
            hidden.c.page_id.label("id"),
            literal("").label("name"),
            *empty,
            literal("").label("at"),
        ),
        select(literal("recent"), literal(0), mine.c.text, *empty, cast(mine.c.at, String)),
        select(
            literal("person"),
            people.c.id,
            people.c.name,
            people.c.handle,
            people.c.side,
            people.c.avatar,
            people.c.name_key,
        ),
    )


def _like(text: str) -> str:
    """A text that stands for itself in LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _offered(session: Session, reach: Reach, text: str, hidden: Sequence[int]) -> Sequence[Suggestion]:
    engine: Engine | None = session.info["kept"].get("search_engine")
    if engine is None or not text or not reach.roles:
        return ()
    try:
        return engine.suggest(text, seeker_of(reach.roles, reach.guards, reach.viewer.person_id, hidden), PAGES + 2)
    except Unready:
        return ()


def _titles(session: Session, reach: Reach, page_ids: Sequence[int]) -> list[Title]:
    """Those of the pages that may be read now, as they are called now."""
    if not page_ids:
        return []
    found = {row.id: row for row in session.connection().execute(_shown(reach.sql), {"ids": page_ids})}
    rows = [found[page_id] for page_id in page_ids if page_id in found][:PAGES]
    hints = _hints(session, reach, rows)
    return [Title(f"/p/{row.slug}", row.title, row.type, row.space_title, hints[row.id]) for row in rows]


def _hints(session: Session, reach: Reach, rows: Sequence[Any]) -> dict[int, str]:
    """The space of each; of those alike also the page above, by one statement more, or else the address."""
    hints = {row.id: row.space_title for row in rows}
    alike = _alike(rows, hints)
    if above := {row.parent_id for row in alike} - {None}:
        found = session.connection().execute(_shown(reach.sql), {"ids": list(above)})
        titles = {row.id: row.title for row in found}
        hints |= {row.id: f"{hints[row.id]} › {titles[row.parent_id]}" for row in alike if row.parent_id in titles}
    return hints | {row.id: f"{hints[row.id]}, /p/{row.slug}" for row in _alike(rows, hints)}


def _alike(rows: Sequence[Any], hints: Mapping[int, str]) -> list[Any]:
    """Those that look like another."""
    looks = Counter((row.title.casefold(), hints[row.id]) for row in rows)
    return [row for row in rows if looks[row.title.casefold(), hints[row.id]] > 1]


@lru_cache(maxsize=256)
def _shown(sql: tuple[str, str]) -> Select[*tuple[Any, ...]]:
    return (
        select(Page.id, Page.slug, Page.title, Page.type, Page.parent_id, Space.title.label("space_title"))
        .join(Space, Space.id == Page.space_id)
        .where(Page.id.in_(bindparam("ids", expanding=True)), readable_as(sql))
    )
