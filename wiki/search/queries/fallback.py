"""The database answers in place of an index that is being made: pages with all the words, as they were typed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, not_, or_, select, true
from sqlalchemy.orm import Session

from wiki.pages.care import Freshness
from wiki.pages.models import Page, PageTag, Revision
from wiki.pages.permissions import Reach, readable
from wiki.search.engine import SHOWN, Answer, Found, Sort, Why
from wiki.search.question import All, Either, Limit, Node, Not, Nothing, Phrase, Question, Word

WORDS = 6
"""So many words are compared; each reads all the text there is."""

_EARLY, _LATE = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
_ZERO = datetime(1, 1, 1, tzinfo=UTC)


def answer_from_database(
    session: Session, reach: Reach, question: Question, sort: Sort, first: int, many: int
) -> Answer:
    """As an engine answers, without facets and corrections; one statement."""
    words = [node.text.casefold() for node in question.root.nodes if isinstance(node, Word) and not node.field]
    title, body = func.lower(Page.title), func.lower(Revision.text)
    in_title = and_(true(), *(_contains(title, word) for word in words[:WORDS]))
    everywhere = and_(true(), *(or_(_contains(title, word), _contains(body, word)) for word in words[:WORDS]))
    orders: dict[Sort, tuple[Any, ...]] = {
        "relevance": (case((in_title, 0), else_=1), Page.changed_at.desc(), Page.id),
        "newest": (Page.changed_at.desc(), Page.id),
        "title": (Page.sort_key, Page.id),
    }
    found = session.scalars(
        select(Page.id)
        .join(Revision, Revision.id == Page.head_id)
        .where(readable(reach), everywhere, *_rules(question.root))
        .order_by(*orders[sort])
        .limit(SHOWN)
    ).all()
    shown = tuple(Found(page_id, 0.0, Why({})) for page_id in found[first : first + many])
    return Answer(len(found), shown)


def _rules(root: All) -> Iterator[ColumnElement[bool]]:
    for node in root.nodes:
        if not (isinstance(node, Word) and not node.field):
            yield _holds(node)


def _holds(node: Node) -> ColumnElement[bool]:
    match node:
        case Word() | Phrase():
            title = _contains(func.lower(Page.title), node.text.casefold())
            return title if node.field else or_(title, _contains(func.lower(Revision.text), node.text.casefold()))
        case Not():
            return not_(_holds(node.node))
        case Either():
            return or_(false(), *(_holds(each) for each in node.nodes))
        case All():
            return and_(true(), *(_holds(each) for each in node.nodes))
        case Limit():
            return _within(node)
        case Nothing():
            return false()
    return true()


def _within(limit: Limit) -> ColumnElement[bool]:
    ids = [value for value in limit.values if isinstance(value, int)]
    names = [str(value) for value in limit.values]
    match limit.kind:
        case "type" | "state":
            overdue = select(Freshness.page_id).where(Freshness.overdue)
            return or_(Page.type.in_(names), Page.id.in_(overdue)) if "stale" in names else Page.type.in_(names)
        case "space":
            return Page.space_id.in_(ids)
        case "owner":
            return Page.owner_id.in_(ids)
        case "person":
            return Page.id.in_(select(Revision.page_id).where(Revision.author_id.in_(ids)))
        case "tag":
            return Page.id.in_(select(PageTag.page_id).where(PageTag.key.in_(names)))
        case "under":
            return or_(
                false(), *(and_(Page.path.contains(f"/{each}/", autoescape=True), Page.id != each) for each in ids)
            )
        case "changed":
            return and_(Page.changed_at >= _day(limit.first), Page.changed_at < _day(limit.last + 1))
    return false()


def _day(ordinal: int) -> datetime:
    low, high = _EARLY.toordinal(), _LATE.toordinal()
    return _ZERO + timedelta(days=min(max(ordinal, low), high) - 1)


def _contains(column: Any, word: str) -> ColumnElement[bool]:
    made: ColumnElement[bool] = column.contains(word, autoescape=True)
    return made
