"""People, teams, groups, and what sign-in needs."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from wiki.kernel.db import Base
from wiki.kernel.viewer import Role

SIDES = ("junior", "senior", "")
"""Which side of the loop somebody stands on: writes how-tos, teaches them back, or neither."""


class Team(Base):
    """Where somebody works; everybody has at most one."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Person(Base):
    """Somebody with an account. `handle` is what `@handle` and their address say; it never changes."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    # The name casefolded: what lists are ordered and searched by, alike on every database.
    name_key: Mapped[str] = mapped_column(index=True)
    # As typed for mails; compared by `email_key`, which is casefolded.
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    role: Mapped[Role] = mapped_column(default="member")
    side: Mapped[str] = mapped_column(default="")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="SET NULL"), index=True)
    job: Mapped[str] = mapped_column(default="")
    pronouns: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    avatar: Mapped[str] = mapped_column(default="")
    joined_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    team: Mapped[Team | None] = relationship()

    @validates("name")
    def _keep_name_key(self, _field: str, name: str) -> str:
        self.name_key = name.casefold()
        return name

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def avatar_url(self) -> str:
        return avatar_url(self.handle, self.avatar)


def is_id(number: int) -> bool:
    """Whether a number can be an id; beyond, databases refuse to compare it."""
    return 0 < number < 2**31


def initials(name: str) -> str:
    """First letters of the first and the last word of a name."""
    words = name.split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def avatar_url(handle: str, avatar: str) -> str:
    """Address of an uploaded picture; empty when the initials are shown. `avatar` is the file's random name."""
    return f"/people/{handle}/avatar/{avatar}.webp" if avatar else ""


class Group(Base):
    """People who share rights, across teams."""

    __tablename__ = "people_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    about: Mapped[str] = mapped_column(default="")


class Membership(Base):
    __tablename__ = "membership"

    group_id: Mapped[int] = mapped_column(ForeignKey("people_group.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)


class SignIn(Base):
    """One signed-in browser. The cookie holds a random token, this row its digest: gone, the cookie is dead."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    browser: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")


class Ticket(Base):
    """A link that works once: an invitation, a new password, or the very first admin. Only its digest is kept."""

    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]  # 'invitation' | 'reset' | 'first-admin'
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(default="")
    role: Mapped[Role] = mapped_column(default="member")
    side: Mapped[str] = mapped_column(default="")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="SET NULL"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class TicketGroup(Base):
    """A group that whoever accepts an invitation joins."""

    __tablename__ = "ticket_group"
    __table_args__ = (UniqueConstraint("ticket_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("people_group.id", ondelete="CASCADE"))


class Attempt(Base):
    """A failed try at something guarded, by key (`account:…`, `address:…`), so that guessing is slowed."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    at: Mapped[datetime]
