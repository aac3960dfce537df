"""Tables of the care of pages: until when each is true, what new ones begin with, whose favourite, who read it last."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wiki.kernel.db import Base


class Freshness(Base):
    """Until when a page holds, as somebody last said; without a row it never grows stale.

    `overdue` is set once that day has passed: from then on search knows, and its owner is told; and once more on
    `remind_on`, null when nobody is to be told again. `said_at` and `said_by_id` tell who went through the page last,
    by a change or by saying so.
    """

    __tablename__ = "freshness"
    __table_args__ = (Index(None, "until", "page_id"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    until: Mapped[date]
    overdue: Mapped[bool] = mapped_column(default=False)
    remind_on: Mapped[date | None]
    said_at: Mapped[datetime]
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)


class PageTemplate(Base):
    """A text that new pages of a type begin with in a space, made by its keepers."""

    __tablename__ = "page_template"
    __table_args__ = (Index(None, "space_id", "type", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id", ondelete="CASCADE"))
    type: Mapped[str]
    name: Mapped[str]
    body: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)


class Favourite(Base):
    """A page that somebody wants at hand; nobody else learns of it."""

    __tablename__ = "favourite"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime]


class PageVisit(Base):
    """When somebody last read a page: for their own list, forgotten after 60 days."""

    __tablename__ = "page_visit"
    __table_args__ = (Index(None, "person_id", "at"), Index(None, "at"))

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime]
