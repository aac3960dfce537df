"""People who tell each other things, and the job that mails them."""

from email.message import EmailMessage

import pytest

from tests.builders import viewer_of
from tests.pages.conftest import ada, nia, tills, tom, visit
from tests.stand_ins import Mailbox
from wiki.notices.actions.choosing import Wish, choose
from wiki.notices.actions.watching import unwatch, watch
from wiki.notices.mailing import Mailing
from wiki.notices.queries.inbox import Group, inbox, state_of
from wiki.people.models import Person
from wiki.web.running import Wiki

__all__ = ["ada", "nia", "tills", "tom", "visit"]


class Ears:
    """What people hear: `told(person)` is their inbox, `watch(person, kind, key)` makes them watch."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki

    def told(self, person: Person) -> list[Group]:
        with self._wiki.database.reading() as session:
            return list(inbox(session, viewer_of(self._wiki, person)).groups)

    def lines(self, person: Person) -> list[tuple[str, str]]:
        """Title and line of each notice, the latest first."""
        return [
            (group.title, one.line % {"who": one.actor.name} if one.actor else one.nobody)
            for group in self.told(person)
            for one in group.notices
        ]

    def unread(self, person: Person, told: int = 0) -> int:
        """As counted now; `told` is a state of which nothing is kept in memory."""
        with self._wiki.database.reading() as session:
            session.info["kept"].pop("notice_states", None)
            return state_of(session, viewer_of(self._wiki, person), told).unread

    def watch(self, person: Person, kind: str, key: object) -> None:
        with self._wiki.work(person.id) as work:
            watch(work, viewer_of(self._wiki, person), kind, str(key))

    def unwatch(self, person: Person, kind: str, key: object) -> None:
        with self._wiki.work(person.id) as work:
            unwatch(work, viewer_of(self._wiki, person), kind, str(key))


USUAL = {
    "at_once": True,
    "digest": "daily",
    "hour": 8,
    "weekday": 0,
    "quiet_from": 20,
    "quiet_until": 7,
    "watch_own": True,
}


class Mails:
    """`leave()`: what leaves when the worker takes its turn; `wish(person, digest="off")`: what they want."""

    def __init__(self, wiki: Wiki, mailbox: Mailbox) -> None:
        self._wiki, self._mailbox = wiki, mailbox
        self._job = Mailing(wiki)

    def leave(self) -> list[EmailMessage]:
        self._mailbox.messages.clear()
        self._job()
        self._mailbox.deliver()
        return list(self._mailbox.messages)

    def decide(self) -> None:
        """Let the job put into the outbox what is due, and leave it there."""
        self._job()

    def deliver(self) -> list[EmailMessage]:
        self._mailbox.messages.clear()
        return list(self._mailbox.deliver())

    def wish(self, person: Person, **chosen: object) -> None:
        with self._wiki.work(person.id) as work:
            choose(work, person.id, Wish(**{**USUAL, **chosen}))  # type: ignore[arg-type]


@pytest.fixture
def ears(wiki: Wiki) -> Ears:
    return Ears(wiki)


@pytest.fixture
def mails(wiki: Wiki, mailbox: Mailbox) -> Mails:
    return Mails(wiki, mailbox)
