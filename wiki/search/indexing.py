"""Pages as they go into the index: read from the database, with what other rooms say of them."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log1p

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from wiki.hooks.host import Host
from wiki.hooks.specs import SearchedFacts, SearchedText
from wiki.pages.models import Attachment, Link, Page, Revision
from wiki.search.engine import Entry, Part

log = logging.getLogger(__name__)

MANY_LINKS = 50
"""A page that so many others link to is as popular as can be."""

_PAGE = (
    select(
        Page.id,
        Page.head_id,
        Page.space_id,
        Page.guard_id,
        Page.owner_id,
        Page.type,
        Page.title,
        Page.tags,
        Page.path,
        Page.changed_at,
        Revision.text,
        Revision.diagrams,
    )
    .join(Revision, Revision.id == Page.head_id)
    .where(Page.deleted_at.is_(None))
)


def entries(session: Session, host: Host, page_ids: Sequence[int]) -> dict[int, Entry]:
    """Those of the pages that are there, by id; five statements, and those of other rooms."""
    rows = session.execute(_PAGE.where(Page.id.in_(page_ids))).all()
    people, files, popular = _people(session, page_ids), _with_files(session, page_ids), _popular(session, page_ids)
    parts, facts = _parts(session, host, page_ids), _facts(session, host, page_ids)
    made = {}
    for row in rows:
        states, signals = {row.type}, {"popular": popular.get(row.id, 0.0)}
        if row.diagrams:
            states.add("diagram")
        if row.id in files:
            states.add("file")
        for fact in facts.get(row.id, ()):
            states |= fact.states
            signals |= fact.signals
        made[row.id] = Entry(
            page_id=row.id,
            revision_id=row.head_id,
            space_id=row.space_id,
            guard_id=row.guard_id or 0,
            type=row.type,
            title=row.title,
            tags=tuple(row.tags),
            text=row.text,
            changed=row.changed_at.date(),
            owner_id=row.owner_id or 0,
            people=tuple(sorted(people.get(row.id, ()))),
            above=tuple(int(part) for part in row.path.split("/")[1:-2]),
            states=frozenset(states),
            signals={name: value for name, value in signals.items() if value},
            parts=tuple(parts.get(row.id, ())),
        )
    return made


def _people(session: Session, page_ids: Sequence[int]) -> Mapping[int, set[int]]:
    """All who wrote a revision of each page."""
    found: dict[int, set[int]] = defaultdict(set)
    wrote = select(Revision.page_id, Revision.author_id).where(
        Revision.page_id.in_(page_ids), Revision.author_id.is_not(None)
    )
    for page_id, author_id in session.execute(wrote.distinct()):
        if author_id is not None:
            found[page_id].add(author_id)
    return found


def _with_files(session: Session, page_ids: Sequence[int]) -> set[int]:
    here = select(Attachment.page_id).where(Attachment.page_id.in_(page_ids), Attachment.removed_at.is_(None))
    return {page_id for page_id in session.scalars(here.distinct()) if page_id is not None}


def _popular(session: Session, page_ids: Sequence[int]) -> Mapping[int, float]:
    """How much others link here, from 0 to 1.

    Counted among pages that everybody sees who sees this one: the order must not tell of any other.
    """
    source, target = aliased(Page), aliased(Page)
    counted = (
        select(Link.target_id, func.count(Link.source_id.distinct()))
        .join(source, source.id == Link.source_id)
        .join(target, target.id == Link.target_id)
        .where(
            Link.target_id.in_(page_ids),
            Link.source_id != Link.target_id,
            source.deleted_at.is_(None),
            # So that SQLite begins with the links: by these two it would pair all pages of a space with one another.
            func.coalesce(source.guard_id, 0) == 0,
            source.space_id + 0 == target.space_id + 0,
        )
        .group_by(Link.target_id)
    )
    return {
        page_id: min(log1p(many) / log1p(MANY_LINKS), 1.0)
        for page_id, many in session.execute(counted)
        if page_id is not None
    }


def _parts(session: Session, host: Host, page_ids: Sequence[int]) -> Mapping[int, list[Part]]:
    found: dict[int, list[Part]] = defaultdict(list)
    texts: list[SearchedText] = host.collect("searched_texts", session=session, page_ids=page_ids)
    for text in texts:
        found[text.page_id].append(Part(text.key, text.text, text.readers))
    return found


def _facts(session: Session, host: Host, page_ids: Sequence[int]) -> Mapping[int, list[SearchedFacts]]:
    found: dict[int, list[SearchedFacts]] = defaultdict(list)
    known: list[SearchedFacts] = host.collect("searched_facts", session=session, page_ids=page_ids)
    for fact in known:
        found[fact.page_id].append(fact)
    return found
