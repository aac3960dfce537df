"""What the index may say wrongly of pages is known: they wait in the outbox since their change."""

from typing import Any

from sqlalchemy import Select, not_, select

from wiki.pages.models import Page
from wiki.pages.permissions import Reach, readable
from wiki.search.models import StalePage


def hidden_pages(reach: Reach) -> Select[*tuple[Any, ...]]:
    """SQL: ids of pages in the outbox that the viewer may not read, or that are gone."""
    may = select(Page.id).where(Page.id == StalePage.page_id, readable(reach)).exists()
    return select(StalePage.page_id).where(not_(may))
