"""Texts that rooms below the web have marked, said in a language."""

from babel import Locale, UnknownLocaleError
from flask import current_app
from flask_babel import force_locale, gettext


def translated(text: str) -> str:
    """A marked text in the request's language; an empty one would be answered with the catalogue's header."""
    return str(gettext(text)) if text else ""


def say(language: str, text: str) -> str:
    """A marked text in a language that need not be the request's, for mails; an empty language is the wiki's own.

    English for a language that isn't known or that nobody has translated into.
    """
    code = language or str(current_app.config["BABEL_DEFAULT_LOCALE"])
    try:
        wanted = Locale.parse(code.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return text
    with force_locale(str(wanted)):
        return translated(text)
