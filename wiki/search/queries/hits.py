"""The pages of a page of results, read from the database, which alone says what may be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from wiki.hooks.host import Host
from wiki.hooks.specs import ShownText
from wiki.pages.models import Page, Revision, Space
from wiki.pages.permissions import Reach, readable_as
from wiki.search.engine import Found
from wiki.search.queries.instead import Looked, Stood, stood
from wiki.search.reasons import reasons
from wiki.search.results import FoundText, Hit
from wiki.search.sections import heading_of_code
from wiki.search.snippets import Marks, Passage, heading_at, marked, passage

PARTS = 3
"""So many texts of other rooms are shown under a page."""

LATELY = timedelta(days=30)

_HIT = (
    select(
        Page.id,
        Page.slug,
        Page.title,
        Page.type,
        Page.path,
        Page.guard_id,
        Page.owner_id,
        Page.changed_by_id,
        Page.changed_at,
        Space.key,
        Space.title.label("space_title"),
        Space.visibility,
        Revision.text,
        Revision.outline,
    )
    .join(Space, Space.id == Page.space_id)
    .join(Revision, Revision.id == Page.head_id)
)

_THESE = Page.id.in_(bindparam("ids", expanding=True))


@lru_cache(maxsize=256)
def _hits(sql: tuple[str, str]) -> Select[*tuple[Any, ...]]:
    """Kept for the rights that it is for, since building it takes longer than running it."""
    return _HIT.where(_THESE, readable_as(sql))


@lru_cache(maxsize=256)
def _trails(sql: tuple[str, str]) -> Select[*tuple[Any, ...]]:
    return select(Page.id, Page.title, Page.slug).where(_THESE, readable_as(sql))


@lru_cache(maxsize=256)
def _pages_html(sql: tuple[str, str]) -> Select[*tuple[Any, ...]]:
    return select(Page.id, Revision.html).join(Revision, Revision.id == Page.head_id).where(_THESE, readable_as(sql))


Trails = Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """How hits are shown. `spelt`: words as typed → as they were taken; `now`: what is lately."""

    looked: Looked
    spelt: Mapping[str, str]
    now: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """A row with what is shown of it. `instead`: word as asked → what stands for it."""

    row: Any
    instead: Mapping[str, Stood]
    marks: Marks
    best: Passage


@dataclass(frozen=True, slots=True)
class Around:
    """What is read for all hits at once: pages above, texts of rooms, HTML of pages that answer in a block of code."""

    above: Trails
    texts: Mapping[str, ShownText]
    blocks: Mapping[int, str]


def rows_of(session: Session, reach: Reach, page_ids: Sequence[int]) -> list[Any]:
    """Those of the pages that may be read now, in the order given; one statement."""
    if not page_ids:
        return []
    found = session.connection().execute(_hits(reach.sql), {"ids": list(page_ids)})
    rows = {row.id: row for row in found}
    return [rows[page_id] for page_id in page_ids if page_id in rows]


def hits_of(
    session: Session,
    reach: Reach,
    host: Host | None,
    rows: Sequence[Any],
    found: Mapping[int, Found],
    shown: Shown,
) -> list[Hit]:
    """The rows as they are shown; a statement for what lies above them, and what rooms need for their texts."""
    above = _above(session, reach, rows)
    texts = _texts(session, reach, host, [key for row in rows for key in found[row.id].parts[:PARTS]])
    read = [_read(row, found[row.id], shown) for row in rows]
    blocks = _html(session, reach, [each.row.id for each in read if each.best.code and each.row.outline])
    return [_hit(each, found[each.row.id], shown, Around(above, texts, blocks)) for each in read]


def is_closed(row: Any) -> bool:
    """Whether a page is not for everybody who is signed in."""
    return row.guard_id is not None or row.visibility != "open"


def _read(row: Any, found: Found, shown: Shown) -> Read:
    instead = stood(shown.looked, found.why, row)
    marks = shown.looked.marks(instead)
    return Read(row, instead, marks, passage(row.text, marks))


def _section(read: Read, blocks: Mapping[int, str]) -> tuple[str, str] | None:
    """Title and anchor of the heading that the passage stands under."""
    if read.best.at >= 0:
        return heading_at(read.row.text, read.row.outline, read.best.at)
    if html := blocks.get(read.row.id):
        return heading_of_code(html, read.row.outline, read.best.code)
    return None


def _hit(read: Read, found: Found, shown: Shown, around: Around) -> Hit:
    row, instead, marks, best = read.row, read.instead, read.marks, read.best
    url = f"/p/{row.slug}"
    heading = _section(read, around.blocks)
    likelier = {word: each.text for word, each in instead.items() if not each.synonym}
    means = {word: each.text for word, each in instead.items() if each.synonym}
    return Hit(
        row.id,
        url,
        row.type,
        row.key,
        row.space_title,
        row.changed_at,
        marked(row.title, marks),
        best.pieces,
        (heading[0], f"{url}#{heading[1]}") if heading else None,
        tuple(around.above[page_id] for page_id in _ids(row.path)[:-1] if page_id in around.above),
        reasons(found.why, {**shown.spelt, **likelier}, means, is_fresh=shown.now - row.changed_at <= LATELY),
        tuple(
            FoundText(text.label, text.url, passage(text.text, marks).pieces)
            for key in found.parts[:PARTS]
            if (text := around.texts.get(key)) is not None
        ),
    )


def _html(session: Session, reach: Reach, page_ids: Sequence[int]) -> Mapping[int, str]:
    """Of those pages that may be read; no statement for none."""
    if not page_ids:
        return {}
    found = session.connection().execute(_pages_html(reach.sql), {"ids": list(page_ids)})
    return {row.id: row.html for row in found}


def _above(session: Session, reach: Reach, rows: Sequence[Any]) -> Trails:
    """Title and address of the readable pages above those."""
    wanted = {page_id for row in rows for page_id in _ids(row.path)[:-1]}
    if not wanted:
        return {}
    found = session.connection().execute(_trails(reach.sql), {"ids": list(wanted)})
    return {row.id: (row.title, f"/p/{row.slug}") for row in found}


def _texts(session: Session, reach: Reach, host: Host | None, keys: list[str]) -> Mapping[str, ShownText]:
    if host is None or not keys:
        return {}
    shown: list[ShownText] = host.collect("shown_texts", session=session, viewer=reach.viewer, keys=keys)
    return {text.key: text for text in shown}


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.split("/")[1:-1]]
