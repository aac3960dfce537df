"""Moments in the past, at which people of the demo did something."""

from datetime import datetime

from sqlalchemy import select

from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.people.models import Membership, Person


class Moment:
    """A clock that stands at one moment."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


def viewer_at(work: Work, person_id: int) -> Viewer:
    """Its own generation: rights don't change while the demo is made, and what is kept now must not be asked later."""
    groups = work.session.scalars(select(Membership.group_id).where(Membership.person_id == person_id))
    role = work.session.get_one(Person, person_id).role
    return Viewer(person_id, role, frozenset(groups), generation=-1)
