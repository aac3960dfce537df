"""What somebody watches, and who watches what has happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from wiki.kernel.refusals import Invalid, NotFound
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.notices.models import WATCHED, MailChoice, Watch, unchosen
from wiki.pages.models import Page, PageTag, Space
from wiki.pages.permissions import reach_of, readable
from wiki.pages.queries.find import page_by_id
from wiki.people.models import is_id
from wiki.people.queries import names_of, person_by_id

TAG_LENGTH = 200


def watchable(session: Session, viewer: Viewer, kind: str, key: str) -> str:
    """The key under which the viewer watches something. Raises `NotFound` when it isn't there for them, `Invalid`."""
    if kind not in WATCHED:
        raise Invalid({"kind": N_("Nothing of that kind can be watched.")})
    if kind == "tag":
        tag = " ".join(key.split()).casefold()
        if not tag or len(tag) > TAG_LENGTH:
            raise Invalid({"key": N_("That is no tag.")})
        return tag
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 11 else 0
    if not is_id(number):
        raise NotFound(key)
    if kind in {"page", "subtree"}:
        page_by_id(session, viewer, number)
    elif kind == "space":
        if number not in reach_of(session, viewer).roles:
            raise NotFound(key)
    elif person_by_id(session, number).disabled_at is not None or number == viewer.person_id:
        raise NotFound(key)
    return str(number)


def watchers_of(session: Session, page: Page, author_id: int | None) -> list[int]:
    """Ids of those who want to hear of what `author_id` did to the page; whether they may is not asked here."""
    above = [part for part in page.path.split("/") if part]
    wanted = {
        "page": [str(page.id)],
        "subtree": above,
        "space": [str(page.space_id)],
        "tag": [tag.casefold() for tag in page.tags],
        "person": [str(author_id)] if author_id else [],
    }
    return list(session.scalars(_watchers(), wanted))


# Asked at each save; putting it together took longer than asking.
@cache
def _watchers() -> Select[int]:
    kinds = ("page", "subtree", "space", "tag", "person")
    rules = [and_(Watch.kind == kind, Watch.key.in_(bindparam(kind, expanding=True))) for kind in kinds]
    return select(Watch.person_id).where(or_(*rules)).distinct()


def watching_page(session: Session, page_id: int) -> list[int]:
    """Ids of those who watch this very page, alone or with what is below it."""
    own = and_(Watch.kind.in_(["page", "subtree"]), Watch.key == str(page_id))
    return list(session.scalars(select(Watch.person_id).where(own).distinct()))


def watches_of(session: Session, person_id: int) -> frozenset[tuple[str, str]]:
    """Kind and key of everything that somebody watches."""
    rows = session.execute(select(Watch.kind, Watch.key).where(Watch.person_id == person_id))
    return frozenset((kind, key) for kind, key in rows)


@dataclass(frozen=True, slots=True)
class Watched:
    """Something that a person watches, as a list shows it."""

    kind: str
    key: str
    label: str
    url: str


def watched_by(session: Session, viewer: Viewer) -> list[Watched]:
    """What the viewer watches, by kind and name; what they may not read meanwhile is left out."""
    watches, reach = watches_of(session, viewer.person_id or 0), reach_of(session, viewer)
    ids = {kind: [int(key) for found, key in watches if found == kind] for kind in WATCHED if kind != "tag"}
    pages = {
        row.id: (row.title, f"/p/{row.slug}")
        for row in session.execute(
            select(Page.id, Page.title, Page.slug).where(Page.id.in_({*ids["page"], *ids["subtree"]}), readable(reach))
        )
    }
    spaces = {
        row.id: (row.title, f"/s/{row.key}")
        for row in session.execute(
            select(Space.id, Space.title, Space.key).where(Space.id.in_(set(ids["space"]) & set(reach.roles)))
        )
    }
    people = {face.id: (face.name, face.url) for face in names_of(session, ids["person"]).values()}
    named = {"page": pages, "subtree": pages, "space": spaces, "person": people}
    found = [
        Watched(kind, key, *named[kind][int(key)]) for kind, key in watches if kind != "tag" and int(key) in named[kind]
    ]
    found += _tags(session, viewer, [key for kind, key in watches if kind == "tag"])
    return sorted(found, key=lambda one: (WATCHED.index(one.kind), one.label.casefold(), one.key))


def _tags(session: Session, viewer: Viewer, keys: Sequence[str]) -> list[Watched]:
    """Tags as a readable page spells them, or as their keys."""
    spelt: dict[str, str] = {}
    if keys:
        rows = session.execute(
            select(PageTag.key, PageTag.name)
            .join(Page, Page.id == PageTag.page_id)
            .where(PageTag.key.in_(keys), readable(reach_of(session, viewer)))
        )
        spelt = {row.key: row.name for row in rows}
    return [Watched("tag", key, spelt.get(key, key), f"/pages?tag={key}") for key in keys]


def choice_of(session: Session, person_id: int) -> MailChoice:
    """How somebody wants to hear by mail; the defaults where they have chosen nothing."""
    return session.get(MailChoice, person_id) or unchosen(person_id)
