"""Themes: folders of tokens, fonts and templates that give the wiki its look.

A theme is `themes/<name>/theme.toml` with, if it wishes, `templates/` and `static/` beside it. It may
extend another one and then names only what it changes. Files are read once, at start.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from wiki.web.contrast import PAIRS, ratio

LAYERS = "@layer reset, tokens, base, components, theme;"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
TOKEN = re.compile(r"[a-z][a-z0-9-]{0,39}")
FONT_KEYS = {"family", "file", "weight", "style", "ascent", "descent", "line-gap", "size-adjust"}
# What could end the declaration, or fetch something, has no place in a value.
UNFIT = re.compile(r"[;{}<>\\@\n]|/\*|url\(", re.IGNORECASE)


class ThemeError(Exception):
    """A theme that can't be used: `theme` is its folder's name, `reason` a sentence for whoever wrote it."""

    def __init__(self, theme: str, reason: str) -> None:
        super().__init__(f"Theme {theme!r}: {reason}")
        self.theme = theme
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Font:
    """One file of a typeface; `file` is relative to the theme's `static/`."""

    family: str
    file: str
    weight: str = "400"
    style: str = "normal"
    ascent: str = ""
    descent: str = ""
    line_gap: str = ""
    size_adjust: str = ""

    def css(self, address: str) -> str:
        lines = [
            f'font-family: "{self.family}"',
            f'src: url("{address}{self.file}") format("woff2")',
            f"font-weight: {self.weight}",
            f"font-style: {self.style}",
            "font-display: swap",
        ]
        overrides = {
            "ascent-override": self.ascent,
            "descent-override": self.descent,
            "line-gap-override": self.line_gap,
            "size-adjust": self.size_adjust,
        }
        lines += [f"{name}: {value}" for name, value in overrides.items() if value]
        return "@font-face { " + "; ".join(lines) + "; }"


@dataclass(frozen=True)
class Theme:
    """A theme as its files say it; what it inherits is read through its parent."""

    name: str
    title: str
    version: str
    license: str
    min_wiki: str
    folder: Path
    parent: "Theme | None"
    own_light: Mapping[str, str]
    own_dark: Mapping[str, str]
    own_tokens: Mapping[str, str]
    fonts: tuple[Font, ...]

    @cached_property
    def light(self) -> dict[str, str]:
        """Colours by day, the inherited ones included."""
        return {**(self.parent.light if self.parent else {}), **self.own_light}

    @cached_property
    def dark(self) -> dict[str, str]:
        """Colours at night, the inherited ones included."""
        return {**(self.parent.dark if self.parent else {}), **self.own_dark}

    @cached_property
    def tokens(self) -> dict[str, str]:
        """Tokens that are the same by day and at night, the inherited ones included."""
        return {**(self.parent.tokens if self.parent else {}), **self.own_tokens}

    @cached_property
    def template_folders(self) -> tuple[Path, ...]:
        """Where its templates lie, its own before its parent's; only folders that exist."""
        own = self.folder / "templates"
        return ((own,) if own.is_dir() else ()) + (self.parent.template_folders if self.parent else ())

    @cached_property
    def digest(self) -> str:
        """Ten hex digits that change with any file of the theme or of what it extends."""
        seen = hashlib.sha256((self.parent.digest if self.parent else "").encode())
        for path in _files(self.folder):
            seen.update(path.relative_to(self.folder).as_posix().encode() + b"\0" + path.read_bytes())
        return seen.hexdigest()[:10]

    @property
    def address(self) -> str:
        """Where its files are served, as seen from its own style sheet or that of a theme extending it."""
        return f"../../{self.name}/{self.digest}/static/"

    def css(self) -> str:
        """The theme as a style sheet: fonts, then all tokens as custom properties of `:root`."""
        return self._sheet

    @cached_property
    def _sheet(self) -> str:
        pairs = {name: f"light-dark({day}, {self.dark[name]})" for name, day in self.light.items()}
        lines = [f"    --{name}: {value};" for name, value in {**pairs, **self.tokens}.items()]
        still = "@media (prefers-reduced-motion: reduce) { :root { --quick: 0.01ms; --turn: 0.01ms; } }"
        return "\n".join(
            [LAYERS, *self._font_faces(), "@layer tokens {", "  :root {", *lines, "  }", f"  {still}", "}", ""]
        )

    def _font_faces(self) -> Iterator[str]:
        """Only families that a token names: a child that sets its own type loads none of its parent's."""
        wanted = " ".join(self.tokens.values())
        theme: Theme | None = self
        while theme is not None:
            yield from (font.css(theme.address) for font in theme.fonts if f'"{font.family}"' in wanted)
            theme = theme.parent


def load_themes(folder: Path) -> dict[str, Theme]:
    """All themes of `folder` by name. Raises `ThemeError` for the first one that can't be used."""
    raw = {path.parent.name: _read(path) for path in sorted(folder.glob("*/theme.toml"))}
    ready: dict[str, Theme] = {}
    for name in raw:
        _build(name, folder, raw, ready, ())
    return ready


