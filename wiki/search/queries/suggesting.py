"""What is offered while somebody types."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import literal, null, select, union_all
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page, Space
from wiki.pages.permissions import Reach, reach_of, readable
from wiki.people.queries import Face, suggest_people
from wiki.search.engine import Engine, Suggestion, Unready, seeker_of
from wiki.search.queries.hidden import hidden_pages
from wiki.search.queries.saved import lately
from wiki.search.tokens import clean

PAGES, TAGS, PEOPLE, RECENT = 6, 3, 3, 3
LEAST_FOR_PEOPLE = 2


@dataclass(frozen=True, slots=True)
class Title:
    """A page that is offered."""

    url: str
    title: str
    type: str
    space_title: str


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
    """What the viewer may be after; at most three statements once it is known what they may reach."""
    text = clean(typed)
    reach = reach_of(session, viewer)
    hidden, recent = _before(session, reach, text)
    offered = _offered(session, reach, text, hidden)
    people: Sequence[Face] = ()
    if viewer.signed_in and len(text) >= LEAST_FOR_PEOPLE:
        people = suggest_people(session, text.lstrip("@"), PEOPLE)
    return Offered(
        text,
        _titles(session, reach, [each.page_id for each in offered if each.kind == "page"]),
        [each.text for each in offered if each.kind == "tag"][:TAGS],
        people,
        [each for each in recent if each != text][:RECENT],
    )


def _before(session: Session, reach: Reach, text: str) -> tuple[list[int], list[str]]:
    """Pages that the index may still show although they may not be read, and own searches; one statement."""
    outbox = hidden_pages(reach).subquery()
    hidden = select(outbox.c.page_id, literal("").label("text"), null().label("at"))
    if not reach.viewer.signed_in:
        return [row.page_id for row in session.execute(hidden)], []
    mine = lately(reach.viewer, text, RECENT + 1).subquery()
    rows = session.execute(union_all(hidden, select(literal(0), mine.c.text, mine.c.at))).all()
    recent = sorted((row for row in rows if not row.page_id), key=lambda row: str(row.at), reverse=True)
    return [row.page_id for row in rows if row.page_id], [row.text for row in recent]


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
    rows = session.execute(
        select(Page.id, Page.slug, Page.title, Page.type, Space.title.label("space_title"))
        .join(Space, Space.id == Page.space_id)
        .where(Page.id.in_(page_ids), readable(reach))
    )
    found = {row.id: Title(f"/p/{row.slug}", row.title, row.type, row.space_title) for row in rows}
    return [found[page_id] for page_id in page_ids if page_id in found][:PAGES]
