"""Who is who: reads for lists, mentions, profiles and for whoever keeps people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from wiki.kernel.refusals import NotFound
from wiki.kernel.viewer import Role
from wiki.people.models import Group, Membership, Person, SignIn, Team, Ticket, avatar_url, initials, is_id
from wiki.people.names import HANDLE
from wiki.people.tokens import digest_of

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody as lists and bylines show them. Nobody in particular has id 0 and no handle."""

    id: int
    name: str
    handle: str
    side: str
    avatar_url: str

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def url(self) -> str:
        return f"/people/{self.handle}"


FACE = (Person.id, Person.name, Person.handle, Person.side, Person.avatar)


"""What a statement asks of a person for their face."""


def face_of(row: Sequence[Any]) -> Face | None:
    """The face in the five columns of `FACE`; None where an outer join found nobody."""
    person_id, name, handle, side, avatar = row
    return None if person_id is None else Face(person_id, name, handle, side, avatar_url(handle, avatar))


def _face(row: Any) -> Face:
    return Face(row.id, row.name, row.handle, row.side, avatar_url(row.handle, row.avatar))


def anybody_there(session: Session) -> bool:
    """Whether the wiki has its first person."""
    return session.scalar(select(Person.id).limit(1)) is not None


def anybody_else(session: Session, person_id: int) -> bool:
    """Whether anybody but this person can sign in."""
    others = select(Person.id).where(Person.id != person_id, Person.disabled_at.is_(None)).limit(1)
    return session.scalar(others) is not None


def person_by_handle(session: Session, handle: str) -> Person:
    """Raises `NotFound`. Their team comes along."""
    found = None
    if HANDLE.fullmatch(handle):
        wanted = select(Person).where(Person.handle == handle).options(joinedload(Person.team))
        found = session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def person_by_id(session: Session, person_id: int) -> Person:
    """Raises `NotFound`."""
    found = session.get(Person, person_id) if is_id(person_id) else None
    if found is None:
        raise NotFound
    return found


def avatar_of(session: Session, handle: str) -> str:
    """Name of somebody's uploaded picture; empty for none and for nobody."""
    if not HANDLE.fullmatch(handle):
        return ""
    return session.scalar(select(Person.avatar).where(Person.handle == handle)) or ""


def avatars_in_use(session: Session) -> set[str]:
    return set(session.scalars(select(Person.avatar).where(Person.avatar != "")))


def people_named(session: Session, handles: Collection[str]) -> dict[str, Face]:
    """Whom each handle means, in one statement; handles that mean nobody are left out."""
    wanted = {key for handle in handles if HANDLE.fullmatch(key := handle.lower())}
    if not wanted:
        return {}
    rows = session.execute(select(*FACE).where(Person.handle.in_(wanted)))
    found = {row.handle: _face(row) for row in rows}
    return {handle: found[handle.lower()] for handle in handles if handle.lower() in found}


def names_of(session: Session, ids: Collection[int]) -> dict[int, Face]:
    """Names and faces for a list, in one statement."""
    if not ids:
        return {}
    return {row.id: _face(row) for row in session.execute(select(*FACE).where(Person.id.in_(set(ids))))}


def suggest_people(session: Session, text: str, limit: int = 8) -> list[Face]:
    """Active people of whom a word of the name, or the handle, begins with `text`."""
    key = _like(text.casefold().strip()[:80])
    begins = or_(
        Person.name_key.like(f"{key}%", escape="\\"),
        Person.name_key.like(f"% {key}%", escape="\\"),
        Person.handle.like(f"{key}%", escape="\\"),
    )
    wanted = select(*FACE).where(Person.disabled_at.is_(None), begins).order_by(Person.name_key, Person.id)
    return [_face(row) for row in session.execute(wanted.limit(limit))]


def active_people(session: Session) -> list[Face]:
    """Everybody who may sign in, by name."""
    wanted = select(*FACE).where(Person.disabled_at.is_(None)).order_by(Person.name_key, Person.id)
    return [_face(row) for row in session.execute(wanted)]


@dataclass(frozen=True, slots=True)
class Directory:
    """One page of a list of people, of `pages`; `total` people in all."""

    people: Sequence[Person]
    total: int
    page: int
    pages: int


