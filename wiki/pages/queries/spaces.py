"""Spaces, for whoever looks."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.pages.models import Guard, GuardGrant, Page, Space, SpaceGrant
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


def own_guard(session: Session, page: Page) -> int | None:
    """The id of the restriction that the page lays itself."""
    return session.scalar(select(Guard.id).where(Guard.page_id == page.id))


def holders_text(grants: list[Grant]) -> str:
    """Grants as people type them: `@handle, Name of a group`."""
    return ", ".join(f"@{g.who[7:]}" if g.who.startswith("person:") else g.name for g in grants)


def holders_named(session: Session, typed: str, *, always: int | None = None) -> list[Person | Group]:
    """The people and groups in a list by comma, each as `holder_named` reads it; `always` is added when missing.

    Raises `Invalid` naming those that don't exist, or could be several.
    """
    found: dict[tuple[str, int], Person | Group] = {}
    unknown = []
    for word in filter(None, (part.strip() for part in typed.split(","))):
        holder = holder_named(session, word)
        if holder is None:
            unknown.append(word)
        else:
            found[(type(holder).__name__, holder.id)] = holder
    if unknown:
        raise Invalid({"who": f"{N_('Nobody is called')} {', '.join(unknown)}."})
    if always is not None and ("Person", always) not in found:
        found[("Person", always)] = session.get_one(Person, always)
    return list(found.values())


def holder_named(session: Session, word: str) -> Person | Group | None:
    """A person by `@handle`; or else a group by its name, a person by handle, or a person by name, in any case.

    In this order, so that nobody is let in for a group by taking its name. Raises `Invalid` for a name of several
    people.
    """
    key = word.casefold()
    by_handle = select(Person).where(Person.handle == key.removeprefix("@"))
    if word.startswith("@"):
        return session.scalar(by_handle)
    # Compared here: SQLite's lower() knows the letters of English alone. There are never many groups.
    group = next((group for group in session.scalars(select(Group)) if group.name.casefold() == key), None)
    if (holder := group or session.scalar(by_handle)) is not None:
        return holder
    people = session.scalars(select(Person).where(Person.name_key == key).order_by(Person.id).limit(5)).all()
    if len(people) > 1:
        handles = ", ".join(f"@{person.handle}" for person in people)
        raise Invalid({"who": f"{N_('Several people are called that; write the handle:')} {handles}."})
    return people[0] if people else None
