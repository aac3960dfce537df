"""Spaces, pages and what belongs to them."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.kernel.db import Base


class Space(Base):
    """A shelf of pages with its own readers and writers.

    `visibility`: `open` to all signed in, `groups` named in its grants, or `private` to named people.
    `default_role` is what everybody has in an open space without a grant.
    """

    __tablename__ = "space"
    __table_args__ = (CheckConstraint("visibility IN ('open', 'groups', 'private')", name="visibility"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    icon: Mapped[str] = mapped_column(default="book-open")
    visibility: Mapped[str] = mapped_column(default="open")
    public: Mapped[bool] = mapped_column(default=False)
    default_role: Mapped[str] = mapped_column(default="writer")
    position: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]


class SpaceGrant(Base):
    """A role in a space, for one person or one group."""

    __tablename__ = "space_grant"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (group_id IS NULL)", name="one_holder"),
        UniqueConstraint("space_id", "person_id"),
        UniqueConstraint("space_id", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("people_group.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]


class Guard(Base):
    """A restriction that a page lays on itself and all below it: only those named may read, on top of the space.

    Guards nest: who fails one further up fails all below (`parent_id`), so a page is never opened wider.
    """

    __tablename__ = "guard"

    id: Mapped[int] = mapped_column(primary_key=True)
    # No foreign key, for pages refer to guards; the page's purge takes its guard along.
    page_id: Mapped[int] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("guard.id", ondelete="SET NULL"), index=True)


class GuardGrant(Base):
    """Somebody, or a group, whom a guard lets through."""

    __tablename__ = "guard_grant"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (group_id IS NULL)", name="one_holder"),
        UniqueConstraint("guard_id", "person_id"),
        UniqueConstraint("guard_id", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    guard_id: Mapped[int] = mapped_column(ForeignKey("guard.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("people_group.id", ondelete="CASCADE"), index=True)


class Page(Base):
    """A page as it is now; its text is that of revision `head_id`.

    `path` is the ids from the root of the tree down to the page itself, `/3/17/42/`. `sort_key` is what lists
    are sorted by. `tags` and `fields` are copies of the last revision's. `source` is the file it was imported
    from, relative to the imported folder, `source_digest` that file's content then, `source_number` the revision made
    of it.
    """

    __tablename__ = "page"
    __table_args__ = (
        Index(None, "space_id", "parent_id", "position", "id"),
        Index(None, "sort_key", "id"),
        Index(None, "space_id", "sort_key", "id"),
        Index(None, "type", "sort_key", "id"),
        Index(None, "owner_id", "changed_at"),
        UniqueConstraint("space_id", "source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    path: Mapped[str] = mapped_column(default="", index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    sort_key: Mapped[str]
    type: Mapped[str]
    tags: Mapped[list[str]] = mapped_column(default=list)
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    guard_id: Mapped[int | None] = mapped_column(ForeignKey("guard.id", ondelete="RESTRICT"), index=True)
    # No foreign key, for revisions refer to pages.
    head_id: Mapped[int | None]
    number: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime] = mapped_column(index=True)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    deleted_at: Mapped[datetime | None]
    deleted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    # The page whose deletion took this one along; itself for that page.
    deleted_with_id: Mapped[int | None] = mapped_column(index=True)
    source: Mapped[str | None]
    source_digest: Mapped[str | None]
    source_number: Mapped[int | None]
    # The file's text, where no revision holds it: it was merged with what had been written here.
    source_text: Mapped[str | None]

    space: Mapped[Space] = relationship()

    @property
    def url(self) -> str:
        return f"/p/{self.slug}"


class Revision(Base):
    """What a page said at one time; never changed afterwards."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("page_id", "number"), Index(None, "author_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    summary: Mapped[str] = mapped_column(default="")
    minor: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str]
    type: Mapped[str]
    tags: Mapped[list[str]] = mapped_column(default=list)
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    body: Mapped[str]
    html: Mapped[str]
    text: Mapped[str]
    outline: Mapped[list[Any]]
    references: Mapped[list[Any]]
    words: Mapped[int]
    diagrams: Mapped[bool] = mapped_column(default=False)


class Link(Base):
    """A link, include or mention of a page's last revision.

    `key` is the name that was written. `target_id` is the page it meant, found with the eyes of the author:
    a name that only pages hidden from the author bear is wanted, like one that no page bears.
    """

    __tablename__ = "link"
    __table_args__ = (
        Index(None, "key"),
        Index(None, "target_id", "source_id"),
        Index(None, "kind", "target_id", "key"),
    )

    source_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    target_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"))


class PageName(Base):
    """A name that a page answers to, as a key: its title's, its address, and former ones of both.

    `[[links]]` and addresses that are not a page's `slug` are looked up here; several pages may share a name.
    """

    __tablename__ = "page_name"

    key: Mapped[str] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True, index=True)
    former: Mapped[bool] = mapped_column(default=False)


class PageTag(Base):
    """A tag of a page, by its casefolded key."""

    __tablename__ = "page_tag"

    key: Mapped[str] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True, index=True)
    name: Mapped[str]


class Attachment(Base):
    """A file of a page. Its bytes lie in the data folder under `digest`; `key` is its address for good.

    `number`, `digest`, `media_type`, `size`, `at` and `by_id` are copies of its last version's. Without a page it is
    loose: uploaded for a page that isn't saved yet, and readable by its uploader alone. `alt` is what a picture shows,
    in words. A file with `removed_at` is shown to nobody; it can be brought back until the sweep.
    """

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("page_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    name: Mapped[str]
    number: Mapped[int] = mapped_column(default=1, server_default="1")
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    alt: Mapped[str] = mapped_column(default="", server_default="")
    caption: Mapped[str] = mapped_column(default="", server_default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    removed_at: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def url(self) -> str:
        return f"/file/{self.key}/{quote(self.name, safe='')}"


class FileVersion(Base):
    """What a file was at one time; never changed afterwards."""

    __tablename__ = "file_version"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class FileUse(Base):
    """A page whose last revision shows or links to the file of that key, whether it is there or not."""

    __tablename__ = "file_use"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True, index=True)


class FileContent(Base):
    """What was found in the bytes of that digest: a document's text, or that a picture could be made smaller.

    `state`: `read`, `empty` for what holds no text, or `failed`, with why in `note`.
    """

    __tablename__ = "file_content"

    digest: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