def contrast_problems(theme: Theme) -> list[str]:
    """One sentence for each pair of colours that is too close to be read (4.5:1) or seen (3:1)."""
    problems = []
    for side, colours in (("light", theme.light), ("dark", theme.dark)):
        for front, back, least in PAIRS:
            if front not in colours or back not in colours:
                problems.append(f"{side}: {front} on {back} can't be measured, a colour is missing")
                continue
            try:
                found = ratio(colours[front], colours[back])
            except ValueError as refused:
                problems.append(f"{side}: {front} on {back}: {refused}")
                continue
            if found < least:
                problems.append(f"{side}: {front} on {back} is {found:.2f}:1, needs {least}:1")
    return problems


def _read(path: Path) -> dict[str, Any]:
    name = path.parent.name
    if not NAME.fullmatch(name):
        raise ThemeError(name, "the folder's name may have small letters, digits and hyphens only")
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as refused:
        raise ThemeError(name, f"theme.toml can't be read: {refused}") from refused


def _build(
    name: str, folder: Path, raw: Mapping[str, dict[str, Any]], ready: dict[str, Theme], children: tuple[str, ...]
) -> Theme:
    if name in ready:
        return ready[name]
    if name in children:
        raise ThemeError(name, "it extends itself: " + " → ".join((*children, name)))
    about = raw[name].get("theme", {})
    extends = about.get("extends")
    if extends is not None and extends not in raw:
        raise ThemeError(name, f"it extends {extends!r}, which isn't there")
    parent = _build(extends, folder, raw, ready, (*children, name)) if extends is not None else None
    ready[name] = _theme(name, folder / name, raw[name], parent)
    return ready[name]


def _theme(name: str, folder: Path, raw: dict[str, Any], parent: Theme | None) -> Theme:
    about = raw.get("theme", {})
    for key in ("name", "title", "version", "license", "min_wiki"):
        if not isinstance(about.get(key), str) or not about[key]:
            raise ThemeError(name, f"[theme] lacks {key}")
    if about["name"] != name:
        raise ThemeError(name, f"[theme] name is {about['name']!r}, but the folder is {name!r}")
    tokens = dict(raw.get("tokens", {}))
    light, dark = tokens.pop("light", {}), tokens.pop("dark", {})
    for part in (light, dark, tokens):
        _check_tokens(name, part)
    _check_pairs(name, light, dark, tokens)
    if parent is not None:
        _check_known(name, parent, {*light, *dark}, set(tokens))
    return Theme(
        name=name,
        title=about["title"],
        version=about["version"],
        license=about["license"],
        min_wiki=about["min_wiki"],
        folder=folder,
        parent=parent,
        own_light=light,
        own_dark=dark,
        own_tokens=tokens,
        fonts=tuple(_font(name, folder, font) for font in raw.get("fonts", [])),
    )


def _check_tokens(theme: str, tokens: object) -> None:
    if not isinstance(tokens, dict):
        raise ThemeError(theme, "[tokens.light] and [tokens.dark] are tables")
    for key, value in tokens.items():
        if not TOKEN.fullmatch(key):
            raise ThemeError(theme, f"token {key!r}: a name has small letters, digits and hyphens only")
        if not isinstance(value, str) or not value.strip() or len(value) > 300:
            raise ThemeError(theme, f"token {key!r}: a value is text of 1 to 300 characters")
        if UNFIT.search(value) or value.count("(") != value.count(")") or value.count('"') % 2:
            raise ThemeError(theme, f"token {key!r}: {value!r} isn't a value that CSS could take")


def _check_pairs(theme: str, light: Mapping[str, str], dark: Mapping[str, str], tokens: Mapping[str, str]) -> None:
    if lonely := sorted(set(light) ^ set(dark)):
        raise ThemeError(theme, f"set by day or at night only: {', '.join(lonely)}")
    if double := sorted(set(light) & set(tokens)):
        raise ThemeError(theme, f"stands in [tokens] and in [tokens.light]: {', '.join(double)}")


def _check_known(theme: str, parent: Theme, colours: set[str], tokens: set[str]) -> None:
    """A misspelt token would change nothing and say nothing; names of one's own begin with `x-`."""
    unknown = sorted({*(colours - set(parent.light)), *(tokens - set(parent.tokens))})
    if unknown := [key for key in unknown if not key.startswith("x-")]:
        raise ThemeError(theme, f"{parent.name!r} has no token of this kind: {', '.join(unknown)}")


def _font(theme: str, folder: Path, raw: object) -> Font:
    if not isinstance(raw, dict) or not {"family", "file"} <= set(raw) or not set(raw) <= FONT_KEYS:
        raise ThemeError(theme, f"[[fonts]] takes {', '.join(sorted(FONT_KEYS))}; family and file are needed")
    if not all(isinstance(value, str) and not UNFIT.search(value) and '"' not in value for value in raw.values()):
        raise ThemeError(theme, f"[[fonts]] {raw.get('family')!r}: all values are plain text")
    static = (folder / "static").resolve()
    if not (static / raw["file"]).resolve().is_relative_to(static) or not (static / raw["file"]).is_file():
        raise ThemeError(theme, f"font file static/{raw['file']} isn't there")
    return Font(**{key.replace("-", "_"): value for key, value in raw.items()})


def _files(folder: Path) -> list[Path]:
    """What shapes the look, in a fixed order; pictures of it and words about it do not count."""
    found = [folder / "theme.toml"]
    for part in ("static", "templates"):
        found += sorted(path for path in (folder / part).rglob("*") if path.is_file())
    return found
