"""Find one thing by its address, for whoever looks: it is there for them, or `NotFound`."""

from collections.abc import Collection
from typing import NoReturn

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from wiki.kernel.refusals import NotFound, Refused
from wiki.kernel.viewer import Viewer
from wiki.markup import slugify
from wiki.pages.models import Attachment, FileVersion, Page, PageName, Revision, Space
from wiki.pages.permissions import THE_WIKI, Reach, reach_of, readable, readable_in_trash


class Moved(Refused):
    """The page answers to another address now; `slug` is that."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def page_for(session: Session, viewer: Viewer, slug: str) -> Page:
    """The page at an address. Raises `Moved` for a former address or another name of it, and `NotFound`."""
    reach = reach_of(session, viewer)
    page = session.scalar(select(Page).where(Page.slug == slug, readable(reach)))
    if page is None:
        raise_moved(session, reach, slug)
    return page


def pages_for_the_wiki(session: Session, page_ids: Collection[int]) -> list[Page]:
    """As `pages_by_id` for nobody in particular, for hooks that are called in the background."""
    return pages_by_id(session, THE_WIKI, page_ids)


def pages_by_id(session: Session, viewer: Viewer, page_ids: Collection[int]) -> list[Page]:
    """Those of the pages that are there for the viewer; one statement."""
    here = select(Page).where(Page.id.in_(page_ids), readable(reach_of(session, viewer))).order_by(Page.id)
    return list(session.scalars(here))


def page_at(session: Session, viewer: Viewer, slug: str) -> Page:
    """As `page_for`, but a former address leads on at once: for addresses that stand in a form or a query."""
    try:
        return page_for(session, viewer, slug)
    except Moved as moved:
        return page_for(session, viewer, moved.slug)


def raise_moved(session: Session, reach: Reach, slug: str) -> NoReturn:
    """Raise `Moved` when a readable page answers to the name `slug`, else `NotFound`."""
    other = page_named(session, reach, slug, former_first=True)
    if other is None or other.slug == slug:
        raise NotFound(slug)
    raise Moved(other.slug)


def page_named(
    session: Session, reach: Reach, name: str, space_id: int | None = None, *, former_first: bool = False
) -> Page | None:
    """The readable page that bears a name: first of the space, then by present name, then the oldest.

    With `former_first` for an address: what lived there before comes before a page that is merely called so.
    """
    key = slugify(name)
    if not key:
        return None
    return session.scalar(
        select(Page)
        .join(PageName, PageName.page_id == Page.id)
        .where(PageName.key == key, readable(reach))
        .order_by((Page.space_id != (space_id or 0)), PageName.former != former_first, Page.id)
        .limit(1)
    )


def page_by_id(session: Session, viewer: Viewer, page_id: int) -> Page:
    page = session.scalar(select(Page).where(Page.id == page_id, readable(reach_of(session, viewer))))
    if page is None:
        raise NotFound(str(page_id))
    return page


def trashed_page(session: Session, viewer: Viewer, page_id: int) -> Page:
    """A page in the trash that the viewer may bring back: one that was deleted itself, not taken along."""
    reach = reach_of(session, viewer)
    page = session.scalar(
        select(Page).where(Page.id == page_id, Page.deleted_with_id == page_id, readable_in_trash(reach))
    )
    if page is None:
        raise NotFound(str(page_id))
    return page


def space_for(session: Session, viewer: Viewer, key: str) -> Space:
    space = session.scalar(select(Space).where(Space.key == key))
    if space is None or space.id not in reach_of(session, viewer).roles:
        raise NotFound(key)
    return space


def revision_for(session: Session, page: Page, number: int) -> Revision:
    """A revision of a page that was already found readable."""
    revision = session.scalar(select(Revision).where(Revision.page_id == page.id, Revision.number == number))
    if revision is None:
        raise NotFound(f"{page.slug}/{number}")
    return revision


def attachment_for(session: Session, viewer: Viewer, key: str, *, removed: bool = False) -> Attachment:
    """A file, readable with its page; without a page only for its uploader. With `removed` also what was removed."""
    statement = (
        select(Attachment)
        .outerjoin(Page, Page.id == Attachment.page_id)
        .where(Attachment.key == key, _file_readable(reach_of(session, viewer)))
    )
    found = session.scalar(statement if removed else statement.where(Attachment.removed_at.is_(None)))
    if found is None:
        raise NotFound(key)
    return found


def _file_readable(reach: Reach) -> ColumnElement[bool]:
    own = and_(Attachment.page_id.is_(None), Attachment.by_id == reach.viewer.person_id)
    return or_(readable(reach), own) if reach.viewer.signed_in else readable(reach)


def version_for(session: Session, file: Attachment, number: int) -> FileVersion:
    """A version of a file that was already found readable."""
    version = session.get(FileVersion, (file.id, number))
    if version is None:
        raise NotFound(f"{file.key}/{number}")
    return version
