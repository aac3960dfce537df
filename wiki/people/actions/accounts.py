"""Accounts: who has one, what stands in it, what it may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.kernel.counters import ACCESS, bump
from wiki.kernel.refusals import Forbidden, Invalid, NotFound
from wiki.kernel.texts import N_
from wiki.kernel.viewer import ROLES, Role
from wiki.kernel.work import Work
from wiki.people.events import (
    GroupJoined,
    PersonDisabled,
    PersonEnabled,
    PersonJoined,
    PersonMoved,
    ProfileChanged,
    RoleChanged,
)
from wiki.people.models import SIDES, Group, Membership, Person, SignIn, Team, Ticket, is_id
from wiki.people.names import email_key, email_problem, handle_for
from wiki.people.passwords import hashed, problem

LAST_ADMIN = N_("Somebody must stay admin. Make another person admin first.")
NAME_LENGTH = N_("A name of 1 to 100 characters, please.")
KNOWN_EMAIL = N_("There is an account with this email already.")
NO_ROLE = N_("There is no such role.")
NO_SIDE = N_("There is no such side.")
NO_TEAM = N_("There is no such team.")


@dataclass(frozen=True, slots=True)
class Profile:
    """What people say of themselves. `team_id` None is no team; empty zone and language are the wiki's."""

    name: str
    pronouns: str = ""
    team_id: int | None = None
    job: str = ""
    about: str = ""
    side: str = ""
    time_zone: str = ""
    language: str = ""


def make_person(
    work: Work,
    *,
    name: str,
    email: str,
    password: str | None,
    role: Role = "member",
    side: str = "",
    team_id: int | None = None,
    group_ids: Sequence[int] = (),
    pronouns: str = "",
    handle: str = "",
) -> Person:
    """Open an account. Without a password one can only come in by a reset link.

    A `handle` that is taken gets a number. Raises `Invalid` with all that is wrong at once.
    """
    _refuse_unfit(work.session, name=name, email=email, password=password, role=role, side=side)
    person = Person(
        handle=_free_handle(work.session, handle or handle_for(name, email)),
        name=name,
        email=email,
        email_key=email_key(email),
        password_hash=hashed(password) if password is not None else None,
        role=role,
        side=side,
        team_id=team_id,
        pronouns=pronouns,
        joined_at=work.clock.now(),
    )
    try:
        with work.session.begin_nested():
            work.session.add(person)
    except IntegrityError as error:
        # Somebody opened the same account between the look above and this row.
        raise Invalid({"email": KNOWN_EMAIL}) from error
    work.record(PersonJoined(person.id))
    known = work.session.scalars(select(Group.id).where(Group.id.in_(group_ids))) if group_ids else ()
    for group_id in list(known):
        work.session.add(Membership(group_id=group_id, person_id=person.id))
        work.record(GroupJoined(group_id, person.id))
    bump(work.session, ACCESS)
    return person


def _refuse_unfit(session: Session, *, name: str, email: str, password: str | None, role: str, side: str) -> None:
    errors: dict[str, str] = {}
    if not name.strip() or len(name) > 100:
        errors["name"] = NAME_LENGTH
    if trouble := email_problem(email):
        errors["email"] = trouble
    elif session.scalar(select(Person.id).where(Person.email_key == email_key(email))) is not None:
        errors["email"] = KNOWN_EMAIL
    if password is not None and (trouble := problem(password, email=email, name=name)):
        errors["password"] = trouble
    if role not in ROLES:
        errors["role"] = NO_ROLE
    if side not in SIDES:
        errors["side"] = NO_SIDE
    if errors:
        raise Invalid(errors)


def _free_handle(session: Session, wanted: str) -> str:
    taken = set(session.scalars(select(Person.handle).where(Person.handle.like(f"{wanted}%"))))
    number, handle = 2, wanted
    while handle in taken:
        handle, number = f"{wanted}-{number}", number + 1
    return handle


def update_profile(work: Work, person_id: int, profile: Profile) -> Person:
    """Take over what somebody says of themselves. Raises `Invalid`."""
    person = somebody(work.session, person_id)
    errors: dict[str, str] = {}
    if not profile.name.strip() or len(profile.name) > 100:
        errors["name"] = NAME_LENGTH
    if profile.side not in SIDES:
        errors["side"] = NO_SIDE
    if profile.team_id is not None and work.session.get(Team, profile.team_id) is None:
        errors["team"] = NO_TEAM
    if errors:
        raise Invalid(errors)
    moved = person.team_id != profile.team_id
    for field in ("name", "pronouns", "team_id", "job", "about", "side", "time_zone", "language"):
        setattr(person, field, getattr(profile, field))
    work.record(ProfileChanged(person.id))
    if moved:
        work.record(PersonMoved(person.id, person.team_id))
    return person


def change_avatar(work: Work, person_id: int, avatar: str) -> str:
    """Show the picture `avatar` (empty: the initials) from now on; answers what was shown before.

    The file must be safe on the disk already: this row is the promise that it is there.
    """
    person = somebody(work.session, person_id)
    before, person.avatar = person.avatar, avatar
    work.record(ProfileChanged(person.id))
    return before


def move_to_team(work: Work, person_id: int, team_id: int | None) -> None:
    """Raises `NotFound` for a team that isn't there."""
    person = somebody(work.session, person_id)
    if team_id is not None and work.session.get(Team, team_id) is None:
        raise NotFound
    if person.team_id != team_id:
        person.team_id = team_id
        work.record(PersonMoved(person.id, team_id))


def set_role(work: Work, person_id: int, role: Role) -> None:
    """Raises `Forbidden` when this would leave the wiki without an admin."""
    person = somebody(work.session, person_id)
    if role not in ROLES:
        raise Invalid({"role": NO_ROLE})
    if role == person.role:
        return
    if person.role == "admin":
        _refuse_last_admin(work.session, person)
    before, person.role = person.role, role
    bump(work.session, ACCESS)
    work.record(RoleChanged(person.id, before, role))


def disable(work: Work, person_id: int) -> None:
    """Close the account and end all its sign-ins and links. Raises `Forbidden` for the last admin."""
    person = somebody(work.session, person_id)
    if person.disabled_at is not None:
        return
    if person.role == "admin":
        _refuse_last_admin(work.session, person)
    person.disabled_at = work.clock.now()
    work.session.execute(delete(SignIn).where(SignIn.person_id == person.id))
    work.session.execute(delete(Ticket).where(Ticket.person_id == person.id))
    bump(work.session, ACCESS)
    work.record(PersonDisabled(person.id))


def enable(work: Work, person_id: int) -> None:
    """Open a closed account again; they sign in anew."""
    person = somebody(work.session, person_id)
    if person.disabled_at is not None:
        person.disabled_at = None
        bump(work.session, ACCESS)
        work.record(PersonEnabled(person.id))


def somebody(session: Session, person_id: int) -> Person:
    """Raises `NotFound`."""
    found = session.get(Person, person_id) if is_id(person_id) else None
    if found is None:
        raise NotFound
    return found


def _refuse_last_admin(session: Session, person: Person) -> None:
    # Locked in one order, so that of two admins who step down at once (on PostgreSQL) one is refused.
    active = select(Person.id).where(Person.role == "admin", Person.disabled_at.is_(None)).order_by(Person.id)
    others = [found for found in session.scalars(active.with_for_update()) if found != person.id]
    if person.disabled_at is None and not others:
        raise Forbidden(LAST_ADMIN)


def people_count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Person)) or 0
