"""What a person has read, and what is old enough to be forgotten."""

from datetime import timedelta

from sqlalchemy import delete, update

from wiki.kernel.work import Work
from wiki.notices.actions.telling import count_anew
from wiki.notices.models import Notice

KEPT = timedelta(days=180)


def mark_read(work: Work, person_id: int, *, upto: int, page_id: int | None = None) -> None:
    """Put the person's notices up to the one of id `upto` behind them: of one page, or all. No mail tells of them."""
    unread = update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None), Notice.id <= upto)
    if page_id is not None:
        unread = unread.where(Notice.page_id == page_id)
    if work.session.execute(unread.values(read_at=work.clock.now(), waits=None)).rowcount:  # type: ignore[attr-defined]
        count_anew(work.session, [person_id])


def forget_old(work: Work) -> None:
    """Take away notices older than `KEPT`, read or not."""
    old = delete(Notice).where(Notice.at < work.clock.now() - KEPT)
    count_anew(work.session, set(work.session.scalars(old.returning(Notice.person_id))))
