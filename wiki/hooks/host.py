"""Finds plugins, keeps those that work, and asks each one alone.

pluggy's own call stops at the first implementation that raises; here each is called by itself, so that one
broken plugin costs its own fragment and nothing else.
"""

import importlib.util
import logging
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy

from wiki.hooks import specs

log = logging.getLogger(__name__)

GROUP = "flipside.plugins"


@dataclass(slots=True)
class Found:
    """A plugin as the admin sees it: its name, what it says it does, what is wrong with it."""

    name: str
    about: str = ""
    errors: list[str] = field(default_factory=list)
    folder: Path | None = None


class Host:
    """Everybody who answers hooks."""

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager("flipside")
        self._manager.add_hookspecs(specs)
        self.plugins: list[Found] = []

    def add_room(self, room: ModuleType) -> None:
        """Let a room of the wiki answer by the plugins' door; its mistakes are ours, so they are raised."""
        self._manager.register(room)
        self._manager.check_pending()

    def find_plugins(self, folder: Path) -> None:
        """Load what lies in `folder` and what is installed under the entry point `flipside.plugins`."""
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if (path / "__init__.py").is_file():
                    self._load(path.name, lambda path=path: _import_folder(path), path)
        for point in entry_points(group=GROUP):
            self._load(point.name, point.load, None)

    def _load(self, name: str, load: Any, folder: Path | None) -> None:
        found = Found(name, folder=folder)
        self.plugins.append(found)
        try:
            module = load()
            found.about = (module.__doc__ or "").strip()
            self._manager.register(module, name=name)
            self._manager.check_pending()
        except Exception as error:
            log.exception("plugin %s can't be used", name)
            found.errors.append(f"{type(error).__name__}: {error}")
            if self._manager.has_plugin(name):
                self._manager.unregister(name=name)

    def call(self, hook: str, **arguments: Any) -> list[Any]:
        """Ask everybody; the answers that are not None, in the order of registration."""
        answers = []
        for name, implementation in self._implementations(hook):
            try:
                given = {key: arguments[key] for key in implementation.argnames}
                answer = implementation.function(**given)
            except Exception as error:
                self._blame(name, hook, error)
            else:
                if answer is not None:
                    answers.append(answer)
        return answers

    def many(self, hook: str) -> int:
        """How many there are to be asked: fewer answers than that tell of a failure, or of a None."""
        return sum(1 for _ in self._implementations(hook))

    def collect(self, hook: str, **arguments: Any) -> list[Any]:
        """As `call`, for hooks that answer a sequence each: all of them in one list."""
        return [item for answer in self.call(hook, **arguments) for item in answer]

    def _implementations(self, hook: str) -> Iterable[tuple[str, pluggy.HookImpl]]:
        caller: pluggy.HookCaller = getattr(self._manager.hook, hook)
        for implementation in caller.get_hookimpls():
            yield implementation.plugin_name, implementation

    def _blame(self, name: str, hook: str, error: Exception) -> None:
        log.error("%s failed in %s", name, hook, exc_info=error)
        text = f"{hook}: {type(error).__name__}: {error}"
        for found in self.plugins:
            if found.name == name and text not in found.errors:
                found.errors.append(text)


def _import_folder(path: Path) -> ModuleType:
    """Import `plugins/<name>/__init__.py` as `flipside_plugins.<name>`, wherever the folder lies."""
    name = f"flipside_plugins.{path.name}"
    spec = importlib.util.spec_from_file_location(name, path / "__init__.py", submodule_search_locations=[str(path)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no package")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
