"""Lists: all pages, changes, tags, missing pages, and titles as one types."""

from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify

from wiki.kernel.refusals import NotFound
from wiki.pages.contexts import ChangesContext, IndexContext, TagsContext, WantedContext
from wiki.pages.models import Space
from wiki.pages.permissions import reach_of
from wiki.pages.queries.find import page_at, space_for
from wiki.pages.queries.links import wanted
from wiki.pages.queries.lists import Filter, changes, index, sort_key, suggest, tags
from wiki.pages.queries.spaces import spaces_for
from wiki.pages.routes.bylines import changes_bylined
from wiki.pages.routes.read import MOST_ID, page_types
from wiki.web.request import int_arg, offered, session, text_arg, who
from wiki.web.templating import show

PART = 50
TAG_KEY = 200
"""Letters of a tag, case folded: one may become up to three."""

LETTERS = "0ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/pages")(all_pages)
    blueprint.get("/changes")(recent)
    blueprint.get("/tags")(all_tags)
    blueprint.get("/wanted")(missing)
    blueprint.get("/suggest")(titles)


def _chosen_space() -> Space | None:
    """The space named in the query; none for a name that the viewer can't know."""
    key = text_arg("space", 60)
    try:
        return space_for(session(), who(), key) if key else None
    except NotFound:
        return None


def _address(path: str, **query: object) -> str:
    given = {name: value for name, value in query.items() if value not in {"", None}}
    return f"{path}?{urlencode(given)}" if given else path


def all_pages() -> str:
    """Every readable page by title, of a space, type or tag; paged by title, so that any part is as quick."""
    reach, space = reach_of(session(), who()), _chosen_space()
    kind, tag, under = text_arg("type", 40), text_arg("tag", TAG_KEY), text_arg("under", 200)
    parent = page_at(session(), who(), under) if under else None
    only = Filter(space.id if space else None, kind, tag, parent.id if parent else None)
    query = {"space": space.key if space else "", "type": kind, "tag": tag, "under": under}
    after_key, after_id = text_arg("after", 120), int_arg("id", 0, least=0, most=MOST_ID)
    entries, more = index(session(), reach, only, after=(after_key, after_id) if after_key else None, limit=PART)
    last = entries[-1] if entries else None
    return show(
        IndexContext(
            entries=entries,
            spaces=spaces_for(session(), who()),
            kinds=list(page_types()),
            space=query["space"],
            type=kind,
            tag=tag,
            offers=offered("tag", tag) if tag else [],
            under=parent,
            letters=[(letter, _address("/pages", **query, after=sort_key(letter))) for letter in LETTERS],
            next=_address("/pages", **query, after=last.sort_key, id=last.id) if more and last else None,
        )
    )


def recent() -> str:
    """What changed, the latest first."""
    reach, space = reach_of(session(), who()), _chosen_space()
    small = text_arg("minor", 1) != "0"
    before = int_arg("before", 0, least=0, most=MOST_ID) or None
    found = changes(session(), reach, before=before, space_id=space.id if space else None, minor=small, limit=PART)
    more = len(found) == PART
    key = space.key if space else ""
    return show(
        ChangesContext(
            changes=changes_bylined(found),
            spaces=spaces_for(session(), who()),
            space=key,
            minor=small,
            next=_address("/changes", space=key, minor="" if small else "0", before=found[-1].id) if more else None,
        )
    )


def all_tags() -> str:
    found = tags(session(), reach_of(session(), who()), after=text_arg("after", TAG_KEY))
    return show(TagsContext(tags=found, next=_address("/tags", after=found[-1].key) if len(found) == 200 else None))


def missing() -> str:
    """Pages that somebody linked to and nobody has written yet."""
    found = wanted(session(), reach_of(session(), who()), after=text_arg("after", 200), limit=PART)
    more = _address("/wanted", after=found[-1].key) if len(found) == PART else None
    return show(WantedContext(wanted=found, next=more))


def titles() -> Response:
    """Titles for the editor's `[[` and for choosing a page."""
    found = suggest(session(), reach_of(session(), who()), text_arg("q", 100))
    return jsonify([{"title": e.title, "slug": e.slug, "space": e.space_title} for e in found])
