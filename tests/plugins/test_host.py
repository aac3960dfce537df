"""Plugins are found, asked alone, and never stop the wiki."""

from pathlib import Path

import pytest

from wiki.hooks.host import Host


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "plugins"


def _plugin(folder: Path, name: str, source: str) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text(source, "utf-8")


WELL = '''"""Does well."""
from wiki.hooks import hookimpl

@hookimpl
def home_card(viewer):
    return f"card for {viewer}"
'''

BROKEN_WHEN_ASKED = '''"""Breaks when asked."""
from wiki.hooks import hookimpl

@hookimpl
def home_card():
    raise RuntimeError("no card today")
'''

MISSPELT = '''"""Misspells."""
from wiki.hooks import hookimpl

@hookimpl
def hom_card():
    return 1
'''


def test_a_plugin_answers_with_the_arguments_that_it_takes(folder: Path) -> None:
    _plugin(folder, "well", WELL)
    host = Host()
    host.find_plugins(folder)
    assert host.call("home_card", session=None, viewer="Nia") == ["card for Nia"]
    assert [(found.name, found.about, found.errors) for found in host.plugins] == [("well", "Does well.", [])]


def test_one_that_raises_costs_its_own_answer_and_is_blamed_once(folder: Path) -> None:
    _plugin(folder, "broken", BROKEN_WHEN_ASKED)
    _plugin(folder, "well", WELL)
    host = Host()
    host.find_plugins(folder)
    for _ in range(2):
        assert host.call("home_card", session=None, viewer="Nia") == ["card for Nia"]
    broken = next(found for found in host.plugins if found.name == "broken")
    assert broken.errors == ["home_card: RuntimeError: no card today"]


@pytest.mark.parametrize(
    ("source", "error"), [(MISSPELT, "hom_card"), ("raise ImportError('gone')", "gone"), ("def (", "SyntaxError")]
)
def test_one_that_cannot_be_loaded_is_listed_with_its_error(folder: Path, source: str, error: str) -> None:
    _plugin(folder, "bad", source)
    _plugin(folder, "well", WELL)
    host = Host()
    host.find_plugins(folder)
    bad = next(found for found in host.plugins if found.name == "bad")
    assert error in bad.errors[0]
    assert host.call("home_card", session=None, viewer="Nia") == ["card for Nia"]
