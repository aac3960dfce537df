"""What is offered to be searched instead: likelier words and tags, of pages that may be read."""

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.pages.models import Page, PageTag
from wiki.pages.permissions import Reach, readable
from wiki.search.engine import Answer
from wiki.search.likeness import likenesses
from wiki.search.queries.hits import rows_of
from wiki.search.queries.meant import meant
from wiki.search.queries.resolving import plain
from wiki.search.question import Question
from wiki.search.results import SIZE, Meant, Offer
from wiki.search.writing import choices, exchanged, limit

MOST = 3
"""So many tags are offered."""
LEAST = 3
"""A tag that is the beginning of the asked one has so many letters."""

Total = Callable[[str], int]
"""How many pages a query finds. Raises `Unready`."""


def likelier(session: Session, reach: Reach, question: Question, answer: Answer) -> Meant | None:
    """The query with words that far more pages have; None where its own are as good. One statement, seldom."""
    if not answer.likelier or any(found.why.exact_title for found in answer.found):
        return None
    rows = rows_of(session, reach, list(dict.fromkeys(page for one in answer.likelier.values() for page in one.pages)))
    return meant(question, {term: (one.term,) for term, one in answer.likelier.items()}, rows)


def nearest_words(session: Session, reach: Reach, loose: Question, answer: Answer) -> Meant | None:
    """Of a query that found nothing: it with the nearest words. `loose`: its words alone; `answer`: what they find."""
    others = {**answer.corrected, **{term: (one.term,) for term, one in answer.likelier.items()}}
    if not others:
        return None
    pages = [found.page_id for found in answer.found[:SIZE]]
    pages += [page for one in answer.likelier.values() for page in one.pages]
    return meant(loose, others, rows_of(session, reach, list(dict.fromkeys(pages))))


def nearest_tags(session: Session, reach: Reach, text: str, total: Total) -> tuple[Offer, ...]:
    """Tags like those that a query without an answer asked for; one statement, and a count for each."""
    asked = [value for choice in choices(text, "tag") for value in choice.values]
    if not asked:
        return ()
    tag = select(PageTag.key, func.min(PageTag.name)).join(Page, Page.id == PageTag.page_id)
    rows = session.execute(tag.where(readable(reach)).group_by(PageTag.key))
    known = {key: name for key, name in rows}  # noqa: C416 - rows are no pairs to a type checker
    found: dict[str, Offer] = {}
    for value in asked:
        for key in _like(value.casefold(), list(known)):
            whole = exchanged(text, "tag", value, known[key])
            found.setdefault(key, Offer(known[key], whole if total(whole) else limit("tag", known[key])))
    return tuple(found.values())[:MOST]


def _like(value: str, keys: list[str]) -> list[str]:
    """The tags most like one that no page has: mistyped, then begun, then with an ending more."""
    if value in keys:
        return []
    plainly = {plain(key): key for key in keys}
    mistyped = [plainly[word] for word, _ in likenesses(plain(value), list(plainly))]
    begun = sorted(key for key in keys if key.startswith(value)) if len(value) > 1 else []
    ended = sorted((key for key in keys if len(key) >= LEAST and value.startswith(key)), key=len, reverse=True)
    return list(dict.fromkeys([*mistyped, *begun, *ended]))[:MOST]
