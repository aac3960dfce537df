"""Coming in and going out."""

from datetime import timedelta

from sqlalchemy import delete

from wiki.kernel.refusals import NotFound
from wiki.kernel.work import Work
from wiki.people.actions.guessing import WINDOW
from wiki.people.events import SignedIn, SignedOut
from wiki.people.models import Attempt, SignIn, Ticket, is_id
from wiki.people.tokens import digest_of, new_token


def start_sign_in(work: Work, person_id: int, *, days: int, browser: str, address: str) -> str:
    """Sign somebody in for `days`; answers the token for their cookie, which is kept nowhere."""
    token, now = new_token(), work.clock.now()
    row = SignIn(
        digest=digest_of(token),
        person_id=person_id,
        began_at=now,
        ends_at=now + timedelta(days=days),
        browser=browser[:100],
        address=address[:64],
    )
    work.session.add(row)
    work.session.flush()
    work.record(SignedIn(person_id, row.id))
    return token


def end_sign_in(work: Work, person_id: int, sign_in_id: int) -> None:
    """End one of a person's own sign-ins. Raises `NotFound` for anybody else's."""
    gone = delete(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == person_id)
    if not is_id(sign_in_id) or not work.session.execute(gone).rowcount:  # type: ignore[attr-defined]
        raise NotFound
    work.record(SignedOut(person_id, 1))


def end_others(work: Work, person_id: int, keep: int | None) -> int:
    """End all sign-ins of a person but `keep`; answers how many ended."""
    gone = delete(SignIn).where(SignIn.person_id == person_id)
    if keep is not None:
        gone = gone.where(SignIn.id != keep)
    ended: int = work.session.execute(gone).rowcount  # type: ignore[attr-defined]
    if ended:
        work.record(SignedOut(person_id, ended))
    return ended


def sweep(work: Work) -> bool:
    """Take away sign-ins, links and counted tries whose time is over; true when there were any."""
    now = work.clock.now()
    ended = [
        delete(SignIn).where(SignIn.ends_at <= now),
        delete(Ticket).where(Ticket.ends_at <= now),
        delete(Attempt).where(Attempt.at < now - WINDOW),
    ]
    return sum(work.session.execute(one).rowcount for one in ended) > 0  # type: ignore[attr-defined]
