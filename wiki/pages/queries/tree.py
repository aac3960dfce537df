"""The page tree, without ever reading more of it than is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page
from wiki.pages.permissions import Reach, readable, readable_as

BEFORE, AFTER = 12, 24
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

    `more`: there are roots that aren't shown; `more_below`: there are more pages below than shown. `drawn`: what
    templates made of it, to be thrown away with it.
    """

    roots: list[Node]
    crumbs: list[tuple[str, str]]
    more: bool
    below: list[Node]
    more_below: bool
    drawn: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


_child, _on_the_way = aliased(Page), aliased(Page)


def _node_columns(sql: tuple[str, str]) -> tuple[Any, ...]:
    has_children = exists().where(_child.parent_id == Page.id, readable_as(sql, _child))
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
    level = Page.parent_id == parent_id if parent_id else and_(Page.space_id == space_id, Page.parent_id.is_(None))
    position, page_id = after
    behind = or_(Page.position > position, and_(Page.position == position, Page.id > page_id))
    rows = session.execute(
        select(*_node_columns(reach.sql))
        .where(level, readable_as(reach.sql), behind)
        .order_by(Page.position, Page.id)
        .limit(limit + 1)
    ).all()
    rest = (rows[limit - 1].position, rows[limit - 1].id) if len(rows) > limit else None
    return [_node(row) for row in rows[:limit]], rest


TREE = "tree"
"""Counter that begins anew whenever a page comes, goes, moves, or is called otherwise."""

KEEP = 500


def kept_tree_around(session: Session, reach: Reach, page: Any, generation: int) -> Tree:
    """As `tree_around`, kept in memory for a viewer and page until the tree changes anywhere.

    `generation` is that of `TREE`, read no later than the page. People read far more often than they move pages.
    """
    kept: dict[tuple[Viewer, int, int], Tree] = session.info["kept"].setdefault("trees", {})
    key = (reach.viewer, page.id, generation)
    if (tree := kept.get(key)) is None:
        tree = tree_around(session, reach, page)
        if len(kept) >= KEEP:
            kept.clear()
        kept[key] = tree
    return tree


def tree_around(session: Session, reach: Reach, page: Any) -> Tree:
    """The way down to `page` (a `Reading` or `Page`), its siblings, and its children; one statement."""
    ids = [int(part) for part in page.path.split("/")[1:-1]]
    places = {"space": page.space_id} | {f"id{level}": page_id for level, page_id in enumerate(ids)}
    rows = session.connection().execute(_windows(len(ids), reach.sql), places).all()
    levels = _levels(rows, set(ids), page.id)
    roots, below = levels.get(None, []), levels.get(page.id, [])
    shown = {node.id: node for level in levels.values() for node in level}
    crumbs = [(shown[page_id].title, shown[page_id].url) for page_id in ids[:-1] if page_id in shown]
    more = any(node.more_before or node.more_after for node in roots)
    return Tree(roots, crumbs, more, below, bool(below) and below[-1].more_after)


def neighbours(session: Session, reach: Reach, page: Page) -> list[Node]:
    """The page among the readable ones that stand beside it, in order; at most `BEFORE` before and `AFTER` from it."""

    def level_of(nodes: list[Node]) -> list[Node] | None:
        if any(node.current for node in nodes):
            return nodes
        return next((found for node in nodes if (found := level_of(node.children))), None)

    return level_of(tree_around(session, reach, page).roots) or []


@lru_cache(maxsize=256)
def _windows(depth: int, sql: tuple[str, str]) -> CompoundSelect[*tuple[Any, ...]]:
    """One statement for all levels: the neighbours of each page on the way, and what is below the last.

    Kept by the depth and rights that it is for, since building it takes longer than running it.
    """
    parts: list[Select[*tuple[Any, ...]]] = []
    siblings = and_(Page.space_id == bindparam("space", type_=Integer), Page.parent_id.is_(None))
    for level in range(depth):
        page_id = bindparam(f"id{level}", type_=Integer)
        position = select(_on_the_way.position).where(_on_the_way.id == page_id).scalar_subquery()
        before = or_(Page.position < position, and_(Page.position == position, Page.id < page_id))
        parts.append(_limited(sql, and_(siblings, before), after=False, limit=BEFORE + 1))
        parts.append(_limited(sql, and_(siblings, not_(before)), after=True, limit=AFTER + 1))
        siblings = Page.parent_id == page_id
    parts.append(_limited(sql, siblings, after=True, limit=AFTER + 1))
    return union_all(*parts)


def _limited(sql: tuple[str, str], where: ColumnElement[bool], *, after: bool, limit: int) -> Select[*tuple[Any, ...]]:
    order = (Page.position, Page.id) if after else (Page.position.desc(), Page.id.desc())
    columns = (*_node_columns(sql), literal(after).label("after"))
    inner = select(*columns).where(where, readable_as(sql)).order_by(*order).limit(limit)
    return select(inner.subquery())


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


OPENED = 12
"""How many branches of a space's front page stand open."""


def open_first(session: Session, reach: Reach, nodes: Sequence[Node]) -> None:
    """Put what lies below the first nodes that have any into them; one statement, none without such nodes."""
    holders = [node for node in nodes if node.has_children][:OPENED]
    if not holders:
        return
    places = {f"id{level}": node.id for level, node in enumerate(holders)}
    levels = _levels(session.connection().execute(_branches(len(holders), reach.sql), places).all(), set(), 0)
    for node in holders:
        node.children = levels.get(node.id, [])


@lru_cache(maxsize=64)
def _branches(count: int, sql: tuple[str, str]) -> CompoundSelect[*tuple[Any, ...]]:
    parents = [Page.parent_id == bindparam(f"id{level}", type_=Integer) for level in range(count)]
    return union_all(*(_limited(sql, parent, after=True, limit=AFTER + 1) for parent in parents))


def count_below(session: Session, reach: Reach, page: Page) -> int:
    """How many readable pages lie below a page, at any depth."""
    below = and_(Page.path.startswith(page.path, autoescape=True), Page.id != page.id)
    return session.scalar(select(func.count()).select_from(Page).where(below, readable(reach))) or 0
