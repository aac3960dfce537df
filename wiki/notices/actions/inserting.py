"""Rows that may be there already: whoever comes second leaves the first."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from wiki.kernel.db import Base


def insert_new(
    session: Session,
    table: type[Base],
    rows: Sequence[Mapping[str, Any]],
    answer: InstrumentedAttribute[Any] | ColumnElement[Any],
) -> list[Any]:
    """Insert those of the rows that aren't there, and give `answer` of each that was inserted."""
    if not rows:
        return []
    made = sqlite.insert(table) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(table)
    return list(session.scalars(made.values(list(rows)).on_conflict_do_nothing().returning(answer)))
