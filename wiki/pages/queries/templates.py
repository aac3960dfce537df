"""Templates of a space, for who writes there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.kernel.refusals import NotFound
from wiki.pages.care import PageTemplate
from wiki.pages.models import Space
from wiki.pages.permissions import Reach

MOST_OFFERS = 200


def templates_of(session: Session, space: Space) -> Sequence[PageTemplate]:
    """All templates of a space that was found for whoever asks, by type and name."""
    found = select(PageTemplate).where(PageTemplate.space_id == space.id)
    return session.scalars(found.order_by(PageTemplate.type, PageTemplate.name, PageTemplate.id)).all()


def template_of(session: Session, space: Space, template_id: int) -> PageTemplate:
    """One of the space; raises `NotFound`."""
    found = session.get(PageTemplate, template_id)
    if found is None or found.space_id != space.id:
        raise NotFound(str(template_id))
    return found


@dataclass(frozen=True, slots=True)
class Offer:
    """A template that a new page may begin with, and the space that it is for."""

    id: int
    name: str
    body: str
    space_key: str
    space_title: str


def offers_for(session: Session, reach: Reach, kind: str) -> list[Offer]:
    """The templates of a type in all spaces that the viewer may write in, by space and name; at most `MOST_OFFERS`."""
    found = (
        select(PageTemplate.id, PageTemplate.name, PageTemplate.body, Space.key, Space.title)
        .join(Space, Space.id == PageTemplate.space_id)
        .where(PageTemplate.type == kind, PageTemplate.space_id.in_(reach.spaces_with("writer")))
        .order_by(Space.title, Space.id, PageTemplate.name, PageTemplate.id)
        .limit(MOST_OFFERS)
    )
    return [Offer(*row) for row in session.execute(found)]
