"""Where the links of a text lead, for whoever looks: all of a page's in one statement."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, bindparam, exists, func, literal_column, not_, select, union_all
from sqlalchemy.orm import Session, aliased

from wiki.markup import Reference, slugify
from wiki.pages.models import Link, Page, PageName, Revision
from wiki.pages.permissions import Reach, readable, readable_as
from wiki.pages.queries.embeds import Listing, listings
from wiki.people.models import Person

BACKLINKS = 20
LEADING = frozenset({"link", "include"})
"""Kinds of references that lead to a page by its name."""


@dataclass(frozen=True, slots=True)
class Target:
    """A readable page that a link leads to."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Included:
    """A readable page that another one includes, with where its own links lead."""

    slug: str
    title: str
    html: str
    references: Sequence[Reference]
    targets: Mapping[int, Target]


@dataclass(frozen=True, slots=True)
class Answers:
    """What the placeholders of one text become; each by the ordinal of its reference."""

    targets: Mapping[int, Target]
    included: Mapping[int, Included]
    people: Mapping[str, str]  # handle → name
    lists: Mapping[int, Listing] = field(default_factory=dict)


def _fetched(
    session: Session, statement: CompoundSelect[tuple[Any, ...]], values: Mapping[str, Any]
) -> Sequence[Sequence[Any]]:
    """All rows of a statement that is kept.

    SQLite hands over the interpreter at each row, and under load that takes longer than the row. So they come as one.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return connection.execute(statement, values).all()
    packed: Any = connection.execute(_as_one(statement), values).scalar_one()
    rows: list[list[Any]] = json.loads(packed)
    return rows


@lru_cache(maxsize=512)
def _as_one(statement: CompoundSelect[tuple[Any, ...]]) -> Select[tuple[str]]:
    rows = statement.subquery()
    return select(func.json_group_array(func.json_array(*rows.c)))


@lru_cache(maxsize=256)
def _around(sql: tuple[str, str]) -> CompoundSelect[tuple[Any, ...]]:
    """Where a page's links lead, by ordinal; and the pages that lead to it, by -1."""
    leads = (
        select(Link.ordinal, Page.id, Page.slug, Page.title)
        .join(Page, Page.id == Link.target_id)
        .where(Link.source_id == bindparam("page"), readable_as(sql))
    )
    # From the links to the pages, in the order of an index, and no further than `most` of them: however many lead here,
    # few pages are read.
    comes = (
        select(Link.source_id, Page.id, Page.slug, Page.title)
        .join(Page, Page.id == Link.source_id)
        .where(Link.target_id == bindparam("page"), Page.id != bindparam("page"), readable_as(sql))
        .distinct()
        .order_by(Link.source_id)
        .limit(bindparam("most"))
        .subquery()
    )
    return union_all(leads, select(literal_column("-1"), comes.c.id, comes.c.slug, comes.c.title))


@dataclass(frozen=True, slots=True)
class Around:
    """Readable pages around one: those that its links lead to, by ordinal with their ids, and those that lead to it."""

    targets: Mapping[int, tuple[int, Target]]
    backlinks: Sequence[Target]


def links_around(session: Session, reach: Reach, page_id: int, limit: int = BACKLINKS) -> Around:
    """Where a page's links lead as found when it was saved; and the oldest `limit` pages that lead to it, by title."""
    rows = _fetched(session, _around(reach.sql), {"page": page_id, "most": limit})
    backlinks = [Target(slug, title) for ordinal, _, slug, title in rows if ordinal < 0]
    return Around(
        {ordinal: (target_id, Target(slug, title)) for ordinal, target_id, slug, title in rows if ordinal >= 0},
        sorted(backlinks, key=lambda target: target.title.casefold()),
    )


def references_of(stored: Sequence[Any]) -> list[Reference]:
    """A revision's references, as they were stored."""
    return [Reference(*entry) for entry in stored]


def answers_for_page(
    session: Session, reach: Reach, page_id: int, references: list[Reference], space_id: int, around: Around
) -> Answers:
    """For a page's last revision, whose targets were found when it was saved."""
    found = around.targets
    # What its author meant may be hidden from this viewer, or gone; to them another page may bear the name.
    rest = {i: ref for i, ref in enumerate(references) if i not in found and ref.kind in LEADING and ref.target}
    return _answers(session, reach, references, {**found, **_by_name(session, reach, rest, space_id)}, page_id)


def answers_for_text(
    session: Session, reach: Reach, references: list[Reference], space_id: int | None, page_id: int | None = None
) -> Answers:
    """For a preview or an older revision: names are looked up now, with the viewer's eyes."""
    asked = {i: ref for i, ref in enumerate(references) if ref.kind in LEADING and ref.target}
    return _answers(session, reach, references, _by_name(session, reach, asked, space_id), page_id)


def _by_name(
    session: Session, reach: Reach, references: Mapping[int, Reference], space_id: int | None
) -> dict[int, tuple[int, Target]]:
    """Ordinal → id and address of the readable page that bears the name: in this space, by present name, the oldest."""
    keys = {key for ref in references.values() if (key := slugify(ref.target))}
    named: dict[str, tuple[int, Target]] = {}
    if keys:
        bearers = select(PageName.page_id).where(PageName.key.in_(keys))
        for row in session.execute(
            select(PageName.key, Page.id, Page.slug, Page.title)
            .join(Page, Page.id == PageName.page_id)
            # Twice, or SQLite would go through all pages of the spaces.
            .where(PageName.key.in_(keys), Page.id.in_(bearers), readable(reach))
            .order_by(Page.space_id != (space_id or 0), PageName.former, Page.id)
        ):
            named.setdefault(row.key, (row.id, Target(row.slug, row.title)))
    return {i: named[key] for i, ref in references.items() if (key := slugify(ref.target)) in named}


