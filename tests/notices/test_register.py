"""Another room has people told of its own events, about things of its own that have their own readers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import make_page
from tests.notices.conftest import Ears, Mails
from tests.stand_ins import FakeClock, Mailbox
from wiki import app as whole
from wiki.app import create_app
from wiki.hooks import hookimpl
from wiki.hooks.telling import NoticeKind, ShownNotice, Telling
from wiki.kernel.events import Event
from wiki.kernel.settings import Settings
from wiki.kernel.viewer import Viewer
from wiki.notices.kinds import NoticeKinds
from wiki.pages.events import PageTextsChanged
from wiki.pages.models import Space
from wiki.people.models import Person
from wiki.search.engines import engine_of
from wiki.web.running import Wiki


@dataclass(frozen=True, slots=True)
class RemarkMade(Event):
    page_id: int
    remark_id: int
    to_id: int


class Remarks:
    """A room as a module is one: it answers hooks."""

    closed: set[str] = set()  # noqa: RUF012 - the room's only state

    @staticmethod
    @hookimpl
    def register_notice_kinds() -> Sequence[NoticeKind]:
        return [
            NoticeKind(
                "remark", "%(who)s remarked", "A remark", RemarkMade, Remarks.tell, at_once=True, shown=Remarks.shown
            )
        ]

    @staticmethod
    def tell(session: Session, event: RemarkMade) -> Iterator[Telling]:  # noqa: ARG004
        yield Telling(event.page_id, [event.to_id], key=f"remark:{event.remark_id}")

    @staticmethod
    def shown(session: Session, viewer: Viewer, keys: Sequence[str]) -> Mapping[str, ShownNotice]:  # noqa: ARG004
        return {key: ShownNotice(f"/p/jam#{key}", f"text of {key}") for key in keys if key not in Remarks.closed}


@pytest.fixture
def app(settings: Settings, clock: FakeClock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    Remarks.closed = set()
    monkeypatch.setattr(whole, "ROOMS", (*whole.ROOMS, Remarks))
    made = create_app(settings, clock=clock, mailer=mailbox)
    mailbox.wiki = made.extensions["flipside"]
    yield made
    engine_of(mailbox.wiki).close()
    mailbox.wiki.database.close()


Remark = Callable[[int], None]


@pytest.fixture
def remark(wiki: Wiki, nia: Person, tom: Person, tills: Space) -> Remark:
    page = make_page(wiki, tills, "Jam", "x", author=nia)

    def making(number: int) -> None:
        with wiki.work(nia.id) as work:
            work.record(RemarkMade(page.id, number, tom.id))

    return making


def test_its_notices_are_grouped_with_the_page_and_mailed(
    tom: Person, remark: Remark, ears: Ears, mails: Mails
) -> None:
    remark(1)
    remark(2)
    remark(2)
    (group,) = ears.told(tom)
    assert [(one.url, one.text, one.times) for one in group.notices] == [
        ("/p/jam#remark:2", "text of remark:2", 2),
        ("/p/jam#remark:1", "text of remark:1", 1),
    ]
    (mail,) = mails.leave()
    assert "Nia Okafor remarked: text of remark:1" in mail.get_content()


def test_what_its_room_closes_is_neither_shown_counted_nor_mailed(
    wiki: Wiki, tom: Person, remark: Remark, ears: Ears, mails: Mails
) -> None:
    remark(1)
    mails.decide()
    Remarks.closed.add("remark:1")
    assert ears.told(tom) == []
    assert ears.unread(tom) == 0
    assert mails.deliver() == []
    with wiki.work() as work:
        work.record(PageTextsChanged(1))
    assert ears.unread(tom) == 0


def test_a_name_that_two_rooms_give_is_refused() -> None:
    kind = Remarks.register_notice_kinds()[0]
    with pytest.raises(ValueError, match="remark"):
        NoticeKinds([kind, kind])
