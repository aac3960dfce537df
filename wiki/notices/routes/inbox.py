"""Somebody's inbox. A notice is read when they say so, or when they open its page from here."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from wiki.kernel.refusals import NotFound
from wiki.notices.actions.reading import mark_read
from wiki.notices.contexts import InboxPage
from wiki.notices.queries.inbox import inbox
from wiki.pages.queries.find import page_by_id
from wiki.people.models import is_id
from wiki.web.redirects import local_target
from wiki.web.request import int_arg, must_sign_in, session, work
from wiki.web.templating import show

MOST_ID = 2**31 - 1


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/notices")(notices)
    blueprint.post("/notices/read")(read)
    blueprint.post("/notices/open")(open_page)


def notices() -> str:
    viewer = must_sign_in()
    below = int_arg("below", 0, least=0, most=MOST_ID) or None
    return show(InboxPage(inbox=inbox(session(), viewer, below), later=below is not None))


def _number(name: str) -> int:
    """A field as the id of a row; 0 for anything that is none."""
    raw = request.form.get(name, "")
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 11 else 0
    return number if is_id(number) else 0


def read() -> Response:
    """Put notices up to `upto` behind oneself: those of a `page`, or all."""
    viewer = must_sign_in()
    page = _number("page") if "page" in request.form else None
    with work() as change:
        mark_read(change, viewer.person_id or 0, upto=_number("upto"), page_id=page)
    return redirect("/notices", 303)


def open_page() -> Response:
    """Open a page that one was told of, and with it read its notices up to `upto`."""
    viewer, page_id = must_sign_in(), _number("page")
    if not page_id:
        raise NotFound(request.path)
    page = page_by_id(session(), viewer, page_id)
    # A thing on the page, such as a remark, lies at an address of its own.
    there = local_target(request.form.get("to"), page.url)
    with work() as change:
        mark_read(change, viewer.person_id or 0, upto=_number("upto"), page_id=page_id)
    return redirect(there if there.startswith(page.url) else page.url, 303)
