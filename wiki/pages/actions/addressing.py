"""Give pages the kind of address that is right for who may read them."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from wiki.markup import slugify
from wiki.pages.actions.naming import ATTEMPTS, cannot_be_guessed, free_slug, holders_of, is_hidden
from wiki.pages.models import Page, PageName, Space

BATCH = 500
"""Pages whose plain addresses are asked for at once: one by one, those of a space of 10,000 took 14 s."""


def take_address(session: Session, page: Page, *, hidden: bool) -> None:
    """Give the page a free address made of its title; where somebody takes it in the same moment, the next one."""
    # Not told to the pages in memory one by one: where a whole space opens, they are as many as the addresses.
    give = update(Page).where(Page.id == page.id).execution_options(synchronize_session=False)
    for _ in range(ATTEMPTS):
        slug = free_slug(session, page.title, hidden=hidden, own_id=page.id)
        try:
            with session.begin_nested():
                session.execute(give.values(slug=slug))
        except IntegrityError:
            continue
        set_committed_value(page, "slug", slug)
        return
    raise RuntimeError(f"no free address for page {page.id}")


def fit_addresses(session: Session, pages: Sequence[Page], space: Space) -> None:
    """Give other addresses to those of the pages that more or fewer people may read than before.

    One that not everybody may read any more gets an address that can't be guessed, one that stands open again a plain
    one. The former address goes on leading there for whoever may read the page, until another page takes it; nobody
    else learns by asking for it that it was ever given. Those in the trash get theirs when they come back.
    """
    for _ in range(ATTEMPTS):
        try:
            with session.begin_nested():
                names = _readdressed(session, pages, space)
        except IntegrityError:
            # Somebody took one of them in the same moment.
            continue
        if names:
            _note_names(session, names)
        return
    raise RuntimeError(f"no free addresses in space {space.id}")


def _readdressed(session: Session, pages: Sequence[Page], space: Space) -> list[tuple[int, str, str, str]]:
    """Give the addresses; answers page, former address, present one and key of the title of those that got one."""
    unfit = [
        page
        for page in pages
        if page.deleted_at is None and is_hidden(space, page.guard_id) != cannot_be_guessed(page.slug, page.title)
    ]
    changed = []
    for begin in range(0, len(unfit), BATCH):
        part = unfit[begin : begin + BATCH]
        plain = {page.id: slugify(page.title) for page in part if not is_hidden(space, page.guard_id)}
        holders = holders_of(session, plain.values())
        for page in part:
            old, wanted = page.slug, plain.get(page.id)
            if wanted and holders.setdefault(wanted, set()) <= {page.id}:
                page.slug = wanted
            else:
                page.slug = free_slug(session, page.title, hidden=page.id not in plain, own_id=page.id)
            holders.setdefault(page.slug, set()).add(page.id)
            changed.append((page.id, old, page.slug, slugify(page.title)))
        session.flush()
    return changed


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
