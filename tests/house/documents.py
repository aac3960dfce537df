"""The reference pages of `docs/`, written from the help texts in the code: `make docs`.

A test compares them with what lies there, so that nothing can be added without its documentation.
"""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import wiki
from wiki.hooks import specs
from wiki.kernel.events import Event
from wiki.kernel.settings import Settings
from wiki.web.site import Site

DOCS = Path(__file__).parent.parent.parent / "docs"


def modules() -> Iterator[ModuleType]:
    """Every module of the wiki, in order of name."""
    for found in sorted(pkgutil.walk_packages(wiki.__path__, "wiki."), key=lambda found: found.name):
        if "migrations" not in found.name and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def settings() -> str:
    lines = [
        "# Settings",
        "",
        "Set one in the environment (`FLIPSIDE_SITE_NAME=…`) or in `flipside.toml` in the data folder",
        '(`site_name = "…"`). They are read once, at start.',
        "",
        "| Setting | Default | What it does |",
        "|---|---|---|",
    ]
    for field in dataclasses.fields(Settings):
        default = "" if str(field.default) == "" else f"`{field.default}`"
        lines.append(f"| `{field.name}` | {default} | {field.metadata['help']} |")
    return "\n".join(lines) + "\n"


def hooks() -> str:
    lines = [
        "# Hooks",
        "",
        "Where rooms and plugins may speak. A plugin is a folder in `plugins/` with an `__init__.py`; mark a function",
        "with `@hookimpl` from `wiki.hooks` and give it the name of a hook. It takes any of the hook's arguments, by",
        "name. Each implementation is called alone: one that fails is logged, listed on the admin's page of plugins,",
        "and hurts nobody else. See [plugins](develop/plugins.md) for a whole one.",
        "",
    ]
    for name, spec in specs.COLLECTED.items():
        arguments = ", ".join(inspect.signature(spec).parameters)
        lines += [f"## `{name}({arguments})`", "", inspect.getdoc(spec) or "", ""]
    lines += ["# What they answer with", ""]
    for kind in (specs.NavItem, specs.Fragment):
        names = ", ".join(f"`{field.name}`" for field in dataclasses.fields(kind))
        lines += [f"## `{kind.__name__}`", "", f"{inspect.getdoc(kind)} Fields: {names}.", ""]
    return "\n".join(lines).rstrip() + "\n"


def events() -> str:
    lines = [
        "# Events",
        "",
        "What has happened, as rows of the table `event`: ids and short words, never texts or names, never edited.",
        "A handler that subscribed in the same room or above acts in the same transaction.",
        "",
    ]
    kinds = {
        thing
        for module in modules()
        for thing in vars(module).values()
        if inspect.isclass(thing) and issubclass(thing, Event) and thing is not Event
    }
    for kind in sorted(kinds, key=lambda kind: (kind.__module__, kind.__name__)):
        fields = ", ".join(f"`{field.name}`" for field in dataclasses.fields(kind))
        about = inspect.getdoc(kind) or ""
        about = "" if about.startswith(f"{kind.__name__}(") else about
        lines += [f"## `{kind.__name__}`", "", f"`{kind.__module__}`: {fields}", *(["", about] if about else []), ""]
    return "\n".join(lines).rstrip() + "\n"


def contexts() -> Iterator[type]:
    """Every dataclass that says which template it is for."""
    seen = set()
    for module in modules():
        for thing in vars(module).values():
            if dataclasses.is_dataclass(thing) and isinstance(thing, type) and "template" in vars(thing):
                is_context = isinstance(vars(thing)["template"], str) and "ClassVar" in str(
                    thing.__annotations__.get("template", "")
                )
                if is_context and thing not in seen:
                    seen.add(thing)
                    yield thing


def theme_context() -> str:
    lines = [
        "# What templates receive",
        "",
        "Stable for authors of themes. Put a file of the same path into `themes/<name>/templates/`;",
        '`{% extends "core:pages/page.html" %}` reaches what it replaces.',
        "",
        "## `site`, in every template",
        "",
    ]
    lines += [f"- `site.{field.name}`: {field.metadata['help']}" for field in dataclasses.fields(Site)]
    for kind in sorted(contexts(), key=lambda kind: vars(kind)["template"]):
        about = inspect.getdoc(kind) or ""
        about = "" if about.startswith(f"{kind.__name__}(") else f"{about}\n"
        lines += ["", f"## `{vars(kind)['template']}`", "", *([about] if about else [])]
        lines += [f"- `{field.name}`: {field.metadata.get('help', '')}" for field in dataclasses.fields(kind)]
    return "\n".join(lines) + "\n"


PAGES = {
    "settings.md": settings,
    "hooks.md": hooks,
    "events.md": events,
    "theme-context.md": theme_context,
}


def main() -> None:
    for name, write in PAGES.items():
        (DOCS / name).write_text(write(), "utf-8")


if __name__ == "__main__":
    main()
