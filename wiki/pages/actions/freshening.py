"""Say that a page still holds, and notice when nobody has for too long."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select, update

from wiki.kernel.work import Work
from wiki.pages.care import Freshness
from wiki.pages.events import PageConfirmed, PageStayedStale, PageTextsChanged, PageWentStale
from wiki.pages.models import Page
from wiki.pages.types import PageTypes

AT_ONCE = 100
"""Pages that one turn of the worker looks after; people are told of each in the same transaction."""

REMIND_AFTER = 14
"""Days after which whoever should look at a stale page is reminded, once, when nobody has."""


def still_true(work: Work, page: Page, types: PageTypes) -> None:
    """Somebody went through the page: it holds for as long again as pages of its type do."""
    was_overdue = work.session.scalar(select(Freshness.overdue).where(Freshness.page_id == page.id))
    _begin_again(work, page, types.fresh_days(page.type), work.actor_id)
    work.record(PageConfirmed(page.id))
    if was_overdue:
        work.record(PageTextsChanged(page.id))


def note_saved(work: Work, page_id: int, types: PageTypes, *, went_through: bool) -> None:
    """A page was saved: whoever changed more than a small thing went through it."""
    page = work.session.get_one(Page, page_id)
    days = types.fresh_days(page.type)
    row = work.session.get(Freshness, page_id)
    if went_through or (row is None) == bool(days):
        _begin_again(work, page, days, page.changed_by_id)


def _begin_again(work: Work, page: Page, days: int, by_id: int | None) -> None:
    row = work.session.get(Freshness, page.id)
    if not days:
        if row is not None:
            work.session.delete(row)
        return
    now = work.clock.now()
    if row is None:
        row = Freshness(page_id=page.id)
        work.session.add(row)
    row.until, row.overdue, row.remind_on = now.date() + timedelta(days=days), False, None
    row.said_at, row.said_by_id = now, by_id


def note_stale(work: Work, now: datetime) -> bool:
    """Say of pages whose day has passed that they are stale; whether there were some. Those in the trash wait."""
    here = exists().where(Page.id == Freshness.page_id, Page.deleted_at.is_(None))
    due = select(Freshness.page_id).where(Freshness.until < now.date(), Freshness.overdue.is_(False), here)
    ids = list(work.session.scalars(due.order_by(Freshness.until, Freshness.page_id).limit(AT_ONCE)))
    if ids:
        again = now.date() + timedelta(days=REMIND_AFTER)
        work.session.execute(update(Freshness).where(Freshness.page_id.in_(ids)).values(overdue=True, remind_on=again))
    for page_id in ids:
        work.record(PageWentStale(page_id))
        work.record(PageTextsChanged(page_id))
    return bool(ids)


def note_still_stale(work: Work, now: datetime) -> bool:
    """Say once more of stale pages that nobody has looked at them for `REMIND_AFTER` days; whether there were some."""
    here = exists().where(Page.id == Freshness.page_id, Page.deleted_at.is_(None))
    due = select(Freshness.page_id).where(Freshness.remind_on <= now.date(), Freshness.overdue, here)
    ids = list(work.session.scalars(due.order_by(Freshness.remind_on, Freshness.page_id).limit(AT_ONCE)))
    if ids:
        work.session.execute(update(Freshness).where(Freshness.page_id.in_(ids)).values(remind_on=None))
    for page_id in ids:
        work.record(PageStayedStale(page_id))
    return bool(ids)


def date_undated(work: Work, types: PageTypes) -> bool:
    """Give a day to pages that have none, such as those written before their type had one; whether there were some.

    It counts from their last change.
    """
    undated = ~exists().where(Freshness.page_id == Page.id)
    rows = work.session.execute(
        select(Page.id, Page.type, Page.changed_at, Page.changed_by_id)
        .where(Page.type.in_(list(types.dated)), undated)
        .order_by(Page.id)
        .limit(AT_ONCE)
    ).all()
    for row in rows:
        until = row.changed_at.date() + timedelta(days=types.fresh_days(row.type))
        work.session.add(
            Freshness(page_id=row.id, until=until, overdue=False, said_at=row.changed_at, said_by_id=row.changed_by_id)
        )
    return bool(rows)
