"""Numbers that only grow, by which a process notices that what it keeps in memory is old."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, ScalarSelect, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from wiki.kernel.db import Base

ACCESS = "access"
"""Begins anew whenever any right may have changed: roles, groups, spaces, restrictions."""


class Counter(Base):
    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


def bump(session: Session, name: str) -> None:
    """Begin the next generation of `name`, with the commit."""
    changed = session.execute(update(Counter).where(Counter.name == name).values(value=Counter.value + 1))
    if not changed.rowcount:  # type: ignore[attr-defined]
        session.execute(insert(Counter).values(name=name, value=1))


def bump_all(session: Session, names: Collection[str]) -> None:
    """As `bump` for many, in one statement; two changes that both begin the first generation don't collide."""
    if not names:
        return
    dialect = session.get_bind().dialect.name
    rows = [{"name": name, "value": 1} for name in sorted(names)]
    begun = sqlite.insert(Counter) if dialect == "sqlite" else postgresql.insert(Counter)
    session.execute(
        begun.values(rows).on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + 1})
    )


def current(name: str | ColumnElement[str]) -> ScalarSelect[int]:
    """The generation as a subquery, to be read along with something else."""
    return select(Counter.value).where(Counter.name == name).scalar_subquery()
