"""What somebody has been told, as far as they may still know of it: asked again whenever it is shown, or mailed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from wiki.hooks.telling import NoticeKind, ShownNotice
from wiki.kernel.viewer import Viewer
from wiki.notices.kinds import KEPT, NoticeKinds
from wiki.notices.models import Notice
from wiki.notices.queries.watching import watches_of
from wiki.pages.models import Page, Space
from wiki.pages.permissions import reach_of, readable
from wiki.people.models import Person
from wiki.people.queries import FACE, Face, face_of

PART = 100
MOST_COUNTED = 200
MOST_STATES = 4096


@dataclass(frozen=True, slots=True)
class Told:
    """A notice for somebody who may read its page. `line` and `nobody` are marked texts, see `NoticeKind`."""

    id: int
    line: str
    nobody: str
    actor: Face | None
    at: datetime
    times: int
    since: int
    number: int
    unread: bool
    page_id: int
    page_url: str
    title: str
    space_title: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """What somebody was told of one page, the latest first."""

    page_id: int
    title: str
    url: str
    space_title: str
    notices: Sequence[Told]

    @property
    def unread(self) -> bool:
        return any(notice.unread for notice in self.notices)


@dataclass(frozen=True, slots=True)
class Inbox:
    """A part of somebody's notices, by page. `older`: the id to go on below, None at the end; `latest` their newest."""

    groups: Sequence[Group]
    older: int | None
    latest: int

    @property
    def unread(self) -> bool:
        return any(group.unread for group in self.groups)


def inbox(session: Session, viewer: Viewer, below: int | None = None) -> Inbox:
    """The viewer's notices, those of id smaller than `below`, if it is given."""
    rules = [Notice.id < below] if below is not None else []
    rows = _rows(session, viewer, rules, PART + 1)
    older = rows[PART - 1].id if len(rows) > PART else None
    told = _visible(session, viewer, rows[:PART])
    return Inbox(grouped(told), older, rows[0].id if rows else 0)


def notices_by_id(session: Session, viewer: Viewer, ids: Sequence[int]) -> list[Told]:
    """Those of the viewer's notices that are still unread, and that they may still know of."""
    return _visible(session, viewer, _rows(session, viewer, [Notice.id.in_(ids), Notice.read_at.is_(None)], len(ids)))


def unread_pages(session: Session, viewer: Viewer) -> int:
    """Of how many pages the viewer has unread notices; counted among the latest `MOST_COUNTED`."""
    rows = _rows(session, viewer, [Notice.read_at.is_(None)], MOST_COUNTED)
    return len({told.page_id for told in _visible(session, viewer, rows)})


def grouped(told: Sequence[Told]) -> list[Group]:
    """Notices by page, the page with the latest first."""
    by_page: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        by_page[one.page_id].append(one)
    return [
        Group(page_id, notices[0].title, notices[0].page_url, notices[0].space_title, notices)
        for page_id, notices in by_page.items()
    ]


def _rows(session: Session, viewer: Viewer, rules: Sequence[ColumnElement[bool]], limit: int) -> Sequence[Any]:
    statement = (
        select(
            Notice.id,
            Notice.kind,
            Notice.key,
            Notice.at,
            Notice.times,
            Notice.since,
            Notice.number,
            Notice.read_at,
            Page.id.label("page_id"),
            Page.slug,
            Page.title,
            Space.title.label("space_title"),
            *FACE,
        )
        .join(Page, Page.id == Notice.page_id)
        .join(Space, Space.id == Page.space_id)
        .outerjoin(Person, Person.id == Notice.actor_id)
        .where(Notice.person_id == viewer.person_id, readable(reach_of(session, viewer)), *rules)
        .order_by(Notice.id.desc())
    )
    return session.execute(statement.limit(limit)).all()


def _visible(session: Session, viewer: Viewer, rows: Sequence[Any]) -> list[Told]:
    """Without those whose kind is no longer known, or whose own thing the viewer may not read."""
    kinds: NoticeKinds = session.info["kept"][KEPT]
    shown: dict[tuple[str, str], ShownNotice] = {}
    keyed = sorted((row.kind, row.key) for row in rows if row.key)
    for name, pairs in groupby(keyed, key=lambda pair: pair[0]):
        kind = kinds.get(name)
        if kind is not None and kind.shown is not None:
            answers = kind.shown(session, viewer, sorted({key for _, key in pairs}))
            shown |= {(name, key): answer for key, answer in answers.items()}
    found = []
    for row in rows:
        kind = kinds.get(row.kind)
        if kind is not None and (not row.key or (row.kind, row.key) in shown):
            found.append(_told(row, kind, shown.get((row.kind, row.key))))
    return found


def _told(row: Any, kind: NoticeKind, thing: ShownNotice | None) -> Told:
    address = f"/p/{row.slug}"
    return Told(
        id=row.id,
        line=kind.line,
        nobody=kind.nobody,
        actor=face_of(row[-len(FACE) :]),
        at=row.at,
        times=row.times,
        since=row.since,
        number=row.number,
        unread=row.read_at is None,
        page_id=row.page_id,
        page_url=address,
        title=row.title,
        space_title=row.space_title,
        url=thing.url if thing else address,
        text=thing.text if thing else "",
    )


@dataclass(frozen=True, slots=True)
class State:
    """What every page shows somebody of their notices: how many pages have news, and what they watch."""

    unread: int
    watches: frozenset[tuple[str, str]]
    # What templates made of it, see `wiki.web.templating.drawn`.
    drawn: dict[Any, Any] = field(default_factory=dict, compare=False)


def state_of(session: Session, viewer: Viewer, told: int) -> State:
    """Kept in memory, and read again when a right changes or `told` does, the state of what the person is told."""
    kept: dict[int, tuple[int, int, State]] = session.info["kept"].setdefault("notice_states", {})
    person_id = viewer.person_id or 0
    known = kept.get(person_id)
    if known is not None and known[:2] == (viewer.generation, told):
        return known[2]
    state = State(unread_pages(session, viewer), watches_of(session, person_id))
    if len(kept) >= MOST_STATES:
        kept.clear()
    kept[person_id] = (viewer.generation, told, state)
    return state
