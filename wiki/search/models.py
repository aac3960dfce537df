"""The outbox: pages whose entry in the index is older than the page."""

from datetime import datetime

from sqlalchemy import Index
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
