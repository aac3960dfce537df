"""The lists of pages that stand in a text, as the viewer may see them: all of a page's in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, false, literal, select, union_all
from sqlalchemy.orm import Session

from wiki.markup import Reference
from wiki.markup.embeds import conditions
from wiki.pages.models import Page, PageTag, Space
from wiki.pages.permissions import Reach, readable
from wiki.people.models import Person
from wiki.people.queries import FACE, Face, face_of

LISTS = 8
"""So many lists of a page are filled; the others stay empty and say so."""
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A page in a list. `owner` is None for nobody, and for viewers who aren't signed in."""

    slug: str
    title: str
    changed_at: datetime
    owner: Face | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it is shown; `more`: there are more pages than shown."""

    rows: Sequence[Row]
    more: bool


def listings(
    session: Session, reach: Reach, references: Sequence[Reference], page_id: int | None
) -> dict[int, Listing]:
    """Ordinal → the list that the reference asks for; `page_id` is the page whose children are meant."""
    asked = [(i, ref) for i, ref in enumerate(references) if ref.kind == "list"][:LISTS]
    if not asked:
        return {}
    parts = [_part(i, reach, _where(reach, ref, page_id), by_place=ref.section == "children") for i, ref in asked]
    found: dict[int, list[Any]] = {i: [] for i, _ in asked}
    for row in session.execute(union_all(*parts)):
        found[row.ordinal].append(row)
    return {i: _listing(reach, rows) for i, rows in found.items()}


def _listing(reach: Reach, rows: list[Any]) -> Listing:
    rows.sort(key=lambda row: (row.place, row.sort_key, row.page_id))
    shown = [
        Row(row.slug, row.title, row.changed_at, face_of(row[7:]) if reach.viewer.signed_in else None)
        for row in rows[:SHOWN]
    ]
    return Listing(shown, len(rows) > SHOWN)


def _part(ordinal: int, reach: Reach, where: list[ColumnElement[bool]], *, by_place: bool) -> Select[*tuple[Any, ...]]:
    place = Page.position if by_place else literal(0)
    inner = (
        select(
            literal(ordinal).label("ordinal"),
            place.label("place"),
            Page.sort_key,
            Page.id.label("page_id"),
            Page.slug,
            Page.title,
            Page.changed_at,
            *(column.label(f"owner_{column.key}") for column in FACE),
        )
        .outerjoin(Person, Person.id == Page.owner_id)
        .where(readable(reach), *where)
        .order_by(*((Page.position, Page.id) if by_place else (Page.sort_key, Page.id)))
        .limit(SHOWN + 1)
    )
    return select(inner.subquery())


def _where(reach: Reach, reference: Reference, page_id: int | None) -> list[ColumnElement[bool]]:
    if reference.section == "children":
        return [Page.parent_id == page_id] if page_id is not None else [false()]
    return [_holds(reach, key, value) for key, value in conditions(reference.target)]


def _holds(reach: Reach, key: str, value: str) -> ColumnElement[bool]:
    if key == "tag":
        return Page.id.in_(select(PageTag.page_id).where(PageTag.key == value.casefold()))
    if key == "type":
        return Page.type == value.casefold().replace("-", "")
    if key == "space":
        return Page.space_id.in_(select(Space.id).where(Space.key == value.casefold()))
    if not reach.viewer.signed_in:
        # Who is here is not told to strangers.
        return false()
    if value.casefold() == "me":
        return Page.owner_id == reach.viewer.person_id
    return Page.owner_id.in_(select(Person.id).where(Person.handle == value.casefold().removeprefix("@")))


def list_address(reference: Reference, slug: str) -> str:
    """Conditions as the list of all pages understands them, to go on there; empty when it can't."""
    if reference.section == "children":
        return urlencode({"under": slug}) if slug else ""
    found: Mapping[str, str] = dict(conditions(reference.target))
    return "" if "owner" in found else urlencode(found)
