"""Who a request comes from: one statement for whoever is signed in, asked before every page."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import String, bindparam, cast, literal, select
from sqlalchemy.orm import Session

from wiki.kernel.counters import ACCESS, current
from wiki.kernel.viewer import Role, Viewer
from wiki.people.models import Membership, Person, SignIn, Team, avatar_url, initials

KEPT = 4096

TOLD = "told:"
"""With a person's id behind it: the counter that begins anew whenever what they are told, or want to be, changes."""

# Columns, not objects: this runs on every request.
_SIGNED_IN = (
    select(
        SignIn.id.label("sign_in_id"),
        Person.id,
        Person.name,
        Person.handle,
        Person.side,
        Person.avatar,
        Person.role,
        Person.time_zone,
        Person.language,
        Team.name.label("team"),
        current(ACCESS).label("generation"),
        current(literal(TOLD) + cast(Person.id, String)).label("told"),
    )
    .join_from(SignIn, Person, Person.id == SignIn.person_id)
    .outerjoin(Team, Team.id == Person.team_id)
    .where(SignIn.digest == bindparam("digest"), SignIn.ends_at > bindparam("now"), Person.disabled_at.is_(None))
)
_GROUPS = select(Membership.group_id).where(Membership.person_id == bindparam("person_id"))
_GENERATION = select(current(ACCESS))


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody signed in, as every template sees them (`site.person`).

    `told` is the state of what they are told: what is derived from it may be kept until it changes.
    """

    id: int
    name: str
    handle: str
    side: str
    avatar_url: str
    role: Role
    time_zone: str
    language: str
    team: str
    sign_in_id: int
    told: int = 0

    @property
    def initials(self) -> str:
        return initials(self.name)


class Standing:
    """Answers who is looking; keeps the groups of people until any right changes."""

    def __init__(self) -> None:
        self._groups: OrderedDict[tuple[int, int], frozenset[int]] = OrderedDict()
        self._lock = Lock()

    def of(self, session: Session, digest: str, now: datetime) -> tuple[Present, Viewer] | None:
        """The holder of a session token by its digest; None when it is dead."""
        row = session.connection().execute(_SIGNED_IN, {"digest": digest, "now": now}).first()
        if row is None:
            return None
        picture = avatar_url(row.handle, row.avatar)
        present = Present(
            row.id,
            row.name,
            row.handle,
            row.side,
            picture,
            row.role,
            row.time_zone,
            row.language,
            row.team or "",
            row.sign_in_id,
            row.told or 0,
        )
        generation = row.generation or 0
        return present, Viewer(row.id, row.role, self._groups_of(session, row.id, generation), generation)

    def of_nobody(self, session: Session) -> Viewer:
        return Viewer(generation=session.scalar(_GENERATION) or 0)

    def _groups_of(self, session: Session, person_id: int, generation: int) -> frozenset[int]:
        key = (person_id, generation)
        with self._lock:
            if (kept := self._groups.get(key)) is not None:
                return kept
        found = frozenset(session.scalars(_GROUPS, {"person_id": person_id}))
        with self._lock:
            self._groups[key] = found
            while len(self._groups) > KEPT:
                self._groups.popitem(last=False)
        return found


def viewer_of(session: Session, person_id: int) -> Viewer | None:
    """The standing of somebody who isn't here, for what is sent to them; None when their account is closed."""
    wanted = select(Person.role, current(ACCESS).label("generation"))
    row = session.execute(wanted.where(Person.id == person_id, Person.disabled_at.is_(None))).first()
    if row is None:
        return None
    groups = frozenset(session.scalars(_GROUPS, {"person_id": person_id}))
    return Viewer(person_id, row.role, groups, row.generation or 0)
