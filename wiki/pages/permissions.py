"""Who may read and write what.

`Reach` is what a viewer may reach: a role for each space, and the guards that let them through. It is read once
for each person and generation of permissions, and kept in memory; every query then adds `readable(reach)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, and_, false, literal_column, or_, select
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Viewer
from wiki.pages.models import Guard, GuardGrant, Page, Space, SpaceGrant

SPACE_ROLES = ("reader", "annotator", "writer", "keeper")
_RANK = {role: rank for rank, role in enumerate(SPACE_ROLES)}


@dataclass(frozen=True, slots=True)
class Reach:
    """Space id → role, and the ids of guards passed."""

    viewer: Viewer
    roles: Mapping[int, str]
    guards: frozenset[int]

    @property
    def sql(self) -> tuple[str, str]:
        """The spaces and the guards as lists in SQL, for `readable_as`."""
        spaces, guards = sorted(self.roles), sorted(self.guards)
        return f"({', '.join(map(str, spaces)) or 'NULL'})", f"({', '.join(map(str, guards)) or 'NULL'})"

    def at_least(self, space_id: int, role: str) -> bool:
        held = self.roles.get(space_id)
        return held is not None and _RANK[held] >= _RANK[role]

    def spaces_with(self, role: str) -> list[int]:
        return [space_id for space_id in self.roles if self.at_least(space_id, role)]


KEEP = 2000

THE_WIKI = Viewer(role="admin", generation=-1)
"""The wiki itself, for commands of whoever runs the server: no person, and nothing is closed to it."""


def reach_of(session: Session, viewer: Viewer) -> Reach:
    """What the viewer may reach; two statements when it isn't known yet, none when it is."""
    if viewer == THE_WIKI:
        everywhere = dict.fromkeys(session.scalars(select(Space.id)), "keeper")
        return Reach(viewer, everywhere, frozenset(session.scalars(select(Guard.id))))
    kept: dict[Viewer, Reach] = session.info["kept"].setdefault("reach", {})
    if (known := kept.get(viewer)) is not None:
        return known
    reach = Reach(viewer, _space_roles(session, viewer), _guards(session, viewer))
    if len(kept) >= KEEP:
        kept.clear()
    kept[viewer] = reach
    return reach


def _space_roles(session: Session, viewer: Viewer) -> dict[int, str]:
    granted: dict[int, str] = {}
    if viewer.signed_in:
        rows = session.execute(select(SpaceGrant.space_id, SpaceGrant.role).where(_held_by(SpaceGrant, viewer)))
        for space_id, held in rows:
            if _RANK[held] >= _RANK.get(granted.get(space_id, ""), -1):
                granted[space_id] = held
    roles: dict[int, str] = {}
    for space in session.execute(
        select(Space.id, Space.visibility, Space.public, Space.default_role).order_by(Space.position, Space.id)
    ):
        role = role_in(space.visibility, space.public, space.default_role, granted.get(space.id), viewer)
        if role is not None:
            roles[space.id] = role
    return roles


def role_in(visibility: str, public: bool, default_role: str, granted: str | None, viewer: Viewer) -> str | None:
    """The role of a viewer in one space; None when they may not even read it."""
    if not viewer.signed_in:
        return "reader" if public else None
    # An admin keeps the house in order, but private spaces are private: there an admin is let in by name.
    if viewer.is_admin and visibility != "private":
        return "keeper"
    held = granted
    if visibility == "open" and _RANK[default_role] > _RANK.get(held or "", -1):
        held = default_role
    if held is None and public:
        held = "reader"
    # A system reader reads and annotates, whatever the space would let others do.
    if held is not None and viewer.role == "reader" and _RANK[held] > _RANK["annotator"]:
        held = "annotator"
    return held


def _guards(session: Session, viewer: Viewer) -> frozenset[int]:
    """The guards that let the viewer through, and whose parents do."""
    if not viewer.signed_in:
        return frozenset()
    rows = session.execute(
        select(Guard.id, Guard.parent_id)
        .join(GuardGrant, GuardGrant.guard_id == Guard.id)
        .where(_held_by(GuardGrant, viewer))
    )
    parents: dict[int, int | None] = {row.id: row.parent_id for row in rows}
    passed: dict[int, bool] = {}

    def passes(guard_id: int) -> bool:
        if guard_id not in parents:
            return False
        if guard_id not in passed:
            parent = parents[guard_id]
            passed[guard_id] = parent is None or passes(parent)
        return passed[guard_id]

    return frozenset(guard_id for guard_id in parents if passes(guard_id))


def _held_by(grant: type[SpaceGrant] | type[GuardGrant], viewer: Viewer) -> ColumnElement[bool]:
    return or_(grant.person_id == viewer.person_id, grant.group_id.in_(viewer.group_ids or {0}))


def readable(reach: Reach, page: type[Page] = Page) -> ColumnElement[bool]:
    """SQL: the page is not in the trash and the viewer may read it."""
    if not reach.roles:
        return false()
    return and_(page.deleted_at.is_(None), _within(reach, page))


def readable_as(sql: tuple[str, str], page: type[Page] = Page) -> ColumnElement[bool]:
    """As `readable`, with the ids written into the statement; `sql` is `Reach.sql`.

    Building a statement, and spreading a list of ids into it, takes longer than running it. So those of a page's view
    are built once for each `Reach.sql` and kept. The ids are numbers of ours.
    """
    spaces, guards = sql
    return and_(
        page.deleted_at.is_(None),
        page.space_id.op("IN")(literal_column(spaces)),
        or_(page.guard_id.is_(None), page.guard_id.op("IN")(literal_column(guards))),
    )


def readable_in_trash(reach: Reach) -> ColumnElement[bool]:
    """SQL: the page is in the trash of a space that the viewer may write in."""
    spaces = reach.spaces_with("writer")
    return and_(Page.deleted_at.is_not(None), Page.space_id.in_(spaces), unguarded(reach, Page))


def _within(reach: Reach, page: type[Page]) -> ColumnElement[bool]:
    return and_(page.space_id.in_(list(reach.roles)), unguarded(reach, page))


def unguarded(reach: Reach, page: type[Page]) -> ColumnElement[bool]:
    """SQL: no restriction keeps the viewer from the page; says nothing of its space."""
    if not reach.guards:
        return page.guard_id.is_(None)
    return or_(page.guard_id.is_(None), page.guard_id.in_(sorted(reach.guards)))


class Placed(Protocol):
    """A page as far as rights go: a row, or what a view reads of one."""

    @property
    def space_id(self) -> int: ...
    @property
    def owner_id(self) -> int | None: ...


def may_write(reach: Reach, page: Placed) -> bool:
    return reach.at_least(page.space_id, "writer")


def may_keep(reach: Reach, page: Placed) -> bool:
    """Purge, restrict, and settle what others began."""
    return reach.at_least(page.space_id, "keeper")


def may_restrict(reach: Reach, page: Placed) -> bool:
    return may_keep(reach, page) or (reach.viewer.signed_in and page.owner_id == reach.viewer.person_id)


def may_purge(reach: Reach, page: Placed) -> bool:
    return reach.viewer.is_admin and may_keep(reach, page)


def may_make_space(viewer: Viewer) -> bool:
    return viewer.role in {"lead", "admin"}


def may_keep_space(reach: Reach, space_id: int) -> bool:
    return reach.at_least(space_id, "keeper")
