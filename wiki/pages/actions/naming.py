"""Names and addresses of pages."""

import re
import secrets
import unicodedata
from collections.abc import Iterable

from sqlalchemy import and_, delete, func, or_, select, union_all, update
from sqlalchemy.orm import Session, aliased

from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.markup import slugify
from wiki.pages.models import Guard, Link, Page, PageName, Space

TITLE_LIMIT = 200
DEPTH = 12
"""Levels of the tree. A page's view asks for each level above it, so there must be an end."""

ATTEMPTS = 50
"""At another address, when somebody takes one in the same moment."""

# A title of these alone could be read, or clicked, by nobody.
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"


def clean_title(title: str) -> str:
    """The title, or `Invalid`."""
    if all(unicodedata.category(char) in _UNSEEN or char in _BLANK for char in title):
        raise Invalid({"title": N_("A page needs a title.")})
    if len(title) > TITLE_LIMIT:
        raise Invalid({"title": N_("This title is too long; 200 characters are enough for any.")})
    return title


def is_hidden(space: Space, guard_id: int | None) -> bool:
    """Whether not everybody who is signed in may read what stands in the space behind the guard."""
    return space.visibility != "open" or guard_id is not None


def free_slug(session: Session, title: str, *, hidden: bool, own_id: int | None = None) -> str:
    """An address for a page of this title.

    A page that not everybody may read gets one that can't be guessed. So the address that somebody's own new
    page is given never tells that another one, hidden from them, bears the same title.
    """
    base = slugify(title) or "page"
    if hidden:
        return f"{base}-{secrets.token_hex(4)}"
    slug, number = base, 1
    while is_taken(session, slug, own_id):
        number += 1
        slug = f"{base}-{number}"
    return slug


def cannot_be_guessed(slug: str, title: str) -> bool:
    """Whether the address is of the kind that `free_slug` gives to hidden pages of this title."""
    base, _, secret = slug.rpartition("-")
    return base == (slugify(title) or "page") and re.fullmatch("[0-9a-f]{8}", secret) is not None


def is_taken(session: Session, slug: str, own_id: int | None = None) -> bool:
    """Whether another page lives at this address, or everybody may read one that once did.

    A former address of a hidden page is free: were it kept for that page, it would tell whoever asks for it.
    """
    return bool(holders_of(session, [slug]).get(slug, set()) - {own_id})


def holders_of(session: Session, slugs: Iterable[str]) -> dict[str, set[int]]:
    """Address → the pages for which `is_taken` says so; free ones are left out."""
    wanted = set(slugs)
    now = select(Page.slug, Page.id).where(Page.slug.in_(wanted))
    # The names first, by themselves: of many names at once SQLite would rather look at all open pages there are.
    former = select(PageName.page_id).where(PageName.key.in_(wanted), PageName.former)
    former_of_open = (
        select(PageName.key, PageName.page_id)
        .join(Page, Page.id == PageName.page_id)
        .join(Space, Space.id == Page.space_id)
        .where(PageName.key.in_(wanted), PageName.former, Page.id.in_(former))
        .where(Space.visibility == "open", Page.guard_id.is_(None))
    )
    found: dict[str, set[int]] = {}
    for slug, page_id in session.execute(union_all(now, former_of_open)) if wanted else ():
        found.setdefault(slug, set()).add(page_id)
    return found


def claim_slug(session: Session, slug: str) -> str:
    """An address asked for by name; raises `Invalid` when it isn't one or is taken."""
    if not slug or slugify(slug) != slug:
        raise Invalid({"slug": N_("An address has letters, digits and hyphens only.")})
    if is_taken(session, slug, None):
        raise Invalid({"slug": N_("Another page has this address.")})
    return slug


def add_names(session: Session, page: Page, *former: str) -> None:
    """Let the page answer to its title and address, and to `former` keys; forgets none of its names."""
    current = {key for key in (slugify(page.title), page.slug) if key}
    session.execute(delete(PageName).where(PageName.page_id == page.id, PageName.key.in_(current | set(former))))
    for key in current:
        session.add(PageName(key=key, page_id=page.id, former=False))
    for key in set(former) - current:
        session.add(PageName(key=key, page_id=page.id, former=True))
    session.flush()


def adopt_wanted(session: Session, page: Page) -> None:
    """Let links that wanted a page of this name lead here: those to nothing, and those to the trash.

    Only on pages whose readers may all read this one: for the others the name is as free as it was.
    """
    keys = select(PageName.key).where(PageName.page_id == page.id, PageName.former.is_(False))
    gone = aliased(Page)
    trashed = select(gone.id).where(gone.deleted_at.is_not(None))
    wanting = and_(
        Link.key.in_(keys), Link.kind != "mention", or_(Link.target_id.is_(None), Link.target_id.in_(trashed))
    )
    sources = session.scalars(select(Page).where(Page.id.in_(select(Link.source_id).where(wanting))))
    led = [source.id for source in sources if read_by_no_more(session, source, page)]
    if led:
        session.execute(update(Link).where(wanting, Link.source_id.in_(led)).values(target_id=page.id))


def refuse_depth(parent: Page | None, levels: int = 1) -> None:
    """Raise `Invalid` when `levels` of pages below `parent` would be more than the tree may have."""
    if parent is not None and parent.path.count("/") - 1 + levels > DEPTH:
        raise Invalid({"parent": N_("That is too deep; a dozen levels are the most.")})


def next_position(session: Session, space_id: int, parent_id: int | None) -> int:
    """Behind the last sibling, with room to move pages in between."""
    level = Page.parent_id == parent_id if parent_id else (Page.parent_id.is_(None) & (Page.space_id == space_id))
    return (session.scalar(select(func.max(Page.position)).where(level)) or 0) + 1024


def space_read_by_no_more(session: Session, source_id: int, target_id: int) -> bool:
    """Whether everybody who may read the space `source_id` may read the other, as far as the rules alone can tell."""
    if source_id == target_id:
        return True
    here, there = session.get_one(Space, source_id), session.get_one(Space, target_id)
    return there.visibility == "open" and (there.public or not here.public)


def read_by_no_more(session: Session, source: Page, target: Page) -> bool:
    """Whether everybody who may read `source` may read `target`, as far as the rules alone can tell."""
    if target.space_id != source.space_id:
        return target.guard_id is None and space_read_by_no_more(session, source.space_id, target.space_id)
    guard_id = source.guard_id
    while target.guard_id is not None:
        if guard_id is None:
            return False
        if guard_id == target.guard_id:
            return True
        guard_id = session.get_one(Guard, guard_id).parent_id
    return True
