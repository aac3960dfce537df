"""What the index may say wrongly of pages is known: they wait in the outbox since their change."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Select, not_, select
from sqlalchemy.orm import Session

from wiki.pages.models import Page
from wiki.pages.permissions import Reach, readable_as
from wiki.search.models import StalePage


def hidden_pages(session: Session, reach: Reach) -> list[int]:
    """Ids of pages in the outbox that the viewer may not read, or that are gone; one statement."""
    return list(session.connection().execute(hidden_to(reach.sql)).scalars())


@lru_cache(maxsize=256)
def hidden_to(sql: tuple[str, str]) -> Select[*tuple[Any, ...]]:
    """SQL for `hidden_pages`. Kept for the rights that it is for, since building it takes longer than running it."""
    may = select(Page.id).where(Page.id == StalePage.page_id, readable_as(sql)).exists()
    return select(StalePage.page_id).where(not_(may))
