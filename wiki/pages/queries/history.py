"""A page's history, for whoever may read the page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.pages.models import Page, Revision
from wiki.people.models import Person
from wiki.people.queries import FACE, Face, face_of


@dataclass(frozen=True, slots=True)
class Past:
    """A revision in a page's history."""

    number: int
    at: datetime
    summary: str
    minor: bool
    words: int
    author: Face | None


def history(session: Session, page: Page, *, before: int | None = None, limit: int = 50) -> list[Past]:
    """Revisions, the latest first; those before number `before`."""
    statement = (
        select(
            Revision.number,
            Revision.at,
            Revision.summary,
            Revision.minor,
            Revision.words,
            *FACE,
        )
        .outerjoin(Person, Person.id == Revision.author_id)
        .where(Revision.page_id == page.id)
        .order_by(Revision.number.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(Revision.number < before)
    return [Past(*row[:5], face_of(row[5:])) for row in session.execute(statement)]


def authors(session: Session, page: Page) -> int:
    """How many people wrote the page."""
    return session.scalar(select(func.count(Revision.author_id.distinct())).where(Revision.page_id == page.id)) or 0
