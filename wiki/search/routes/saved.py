"""Searches that somebody keeps."""

from flask import Blueprint, flash, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Invalid
from wiki.search.actions.log import forget_searches
from wiki.search.actions.saving import NameTaken, drop_search, rename_search, save_search
from wiki.search.contexts import NamingPage
from wiki.search.queries.saved import saved_search
from wiki.search.routes.asking import query_url, search_log
from wiki.web.forms import clean_line
from wiki.web.request import must_sign_in, work
from wiki.web.spoken import translated
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/search/saved")(save)
    blueprint.post("/search/forget")(forget)
    blueprint.post("/search/saved/<int:saved_id>/rename")(rename)
    blueprint.post("/search/saved/<int:saved_id>/drop")(drop)


def save() -> Response:
    """Keep the search `q` under `name`."""
    viewer = must_sign_in()
    text = request.form.get("q", "").replace("\0", "")[:500]
    name = clean_line(request.form.get("name"))
    # A name that was changed after the question is another one, and asks anew.
    replace = request.form.get("replace") == "1" and clean_line(request.form.get("instead")) == name
    try:
        with work() as change:
            save_search(change, viewer.person_id or 0, name, text, replace=replace)
    except Invalid as refusal:
        return _ask_again(refusal, name, text, "/search/saved", query_url(text), may_replace=True)
    flash(_("Kept. You find it on the page of searches, and with Ctrl+K."))
    return redirect(query_url(text), 303)


def rename(saved_id: int) -> Response:
    viewer = must_sign_in()
    name, text = clean_line(request.form.get("name")), ""
    try:
        with work() as change:
            saved = saved_search(change.session, viewer, saved_id)
            text = saved.text
            rename_search(change, saved, name)
    except Invalid as refusal:
        return _ask_again(refusal, name, text, f"/search/saved/{saved_id}/rename", "/search", may_replace=False)
    return redirect("/search", 303)


def _ask_again(refusal: Invalid, name: str, text: str, action: str, back: str, *, may_replace: bool) -> Response:
    """What was typed, with the reason why it could not be taken."""
    page = NamingPage(
        name=name,
        text=text,
        error=" ".join(map(translated, refusal.errors.values())),
        taken_by=refusal.text if isinstance(refusal, NameTaken) else None,
        may_replace=may_replace,
        action=action,
        back=back,
    )
    return make_response(show(page), 422)


def drop(saved_id: int) -> Response:
    viewer = must_sign_in()
    with work() as change:
        drop_search(change, saved_search(change.session, viewer, saved_id))
    flash(_("Removed."))
    return redirect("/search", 303)


def forget() -> Response:
    """Let nobody, not oneself either, see any more what one has searched; `here`: nothing is answered."""
    viewer = must_sign_in()
    search_log().forget(viewer.person_id or 0)
    with work() as change:
        forget_searches(change, viewer.person_id or 0)
    if request.form.get("here"):
        return Response(status=204)
    flash(_("Forgotten. It is no longer known who searched that."))
    return redirect("/search", 303)
