"""Give a page another title: its old address keeps working, and the links that name it are rewritten."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import rename_links, render, slugify
from wiki.pages.actions.naming import add_names, adopt_wanted, clean_title, free_slug
from wiki.pages.actions.revising import PageText, add_revision
from wiki.pages.events import PageMoved, PageSaved
from wiki.pages.models import Guard, Link, Page, Revision, Space
from wiki.pages.queries.lists import sort_key


def rename(work: Work, viewer: Viewer, page: Page, title: str) -> None:
    """Set the title and the address made of it. Adds no revision to the page itself; the caller does."""
    session = work.session
    clean_title(title)
    old_key, old_slug = slugify(page.title), page.slug
    page.title, page.sort_key = title, sort_key(title)
    if slugify(title) != old_key:
        parent = session.get(Page, page.parent_id) if page.parent_id else None
        page.slug = free_slug(session, title, session.get_one(Space, page.space_id), parent, own_id=page.id)
    session.flush()
    add_names(session, page, *(key for key in (old_key, old_slug) if key))
    adopt_wanted(session, page)
    _rewrite_links(work, viewer, page, frozenset({old_key, old_slug} - {""}))
    work.record(PageMoved(page.id))


def _rewrite_links(work: Work, viewer: Viewer, page: Page, old: frozenset[str]) -> None:
    """Write the new title into `[[links]]` that used an old name, as minor revisions, in this transaction.

    Only on pages whose readers may all read this one; elsewhere the new title would tell them of a page that
    they may not see. There the old name stays, and still leads here.
    """
    session = work.session
    sources = session.scalars(
        select(Page)
        .join(Link, Link.source_id == Page.id)
        .where(Link.target_id == page.id, Link.key.in_(old), Page.deleted_at.is_(None), Page.id != page.id)
        .distinct()
    ).all()
    for source in sources:
        if not _read_by_no_more(session, source, page):
            continue
        head = session.get_one(Revision, source.head_id)
        body = rename_links(head.body, old, page.title)
        if body == head.body:
            continue
        summary = f"Link follows the new title “{page.title}”"
        text = PageText(head.title, body, head.type, head.tags, head.fields, summary, minor=True)
        revision = add_revision(work, viewer, source, text, render(body))
        work.record(PageSaved(source.id, revision.id, is_new=False, minor=True))


def _read_by_no_more(session: Session, source: Page, target: Page) -> bool:
    """Whether everybody who may read `source` may read `target`, as far as the rules alone can tell."""
    if target.space_id != source.space_id:
        spaces = {
            s.id: s for s in session.scalars(select(Space).where(Space.id.in_([source.space_id, target.space_id])))
        }
        there, here = spaces[target.space_id], spaces[source.space_id]
        if there.visibility != "open" or (here.public and not there.public):
            return False
        return target.guard_id is None
    guard_id = source.guard_id
    while target.guard_id is not None:
        if guard_id is None:
            return False
        if guard_id == target.guard_id:
            return True
        guard_id = session.get_one(Guard, guard_id).parent_id
    return True
