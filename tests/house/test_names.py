"""The rules of the house that a tool can check and import-linter doesn't."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted([*ROOT.glob("wiki/**/*.py"), *ROOT.glob("plugins/**/*.py"), *ROOT.glob("tests/**/*.py")])
TEMPLATES = sorted([*ROOT.glob("wiki/*/templates/**/*.html"), *ROOT.glob("plugins/*/templates/**/*.html")])
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_nothing_has_a_name_that_says_nothing() -> None:
    places = [*SOURCES, *ROOT.glob("frontend/js/**/*"), *TEMPLATES]
    assert not [_name(path) for path in places if path.stem in VAGUE or path.parent.name in VAGUE]


def test_only_the_known_folders_stand_at_the_top() -> None:
    known = {"wiki", "plugins", "themes", "content", "tests", "docs", "frontend"}
    files = {"wsgi.py", "pyproject.toml", "README.md", "Makefile", "CHANGELOG.md", "LICENSE"}
    listed = {
        path.name for path in ROOT.iterdir() if not path.name.startswith(".") and not path.name.endswith(".egg-info")
    }
    assert listed - {"data", "build", "dist"} <= known | files


def test_files_stay_short() -> None:
    tables = ROOT / "wiki" / "kernel" / "migrations"
    long = {
        _name(path): lines
        for path in SOURCES
        if tables not in path.parents and (lines := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert not long


def test_functions_stay_short() -> None:
    long = []
    for path in ROOT.glob("wiki/**/*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 50:
                long.append(f"{_name(path)}:{node.name}")
    assert not long


def test_the_wiki_names_no_plugin() -> None:
    plugins = [path.name for path in (ROOT / "plugins").iterdir() if (path / "__init__.py").exists()]
    named = [
        f"{_name(path)}: {name}"
        for path in ROOT.glob("wiki/**/*.py")
        for name in plugins
        if re.search(rf"\bplugins[./]{name}\b", path.read_text("utf-8"))
    ]
    assert not named


def test_plugins_touch_only_hooks_queries_and_actions() -> None:
    allowed = re.compile(r"wiki\.(hooks(\.\w+)*|kernel\.(viewer|texts|worker)|\w+\.(queries|actions|types)(\.\w+)*)$")
    wrong = []
    for path in ROOT.glob("plugins/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            wrong += [f"{_name(path)}: {name}" for name in names if name.startswith("wiki") and not allowed.match(name)]
    assert not wrong


def test_one_place_commits() -> None:
    places = [
        _name(path) for path in ROOT.glob("wiki/**/*.py") if re.search(r"\bsession\.commit\(", path.read_text("utf-8"))
    ]
    assert places == ["wiki/kernel/work.py"]


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_has_no_inline_script_or_style_and_trusts_nobody(path: Path) -> None:
    text = path.read_text("utf-8")
    without_comments = re.sub(r"\{#.*?#\}", "", text, flags=re.S)
    assert not re.search(r"\|\s*safe\b", without_comments)
    assert not re.search(r"\sstyle\s*=|\son[a-z]+\s*=|hx-on|javascript:", without_comments)
    assert not re.search(r"<script(?![^>]*\bsrc=)", without_comments)
    assert not re.search(r"<style\b", without_comments) or path.name == "diagram_frame.html"


_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
_TAG = re.compile(r"<[^>]*>", re.S)
_WORD = re.compile(r"[A-Za-z]{2,}")


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_every_text_of_a_template_can_be_translated(path: Path) -> None:
    text = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", "", path.read_text("utf-8"), flags=re.S)
    text = re.sub(r"<style\b.*?</style>", "", text, flags=re.S)
    bare = _TAG.sub(" ", _EXPRESSION.sub("", text))
    # Keys as they stand on the keyboard.
    bare = re.sub(r"<kbd>.*?</kbd>", "", bare)
    words = [
        word
        for word in _WORD.findall(re.sub(r"&\w+;", "", bare))
        if word not in {"Ctrl", "Alt", "Shift", "Tab", "Enter", "Esc"}
    ]
    assert not words
