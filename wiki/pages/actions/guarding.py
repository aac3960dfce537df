"""Restrict a page, and all below it, to some of those who may read its space."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from wiki.kernel.counters import ACCESS, bump
from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.work import Work
from wiki.pages.actions.addressing import fit_addresses
from wiki.pages.events import PageGuarded
from wiki.pages.models import Guard, GuardGrant, Page, Space
from wiki.people.models import Group, Person


def restrict_page(work: Work, page: Page, holders: Sequence[Person | Group]) -> None:
    """Let only `holders` read the page and what lies below, on top of what holds already.

    Whoever does this must be among them, or in a group of them; the route sees to that. Raises `Invalid` for nobody.
    """
    if not holders:
        raise Invalid({"who": N_("Name at least one person or group.")})
    session = work.session
    guard = session.scalar(select(Guard).where(Guard.page_id == page.id))
    if guard is None:
        guard = Guard(page_id=page.id, parent_id=page.guard_id)
        session.add(guard)
        session.flush()
    session.execute(delete(GuardGrant).where(GuardGrant.guard_id == guard.id))
    for holder in holders:
        is_person = isinstance(holder, Person)
        session.add(
            GuardGrant(
                guard_id=guard.id,
                person_id=holder.id if is_person else None,
                group_id=None if is_person else holder.id,
            )
        )
    session.flush()
    _apply(work, page)


def lift_restriction(work: Work, page: Page) -> None:
    """Take the page's own restriction away; those further up go on."""
    session = work.session
    guard = session.scalar(select(Guard).where(Guard.page_id == page.id))
    if guard is None:
        return
    above = session.get(Page, page.parent_id) if page.parent_id else None
    parent_guard = above.guard_id if above else None
    for child in session.scalars(select(Guard).where(Guard.parent_id == guard.id)):
        child.parent_id = parent_guard
    session.flush()
    for below in session.scalars(select(Page).where(Page.guard_id == guard.id)):
        below.guard_id = parent_guard
    session.flush()
    session.delete(guard)
    session.flush()
    _apply(work, page)


def _apply(work: Work, page: Page) -> None:
    session = work.session
    above = session.get(Page, page.parent_id) if page.parent_id else None
    for page_id in carry_guards(session, page, above.guard_id if above else None):
        work.record(PageGuarded(page_id))


def carry_guards(session: Session, page: Page, guard_above: int | None) -> list[int]:
    """Give the page and all below the guard that now holds for each, and a fitting address; answers their ids."""
    pages = list(
        session.scalars(
            select(Page)
            .where(Page.path.startswith(page.path, autoescape=True))
            .order_by(Page.id)
            .with_for_update(key_share=True)
        )
    )
    pages.sort(key=lambda found: found.path.count("/"))
    own = {
        guard.page_id: guard
        for guard in session.scalars(
            select(Guard).join(Page, Page.id == Guard.page_id).where(Page.path.startswith(page.path, autoescape=True))
        )
    }
    holds: dict[int | None, int | None] = {page.parent_id: guard_above}
    for below in pages:
        above = holds.get(below.parent_id, guard_above)
        guard = own.get(below.id)
        if guard is not None:
            guard.parent_id = above
            above = guard.id
        below.guard_id = holds[below.id] = above
    session.flush()
    fit_addresses(session, pages, session.get_one(Space, page.space_id))
    bump(session, ACCESS)
    return [below.id for below in pages]


def opened_by_move(session: Session, page: Page, parent: Page | None) -> bool:
    """Whether the page, put below `parent` or at the top, loses a restriction that one above it lays on it now."""
    above = session.get(Page, page.parent_id) if page.parent_id else None
    lost, guard_id = above.guard_id if above else None, parent.guard_id if parent else None
    while guard_id is not None and guard_id != lost:
        guard_id = session.get_one(Guard, guard_id).parent_id
    return guard_id != lost
