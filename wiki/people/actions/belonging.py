"""Groups, which share rights, and teams, which are where people work."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.kernel.counters import ACCESS, bump
from wiki.kernel.refusals import Invalid, NotFound
from wiki.kernel.texts import N_
from wiki.kernel.work import Work
from wiki.people.actions.accounts import somebody
from wiki.people.events import (
    GroupChanged,
    GroupDeleted,
    GroupJoined,
    GroupLeft,
    GroupMade,
    TeamDeleted,
    TeamMade,
    TeamRenamed,
)
from wiki.people.models import Group, Membership, Team, is_id

TAKEN = N_("There is one of this name already.")


def make_group(work: Work, *, name: str, about: str = "", member_ids: Iterable[int] = ()) -> Group:
    """Raises `Invalid` for a name that is taken, whatever its case."""
    _refuse_taken(work.session, Group, name)
    group = Group(name=name, about=about)
    _add(work.session, group)
    work.record(GroupMade(group.id))
    for person_id in member_ids:
        join_group(work, group.id, person_id)
    bump(work.session, ACCESS)
    return group


def rename_group(work: Work, group_id: int, *, name: str, about: str) -> None:
    group = _group(work.session, group_id)
    _refuse_taken(work.session, Group, name, besides=group_id)
    group.name, group.about = name, about
    work.record(GroupChanged(group_id))


def delete_group(work: Work, group_id: int) -> None:
    """Its members lose what only the group gave them."""
    work.session.delete(_group(work.session, group_id))
    bump(work.session, ACCESS)
    work.record(GroupDeleted(group_id))


def join_group(work: Work, group_id: int, person_id: int) -> None:
    """Nothing happens when they are in it already."""
    _group(work.session, group_id)
    somebody(work.session, person_id)
    if work.session.get(Membership, (group_id, person_id)) is None:
        work.session.add(Membership(group_id=group_id, person_id=person_id))
        bump(work.session, ACCESS)
        work.record(GroupJoined(group_id, person_id))


def leave_group(work: Work, group_id: int, person_id: int) -> None:
    """Nothing happens when they are not in it."""
    _group(work.session, group_id)
    somebody(work.session, person_id)
    gone = delete(Membership).where(Membership.group_id == group_id, Membership.person_id == person_id)
    if work.session.execute(gone).rowcount:  # type: ignore[attr-defined]
        bump(work.session, ACCESS)
        work.record(GroupLeft(group_id, person_id))


def make_team(work: Work, name: str) -> Team:
    """Raises `Invalid` for a name that is taken, whatever its case."""
    _refuse_taken(work.session, Team, name)
    team = Team(name=name)
    _add(work.session, team)
    work.record(TeamMade(team.id))
    return team


def rename_team(work: Work, team_id: int, name: str) -> None:
    team = _team(work.session, team_id)
    _refuse_taken(work.session, Team, name, besides=team_id)
    team.name = name
    work.record(TeamRenamed(team_id))


def delete_team(work: Work, team_id: int) -> None:
    """Its people belong to no team then."""
    work.session.delete(_team(work.session, team_id))
    work.record(TeamDeleted(team_id))


def _group(session: Session, group_id: int) -> Group:
    found = session.get(Group, group_id) if is_id(group_id) else None
    if found is None:
        raise NotFound
    return found


def _team(session: Session, team_id: int) -> Team:
    found = session.get(Team, team_id) if is_id(team_id) else None
    if found is None:
        raise NotFound
    return found


def _add(session: Session, row: Group | Team) -> None:
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise Invalid({"name": TAKEN}) from error


def _refuse_taken(session: Session, kind: type[Group] | type[Team], name: str, besides: int | None = None) -> None:
    if not name.strip() or len(name) > 80:
        raise Invalid({"name": N_("A name of 1 to 80 characters, please.")})
    rows = session.execute(select(kind.id, kind.name))
    if any(row.name.casefold() == name.casefold() and row.id != besides for row in rows):
        raise Invalid({"name": TAKEN})
