"""Decisions: a page type for what was decided, by whom and when, with the latest ones on the home page."""

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from wiki.hooks import hookimpl
from wiki.hooks.specs import Fragment, SearchedFacts, SearchedText, ShownText
from wiki.kernel.viewer import Viewer
from wiki.pages.queries.find import page_by_id, pages_by_id, pages_for_the_wiki
from wiki.pages.queries.lists import latest_of_type
from wiki.pages.types import Draft, PageType, TypeField

log = logging.getLogger(__name__)

DECISION = "decision"


def says_why(draft: Draft) -> str | None:
    if any("why" in title.lower() for title in draft.outline):
        return None
    return "Add “Why”: in a year nobody will remember."


@hookimpl
def register_page_types() -> Sequence[PageType]:
    return [
        PageType(
            name=DECISION,
            label="Decision",
            about="What was decided, by whom, and why.",
            icon="flag",
            starter="## What we decided\n\n\n\n## Why\n\n\n\n## What we did not choose\n\n",
            fields=(
                TypeField("decided_by", "Decided by", "line", most=120),
                TypeField("decided_on", "Decided on", "line", most=40),
            ),
            rules=(says_why,),
            position=60,
        )
    ]


@hookimpl
def home_card(session: Session, viewer: Viewer) -> Fragment | None:
    entries = latest_of_type(session, viewer, DECISION)
    return Fragment("decisions/card.html", {"entries": entries}, position=70) if entries else None


@hookimpl
def page_aside(session: Session, viewer: Viewer, page_id: int, page_type: str) -> Fragment | None:
    if page_type != DECISION:
        return None
    fields = page_by_id(session, viewer, page_id).fields
    return Fragment("decisions/aside.html", {"fields": fields}, position=20) if fields else None


@hookimpl
def searched_texts(session: Session, page_ids: Sequence[int]) -> Sequence[SearchedText]:
    """Who decided, and when, is found as well."""
    return [
        SearchedText(page_id, f"{DECISION}:{page_id}", text)
        for page_id, text in _facts(pages_for_the_wiki(session, page_ids))
    ]


@hookimpl
def shown_texts(session: Session, viewer: Viewer, keys: Sequence[str]) -> Sequence[ShownText]:
    ours = [int(key.removeprefix(f"{DECISION}:")) for key in keys if key.startswith(f"{DECISION}:")]
    return [
        ShownText(f"{DECISION}:{page_id}", "Decided", page_by_id(session, viewer, page_id).url, text)
        for page_id, text in _facts(pages_by_id(session, viewer, ours))
    ]


@hookimpl
def searched_facts(session: Session, page_ids: Sequence[int]) -> Sequence[SearchedFacts]:
    """`is:decided` finds those of which it is known who decided."""
    return [
        SearchedFacts(page_id, frozenset({"decided"})) for page_id, _ in _facts(pages_for_the_wiki(session, page_ids))
    ]


def _facts(pages: Sequence[Any]) -> list[tuple[int, str]]:
    """Decisions among the pages, with who decided them and when."""
    fields = ((page.id, page.fields) for page in pages if page.type == DECISION)
    said = ((page_id, [known.get("decided_by"), known.get("decided_on")]) for page_id, known in fields)
    return [(page_id, ", ".join(filter(None, facts))) for page_id, facts in said if any(facts)]


@hookimpl
def on_page_saved(page_id: int, revision_id: int) -> None:
    log.debug("page %s has revision %s", page_id, revision_id)


@hookimpl
def on_page_deleted(page_id: int) -> None:
    log.debug("page %s is in the trash", page_id)
