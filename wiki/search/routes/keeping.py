"""For those who keep the search: which words mean the same, and what nobody found."""

from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Invalid
from wiki.pages.permissions import reach_of
from wiki.search.actions.synonyms import drop_synonym, set_synonym
from wiki.search.contexts import GapsPage, SynonymsPage
from wiki.search.permissions import demand_keeping_words
from wiki.search.queries.gaps import gaps
from wiki.search.queries.synonyms import all_synonyms, synonym_for
from wiki.search.routes.asking import query_url, search_log, title_url
from wiki.search.writing import words_of
from wiki.web.forms import clean_line
from wiki.web.request import int_arg, session, text_arg, who, wiki, work
from wiki.web.templating import show

DAYS = 90


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/search/synonyms")(synonyms)
    blueprint.post("/search/synonyms")(add_synonym)
    blueprint.post("/search/synonyms/<int:synonym_id>")(change_synonym)
    blueprint.post("/search/synonyms/<int:synonym_id>/drop")(remove_synonym)
    blueprint.get("/search/gaps")(what_nobody_found)


def _keeper() -> None:
    demand_keeping_words(reach_of(session(), who()))


def synonyms() -> str:
    _keeper()
    return show(SynonymsPage(groups=all_synonyms(session()), errors={}, typed=""))


def add_synonym() -> Response:
    return _set(0)


def change_synonym(synonym_id: int) -> Response:
    return _set(synonym_id)


def _set(synonym_id: int) -> Response:
    """Words come in one field, with commas between them."""
    _keeper()
    typed = clean_line(request.form.get("words"))[:1000]
    try:
        with work() as change:
            known = synonym_for(change.session, synonym_id) if synonym_id else None
            set_synonym(change, known, typed.replace("=", ",").split(","))
    except Invalid as error:
        said = {synonym_id: " ".join(_(text) for text in error.errors.values())}
        page = SynonymsPage(groups=all_synonyms(session()), errors=said, typed=typed)
        return make_response(show(page), 422)
    flash(_("Saved. Searches know it from now on."))
    return redirect("/search/synonyms", 303)


def remove_synonym(synonym_id: int) -> Response:
    _keeper()
    with work() as change:
        drop_synonym(change, synonym_for(change.session, synonym_id))
    flash(_("Removed."))
    return redirect("/search/synonyms", 303)


def what_nobody_found() -> str:
    """Searches of the last days that found nothing, or nothing good, or of which nothing was opened."""
    _keeper()
    now = wiki().clock.now()
    days, only_nothing = int_arg("days", DAYS, most=730), text_arg("only", 10) == "nothing"
    search_log().write(now)
    # The request's own session still sees what was there before that.
    with wiki().database.reading() as fresh:
        found = gaps(fresh, now - timedelta(days=days), only_nothing=only_nothing)
    return show(
        GapsPage(
            gaps=found,
            only_nothing=only_nothing,
            days=days,
            query_url=query_url,
            write_url=lambda text: title_url(words_of(text)),
        )
    )
