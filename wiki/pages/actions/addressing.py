"""Give pages the kind of address that is right for who may read them."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.markup import slugify
from wiki.pages.actions.naming import ATTEMPTS, cannot_be_guessed, free_slug, is_hidden
from wiki.pages.models import Page, PageName, Space


def take_address(session: Session, page: Page, *, hidden: bool) -> None:
    """Give the page a free address made of its title; where somebody takes it in the same moment, the next one."""
    for _ in range(ATTEMPTS):
        slug = free_slug(session, page.title, hidden=hidden, own_id=page.id)
        try:
            with session.begin_nested():
                session.execute(update(Page).where(Page.id == page.id).values(slug=slug))
        except IntegrityError:
            continue
        page.slug = slug
        return
    raise RuntimeError(f"no free address for page {page.id}")


def fit_addresses(session: Session, pages: Sequence[Page], space: Space) -> None:
    """Give other addresses to those of the pages that more or fewer people may read than before.

    One that not everybody may read any more gets an address that can't be guessed, one that stands open again a plain
    one. The former address goes on leading there for whoever may read the page, until another page takes it; nobody
    else learns by asking for it that it was ever given. Those in the trash get theirs when they come back.
    """
    names: list[tuple[int, str, str, str]] = []
    for page in pages:
        hidden = is_hidden(space, page.guard_id)
        if page.deleted_at is not None or hidden == cannot_be_guessed(page.slug, page.title):
            continue
        old = page.slug
        if hidden:
            page.slug = free_slug(session, page.title, hidden=True)
        else:
            take_address(session, page, hidden=False)
        names.append((page.id, old, page.slug, slugify(page.title)))
    session.flush()
    if names:
        _note_names(session, names)


def _note_names(session: Session, changed: Sequence[tuple[int, str, str, str]]) -> None:
    """Page, former address, present one, key of the title; all in a few statements, for a space has many pages."""
    connection = session.connection()
    gone = delete(PageName).where(PageName.page_id == bindparam("page"), PageName.key == bindparam("name"))
    connection.execute(gone, [{"page": page, "name": name} for page, old, new, _ in changed for name in (old, new)])
    rows = [{"page_id": page, "key": new, "former": False} for page, _, new, _ in changed]
    rows += [{"page_id": page, "key": old, "former": old != title} for page, old, _, title in changed]
    connection.execute(insert(PageName), rows)
    # Written behind the session's back: what it still knows of names is of no use any more.
    for known in [row for row in session if isinstance(row, PageName)]:
        session.expunge(known)
