"""Passwords compared, changed, and set anew by a link."""

from datetime import timedelta

from sqlalchemy import delete, select

from wiki.kernel.db import Database
from wiki.kernel.mail import post
from wiki.kernel.refusals import Invalid, NotFound
from wiki.kernel.texts import N_, Say, as_written
from wiki.kernel.work import Work
from wiki.people.actions.accounts import somebody
from wiki.people.actions.doors import end_others
from wiki.people.actions.tickets import LinkIsDead, make_ticket, open_ticket
from wiki.people.events import PasswordChanged, ResetAsked
from wiki.people.models import Person, Ticket
from wiki.people.names import email_key
from wiki.people.passwords import hashed, is_outdated, matches, problem

RESET_SUBJECT = N_("%(site)s: set a new password")
RESET = N_("""Hello %(name)s,

somebody, probably you, asked for a new password. This link sets one. It works once, within %(minutes)d minutes:

%(link)s

If it was not you, do nothing: your password stays as it is.
""")


def check_password(database: Database, email: str, password: str) -> int | None:
    """The person this email and password belong to; None, after the same time, for whatever is wrong.

    Holds no transaction while it compares. Count the try first: see `try_at`.
    """
    with database.reading() as session:
        wanted = select(Person.id, Person.password_hash, Person.disabled_at)
        row = session.execute(wanted.where(Person.email_key == email_key(email))).first()
    known = row is not None and row.disabled_at is None
    right = matches(row.password_hash if row is not None and known else None, password)
    return row.id if row is not None and right else None


def keep_fresh(work: Work, person_id: int, password: str) -> None:
    """Hash the password just proven anew when today's parameters are stronger."""
    person = somebody(work.session, person_id)
    if person.password_hash is not None and is_outdated(person.password_hash):
        person.password_hash = hashed(password)


def change_password(work: Work, person_id: int, new: str, *, keep: int | None) -> None:
    """Set a new password and end all other sign-ins than `keep`. Raises `Invalid`.

    The old one has been checked before, by `check_password`.
    """
    _set(work, somebody(work.session, person_id), new, by_link=False)
    end_others(work, person_id, keep)


def request_reset(
    work: Work, email: str, *, base_url: str, site_name: str, minutes: int, say: Say = as_written
) -> None:
    """Mail a link for a new password, if the address belongs to somebody; nobody learns whether it does.

    The mail is in that person's language.
    """
    wanted = select(Person).where(Person.email_key == email_key(email), Person.disabled_at.is_(None))
    person = work.session.scalar(wanted)
    if person is None:
        return
    link = f"{base_url.rstrip('/')}/reset/{_new_link(work, person, minutes)}"
    values = {"name": person.name, "site": site_name, "minutes": minutes, "link": link}
    subject, body = say(person.language, RESET_SUBJECT), say(person.language, RESET)
    post(work, to=person.email, subject=subject % values, body=body % values)


def reset_link(work: Work, person_id: int, *, base_url: str, minutes: int) -> str:
    """A link for a new password, for an admin to hand on. Raises `NotFound` for closed accounts."""
    person = somebody(work.session, person_id)
    if person.disabled_at is not None:
        raise NotFound
    return f"{base_url.rstrip('/')}/reset/{_new_link(work, person, minutes)}"


def _new_link(work: Work, person: Person, minutes: int) -> str:
    # Only the newest link works.
    work.session.execute(delete(Ticket).where(Ticket.purpose == "reset", Ticket.person_id == person.id))
    token, _ = make_ticket(work, "reset", timedelta(minutes=minutes), person_id=person.id)
    work.record(ResetAsked(person.id))
    return token


def reset_password(work: Work, token: str, new: str) -> int:
    """Use a link up: set the password, end every sign-in; answers whose it was.

    Raises `LinkIsDead`, or `Invalid` and then the link stays good.
    """
    ticket = open_ticket(work.session, token, "reset", work.clock.now(), to_use=True)
    person = work.session.get(Person, ticket.person_id)
    if person is None or person.disabled_at is not None:
        raise LinkIsDead
    _set(work, person, new, by_link=True)
    work.session.execute(delete(Ticket).where(Ticket.purpose == "reset", Ticket.person_id == person.id))
    end_others(work, person.id, keep=None)
    return person.id


def _set(work: Work, person: Person, new: str, *, by_link: bool) -> None:
    if trouble := problem(new, email=person.email, name=person.name):
        raise Invalid({"password": trouble})
    person.password_hash = hashed(new)
    work.record(PasswordChanged(person.id, by_link))
