"""Who of some people may read a page: as `readable`, asked from the other side."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Role, Viewer
from wiki.pages.models import Guard, GuardGrant, Page, Space, SpaceGrant
from wiki.pages.permissions import SPACE_ROLES, role_in
from wiki.people.models import Membership, Person

_Holders = tuple[set[int], set[int]]
"""Ids of people, and of groups."""


def readers_among(session: Session, page_id: int, person_ids: Collection[int]) -> set[int]:
    """Those of the people who may read the page now; however many there are, in a handful of statements.

    Nobody for a page in the trash, and never anybody whose account is closed.
    """
    page = session.get(Page, page_id)
    if not person_ids or page is None or page.deleted_at is not None:
        return set()
    active = select(Person.id, Person.role).where(Person.id.in_(person_ids), Person.disabled_at.is_(None))
    roles: dict[int, Role] = {row.id: row.role for row in session.execute(active)}
    groups: dict[int, set[int]] = defaultdict(set)
    for row in session.execute(
        select(Membership.person_id, Membership.group_id).where(Membership.person_id.in_(roles))
    ):
        groups[row.person_id].add(row.group_id)
    space, held = session.get_one(Space, page.space_id), _held(session, page.space_id)
    guards = _guards(session, page.guard_id)
    found = set()
    for person_id, role in roles.items():
        viewer = Viewer(person_id, role, frozenset(groups[person_id]))
        granted = _granted(held, viewer)
        if role_in(space.visibility, space.public, space.default_role, granted, viewer) is not None and all(
            _among(viewer, holders) for holders in guards
        ):
            found.add(person_id)
    return found


def keepers_of(session: Session, space_id: int) -> set[int]:
    """Ids of those who were made keepers of a space, by name or by group. Admins keep all and are not among them."""
    by_name, by_group = _held(session, space_id).get("keeper", (set(), set()))
    members = select(Membership.person_id).where(Membership.group_id.in_(by_group))
    return by_name | (set(session.scalars(members)) if by_group else set())


def _among(viewer: Viewer, holders: _Holders) -> bool:
    people, groups = holders
    return viewer.person_id in people or bool(viewer.group_ids & groups)


def _held(session: Session, space_id: int) -> dict[str, _Holders]:
    """Role → who has it in the space by name or group."""
    held: dict[str, _Holders] = {}
    for grant in session.scalars(select(SpaceGrant).where(SpaceGrant.space_id == space_id)):
        _add(held.setdefault(grant.role, (set(), set())), grant.person_id, grant.group_id)
    return held


def _granted(held: dict[str, _Holders], viewer: Viewer) -> str | None:
    """The highest role that somebody was given."""
    return next((role for role in reversed(SPACE_ROLES) if role in held and _among(viewer, held[role])), None)


def _guards(session: Session, guard_id: int | None) -> list[_Holders]:
    """Whom each guard on the way up lets through."""
    found: list[_Holders] = []
    while guard_id is not None:
        holders: _Holders = (set(), set())
        for grant in session.scalars(select(GuardGrant).where(GuardGrant.guard_id == guard_id)):
            _add(holders, grant.person_id, grant.group_id)
        found.append(holders)
        guard_id = session.get_one(Guard, guard_id).parent_id
    return found


def _add(holders: _Holders, person_id: int | None, group_id: int | None) -> None:
    people, groups = holders
    if person_id is not None:
        people.add(person_id)
    if group_id is not None:
        groups.add(group_id)
