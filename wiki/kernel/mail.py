"""Mail leaves through a table: written with the change that caused it, sent once that change is safe.

What may change until then is written only when it leaves: such a row names its maker and what to write about.
"""

import logging
import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from wiki.kernel.clock import Clock
from wiki.kernel.db import Base, Database
from wiki.kernel.settings import Settings
from wiki.kernel.work import Work

log = logging.getLogger(__name__)

GIVE_UP_AFTER = 8


class OutgoingMail(Base):
    """A mail that is due to leave; the row goes when it has left.

    With a `maker`, subject and body are made of `about` in the moment of sending.
    """

    __tablename__ = "outgoing_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    due: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    maker: Mapped[str] = mapped_column(default="")
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as its maker writes it; `unsubscribe` is an address that ends such mails by one POST."""

    to: str
    subject: str
    body: str
    unsubscribe: str = ""


Maker = Callable[[Mapping[str, Any]], Letter | None]
"""What a mail is about → the mail, or None when there is nothing to say any more."""


class Mailer(Protocol):
    def send(self, message: EmailMessage) -> None:
        """Hand the message on; raises `OSError` when that can't be done now."""
        ...


class ConsoleMailer:
    """Prints mail, for a wiki that has no mail server yet."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def send(self, message: EmailMessage) -> None:
        self._write(f"--- mail to {message['To']}: {message['Subject']}\n{message.get_content()}---")


class SmtpMailer:
    """Sends by `smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…`."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        url = self._url
        secure = url.scheme == "smtps"
        kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
        with kind(url.hostname or "localhost", url.port or (465 if secure else 587), timeout=20) as server:
            if not secure and server.has_extn("starttls"):
                server.starttls()
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)


def mailer_for(settings: Settings, write: Callable[[str], None]) -> Mailer:
    return SmtpMailer(settings.smtp_url) if settings.smtp_url else ConsoleMailer(write)


def post(work: Work, *, to: str, subject: str, body: str) -> None:
    """Put a mail into the outbox. Line breaks in `to` and `subject` are taken out."""
    work.session.add(OutgoingMail(recipient=to, subject=subject, body=body, due=work.clock.now()))


def post_to_be_made(work: Work, maker: str, about: Mapping[str, Any]) -> None:
    """Put a mail into the outbox that `maker` writes when it leaves; `about` is kept as JSON until then."""
    work.session.add(
        OutgoingMail(recipient="", subject="", body="", due=work.clock.now(), maker=maker, about=dict(about))
    )


class Post:
    """The job that empties the outbox."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        mailer: Mailer,
        settings: Settings,
        work: Callable[[], Work],
        makers: Mapping[str, Maker] | None = None,
    ) -> None:
        self._database, self._clock, self._mailer = database, clock, mailer
        self._settings, self._work, self._makers = settings, work, makers or {}

    def __call__(self) -> bool:
        """Send what is due; true when something was."""
        with self._database.reading() as session:
            due = list(
                session.scalars(
                    select(OutgoingMail)
                    .where(OutgoingMail.due <= self._clock.now())
                    .order_by(OutgoingMail.id)
                    .limit(20)
                )
            )
        for mail in due:
            self._send(mail)
        return bool(due)

    def _send(self, mail: OutgoingMail) -> None:
        try:
            letter = self._letter(mail)
            if letter is not None:
                self._mailer.send(self._message(letter))
        except (OSError, smtplib.SMTPException) as error:
            log.warning("mail %s could not leave: %s", mail.id, error)
            self._try_later(mail)
        except Exception:
            # One that can't be written must not hold up those behind it.
            log.exception("mail %s could not be made", mail.id)
            self._try_later(mail)
        else:
            with self._work() as work:
                work.session.delete(work.session.get_one(OutgoingMail, mail.id))

    def _letter(self, mail: OutgoingMail) -> Letter | None:
        if mail.maker:
            return self._makers[mail.maker](mail.about)
        return Letter(mail.recipient, mail.subject, mail.body)

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self._settings.mail_from, "".join(letter.to.split())
        message["Subject"], message["Message-ID"] = " ".join(letter.subject.split()), make_msgid(domain="flipside")
        if letter.unsubscribe:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.body)
        return message

    def _try_later(self, mail: OutgoingMail) -> None:
        with self._work() as work:
            row = work.session.get_one(OutgoingMail, mail.id)
            row.tries += 1
            row.due = self._clock.now() + timedelta(minutes=2**row.tries)
            if row.tries >= GIVE_UP_AFTER:
                log.error("mail %s given up after %s tries", mail.id, row.tries)
                work.session.delete(row)
