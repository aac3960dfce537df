"""Files in lists: of a page, of a space; where one is used and what it was before."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select
from sqlalchemy.orm import Session

from wiki.pages.files import UNKNOWN, kind_of, markdown, size_text
from wiki.pages.models import Attachment, FileUse, FileVersion, Page
from wiki.pages.permissions import Reach, readable
from wiki.people.models import Person
from wiki.people.queries import FACE, Face, face_of

KINDS = ("picture", "document", "video", "audio", "other")
MOST_OF_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Used:
    """A page that shows or links to a file."""

    slug: str
    title: str

    @property
    def url(self) -> str:
        return f"/p/{self.slug}"


@dataclass(frozen=True, slots=True)
class Row:
    """A file in a list; `uses` are readable pages that name it."""

    id: int
    key: str
    name: str
    number: int
    media_type: str
    size: int
    alt: str
    caption: str
    at: datetime
    removed_at: datetime | None
    url: str
    page: Used | None
    by: Face | None
    uses: Sequence[Used]

    @property
    def kind(self) -> str:
        return kind_of(self.media_type)

    @property
    def size_text(self) -> str:
        return size_text(self.size)

    @property
    def markdown(self) -> str:
        return markdown(self.name, self.url, self.media_type, self.alt, self.caption)


@dataclass(frozen=True, slots=True)
class Version:
    """What a file was at one time."""

    number: int
    media_type: str
    size_text: str
    at: datetime
    by: Face | None


_ROW = (
    select(Attachment, Page.slug, Page.title, *FACE)
    .outerjoin(Page, Page.id == Attachment.page_id)
    .outerjoin(Person, Person.id == Attachment.by_id)
)


def files_of_page(session: Session, reach: Reach, page_id: int, *, removed: bool = False) -> list[Row]:
    """The files of a page that was found readable, by name; with `removed` those that can be brought back."""
    gone = Attachment.removed_at.is_not(None) if removed else Attachment.removed_at.is_(None)
    statement = _ROW.where(Attachment.page_id == page_id, gone).order_by(Attachment.name).limit(MOST_OF_A_PAGE)
    return _rows(session, reach, statement)


def files_of_space(
    session: Session, reach: Reach, space_id: int, *, kind: str = "", name: str = "", before: int = 0, limit: int = 50
) -> list[Row]:
    """The files of a space's readable pages, the newest first: those older than file `before`."""
    where = [Page.space_id == space_id, readable(reach), Attachment.removed_at.is_(None)]
    if kind in KINDS:
        where.append(_is(kind))
    if name:
        where.append(Attachment.name.icontains(name, autoescape=True))
    if before:
        where.append(Attachment.id < before)
    return _rows(session, reach, _ROW.where(*where).order_by(Attachment.id.desc()).limit(limit))


def file_in_full(session: Session, reach: Reach, file: Attachment) -> Row:
    """A file that was found readable, as a row."""
    return _rows(session, reach, _ROW.where(Attachment.id == file.id))[0]


def versions_of(session: Session, file_id: int) -> list[Version]:
    """All versions of a file, the latest first."""
    rows = session.execute(
        select(FileVersion, *FACE)
        .outerjoin(Person, Person.id == FileVersion.by_id)
        .where(FileVersion.attachment_id == file_id)
        .order_by(FileVersion.number.desc())
        .limit(100)
    )
    return [
        Version(version.number, version.media_type, size_text(version.size), version.at, face_of(face))
        for version, *face in rows
    ]


def uses_of(session: Session, reach: Reach, keys: Collection[str]) -> Mapping[str, list[Used]]:
    """Readable pages that name each of the files, by title."""
    found: dict[str, list[Used]] = defaultdict(list)
    if not keys:
        return found
    rows = session.execute(
        select(FileUse.key, Page.slug, Page.title)
        .join(Page, Page.id == FileUse.page_id)
        .where(FileUse.key.in_(sorted(keys)), readable(reach))
        .order_by(Page.sort_key, Page.id)
        .limit(1000)
    )
    for key, slug, title in rows:
        found[key].append(Used(slug, title))
    return found


def _rows(session: Session, reach: Reach, statement: Select[*tuple[Any, ...]]) -> list[Row]:
    found = session.execute(statement).all()
    uses = uses_of(session, reach, [row[0].key for row in found])
    return [_row(file, slug, title, face_of(face), uses.get(file.key, [])) for file, slug, title, *face in found]


def _row(file: Attachment, slug: str | None, title: str, by: Face | None, uses: Sequence[Used]) -> Row:
    page = Used(slug, title) if slug is not None else None
    return Row(
        id=file.id,
        key=file.key,
        name=file.name,
        number=file.number,
        media_type=file.media_type,
        size=file.size,
        alt=file.alt,
        caption=file.caption,
        at=file.at,
        removed_at=file.removed_at,
        url=file.url,
        page=page,
        by=by,
        uses=uses,
    )


def _is(kind: str) -> ColumnElement[bool]:
    beginning = {"picture": "image/", "video": "video/", "audio": "audio/"}.get(kind)
    if beginning is not None:
        return Attachment.media_type.startswith(beginning)
    if kind == "other":
        return Attachment.media_type == UNKNOWN
    others = or_(*(Attachment.media_type.startswith(start) for start in ("image/", "video/", "audio/")))
    return and_(not_(others), Attachment.media_type != UNKNOWN)


def loose_among(session: Session, keys: Collection[str]) -> set[str]:
    """Those of the keys whose files belong to no page yet, and are their uploaders' alone."""
    found = select(Attachment.key).where(Attachment.key.in_(sorted(keys)), Attachment.page_id.is_(None))
    return set(session.scalars(found))
