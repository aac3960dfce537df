"""Mail leaves once its change is safe, and is tried again when the server is away."""

from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from tests.stand_ins import FakeClock
from wiki.kernel.mail import GIVE_UP_AFTER, OutgoingMail, Post, post
from wiki.web.running import Wiki


class Recorder:
    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.away = False

    def send(self, message: EmailMessage) -> None:
        if self.away:
            raise ConnectionRefusedError("mail server")
        self.sent.append(message)


def _waiting(wiki: Wiki) -> int:
    with wiki.database.reading() as session:
        return session.scalar(select(func.count()).select_from(OutgoingMail)) or 0


def test_a_mail_leaves_once_and_its_headers_cannot_be_injected(wiki: Wiki) -> None:
    mailer = Recorder()
    job = Post(wiki.database, wiki.clock, mailer, wiki.settings, wiki.quiet_work)
    with wiki.work() as work:
        post(work, to="nia@example.com\nBcc: x@example.com", subject="Hi\r\nBcc: y@example.com", body="Grüße\n")
    assert job() is True
    assert job() is False
    (mail,) = mailer.sent
    assert mail["Subject"] == "Hi Bcc: y@example.com"
    assert mail["Bcc"] is None
    assert mail.get_content() == "Grüße\n"
    assert _waiting(wiki) == 0


def test_a_change_that_is_undone_sends_nothing(wiki: Wiki) -> None:
    with pytest.raises(RuntimeError), wiki.work() as work:
        post(work, to="nia@example.com", subject="Hi", body="x")
        raise RuntimeError
    assert _waiting(wiki) == 0


def test_a_mail_waits_for_the_server_and_is_given_up_in_the_end(wiki: Wiki, clock: FakeClock) -> None:
    mailer = Recorder()
    mailer.away = True
    job = Post(wiki.database, wiki.clock, mailer, wiki.settings, wiki.quiet_work)
    with wiki.work() as work:
        post(work, to="nia@example.com", subject="Hi", body="x")
    job()
    assert job() is False
    for _ in range(GIVE_UP_AFTER):
        clock.forward(days=1)
        job()
    assert _waiting(wiki) == 0
    assert mailer.sent == []
