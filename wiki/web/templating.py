"""Templates: where they are found, what they may use, and the one way to show a page."""

from dataclasses import fields
from pathlib import Path
from typing import Any, ClassVar, Protocol

from babel.support import Translations
from flask import Flask, current_app, g
from flask_babel import get_locale, get_translations
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from wiki.hooks.specs import Fragment
from wiki.web.assets import Assets
from wiki.web.cookies import form_token
from wiki.web.dates import ago, date_only, day, exact
from wiki.web.icons import icons
from wiki.web.languages import LanguageEnvironment, environment_for
from wiki.web.running import Wiki
from wiki.web.site import build_site

ROOMS = Path(__file__).parent.parent


class Context(Protocol):
    """What a template receives: a dataclass that names its template and has a help text for each field."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


def show(context: Context) -> str:
    """Render a page from its context."""
    values: dict[str, Any] = {f.name: getattr(context, f.name) for f in fields(context)}
    values["site"] = build_site()
    return render(context.template, values)


def render(template: str, values: dict[str, Any]) -> str:
    """A template with `values` and nothing else, in the language of this request."""
    return _environment().get_template(template).render(values)


def _environment() -> LanguageEnvironment:
    """That of the request's language; made when the first page is shown in it."""
    kept: dict[str, LanguageEnvironment] = current_app.extensions["flipside_languages"]
    language = str(get_locale() or "en")
    if language not in kept:
        kept[language] = environment_for(current_app.jinja_env, get_translations())
    return kept[language]


def fragment(part: Fragment) -> Markup:
    """A hook's fragment as HTML; its template escapes as all do."""
    return Markup(render(part.template, part.context))


class Drawable(Protocol):
    """Something that is kept for many requests, and with it what templates made of it."""

    @property
    def drawn(self) -> dict[Any, Any]: ...


def drawn(of: Drawable, macro: Macro, *given: object, seen: object = None) -> Markup:
    """What a macro makes of something and of plain values beside it, made once for as long as that is kept.

    For what is the same whoever looks when it is the same `of`: nothing else may come into it, a form's proof neither.
    `seen` is handed to the macro last; it must be told by what is `given`, as a list of headings by its revision.
    """
    if (macro, given) not in of.drawn:
        of.drawn[macro, given] = macro(of, *given) if seen is None else macro(of, *given, seen)
    made: Markup = of.drawn[macro, given]
    return made


def _catalogue() -> Translations:
    """The request's translations, found once; a page says a hundred texts."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    found: Translations = g.catalogue
    return found


def _gettext(text: str) -> str:
    return str(_catalogue().ugettext(text))


def _ngettext(one: str, many: str, number: int) -> str:
    return str(_catalogue().ungettext(one, many, number))


def set_up_templates(app: Flask, wiki: Wiki) -> None:
    core = FileSystemLoader(sorted(str(path) for path in ROOMS.glob("*/templates")))
    theme = wiki.themes[wiki.settings.theme]
    plugins = [
        str(found.folder / "templates")
        for found in wiki.host.plugins
        if found.folder is not None and (found.folder / "templates").is_dir()
    ]
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader([str(folder) for folder in theme.template_folders]),
            FileSystemLoader(plugins),
            # A theme's template may say {% extends "core:web/base.html" %} to reach what it replaces.
            PrefixLoader({"core": core}, delimiter=":"),
            core,
        ]
    )
    app.extensions["flipside_languages"] = {}
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.auto_reload = False
    environment.filters.update(ago=ago, day=day, date_only=date_only, exact=exact, fragment=fragment)
    assets = Assets()
    environment.globals.update(asset=assets, sprite_icon=icons(assets("icons.svg")))
    environment.globals.update(csrf_token=form_token, drawn=drawn)
    environment.globals["my_links"] = sorted(wiki.host.collect("register_my_links"), key=lambda link: link.position)
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]

    @app.context_processor
    def site() -> dict[str, Any]:
        return {"site": build_site()}
