"""Links that work once: invitations, and the very first account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from wiki.kernel.mail import post
from wiki.kernel.refusals import Forbidden, Invalid, NotFound, Refused
from wiki.kernel.texts import N_, Say, as_written
from wiki.kernel.viewer import Role, Viewer
from wiki.kernel.work import Work
from wiki.people.actions.accounts import KNOWN_EMAIL, NO_TEAM, make_person
from wiki.people.events import PersonInvited
from wiki.people.models import Group, Person, Team, Ticket, TicketGroup, is_id
from wiki.people.names import email_key, email_problem
from wiki.people.permissions import roles_to_give
from wiki.people.queries import anybody_there
from wiki.people.tokens import digest_of, new_token

if TYPE_CHECKING:
    from wiki.web.running import Wiki

FIRST_ADMIN_DAYS = 7

SOMEBODY = N_("Somebody")
INVITATION_SUBJECT = N_("Come in: %(site)s")
INVITATION = N_("""Hello,

%(host)s invites you to %(site)s, where juniors write how things are done and seniors teach them back.

This link opens your account, within %(days)d days:

%(link)s
""")


class LinkIsDead(Refused):
    """The link was used, has run out, was replaced by a newer one, or never was."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom somebody means to bring in, and as what."""

    email: str
    role: Role = "member"
    side: str = ""
    team_id: int | None = None
    group_ids: Sequence[int] = ()


def make_ticket(
    work: Work, purpose: str, lasting: timedelta, *, person_id: int | None = None, invited: Invitation | None = None
) -> tuple[str, Ticket]:
    """The plain token, kept nowhere, and the row that knows its digest."""
    token, now = new_token(), work.clock.now()
    ticket = Ticket(
        digest=digest_of(token),
        purpose=purpose,
        person_id=person_id,
        made_by_id=work.actor_id,
        made_at=now,
        ends_at=now + lasting,
    )
    if invited is not None:
        ticket.email, ticket.role, ticket.side = invited.email, invited.role, invited.side
        ticket.team_id = invited.team_id
    work.session.add(ticket)
    work.session.flush()
    return token, ticket


def open_ticket(session: Session, token: str, purpose: str, now: datetime, *, to_use: bool = False) -> Ticket:
    """The ticket of a token that still works; locked if it is to be used up. Raises `LinkIsDead`."""
    wanted = select(Ticket).where(Ticket.digest == digest_of(token), Ticket.purpose == purpose, Ticket.ends_at > now)
    found = session.scalar(wanted.with_for_update() if to_use else wanted)
    if found is None:
        raise LinkIsDead
    return found


def invite(
    work: Work,
    viewer: Viewer,
    who: Invitation,
    *,
    base_url: str,
    site_name: str,
    days: int,
    say: Say = as_written,
) -> str:
    """Mail an invitation and answer its link, to be shown once. An older one to the same address dies.

    The mail is in the wiki's language: nobody knows theirs yet.
    Raises `Forbidden` for a role that `viewer` can't give, `Invalid` for an address that is none or has an account.
    """
    if who.role not in roles_to_give(viewer):
        raise Forbidden(N_("You can invite readers and members; ask an admin for more."))
    if who.group_ids and not viewer.is_admin:
        raise Forbidden(N_("Only an admin puts people into groups."))
    _refuse_unfit(work.session, who)
    for older in work.session.scalars(select(Ticket).where(Ticket.purpose == "invitation")):
        if email_key(older.email) == email_key(who.email):
            work.session.delete(older)
    token, ticket = make_ticket(work, "invitation", timedelta(days=days), invited=who)
    for group_id in work.session.scalars(select(Group.id).where(Group.id.in_(who.group_ids))):
        work.session.add(TicketGroup(ticket_id=ticket.id, group_id=group_id))
    work.record(PersonInvited(ticket.id, who.role))
    link = f"{base_url.rstrip('/')}/invite/{token}"
    _mail_invitation(work, viewer, who.email, link, site_name, days, say)
    return link


def _mail_invitation(work: Work, viewer: Viewer, to: str, link: str, site: str, days: int, say: Say) -> None:
    # A command invites in nobody's name.
    host = work.session.get(Person, viewer.person_id) if viewer.person_id else None
    values = {"host": host.name if host else say("", SOMEBODY), "site": site, "days": days, "link": link}
    post(work, to=to, subject=say("", INVITATION_SUBJECT) % values, body=say("", INVITATION) % values)


def _refuse_unfit(session: Session, who: Invitation) -> None:
    if trouble := email_problem(who.email):
        raise Invalid({"email": trouble})
    if session.scalar(select(Person.id).where(Person.email_key == email_key(who.email))) is not None:
        raise Invalid({"email": KNOWN_EMAIL})
    if who.team_id is not None and session.get(Team, who.team_id) is None:
        raise Invalid({"team": NO_TEAM})


def withdraw_invitation(work: Work, ticket_id: int) -> None:
    """Raises `NotFound` when it is used or gone."""
    gone = delete(Ticket).where(Ticket.id == ticket_id, Ticket.purpose == "invitation")
    if not is_id(ticket_id) or not work.session.execute(gone).rowcount:  # type: ignore[attr-defined]
        raise NotFound


def accept_invitation(work: Work, token: str, *, name: str, password: str, pronouns: str = "") -> Person:
    """Use an invitation up. Raises `LinkIsDead`, or `Invalid` and then it stays good."""
    ticket = open_ticket(work.session, token, "invitation", work.clock.now(), to_use=True)
    groups = list(work.session.scalars(select(TicketGroup.group_id).where(TicketGroup.ticket_id == ticket.id)))
    person = make_person(
        work,
        name=name,
        email=ticket.email,
        password=password,
        role=ticket.role,
        side=ticket.side,
        team_id=ticket.team_id,
        group_ids=groups,
        pronouns=pronouns,
    )
    work.session.delete(ticket)
    return person


def first_admin_token(wiki: "Wiki") -> str | None:
    """A token that opens the first account, for the console; None when there is somebody. Older ones die."""
    with wiki.work() as work:
        if anybody_there(work.session):
            return None
        work.session.execute(delete(Ticket).where(Ticket.purpose == "first-admin"))
        token, _ = make_ticket(work, "first-admin", timedelta(days=FIRST_ADMIN_DAYS))
        return token


def make_first_admin(work: Work, token: str, *, name: str, email: str, password: str) -> Person:
    """Open the very first account. Raises `NotFound` when there is one, `LinkIsDead`, `Invalid`."""
    if anybody_there(work.session):
        raise NotFound
    ticket = open_ticket(work.session, token, "first-admin", work.clock.now(), to_use=True)
    person = make_person(work, name=name, email=email, password=password, role="admin")
    work.session.delete(ticket)
    return person
