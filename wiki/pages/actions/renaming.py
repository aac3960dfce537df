"""Give a page another title: its old address keeps working, and the links that name it are rewritten."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import rename_links, render, slugify
from wiki.pages.actions.addressing import take_address
from wiki.pages.actions.naming import add_names, adopt_wanted, clean_title, is_hidden, read_by_no_more
from wiki.pages.actions.revising import PageText, add_revision
from wiki.pages.events import PageMoved, PageSaved
from wiki.pages.models import Link, Page, Revision, Space
from wiki.pages.permissions import reach_of
from wiki.pages.queries.find import page_named
from wiki.pages.queries.lists import sort_key


def rename(work: Work, viewer: Viewer, page: Page, title: str) -> None:
    """Set the title and the address made of it. Adds no revision to the page itself; the caller does."""
    session = work.session
    clean_title(title)
    old_key, old_slug = slugify(page.title), page.slug
    old = frozenset({old_key, old_slug} - {""})
    sources = _sources(session, page, old)
    page.title, page.sort_key = title, sort_key(title)
    session.flush()
    if slugify(title) != old_key:
        take_address(session, page, hidden=is_hidden(session.get_one(Space, page.space_id), page.guard_id))
    add_names(session, page, *(key for key in (old_key, old_slug) if key))
    adopt_wanted(session, page)
    _rewrite_links(work, viewer, page, sources, old)
    work.record(PageMoved(page.id))


def lock_for_rename(session: Session, page: Page) -> None:
    """Lock the page and those that link to it, in the order of ids: two pages that link each other may both be renamed.

    Each of the two would otherwise lock its own page first, and wait for the other's.
    """
    linking = select(Link.source_id).where(Link.target_id == page.id)
    both = select(Page.id).where(or_(Page.id == page.id, Page.id.in_(linking)))
    session.execute(both.order_by(Page.id).with_for_update(key_share=True)).all()


def _sources(session: Session, page: Page, old: frozenset[str]) -> Sequence[Page]:
    """The pages that link here by an old name; locked, so that a save of one waits, and takes what is written here.

    They are locked before the page gets its address: a save that has one of them needs the page as its target.
    """
    ids = select(Link.source_id).where(Link.target_id == page.id, Link.key.in_(old), Link.source_id != page.id)
    return session.scalars(
        select(Page)
        .where(Page.id.in_(ids), Page.deleted_at.is_(None))
        .order_by(Page.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def _rewrite_links(work: Work, viewer: Viewer, page: Page, sources: Sequence[Page], old: frozenset[str]) -> None:
    """Write the new title into `[[links]]` that used an old name, as minor revisions, in this transaction.

    Only on pages whose readers may all read this one; elsewhere the new title would tell them of a page that
    they may not see. There the old name stays, and still leads here.
    """
    session = work.session
    for source in sources:
        if not read_by_no_more(session, source, page):
            continue
        name = _name_there(session, viewer, page, source.space_id)
        head = session.get_one(Revision, source.head_id)
        body = rename_links(head.body, old, name) if name else head.body
        if body == head.body:
            continue
        summary = f"Link follows the new title “{page.title}”"
        text = PageText(head.title, body, head.type, head.tags, head.fields, summary, minor=True)
        revision = add_revision(work, viewer, source, text, render(body))
        work.record(PageSaved(source.id, revision.id, is_new=False, minor=True))


def _name_there(session: Session, viewer: Viewer, page: Page, space_id: int) -> str | None:
    """What leads to the page from a space: its title, its address where another page has that title, or neither."""
    reach = reach_of(session, viewer)
    for name in (page.title, page.slug):
        found = page_named(session, reach, name, space_id)
        if found is not None and found.id == page.id:
            return name
    return None