def _answers(
    session: Session,
    reach: Reach,
    references: list[Reference],
    found: Mapping[int, tuple[int, Target]],
    page_id: int | None,
) -> Answers:
    wanted = {found[i][0] for i, ref in enumerate(references) if ref.kind == "include" and i in found}
    texts = _included(session, reach, wanted) if wanted else {}
    handles = {ref.target.casefold() for ref in references if ref.kind == "mention"}
    people: dict[str, str] = {}
    # Who isn't signed in reads the handle that was written and learns nobody's name by it.
    if handles and reach.viewer.signed_in:
        rows = session.execute(select(Person.handle, Person.name).where(Person.handle.in_(handles)))
        people = {row.handle: row.name for row in rows}
    return Answers(
        targets={i: target for i, (_, target) in found.items()},
        included={i: texts[page_id] for i, (page_id, _) in found.items() if page_id in texts},
        people=people,
        lists=listings(session, reach, references, page_id),
    )


def _included(session: Session, reach: Reach, page_ids: set[int]) -> dict[int, Included]:
    targets: dict[int, dict[int, Target]] = {page_id: {} for page_id in page_ids}
    for row in session.execute(
        select(Link.source_id, Link.ordinal, Page.slug, Page.title)
        .join(Page, Page.id == Link.target_id)
        .where(Link.source_id.in_(page_ids), readable(reach))
    ):
        targets[row.source_id][row.ordinal] = Target(row.slug, row.title)
    pages = session.execute(
        select(Page.id, Page.slug, Page.title, Revision.html, Revision.references)
        .join(Revision, Revision.id == Page.head_id)
        .where(Page.id.in_(page_ids), readable(reach))
    )
    return {
        row.id: Included(row.slug, row.title, row.html, references_of(row.references), targets[row.id]) for row in pages
    }


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name that pages link to and that no page bears; `pages` counts those that the viewer may read."""

    name: str
    key: str
    pages: int
    example: Target


def wanted(session: Session, reach: Reach, after: str = "", limit: int = 50) -> list[Wanted]:
    """Missing pages by name, those after `after`; only what readable pages ask for."""
    rows: list[_Asked] = []
    while len(rows) < limit:
        found = _asked(session, reach, after, 2 * limit)
        borne = _borne(session, reach, [row.key for row in found])
        rows += [row for row in found if row.key not in borne]
        if len(found) < 2 * limit:
            break
        after = found[-1].key
    return _named(session, rows[:limit])


@dataclass(frozen=True, slots=True)
class _Asked:
    key: str
    pages: int
    example: int


def _asked(session: Session, reach: Reach, after: str, limit: int) -> list[_Asked]:
    """Names that lead this viewer nowhere, with the number of readable pages that ask for each.

    To somebody who may not read it, a page is one that isn't there: else this list would tell of it. The two kinds
    are asked for one by one, each along an index, which no database does by itself.
    """
    target = aliased(Page)
    nowhere = select(Link.key, Link.source_id).where(Link.kind == "link", Link.target_id.is_(None), Link.key > after)
    # Expressions, for along the index of kinds or names SQLite would go through all links there are, and not only
    # through those that lead to hidden pages.
    name, kind = (Link.key + "").label("key"), Link.kind + ""
    closed = select(target.id).where(not_(readable(reach, target)))
    hidden = select(name, Link.source_id).where(Link.target_id.in_(closed), kind == "link", name > after)
    readable_source = exists().where(Page.id == Link.source_id, readable(reach)).correlate(Link)
    parts = [
        part.where(readable_source)
        .with_only_columns(
            key, func.count(Link.source_id.distinct()).label("pages"), func.min(Link.source_id).label("example")
        )
        .group_by(key)
        .order_by(key)
        .limit(limit)
        for part, key in ((nowhere, Link.key), (hidden, name))
    ]
    both = union_all(*(select(part.subquery()) for part in parts)).subquery()
    found: dict[str, _Asked] = {}
    # Sorted by the database, whose order is the one that `after` goes by.
    for key, pages, example in session.execute(select(both).order_by(both.c.key)):
        other = found.get(key)
        found[key] = _Asked(
            key, pages + (other.pages if other else 0), min(example, other.example if other else example)
        )
    return list(found.values())[:limit]


def _borne(session: Session, reach: Reach, keys: list[str]) -> set[str]:
    """Those of the names that a readable page bears."""
    bearer = exists().where(Page.id == PageName.page_id, readable(reach)).correlate(PageName)
    return set(session.scalars(select(PageName.key).where(PageName.key.in_(keys), bearer))) if keys else set()


def _named(session: Session, rows: Sequence[_Asked]) -> list[Wanted]:
    """The missing pages as somebody wrote their names."""
    examples = {
        row.id: row
        for row in session.execute(
            select(Page.id, Page.slug, Page.title, Revision.references)
            .join(Revision, Revision.id == Page.head_id)
            .where(Page.id.in_([row.example for row in rows]))
        )
    }
    found = []
    for row in rows:
        page = examples[row.example]
        names = [ref.target for ref in references_of(page.references) if slugify(ref.target) == row.key]
        found.append(Wanted(names[0] if names else row.key, row.key, row.pages, Target(page.slug, page.title)))
    return found
