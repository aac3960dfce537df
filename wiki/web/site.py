"""What every template receives as `site`."""

from dataclasses import dataclass, field, replace
from typing import Any

from flask import g, request
from flask_babel import get_locale
from flask_babel import gettext as _

from wiki.hooks.specs import Fragment, NavItem
from wiki.kernel.viewer import Viewer
from wiki.web.headers import csp_nonce
from wiki.web.request import session, who, wiki
from wiki.web.running import Wiki

SCHEMES = ("auto", "light", "dark")


def said(text: str) -> Any:
    """A field of a context, with the help text that theme authors read."""
    return field(metadata={"help": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Facts of the wiki and of this request; stable for theme authors."""

    name: str = said("Name of this wiki.")
    lang: str = said("Language of the interface, for `<html lang>`.")
    dir: str = said("Direction of writing: `ltr` or `rtl`.")
    theme: str = said("Folder name of the theme in use.")
    theme_css: str = said("Address of the theme's style sheet.")
    scheme: str = said("`light`, `dark`, or `auto` to follow the system.")
    nav: tuple[NavItem, ...] = said("Entries of the main navigation this person sees.")
    person: Any = said("Who is signed in (`name`, `handle`, `initials`, `side`, `avatar_url`), or None.")
    path: str = said("Path of this request, to mark where one is.")
    demo: bool = said("Whether this is the living demo.")
    footer_links: tuple[tuple[str, str], ...] = said("Label and address of each link in the footer.")

    drawn: dict[Any, Any] = said("What templates made of the navigation, to be thrown away with it.")

    @property
    def here(self) -> tuple[str, bool]:
        """Key of the entry of the navigation that this page is (then True) or lies below; empty for none."""
        for item in self.nav:
            if self.path == item.href or (item.href != "/" and self.path.startswith(f"{item.href}/")):
                return item.key, self.path == item.href
        return "", False

    @property
    def csp_nonce(self) -> str:
        """Asked only by pages with the editor: the policy then allows its one style element."""
        return csp_nonce()

    @property
    def tools(self) -> list[Fragment]:
        """Asked only by pages with the bar: what rooms and plugins put into it for who is signed in."""
        if self.person is None:
            return []
        found = wiki().host.call("masthead_tool", session=session(), viewer=who(), person=self.person)
        return sorted(found, key=lambda part: part.position)


def _may_see(item: NavItem, viewer: Viewer) -> bool:
    return (viewer.signed_in or not item.signed_in_only) and item.role in {None, viewer.role}


def scheme() -> str:
    chosen = request.cookies.get("scheme", "auto")
    return chosen if chosen in SCHEMES else "auto"


def _nav(running: Wiki, viewer: Viewer, language: str) -> tuple[tuple[NavItem, ...], dict[Any, Any]]:
    """What this viewer sees of the navigation, its labels in a language; made once for each kind of viewer."""
    kept: dict[tuple[object, ...], Any] = running.rooms.setdefault("navs", {})
    key = (language, viewer.signed_in, viewer.role)
    if key not in kept:
        items = tuple(replace(item, label=str(item.label)) for item in running.nav if _may_see(item, viewer))
        kept[key] = items, {}
    found: tuple[tuple[NavItem, ...], dict[Any, Any]] = kept[key]
    return found


def _footer(running: Wiki, language: str) -> tuple[tuple[str, str], ...]:
    kept: dict[str, tuple[tuple[str, str], ...]] = running.rooms.setdefault("footers", {})
    if language not in kept:
        kept[language] = (
            (_("How Flipside works"), "/p/how-the-loop-works"),
            (_("Who sees what"), "/p/who-sees-what"),
            (_("Keyboard"), "/keyboard"),
        )
    return kept[language]


def build_site() -> Site:
    running, viewer, locale = wiki(), who(), get_locale()
    theme = running.themes[running.settings.theme]
    nav, drawn = _nav(running, viewer, str(locale))
    return Site(
        name=running.settings.site_name,
        lang=str(locale).replace("_", "-"),
        dir=locale.text_direction if locale else "ltr",
        theme=theme.name,
        theme_css=f"/theme/{theme.name}/{theme.digest}/tokens.css",
        scheme=scheme(),
        nav=nav,
        drawn=drawn,
        person=g.get("person"),
        path=request.path,
        demo=running.settings.demo,
        footer_links=_footer(running, str(locale)),
    )
