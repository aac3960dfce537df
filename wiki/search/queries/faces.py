"""Names and faces of those whom results name."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from wiki.people.models import Person, avatar_url
from wiki.people.queries import FACE, Face

# Built once: that takes longer than running it.
_FACES = select(*FACE).where(Person.id.in_(bindparam("ids", expanding=True)))
_ACTIVE = _FACES.where(Person.disabled_at.is_(None))


def faces_of(session: Session, ids: Collection[int], *, active: bool = False) -> Mapping[int, Face]:
    """Those people by id, or the active ones of them; one statement, none for nobody."""
    if not ids:
        return {}
    rows = session.connection().execute(_ACTIVE if active else _FACES, {"ids": list(ids)})
    return {row.id: face(row) for row in rows}


def face(row: Any) -> Face:
    """Of a row with the columns of `FACE`."""
    return Face(row.id, row.name, row.handle, row.side, avatar_url(row.handle, row.avatar))
