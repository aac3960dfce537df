"""Notes on pages, their places, and what people think of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from wiki.kernel.db import Base

KINDS = ("question", "experience", "correction", "suggestion", "comment")
AUDIENCES = ("readers", "circle", "self")
"""All who read the page; those of a circle, such as a mentoring pair; or nobody but the author."""
OUTCOMES = ("answered", "applied", "declined", "done")
REACTIONS = ("thanks", "same", "helped")
STATES = ("anchored", "changed", "moved", "orphaned")
LONGEST = 10_000
"""Characters of a note."""


class Annotation(Base):
    """A note on a passage of a page, or a reply in the thread of one (`root_id`).

    A reply has the kind `reply`, the audience of its root, and no passage. `start`, `end`, `exact`, `prefix` and
    `suffix` are the selector as it was made, against the text of the page's revision `number`, in code points, and
    never change; where the note stands now says its `Anchor`. `html` and `references` are as a revision's. `circle` is
    the key of those who read it, for the audience `circle`. `once` is the form that it came from: sent twice it makes
    one note.

    A suggestion has `passage`, the lines of the page's Markdown that it is about, and `replacement`, those in place of
    them. A settled thread has an `outcome`, and a suggestion that was taken the revision `outcome_number`.
    """

    __tablename__ = "annotation"
    __table_args__ = (
        CheckConstraint("audience IN ('readers', 'circle', 'self')", name="audience"),
        UniqueConstraint("author_id", "once"),
        Index(None, "page_id", "root_id", "id"),
        Index(None, "root_id", "id"),
        Index(None, "author_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    root_id: Mapped[int | None] = mapped_column(ForeignKey("annotation.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    kind: Mapped[str]
    audience: Mapped[str] = mapped_column(default="readers")
    circle: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    html: Mapped[str]
    text: Mapped[str]
    references: Mapped[list[Any]] = mapped_column(default=list)
    number: Mapped[int]
    start: Mapped[int] = mapped_column(default=0)
    end: Mapped[int] = mapped_column(default=0)
    exact: Mapped[str] = mapped_column(default="")
    prefix: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")
    passage: Mapped[str | None]
    replacement: Mapped[str | None]
    made_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    once: Mapped[str | None]
    outcome: Mapped[str | None]
    outcome_number: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)

    @property
    def url(self) -> str:
        return f"/notes/{self.id}"

    @property
    def is_open(self) -> bool:
        return self.outcome is None


class Anchor(Base):
    """Where a note stands from revision `number` of its page on, up to the revision `until`; the present one has none.

    A row is written when place or words change, never edited but for its `until`, so that old revisions show notes as
    they stood. An orphan has no place; its words are the last it had. `score` is 0 … 1, how much of the words was left;
    `cause` a short word, such as `moved` or `deleted`.
    """

    __tablename__ = "anchor"
    __table_args__ = (
        CheckConstraint("(start IS NULL) = (state = 'orphaned')", name="place"),
        Index(None, "annotation_id", "number"),
        Index(None, "page_id", "until", "start"),
        Index(
            "ix_anchor_present",
            "annotation_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    annotation_id: Mapped[int] = mapped_column(ForeignKey("annotation.id", ondelete="CASCADE"))
    # A copy of the note's, to find those of a page in the order of its text.
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    number: Mapped[int]
    until: Mapped[int | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    exact: Mapped[str]
    prefix: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    score: Mapped[float] = mapped_column(default=1.0)
    cause: Mapped[str] = mapped_column(default="")


class Reaction(Base):
    """That somebody thanks for a note, has seen the same, or was helped by it."""

    __tablename__ = "reaction"

    annotation_id: Mapped[int] = mapped_column(ForeignKey("annotation.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
