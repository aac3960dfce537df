"""What browsers load: its size, its names, where its values come from."""

import gzip
import json
import re
from pathlib import Path

import pytest

from wiki.web.assets import Assets
from wiki.web.themes import load_themes

ROOT = Path(__file__).parents[2]
DIST = ROOT / "wiki" / "web" / "static" / "dist"
STYLES = sorted((ROOT / "frontend" / "css").glob("*.css"))
TEMPLATES = sorted(ROOT.glob("wiki/*/templates/**/*.html"))
MANIFEST: dict[str, str] = json.loads((DIST / "manifest.json").read_text("utf-8"))

KB = 1024
NAMED = {"black", "white", "red", "green", "blue", "gray", "grey", "orange", "yellow", "purple", "gold", "silver"}
RAW = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb|color)\(", re.IGNORECASE)
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|left|right|top|bottom|width|height|min-width|max-width|min-height|max-height)\s*:"
)


def packed(*names: str) -> int:
    """Bytes of these files as they go over the line."""
    return sum(len(gzip.compress((DIST / MANIFEST[name]).read_bytes(), 9, mtime=0)) for name in names)


def bare(text: str) -> str:
    """A style sheet without its comments and its media conditions, which know only `width`."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"@media[^{]*", "@media ", text)


def test_a_page_that_is_read_loads_at_most_40_kb_of_script() -> None:
    assert packed("read.js") <= 40 * KB


def test_a_page_that_is_written_loads_at_most_220_kb_of_script() -> None:
    assert packed("read.js", "edit.js") <= 220 * KB


def test_the_style_sheet_stays_small() -> None:
    assert packed("app.css") <= 20 * KB


def test_every_name_of_the_manifest_is_there_and_carries_its_hash() -> None:
    for name, hashed in MANIFEST.items():
        assert (DIST / hashed).is_file()
        stem, _, ending = name.rpartition(".")
        assert re.fullmatch(rf"{re.escape(stem)}-[0-9a-f]{{10}}\.{ending}", hashed)


def test_nothing_lies_in_the_build_that_no_name_leads_to() -> None:
    assert {path.name for path in DIST.iterdir()} == {*MANIFEST.values(), "manifest.json", "THIRD_PARTY.txt"}


def test_an_unknown_name_is_refused() -> None:
    assert Assets()("read.js").startswith("/static/dist/read-")
    with pytest.raises(KeyError):
        Assets()("nothing.js")


def test_what_others_wrote_is_named_with_its_licence() -> None:
    text = (DIST / "THIRD_PARTY.txt").read_text("utf-8")
    for name in ("htmx.org 4", "@codemirror/view", "@lezer/markdown", "mermaid 11", "Lucide"):
        assert name in text
    assert "carries no licence text" not in text or "MIT" in text


def test_versions_are_exact_and_the_lock_names_no_registry() -> None:
    package = json.loads((ROOT / "frontend" / "package.json").read_text("utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    assert '"resolved"' not in (ROOT / "frontend" / "package-lock.json").read_text("utf-8")


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_holds_no_raw_colour_and_no_side_that_would_not_turn(path: Path) -> None:
    text = bare(path.read_text("utf-8"))
    assert RAW.findall(text) == []
    words = re.findall(r":\s*([^;{}]*)", text)
    assert [word for word in " ".join(words).split() if word.lower().strip(",") in NAMED] == []
    assert PHYSICAL.findall(text) == []


def test_every_token_that_a_style_uses_is_in_the_default_theme() -> None:
    theme = load_themes(ROOT / "themes")["default"]
    used = {name for path in STYLES for name in re.findall(r"var\(--([a-z0-9-]+)", path.read_text("utf-8"))}
    assert used <= {*theme.light, *theme.tokens}


def test_every_icon_and_picture_that_a_template_names_is_in_the_sprite() -> None:
    icons = set(re.findall(r'<symbol id="([^"]+)"', (DIST / MANIFEST["icons.svg"]).read_text("utf-8")))
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        for name in re.findall(r"""\b(?:icon|picture)(?:\(|=)\s*['"]([a-z0-9-]+)['"]""", text):
            assert name in icons | {"pages", "notes", "search", "sessions"}, f"{path.name}: {name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "wiki")))
def test_a_template_runs_no_inline_script_and_carries_no_style(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"\shx-on|\son[a-z]+\s*=|javascript:|\sstyle\s*=", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    if path.name != "diagram_frame.html":
        assert "<style" not in text
