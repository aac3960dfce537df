"""A page's history, for whoever may read the page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.pages.models import Page, Revision
from wiki.pages.queries.lists import face
from wiki.pages.queries.reading import Face
from wiki.people.models import Person


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
            Person.name,
            Person.handle,
            Person.side,
            Person.avatar,
        )
        .outerjoin(Person, Person.id == Revision.author_id)
        .where(Revision.page_id == page.id)
        .order_by(Revision.number.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(Revision.number < before)
    return [Past(*row[:5], face(*row[5:])) for row in session.execute(statement)]


def authors(session: Session, page: Page) -> int:
    """How many people wrote the page."""
    return session.scalar(select(func.count(Revision.author_id.distinct())).where(Revision.page_id == page.id)) or 0


def face_of(session: Session, person_id: int | None) -> Face | None:
    """Somebody as a list shows them; None for nobody."""
    if person_id is None:
        return None
    row = session.execute(
        select(Person.name, Person.handle, Person.side, Person.avatar).where(Person.id == person_id)
    ).first()
    return face(*row) if row else None
