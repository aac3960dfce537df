"""Tables of what is being written and isn't saved yet; read and changed for its writer alone."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wiki.kernel.db import Base

OPEN, ASIDE, ENDED = "open", "aside", "ended"

PRESENT = timedelta(seconds=60)
"""How long somebody counts as writing after their browser last said so."""


class Unsaved(Base):
    """A draft: what somebody has typed and not saved yet.

    `page_id` is None for a page that isn't there yet, and once its page is gone for good. `part` is the anchor of the
    section that is written at, empty for the whole page; `base` the number of the revision it began from. `fields` are
    all other fields of the form, as sent. `writer` is the opened form that wrote last, by a number of its own, and
    `version` counts what it wrote: so that two windows don't overwrite each other.
    `state`: `open`; `aside` for what a choice or its writer put away; `ended` for what was saved, without its text.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'aside', 'ended')", name="state"),
        Index(None, "person_id", "state", "at"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"), index=True)
    part: Mapped[str] = mapped_column(default="")
    base: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    body: Mapped[str]
    fields: Mapped[dict[str, Any]]
    writer: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default=OPEN)
    at: Mapped[datetime] = mapped_column(index=True)


class Writing(Base):
    """Somebody has a page open to write; `at` is when their browser last said so."""

    __tablename__ = "writing"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime]
