"""What a page's view needs, in as few statements as it can be."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from wiki.kernel.counters import current
from wiki.kernel.viewer import Viewer
from wiki.pages.care import Favourite, Freshness
from wiki.pages.models import Page, Revision, Space
from wiki.pages.permissions import Reach, reach_of, readable_as
from wiki.pages.queries.find import raise_moved
from wiki.pages.queries.tree import TREE
from wiki.people.models import Person, avatar_url
from wiki.people.queries import Face

_Owner = aliased(Person)
_Changer = aliased(Person)

_READING = (
    select(
        Page.id,
        Page.space_id,
        Page.parent_id,
        Page.position,
        Page.path,
        Page.slug,
        Page.title,
        Page.type,
        Page.tags,
        Page.fields,
        Page.owner_id,
        Page.guard_id,
        Page.number,
        Page.made_at,
        Page.changed_at,
        Revision.id.label("revision_id"),
        Revision.html,
        Revision.outline,
        Revision.words,
        Revision.diagrams,
        Revision.references,
        Space.key.label("space_key"),
        Space.title.label("space_title"),
        _Owner.name.label("owner_name"),
        _Owner.handle.label("owner_handle"),
        _Owner.side.label("owner_side"),
        _Owner.avatar.label("owner_avatar"),
        _Changer.id.label("changer_id"),
        _Changer.name.label("changer_name"),
        _Changer.handle.label("changer_handle"),
        current(TREE).label("tree_generation"),
        Freshness.until.label("true_until"),
        exists().where(Favourite.page_id == Page.id, Favourite.person_id == bindparam("me")).label("favourite"),
    )
    .join(Revision, Revision.id == Page.head_id)
    .join(Space, Space.id == Page.space_id)
    .outerjoin(_Owner, _Owner.id == Page.owner_id)
    .outerjoin(_Changer, _Changer.id == Page.changed_by_id)
    .outerjoin(Freshness, Freshness.page_id == Page.id)
)


@lru_cache(maxsize=256)
def _statement(sql: tuple[str, str]) -> Select[*tuple[Any, ...]]:
    return _READING.where(Page.slug == bindparam("slug"), readable_as(sql))


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as it is read. `html` still holds the placeholders of what depends on the viewer."""

    id: int
    slug: str
    title: str
    type: str
    tags: list[str]
    fields: dict[str, Any]
    space_id: int
    space_key: str
    space_title: str
    parent_id: int | None
    position: int
    path: str
    restricted: bool
    number: int
    made_at: datetime
    changed_at: datetime
    revision_id: int
    html: str
    outline: list[Heading]
    words: int
    diagrams: bool
    references: list[Any]
    owner_id: int | None
    owner: Face | None
    changer: Face | None
    tree_generation: int
    true_until: date | None
    favourite: bool

    @property
    def url(self) -> str:
        return f"/p/{self.slug}"

    @property
    def ancestor_ids(self) -> list[int]:
        """From the root of the tree down to the parent."""
        return [int(part) for part in self.path.split("/")[1:-2]]


def reading_for(session: Session, viewer: Viewer, slug: str) -> tuple[Reach, Reading]:
    """A page to be read; raises `Moved` or `NotFound`."""
    reach = reach_of(session, viewer)
    row = session.connection().execute(_statement(reach.sql), {"slug": slug, "me": viewer.person_id or 0}).first()
    if row is None:
        raise_moved(session, reach, slug)
    return reach, _reading(row)


def _reading(row: Row[Any]) -> Reading:
    owner = changer = None
    if row.owner_handle:
        avatar = avatar_url(row.owner_handle, row.owner_avatar)
        owner = Face(row.owner_id, row.owner_name, row.owner_handle, row.owner_side, avatar)
    if row.changer_handle:
        changer = Face(row.changer_id, row.changer_name, row.changer_handle, "", "")
    return Reading(
        id=row.id,
        slug=row.slug,
        title=row.title,
        type=row.type,
        tags=row.tags,
        fields=row.fields,
        space_id=row.space_id,
        space_key=row.space_key,
        space_title=row.space_title,
        parent_id=row.parent_id,
        position=row.position,
        path=row.path,
        restricted=row.guard_id is not None,
        number=row.number,
        made_at=row.made_at,
        changed_at=row.changed_at,
        revision_id=row.revision_id,
        html=row.html,
        outline=[Heading(*entry) for entry in row.outline],
        words=row.words,
        diagrams=row.diagrams,
        references=row.references,
        owner_id=row.owner_id,
        owner=owner,
        changer=changer,
        tree_generation=row.tree_generation or 0,
        true_until=row.true_until,
        favourite=bool(row.favourite),
    )
