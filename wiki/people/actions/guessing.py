"""Slows down whoever guesses: tries are counted in the database, before anything is compared.

A try is counted first and forgiven when it was right, so that many at once can't slip past the count.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from wiki.kernel.refusals import Refused
from wiki.kernel.work import Work
from wiki.people.models import Attempt
from wiki.people.names import email_key

WINDOW = timedelta(minutes=15)
MOST_ACCOUNT, MOST_ADDRESS = 10, 40


class TooManyTries(Refused):
    """Guessed too often; `wait` seconds from now another try is heard."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"too many tries, {wait} s to wait")
        self.wait = wait


def account_key(email: str, purpose: str = "account") -> str:
    """Known or not: an unknown account is counted like any other, so that nobody learns which are known."""
    return f"{purpose}:{hashlib.sha256(email_key(email).encode('utf-8', 'replace')).hexdigest()[:32]}"


def address_key(address: str) -> str:
    return f"address:{address[:64]}"


def try_at(work: Work, account: str, address: str) -> None:
    """Count a try at `account` from `address` (keys as above). Raises `TooManyTries` for one too many.

    After the tenth miss the wait is one minute, and doubles with each further one, up to `WINDOW`.
    """
    now = work.clock.now()
    for key, most in ((account, MOST_ACCOUNT), (address, MOST_ADDRESS)):
        recent = select(func.count(), func.max(Attempt.at)).where(Attempt.key == key, Attempt.at > now - WINDOW)
        count, last = work.session.execute(recent).one()
        if count >= most and (until := _heard_again(last, count - most)) > now:
            raise TooManyTries(int((until - now).total_seconds()) + 1)
    work.session.add_all([Attempt(key=account, at=now), Attempt(key=address, at=now)])


def forgive(work: Work, account: str, address: str) -> None:
    """The try was right: the account's misses are forgotten, the address loses the last one it was counted."""
    work.session.execute(delete(Attempt).where(Attempt.key == account))
    last = select(func.max(Attempt.id)).where(Attempt.key == address).scalar_subquery()
    work.session.execute(delete(Attempt).where(Attempt.id == last))


def _heard_again(last: datetime, beyond: int) -> datetime:
    return last + min(timedelta(minutes=2 ** min(beyond, 10)), WINDOW)
