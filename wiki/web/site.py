"""What every template receives as `site`."""

from dataclasses import dataclass, field
from typing import Any

from flask import g, request
from flask_babel import get_locale
from flask_babel import gettext as _

from wiki.hooks.specs import NavItem
from wiki.kernel.viewer import Viewer
from wiki.web.headers import csp_nonce
from wiki.web.request import who, wiki

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

    @property
    def csp_nonce(self) -> str:
        """Asked only by pages with the editor: the policy then allows its one style element."""
        return csp_nonce()


def _may_see(item: NavItem, viewer: Viewer) -> bool:
    return (viewer.signed_in or not item.signed_in_only) and item.role in {None, viewer.role}


def scheme() -> str:
    chosen = request.cookies.get("scheme", "auto")
    return chosen if chosen in SCHEMES else "auto"


def build_site() -> Site:
    running, viewer, locale = wiki(), who(), get_locale()
    theme = running.themes[running.settings.theme]
    return Site(
        name=running.settings.site_name,
        lang=str(locale).replace("_", "-"),
        dir=locale.text_direction if locale else "ltr",
        theme=theme.name,
        theme_css=f"/theme/{theme.name}/{theme.digest}/tokens.css",
        scheme=scheme(),
        nav=tuple(
            item
            for item in running.nav
            if (viewer.signed_in or not item.signed_in_only) and (item.role is None or item.role == viewer.role)
        ),
        person=g.get("person"),
        path=request.path,
        demo=running.settings.demo,
        footer_links=(
            (_("How Flipside works"), "/p/how-the-loop-works"),
            (_("Who sees what"), "/p/who-sees-what"),
            (_("Keyboard"), "/keyboard"),
        ),
    )
