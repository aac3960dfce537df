"""The page of results, and the form that leads to it."""

from typing import cast, get_args
from urllib.parse import urlencode

from flask import Blueprint, Response, after_this_request, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from wiki.pages.permissions import reach_of
from wiki.pages.queries.spaces import spaces_for
from wiki.search.actions.log import LATE, Searched
from wiki.search.contexts import SearchFormPage, SearchPage
from wiki.search.engine import Sort
from wiki.search.forms import WishForm, filled_in
from wiki.search.permissions import may_keep_words
from wiki.search.queries import Results, search
from wiki.search.queries.saved import recent_searches, saved_searches
from wiki.search.routes.asking import kinds, marked_up, page_types, query_url, search_log, title_url
from wiki.search.tokens import LONGEST
from wiki.search.writing import write
from wiki.web.request import int_arg, session, text_arg, who, wiki
from wiki.web.templating import show

RECENT = 6


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/search")(results)
    blueprint.get("/search/form")(form)


def results() -> str:
    """Results for `q`, in the order `sort`; only the box, and what one keeps, when nothing is asked.

    `narrowed`: a link on the page of results led here, so it is the same search as before.
    """
    viewer, typed = who(), text_arg("q", LONGEST + 1)
    found = search(
        session(),
        viewer,
        typed,
        int_arg("page", 1),
        _sort(),
        now=wiki().clock.now(),
        kinds=kinds(),
        host=wiki().host,
    )
    narrowed = text_arg("narrowed", 1) == "1"
    if found.text and found.page == 1 and not narrowed:
        _note(found)
    order = {"sort": found.sort} if found.sort != "relevance" else {}
    return show(
        SearchPage(
            results=found,
            types=page_types(),
            saved=[] if found.text else saved_searches(session(), viewer),
            recent=[] if found.text else recent_searches(session(), viewer, RECENT),
            narrowed=narrowed,
            may_write=viewer.signed_in and viewer.role != "reader",
            may_keep_words=may_keep_words(reach_of(session(), viewer)),
            write_url=title_url(found.title),
            ask_url=title_url(found.title, type="question"),
            form_url="/search/form?" + urlencode({"q": found.text}),
            pieces=marked_up,
            page_url=lambda page: "/search?" + urlencode({"q": found.text, **order, "page": page}),
            sort_url=lambda sort: "/search?" + urlencode({"q": found.text, "sort": sort, "narrowed": 1}),
            narrow_url=lambda text: "/search?" + urlencode({"q": text, **order, "narrowed": 1}),
            query_url=query_url,
        )
    )


def _sort() -> Sort:
    asked = text_arg("sort", 20)
    return cast(Sort, asked) if asked in get_args(Sort) else "relevance"


def _note(found: Results) -> None:
    """Into the log. What waits there the worker writes, or else an answer that is already sent."""
    log, now = search_log(), wiki().clock.now()
    log.note(Searched(who().person_id, found.text, found.total, now, found.weak, found.telling, found.closed))
    if log.is_due(now, LATE):

        @after_this_request
        def write_later(response: Response) -> Response:
            response.call_on_close(lambda: log.write(now))
            return response


def form() -> str | AnyResponse:
    """Fields to be filled in; sent, it leads to the results of the query that says the same."""
    made = WishForm(request.args if "words" in request.args else None, data=filled_in(text_arg("q")))
    made.offer(
        [(kind.name, _(kind.label)) for kind in page_types()],
        [(space.key, space.title) for space in spaces_for(session(), who())],
    )
    if "words" in request.args and (text := write(made.wish())):
        return redirect(query_url(text), 303)
    return show(SearchFormPage(form=made))
