"""Say that pages must be indexed again; always in the transaction of the change itself."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from wiki.pages.models import Page
from wiki.search.models import StalePage


def mark_stale(session: Session, page_ids: Iterable[int], now: datetime) -> None:
    """Put pages into the outbox. One that waits already keeps its `since`, and is tried again at once."""
    mark = secrets.token_hex(8)
    rows = [{"page_id": page_id, "since": now, "due": now, "attempt": 0, "mark": mark} for page_id in page_ids]
    if rows:
        statement = _insert(session)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=[StalePage.page_id], set_={"due": now, "attempt": 0, "mark": mark}
            ),
            rows,
        )


def mark_all_stale(session: Session, now: datetime) -> None:
    """Put every page that is not in the trash into the outbox, as if it had changed now."""
    mark = secrets.token_hex(8)
    pages = select(
        Page.id,
        literal(now, StalePage.since.type),
        literal(now, StalePage.due.type),
        literal(0),
        literal(mark),
    ).where(Page.deleted_at.is_(None))
    statement = _insert(session).from_select(["page_id", "since", "due", "attempt", "mark"], pages)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[StalePage.page_id], set_={"since": now, "due": now, "attempt": 0, "mark": mark}
        )
    )


def _insert(session: Session) -> Any:
    dialect = session.get_bind().dialect.name
    return sqlite.insert(StalePage) if dialect == "sqlite" else postgresql.insert(StalePage)
