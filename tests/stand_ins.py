"""What stands in for the clock and the mail server: the only things that tests replace."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from wiki.kernel.mail import Post
from wiki.web.running import Wiki


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self._now = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        self._now = moment

    def forward(self, **passed: float) -> None:
        """`clock.forward(minutes=5)`; the arguments are those of `timedelta`."""
        self._now += timedelta(**passed)


class Mailbox:
    """Keeps what was sent. `deliver()` empties the outbox into it, as the worker does."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.wiki: Wiki | None = None

    def send(self, message: EmailMessage) -> None:
        self.messages.append(message)

    def deliver(self) -> list[EmailMessage]:
        assert self.wiki is not None
        wiki = self.wiki
        Post(wiki.database, wiki.clock, self, wiki.settings, wiki.quiet_work, wiki.rooms["mail_makers"])()
        return self.messages
