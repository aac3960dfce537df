"""Spaces, for whoever looks."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Viewer
from wiki.pages.models import GuardGrant, Space, SpaceGrant
from wiki.pages.permissions import Reach, reach_of
from wiki.people.models import Group, Person


def spaces_for(session: Session, viewer: Viewer) -> list[Space]:
    """The spaces that the viewer may read, in their order."""
    reach = reach_of(session, viewer)
    if not reach.roles:
        return []
    return list(
        session.scalars(select(Space).where(Space.id.in_(list(reach.roles))).order_by(Space.position, Space.id))
    )


def writable_spaces(session: Session, reach: Reach) -> list[Space]:
    ids = reach.spaces_with("writer")
    return list(session.scalars(select(Space).where(Space.id.in_(ids)).order_by(Space.position, Space.id)))


def all_spaces(session: Session) -> list[Space]:
    """Every space, for admins: that a private one exists, not what is in it."""
    return list(session.scalars(select(Space).order_by(Space.position, Space.id)))


@dataclass(frozen=True, slots=True)
class Grant:
    """A holder of a right. `who`: `person:<handle>` or `group:<id>`, as forms send it."""

    who: str
    name: str
    role: str


def grants_of(session: Session, space: Space) -> list[Grant]:
    people = session.execute(
        select(Person.handle, Person.name, SpaceGrant.role)
        .join(Person, Person.id == SpaceGrant.person_id)
        .where(SpaceGrant.space_id == space.id)
        .order_by(Person.name)
    )
    groups = session.execute(
        select(Group.id, Group.name, SpaceGrant.role)
        .join(Group, Group.id == SpaceGrant.group_id)
        .where(SpaceGrant.space_id == space.id)
        .order_by(Group.name)
    )
    return [
        *(Grant(f"group:{row.id}", row.name, row.role) for row in groups),
        *(Grant(f"person:{row.handle}", row.name, row.role) for row in people),
    ]


def guard_grants(session: Session, guard_id: int | None) -> list[Grant]:
    """Whom a page's own restriction lets through."""
    if guard_id is None:
        return []
    people = session.execute(
        select(Person.handle, Person.name)
        .join(GuardGrant, GuardGrant.person_id == Person.id)
        .where(GuardGrant.guard_id == guard_id)
        .order_by(Person.name)
    )
    groups = session.execute(
        select(Group.id, Group.name)
        .join(GuardGrant, GuardGrant.group_id == Group.id)
        .where(GuardGrant.guard_id == guard_id)
        .order_by(Group.name)
    )
    return [
        *(Grant(f"group:{row.id}", row.name, "reader") for row in groups),
        *(Grant(f"person:{row.handle}", row.name, "reader") for row in people),
    ]
