"""What is offered while somebody types, and which results they open."""

from flask import Blueprint, Response, request

from wiki.search.contexts import PalettePart, SuggestionsPart
from wiki.search.queries.saved import saved_searches
from wiki.search.queries.suggesting import suggestions
from wiki.search.routes.asking import page_types, query_url, search_log
from wiki.web.request import session, text_arg, who, wiki
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/search/suggest")(suggest)
    blueprint.get("/search/palette")(palette)
    blueprint.post("/search/clicked")(clicked)


def suggest() -> str:
    """Options for what is typed so far: a part of a page, for the script of the box."""
    viewer, typed = who(), text_arg("q", 200)
    list_id = text_arg("list", 40)
    return show(
        SuggestionsPart(
            offered=suggestions(session(), viewer, typed),
            saved=[] if typed.strip() else saved_searches(session(), viewer),
            types=page_types(),
            list_id=list_id if list_id.replace("-", "").isalnum() else "found",
            query_url=query_url,
        )
    )


def palette() -> str:
    """The dialog of Ctrl+K: a part of a page."""
    return show(PalettePart())


def clicked() -> Response:
    """A result of the search `q` was opened. Nothing is answered."""
    text = request.form.get("q", "")[:500].replace("\0", "")
    search_log().note_click(who().person_id, text, wiki().clock.now())
    return Response(status=204)
