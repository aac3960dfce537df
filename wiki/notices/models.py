"""What people watch, what they are told, and how they want to hear of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wiki.kernel.db import Base

WATCHED = ("page", "subtree", "tag", "person", "space")
"""`subtree`: a page and all below it."""

DIGESTS = ("off", "daily", "weekly")


class Watch(Base):
    """Something that somebody wants to hear of. `key` is the id of the page, person or space, or the tag's key."""

    __tablename__ = "watch"
    __table_args__ = (Index(None, "kind", "key"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]


class Notice(Base):
    """Something that a person is told of a page; `kind` and `key` as its room registered them.

    While unread, what the same person does to the same thing is one notice: it was done `times` times, and took the
    page from revision `since` to `number` (0 where no revision matters). `waits`: for which mail: `now`, `digest`, or
    `rest` for what should have gone at once but was too much for one day; null when mail has nothing to do any more.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index(None, "person_id", "read_at", "id"),
        Index(None, "page_id", "person_id"),
        Index(None, "waits", "person_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    times: Mapped[int] = mapped_column(default=1)
    since: Mapped[int] = mapped_column(default=0)
    number: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(index=True)
    read_at: Mapped[datetime | None]
    waits: Mapped[str | None]


class ToldOnce(Base):
    """That a person has been told of a thing that is told but once, as a mention on a page."""

    __tablename__ = "told_once"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True, default="")


class MailChoice(Base):
    """How somebody wants to be told by mail. Who has no row has chosen nothing: all as the defaults here.

    Hours and days are those of the person's time zone; equal hours of quiet are none. `sent_on` is the last day on
    which mail left at once, `sent` how often.
    """

    __tablename__ = "mail_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    at_once: Mapped[bool] = mapped_column(default=True)
    digest: Mapped[str] = mapped_column(default="daily")
    hour: Mapped[int] = mapped_column(default=8)
    # Monday is 0.
    weekday: Mapped[int] = mapped_column(default=0)
    quiet_from: Mapped[int] = mapped_column(default=20)
    quiet_until: Mapped[int] = mapped_column(default=7)
    watch_own: Mapped[bool] = mapped_column(default=True)
    sent_on: Mapped[str] = mapped_column(default="")
    sent: Mapped[int] = mapped_column(default=0)


def unchosen(person_id: int) -> MailChoice:
    """The choice of somebody who has made none; not a row yet."""
    return MailChoice(
        person_id=person_id,
        at_once=True,
        digest="daily",
        hour=8,
        weekday=0,
        quiet_from=20,
        quiet_until=7,
        watch_own=True,
        sent_on="",
        sent=0,
    )
