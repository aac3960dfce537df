"""Searches that somebody keeps."""

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.search.actions.log import forget_searches
from wiki.search.actions.saving import drop_search, rename_search, save_search
from wiki.search.queries.saved import saved_search
from wiki.search.routes.asking import query_url, search_log
from wiki.web.forms import clean_line
from wiki.web.request import must_sign_in, work


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/search/saved")(save)
    blueprint.post("/search/forget")(forget)
    blueprint.post("/search/saved/<int:saved_id>/rename")(rename)
    blueprint.post("/search/saved/<int:saved_id>/drop")(drop)


def save() -> Response:
    """Keep the search `q` under `name`."""
    viewer = must_sign_in()
    text = request.form.get("q", "").replace("\0", "")[:500]
    with work() as change:
        save_search(change, viewer.person_id or 0, clean_line(request.form.get("name")), text)
    flash(_("Kept. You find it on the page of searches, and with Ctrl+K."))
    return redirect(query_url(text), 303)


def rename(saved_id: int) -> Response:
    viewer = must_sign_in()
    with work() as change:
        rename_search(change, saved_search(change.session, viewer, saved_id), clean_line(request.form.get("name")))
    return redirect("/search", 303)


def drop(saved_id: int) -> Response:
    viewer = must_sign_in()
    with work() as change:
        drop_search(change, saved_search(change.session, viewer, saved_id))
    flash(_("Removed."))
    return redirect("/search", 303)


def forget() -> Response:
    """Let nobody, not oneself either, see any more what one has searched."""
    viewer = must_sign_in()
    search_log().forget(viewer.person_id or 0)
    with work() as change:
        forget_searches(change, viewer.person_id or 0)
    flash(_("Forgotten. It is no longer known who searched that."))
    return redirect("/search", 303)
