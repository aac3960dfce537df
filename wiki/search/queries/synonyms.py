"""Synonyms, as they are applied and as they are listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.kernel.refusals import NotFound
from wiki.people.models import Person, is_id
from wiki.search.alike import Alike, alike
from wiki.search.models import Synonym

SYNONYMS = "synonyms"
"""Counter that begins anew whenever a synonym comes, changes or goes."""


@dataclass(frozen=True, slots=True)
class Group:
    """Words that mean the same, and who said so last."""

    id: int
    words: Sequence[str]
    changed_at: datetime
    name: str
    handle: str


def known_synonyms(session: Session, generation: int) -> Alike:
    """All synonyms, kept in memory as long as `generation`, that of `SYNONYMS`, is the same."""
    kept = session.info["kept"]
    found: tuple[int, Alike] | None = kept.get("search_synonyms")
    if found is None or found[0] != generation:
        found = (generation, alike(session.scalars(select(Synonym.words).order_by(Synonym.id))))
        kept["search_synonyms"] = found
    return found[1]


def all_synonyms(session: Session) -> list[Group]:
    """Every group, by its first word."""
    rows = session.execute(
        select(Synonym.id, Synonym.words, Synonym.changed_at, Person.name, Person.handle).outerjoin(
            Person, Person.id == Synonym.changed_by_id
        )
    )
    found = [Group(row.id, row.words, row.changed_at, row.name or "", row.handle or "") for row in rows]
    return sorted(found, key=lambda group: group.words[0].casefold() if group.words else "")


def synonym_for(session: Session, synonym_id: int) -> Synonym:
    """Raises `NotFound`."""
    found = session.get(Synonym, synonym_id) if is_id(synonym_id) else None
    if found is None:
        raise NotFound(str(synonym_id))
    return found