def directory(
    session: Session, *, text: str = "", team_id: int | None = None, page: int = 1, disabled: bool = False
) -> Directory:
    """People by name, of whom name, handle or team holds `text`; the disabled too if asked for."""
    rules: list[ColumnElement[bool]] = [] if disabled else [Person.disabled_at.is_(None)]
    if team_id is not None:
        rules.append(Person.team_id == team_id)
    if text.strip():
        key = text.casefold().strip()[:80]
        teams = [team.id for team in all_teams(session) if key in team.name.casefold()]
        held = f"%{_like(key)}%"
        rules.append(
            or_(
                Person.name_key.like(held, escape="\\"),
                Person.handle.like(held, escape="\\"),
                Person.team_id.in_(teams),
                *([Person.email_key.like(held, escape="\\")] if disabled else []),
            )
        )
    total = session.scalar(select(func.count()).select_from(Person).where(*rules)) or 0
    pages = max(1, -(-total // A_PAGE))
    page = min(page, pages)
    wanted = select(Person).where(*rules).options(joinedload(Person.team)).order_by(Person.name_key, Person.id)
    people = session.scalars(wanted.offset((page - 1) * A_PAGE).limit(A_PAGE)).all()
    return Directory(people, total, page, pages)


def all_teams(session: Session) -> Sequence[Team]:
    return session.scalars(select(Team).order_by(Team.name)).all()


def all_groups(session: Session) -> Sequence[Group]:
    return session.scalars(select(Group).order_by(Group.name)).all()


def team_sizes(session: Session) -> dict[int, int]:
    """How many active people belong to each team; empty teams are left out."""
    active = select(Person.team_id, func.count()).where(Person.disabled_at.is_(None), Person.team_id.is_not(None))
    return {team_id: size for team_id, size in session.execute(active.group_by(Person.team_id)) if team_id}


def group_sizes(session: Session) -> dict[int, int]:
    """How many people are in each group; empty groups are left out."""
    counted = select(Membership.group_id, func.count()).group_by(Membership.group_id)
    return {row[0]: row[1] for row in session.execute(counted)}


def group_by_id(session: Session, group_id: int) -> Group:
    """Raises `NotFound`."""
    found = session.get(Group, group_id) if is_id(group_id) else None
    if found is None:
        raise NotFound
    return found


def members_of(session: Session, group_id: int) -> list[Face]:
    wanted = select(*FACE).join(Membership, Membership.person_id == Person.id)
    wanted = wanted.where(Membership.group_id == group_id).order_by(Person.name_key, Person.id)
    return [_face(row) for row in session.execute(wanted)]


def groups_of(session: Session, person_id: int) -> list[Group]:
    wanted = select(Group).join(Membership, Membership.group_id == Group.id)
    return list(session.scalars(wanted.where(Membership.person_id == person_id).order_by(Group.name)))


@dataclass(frozen=True, slots=True)
class OpenSignIn:
    """A browser somebody is signed in with."""

    id: int
    began_at: datetime
    ends_at: datetime
    browser: str
    address: str
    here: bool


def open_sign_ins(session: Session, person_id: int, now: datetime, here: int | None) -> list[OpenSignIn]:
    """Where a person is signed in, newest first; `here` is the id of the one that asks."""
    wanted = select(SignIn).where(SignIn.person_id == person_id, SignIn.ends_at > now).order_by(SignIn.id.desc())
    return [
        OpenSignIn(row.id, row.began_at, row.ends_at, row.browser, row.address, row.id == here)
        for row in session.scalars(wanted.limit(100))
    ]


@dataclass(frozen=True, slots=True)
class Link:
    """What a link that still works would do: for whom (`email`, empty for the first admin), until when."""

    id: int
    email: str
    role: Role
    ends_at: datetime


def open_link(session: Session, token: str, purpose: str, now: datetime) -> Link | None:
    """A link by its token; None when it is dead."""
    wanted = select(Ticket).where(Ticket.digest == digest_of(token), Ticket.purpose == purpose, Ticket.ends_at > now)
    found = session.scalar(wanted)
    return Link(found.id, found.email, found.role, found.ends_at) if found else None


def open_invitations(session: Session, now: datetime) -> list[Link]:
    """Invitations not yet accepted, newest first."""
    wanted = select(Ticket).where(Ticket.purpose == "invitation", Ticket.ends_at > now).order_by(Ticket.id.desc())
    return [Link(row.id, row.email, row.role, row.ends_at) for row in session.scalars(wanted.limit(200))]


def demo_people(session: Session) -> list[Person]:
    """Whom the demo offers at the door: of each side and role the first."""
    seen: dict[tuple[Role, str], Person] = {}
    wanted = select(Person).where(Person.disabled_at.is_(None)).order_by(Person.id).limit(200)
    for person in session.scalars(wanted.options(joinedload(Person.team))):
        seen.setdefault((person.role, "" if person.role in {"lead", "admin"} else person.side), person)
    order = {"member": 0, "lead": 1, "admin": 2, "reader": 3}
    return sorted(seen.values(), key=lambda one: (order[one.role], one.side != "junior", one.side == ""))


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
