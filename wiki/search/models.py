"""The outbox of pages to be indexed, and what people keep of searching: synonyms, the log, saved searches."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wiki.kernel.db import Base


class StalePage(Base):
    """A page to be read again by the drainer, or removed from the index when it is gone.

    `since` is its oldest change that can't be found yet, `due` when the drainer may try, `attempt` how often it
    failed. `mark` is new with every change: the drainer takes away only the row that it has read.
    """

    __tablename__ = "stale_page"
    __table_args__ = (Index(None, "since", "page_id"),)

    # No foreign key: a page that was purged must still be taken out of the index.
    page_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime]
    due: Mapped[datetime]
    attempt: Mapped[int] = mapped_column(default=0)
    mark: Mapped[str]


class Synonym(Base):
    """Words and phrases that mean the same, as they were typed: who searches one of them finds the others."""

    __tablename__ = "search_synonym"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[list[str]]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)


class SearchQuery(Base):
    """Something that was searched. Who did is forgotten after `search.actions.log.REMEMBERED`.

    `key`: the text casefolded, by which alike ones are counted. `total`: how many pages were found. `weak`: none of
    them has enough of the words, or a word had to be guessed. `telling`: it has words that say something. `closed`: the
    words may have been learnt from a page that isn't open to everybody, so that they aren't shown to others either.
    """

    __tablename__ = "search_query"
    __table_args__ = (Index(None, "person_id", "at"), Index(None, "key", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    text: Mapped[str]
    key: Mapped[str]
    total: Mapped[int]
    weak: Mapped[bool] = mapped_column(default=False)
    telling: Mapped[bool] = mapped_column(default=True)
    closed: Mapped[bool] = mapped_column(default=False)
    clicked: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(index=True)


class SavedSearch(Base):
    """A search that somebody comes back to."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str]
    text: Mapped[str]
    made_at: Mapped[datetime]
