"""The page tree, without ever reading more of it than is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from wiki.pages.models import Page
from wiki.pages.permissions import Reach, readable

BEFORE, AFTER = 20, 40
"""How many siblings are shown around each page on the way to the one that is read."""


@dataclass(slots=True)
class Node:
    """A page in the tree. `has_more`: siblings are left out before or after it."""

    id: int
    slug: str
    title: str
    parent_id: int | None
    has_children: bool
    current: bool = False
    children: list["Node"] = field(default_factory=list)
    more_before: bool = False
    more_after: bool = False

    @property
    def url(self) -> str:
        return f"/p/{self.slug}"


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree around a page. `crumbs`: title and address of the pages above it, `below`: the pages right below it.

    `more`: there are roots that aren't shown; `more_below`: there are more pages below than shown.
    """

    roots: list[Node]
    crumbs: list[tuple[str, str]]
    more: bool
    below: list[Node]
    more_below: bool


def _node_columns(reach: Reach) -> tuple[Any, ...]:
    child = aliased(Page)
    has_children = exists().where(child.parent_id == Page.id, readable(reach, child))
    return (Page.id, Page.slug, Page.title, Page.parent_id, Page.position, has_children.label("has_children"))


def children_of(
    session: Session,
    reach: Reach,
    space_id: int,
    parent_id: int | None,
    after: tuple[int, int] = (-1, -1),
    limit: int = 100,
) -> tuple[list[Node], tuple[int, int] | None]:
    """Readable pages directly below a page (None: the space's roots), in order; and where to go on, if any."""
    rows = session.execute(
        select(*_node_columns(reach))
        .where(_siblings(space_id, parent_id), readable(reach), _after(after))
        .order_by(Page.position, Page.id)
        .limit(limit + 1)
    ).all()
    rest = (rows[limit - 1].position, rows[limit - 1].id) if len(rows) > limit else None
    return [_node(row) for row in rows[:limit]], rest


def tree_around(session: Session, reach: Reach, page: Any) -> Tree:
    """The way down to `page` (a `Reading` or `Page`), its siblings, and its children; two statements."""
    ids = [int(part) for part in page.path.split("/")[1:-1]]
    way = {
        row.id: row
        for row in session.execute(
            select(Page.id, Page.position, Page.parent_id, Page.slug, Page.title).where(
                Page.id.in_(ids), readable(reach)
            )
        )
    }
    parts: list[Select[*tuple[Any, ...]]] = []
    for page_id in ids:
        if page_id in way:
            parts += _window(reach, page.space_id, way[page_id].parent_id, way[page_id])
    parts.append(_limited(reach, _siblings(page.space_id, page.id), after=True, limit=AFTER + 1))
    rows = session.execute(union_all(*parts)).all()
    crumbs = [(way[i].title, f"/p/{way[i].slug}") for i in ids[:-1] if i in way]
    levels = _levels(rows, set(ids), page.id)
    roots, below = levels.get(None, []), levels.get(page.id, [])
    more = any(node.more_before or node.more_after for node in roots)
    return Tree(roots, crumbs, more, below, bool(below) and below[-1].more_after)


def _window(reach: Reach, space_id: int, parent_id: int | None, at: Any) -> list[Select[*tuple[Any, ...]]]:
    level = _siblings(space_id, parent_id)
    before = and_(level, or_(Page.position < at.position, and_(Page.position == at.position, Page.id < at.id)))
    from_here = and_(level, or_(Page.position > at.position, and_(Page.position == at.position, Page.id >= at.id)))
    return [
        _limited(reach, before, after=False, limit=BEFORE + 1),
        _limited(reach, from_here, after=True, limit=AFTER + 1),
    ]


def _limited(reach: Reach, where: Any, *, after: bool, limit: int) -> Select[*tuple[Any, ...]]:
    order = (Page.position, Page.id) if after else (Page.position.desc(), Page.id.desc())
    inner = (
        select(*_node_columns(reach), literal(after).label("after"))
        .where(where, readable(reach))
        .order_by(*order)
        .limit(limit)
        .subquery()
    )
    return select(inner)


def _siblings(space_id: int, parent_id: int | None) -> Any:
    if parent_id is None:
        return and_(Page.space_id == space_id, Page.parent_id.is_(None))
    return Page.parent_id == parent_id


def _after(key: tuple[int, int]) -> Any:
    return or_(Page.position > key[0], and_(Page.position == key[0], Page.id > key[1]))


def _node(row: Any) -> Node:
    return Node(row.id, row.slug, row.title, row.parent_id, row.has_children)


def _levels(rows: Sequence[Any], way: set[int], current_id: int) -> dict[int | None, list[Node]]:
    """Parent id → the nodes below it, cut to their windows; nodes on the way hold their children."""
    windows: dict[int | None, tuple[list[Any], list[Any]]] = {}
    for row in rows:
        before, after = windows.setdefault(row.parent_id, ([], []))
        (after if row.after else before).append(row)
    levels: dict[int | None, list[Node]] = {}
    for parent_id, (before, after) in windows.items():
        before.sort(key=lambda row: (-row.position, -row.id))
        after.sort(key=lambda row: (row.position, row.id))
        shown = [_node(row) for row in [*reversed(before[:BEFORE]), *after[:AFTER]]]
        shown[0].more_before = len(before) > BEFORE
        shown[-1].more_after = len(after) > AFTER
        levels[parent_id] = shown
    for level in levels.values():
        for node in level:
            node.current = node.id == current_id
            if node.id in way:
                node.children = levels.get(node.id, [])
    return levels


def count_below(session: Session, reach: Reach, page: Page) -> int:
    """How many readable pages lie below a page, at any depth."""
    below = and_(Page.path.startswith(page.path, autoescape=True), Page.id != page.id)
    return session.scalar(select(func.count()).select_from(Page).where(below, readable(reach))) or 0
