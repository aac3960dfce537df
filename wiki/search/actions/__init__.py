"""Say that pages must be indexed again; always in the transaction of the change itself."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from wiki.pages.models import Link, Page
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


def mark_linked(session: Session, since: datetime, now: datetime) -> int:
    """Mark the pages that pages changed since then link to: how many link to a page is a reason to rank it higher.

    Answers how many. Not at each save, for a page links to many others, and one link more says little.
    """
    targets = (
        select(Link.target_id)
        .join(Page, Page.id == Link.source_id)
        .where(Page.changed_at >= since, Link.target_id.is_not(None), Link.target_id != Link.source_id)
        .distinct()
    )
    found = [target for target in session.scalars(targets) if target is not None]
    mark_stale(session, found, now)
    return len(found)


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
