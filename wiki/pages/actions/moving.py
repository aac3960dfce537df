"""Give a page another place: below another page, in another space, before or behind its neighbours."""

from collections.abc import Mapping, Sequence
from typing import Literal

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages.actions.guarding import carry_guards
from wiki.pages.actions.naming import next_position, refuse_depth
from wiki.pages.events import PageMoved
from wiki.pages.models import Page, Space
from wiki.pages.permissions import reach_of, readable

Where = Literal["below", "before", "behind"]
"""On which side of another page."""


def subtree(session: Session, page: Page, *, with_trash: bool = True) -> list[Page]:
    """The page and all below it, parents first; locked in the order of ids, so that no two wait for each other."""
    below = Page.path.startswith(page.path, autoescape=True)
    statement = select(Page).where(below).order_by(Page.id).with_for_update(key_share=True)
    if not with_trash:
        statement = statement.where(Page.deleted_at.is_(None))
    return sorted(session.scalars(statement), key=lambda found: found.path.count("/"))


def move_page(work: Work, page: Page, space: Space, parent: Page | None) -> None:
    """Put the page and all below it under `parent`, or among the roots of `space`, behind its new neighbours.

    Their addresses change where more or fewer people may read them there; the former ones lead to them.
    Raises `Invalid` for a parent that is the page itself, lies below it, or in another space.
    """
    session = work.session
    if parent is not None and parent.space_id != space.id:
        raise Invalid({"parent": N_("The page above lies in another space.")})
    if parent is not None and parent.path.startswith(page.path):
        raise Invalid({"parent": N_("A page can't lie below itself.")})
    pages, old_path = subtree(session, page), page.path
    refuse_depth(parent, max(below.path.count("/") for below in pages) - old_path.count("/") + 1)
    page.position = next_position(session, space.id, parent.id if parent else None)
    page.parent_id = parent.id if parent else None
    new_path = f"{parent.path if parent else '/'}{page.id}/"
    for below in pages:
        if below.space_id != space.id:
            # What a page was imported as is known to its space; two may have come from files of one name.
            below.space_id, below.source, below.source_digest, below.source_number = space.id, None, None, None
            below.source_text = None
        below.path = new_path + below.path[len(old_path) :]
    session.flush()
    carry_guards(session, page, parent.guard_id if parent else None)
    for below in pages:
        work.record(PageMoved(below.id))


def shift_page(work: Work, viewer: Viewer, page: Page, up: bool) -> bool:
    """Change places with the neighbour before or behind it that the viewer can see; false when there is none."""
    session = work.session
    level = _level(page.space_id, page.parent_id)
    seen = readable(reach_of(session, viewer)).label("seen")
    siblings = session.execute(
        select(Page.id, Page.position, seen).where(level, Page.deleted_at.is_(None)).order_by(Page.position, Page.id)
    ).all()
    ids, at = [row.id for row in siblings], next(n for n, row in enumerate(siblings) if row.id == page.id)
    ahead = range(at - 1, -1, -1) if up else range(at + 1, len(ids))
    other = next((n for n in ahead if siblings[n].seen), None)
    if other is None:
        return False
    ids.insert(other, ids.pop(at))
    _number(session, ids, {row.id: row.position for row in siblings})
    session.expire(page)
    work.record(PageMoved(page.id))
    return True


def place_page(work: Work, page: Page, beside: Page, where: Where) -> None:
    """Put the page, with all below it, below another one as its last, or before or behind it.

    Raises `Invalid` as `move_page` does, and for a place beside the page itself.
    """
    session = work.session
    if beside.id == page.id:
        raise Invalid({"beside": N_("A page can't stand beside itself.")})
    above_id = beside.id if where == "below" else beside.parent_id
    if where == "below" or (page.space_id, page.parent_id) != (beside.space_id, above_id):
        above = session.get_one(Page, above_id) if above_id else None
        move_page(work, page, session.get_one(Space, beside.space_id), above)
    else:
        work.record(PageMoved(page.id))
    if where == "below":
        return
    session.flush()
    siblings = session.execute(
        select(Page.id, Page.position)
        .where(_level(beside.space_id, above_id), Page.deleted_at.is_(None), Page.id != page.id)
        .order_by(Page.position, Page.id)
    ).all()
    ids = [row.id for row in siblings]
    ids.insert(ids.index(beside.id) + (where == "behind"), page.id)
    _number(session, ids, {row.id: row.position for row in siblings})
    session.expire(page)


def _level(space_id: int, parent_id: int | None) -> ColumnElement[bool]:
    """Pages that stand beside each other."""
    return Page.parent_id == parent_id if parent_id else and_(Page.parent_id.is_(None), Page.space_id == space_id)


def _number(session: Session, ids: Sequence[int], before: Mapping[int, int]) -> None:
    """Write the order of pages that stand beside each other; `before`: the positions that some had."""
    for place, page_id in enumerate(ids):
        if before.get(page_id) != (place + 1) * 1024:
            session.execute(update(Page).where(Page.id == page_id).values(position=(place + 1) * 1024))
