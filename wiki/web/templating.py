"""Templates: where they are found, what they may use, and the one way to show a page."""

from dataclasses import fields
from pathlib import Path
from typing import Any, ClassVar, Protocol

from flask import Flask, render_template
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from wiki.hooks.specs import Fragment
from wiki.web.assets import Assets
from wiki.web.dates import ago, day, exact
from wiki.web.running import Wiki
from wiki.web.site import build_site

ROOMS = Path(__file__).parent.parent


class Context(Protocol):
    """What a template receives: a dataclass that names its template and has a help text for each field."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


def show(context: Context) -> str:
    """Render a page from its context."""
    values = {f.name: getattr(context, f.name) for f in fields(context)}
    return render_template(context.template, **values)


def fragment(part: Fragment) -> Markup:
    """A hook's fragment as HTML; its template escapes as all do."""
    return Markup(render_template(part.template, **part.context))


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
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.auto_reload = False
    environment.filters.update(ago=ago, day=day, exact=exact, fragment=fragment)
    environment.globals["asset"] = Assets()

    @app.context_processor
    def site() -> dict[str, Any]:
        return {"site": build_site()}
