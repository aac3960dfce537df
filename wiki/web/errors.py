"""Refusals and failures as pages that help."""

import logging
from collections.abc import Callable

from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from wiki.kernel.refusals import Forbidden, Invalid, NotFound
from wiki.web.bodies import MOST_MB, PLAIN
from wiki.web.request import who
from wiki.web.spoken import translated

log = logging.getLogger(__name__)


def _texts(code: int) -> tuple[str, str]:
    known = {
        400: (_("That could not be read"), _("Go back and try once more; what you typed is still there.")),
        401: (_("You are not signed in"), _("Sign in, then come back to this.")),
        403: (_("This is not yours to open"), _("Ask a keeper of the space if you think it should be.")),
        404: (
            _("There is no such page"),
            _("It may have moved, been deleted, or not be for you. Search for it, or write it."),
        ),
        405: (_("That can't be done here"), _("The address exists, but not for this kind of request.")),
        409: (_("Something changed meanwhile"), _("Look at the page again before you go on.")),
        413: (_("That is too large"), _("Split it into two, or make the file smaller.")),
        422: (_("Something is missing"), _("Go back and look at the fields that are marked.")),
        429: (_("Too many tries"), _("Wait a few minutes and try again. Nothing is lost.")),
        503: (_("One moment, please"), _("The wiki is busy. Try again in a few seconds; nothing is lost.")),
        507: (
            _("The disk is full"),
            _("Nothing more can be saved until an admin makes room. Reading goes on."),
        ),
    }
    return known.get(code, (_("Something went wrong on our side"), _("It has been written down. Try again.")))


def error_page(code: int, help_text: str = "") -> Response:
    title, text = _texts(code)
    response = make_response(render_template("web/error.html", code=code, title=title, text=help_text or text), code)
    if code in {429, 503, 507}:
        response.headers["Retry-After"] = "10"
    return response


def database_status(error: OperationalError) -> int:
    """HTTP status for a database that can't answer: 507 when it is full, 503 otherwise."""
    return 507 if "full" in str(error.orig).lower() else 503


def _ask_to_sign_in(app: Flask, *, forged: bool) -> Response | None:
    """What the room of people answers to somebody whose sign-in has ended; None for the plain page.

    It is `app.extensions["flipside_sign_in"]`, a function of `forged`: whether a form had no valid proof.
    """
    ask: Callable[[bool], Response | None] | None = app.extensions.get("flipside_sign_in")
    return ask(forged) if ask is not None else None


def _too_long() -> str:
    """What to do about a form of too much text; empty when it was a file that is too large."""
    if request.mimetype != PLAIN:
        return ""
    text = _(
        "This form holds more than %(most)d MB of text, or hundreds of fields. "
        "Go back, where your text still is, and split it into several pages.",
        most=MOST_MB,
    )
    return str(text)


def set_up_errors(app: Flask) -> None:
    @app.errorhandler(NotFound)
    def not_found(error: NotFound) -> Response:  # noqa: ARG001
        return error_page(404)

    @app.errorhandler(Forbidden)
    def forbidden(error: Forbidden) -> Response:
        if not who().signed_in and (answer := _ask_to_sign_in(app, forged=False)) is not None:
            return answer
        return error_page(403, translated(str(error)))

    @app.errorhandler(Invalid)
    def invalid(error: Invalid) -> Response:
        return error_page(422, " ".join(map(translated, error.errors.values())))

    @app.errorhandler(CSRFError)
    def forged(error: CSRFError) -> Response:  # noqa: ARG001
        if (answer := _ask_to_sign_in(app, forged=True)) is not None:
            return answer
        return error_page(400, _("This form has lost its proof that it came from here. Load it again, please."))

    @app.errorhandler(OperationalError)
    def busy(error: OperationalError) -> Response:
        log.error("database can't answer %s: %s", request.path, error.orig)
        return error_page(database_status(error))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        return error_page(error.code or 500, _too_long() if error.code == 413 else "")

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        log.error("failed at %s %s", request.method, request.path, exc_info=error)
        return error_page(500)
