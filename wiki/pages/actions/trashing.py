"""Delete, bring back, and throw away for good."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages.actions.guarding import carry_guards
from wiki.pages.actions.moving import subtree
from wiki.pages.actions.naming import (
    add_names,
    adopt_wanted,
    cannot_be_guessed,
    free_slug,
    is_hidden,
    next_position,
)
from wiki.pages.events import PageDeleted, PagePurged, PageRestored
from wiki.pages.models import Guard, Link, Page, PageName, Space


def delete_page(work: Work, viewer: Viewer, page: Page) -> int:
    """Put the page and all below it into the trash; answers how many went."""
    session, now = work.session, work.clock.now()
    pages = subtree(session, page, with_trash=False)
    for gone in pages:
        gone.deleted_at, gone.deleted_by_id, gone.deleted_with_id = now, viewer.person_id, page.id
        # Out of the way, so that a new page may have the address; the tilde occurs in no other one.
        gone.slug = f"{gone.slug}~{gone.id}"
        work.record(PageDeleted(gone.id))
    session.flush()
    return len(pages)


def restore_page(work: Work, page: Page) -> list[Page]:
    """Bring the page back with all that went with it, to where it was; among the roots if that is gone.

    Answers those of the pages whose address belongs to another page by now, and who have another one therefore.
    Raises `Invalid` when that would open it to more people: what lies in the trash above it restricts who may read it.
    """
    session = work.session
    space = session.get_one(Space, page.space_id)
    parent = session.get(Page, page.parent_id) if page.parent_id else None
    if parent is not None and parent.deleted_at is not None:
        parent = None
    own_guard = session.scalar(select(Guard.id).where(Guard.page_id == page.id))
    if parent is None and page.guard_id is not None and page.guard_id != own_guard:
        raise Invalid({"page": N_("A page above it says who may read it. Bring that one back first.")})
    below = subtree(session, page)
    pages = [p for p in below if p.deleted_with_id == page.id]
    if parent is None and page.parent_id is not None:
        old_path, page.parent_id = page.path, None
        page.position = next_position(session, space.id, None)
        # Those that were deleted before it stay in the trash, but below it.
        for along in below:
            along.path = f"/{page.id}/" + along.path[len(old_path) :]
    carry_guards(session, page, parent.guard_id if parent else None)
    readdressed = []
    for back in pages:
        back.deleted_at = back.deleted_by_id = back.deleted_with_id = None
        if _take_back_address(session, back, hidden=is_hidden(space, back.guard_id)):
            readdressed.append(back)
        adopt_wanted(session, back)
        work.record(PageRestored(back.id))
    return readdressed


def _take_back_address(session: Session, page: Page, *, hidden: bool) -> bool:
    """Give the page its address of before the trash, or a fitting one; answers whether another page has it."""
    former = page.slug.rsplit("~", 1)[0]
    taken = session.scalar(select(Page.id).where(Page.slug == former)) is not None
    # Who may read it, or its space, may have become fewer while it lay in the trash.
    fits = cannot_be_guessed(former, page.title) or not hidden
    page.slug = former if fits and not taken else free_slug(session, page.title, hidden=hidden, own_id=page.id)
    session.flush()
    add_names(session, page, former)
    return taken


def purge_page(work: Work, page: Page) -> int:
    """Throw the page away for good, with all below it and all revisions; answers how many went.

    Files stay in the data folder until the sweep finds that nobody names them any more.
    """
    session = work.session
    pages = subtree(session, page)
    ids = [gone.id for gone in pages]
    session.execute(update(Link).where(Link.target_id.in_(ids)).values(target_id=None))
    session.execute(delete(PageName).where(PageName.page_id.in_(ids)))
    session.execute(update(Page).where(Page.id.in_(ids)).values(head_id=None, guard_id=None, parent_id=None))
    guards = list(session.scalars(select(Guard.id).where(Guard.page_id.in_(ids))))
    session.execute(update(Guard).where(Guard.parent_id.in_(guards)).values(parent_id=None))
    session.execute(delete(Guard).where(Guard.id.in_(guards)))
    session.execute(delete(Page).where(Page.id.in_(ids)))
    session.expire_all()
    for gone in ids:
        work.record(PagePurged(gone))
    return len(ids)
