"""The page of results."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from flask import Blueprint

from wiki.pages.types import PageTypes
from wiki.search.queries import Results, search
from wiki.web.request import int_arg, session, text_arg, who, wiki
from wiki.web.site import said
from wiki.web.templating import show

blueprint = Blueprint("search", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What `search/results.html` receives."""

    template: ClassVar[str] = "search/results.html"

    results: Results = said("What was found: `total`, `hits`, `page`, `pages`, `behind`, `from_database`, `widened`.")
    types: PageTypes = said("Page types by name: `types.get(hit.type).label`.")
    may_write: bool = said("Whether this person may write what is missing.")
    write_url: str = said("Address of a new page that has the question as its title.")
    page_url: Callable[[int], str] = said("Address of a further page of the same results, by its number.")


@blueprint.get("/search")
def results() -> str:
    """Results for `q`; only the box when nothing is asked."""
    viewer = who()
    found = search(session(), viewer, text_arg("q"), int_arg("page", 1), now=wiki().clock.now())
    return show(
        SearchPage(
            results=found,
            types=wiki().rooms["page_types"],
            may_write=viewer.signed_in and viewer.role != "reader",
            write_url="/new?" + urlencode({"title": found.text[:200]}),
            page_url=lambda page: "/search?" + urlencode({"q": found.text, "page": page}),
        )
    )
