"""Watch something, and stop."""

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.notices.actions.watching import unwatch, watch
from wiki.web.forms import clean_line
from wiki.web.redirects import local_target
from wiki.web.request import must_sign_in, work


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/watch")(watch_it)
    blueprint.post("/unwatch")(leave_it)


def _asked() -> tuple[str, str, str]:
    """Kind and key of what is meant, and where to go back to."""
    kind, key = clean_line(request.form.get("kind")), clean_line(request.form.get("key"))
    return kind, key, local_target(request.form.get("next"), "/me/notices")


def watch_it() -> Response:
    viewer = must_sign_in()
    kind, key, back = _asked()
    with work() as change:
        watch(change, viewer, kind, key)
    flash(_("You will hear of it."))
    return redirect(back, 303)


def leave_it() -> Response:
    viewer = must_sign_in()
    kind, key, back = _asked()
    with work() as change:
        unwatch(change, viewer, kind, key)
    flash(_("You will not hear of it any more."))
    return redirect(back, 303)
