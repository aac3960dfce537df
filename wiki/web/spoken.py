"""Texts that rooms below the web have marked, said in a language."""

from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.support import NullTranslations, Translations
from flask import current_app
from flask_babel import force_locale, gettext

from wiki.kernel.texts import Say

CATALOGUES = Path(__file__).parent.parent / "translations"


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


def say_outside(usual: str) -> Say:
    """As `say`, where no request is answered; `usual` is the wiki's own language."""

    def said(language: str, text: str) -> str:
        return _catalogue(language or usual).gettext(text) if text else ""

    return said


@lru_cache(maxsize=64)
def _catalogue(code: str) -> NullTranslations:
    """The texts of a language; English where there are none."""
    return Translations.load(str(CATALOGUES), [code.replace("-", "_")])
