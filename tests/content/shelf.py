"""Reads `content/` from disk for the tests, without any room of the wiki."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2] / "content"
HANDBOOK = ROOT / "handbook"
DEMO = ROOT / "demo"

_LINK = re.compile(r"!?\[\[([^\[\]]+)\]\]")
_FENCE = re.compile(r"^```.*?^```[^\S\n]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_MENTION = re.compile(r"(?<![\w`/.])@([a-z][\w.-]*\w)")
_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)")


@dataclass(frozen=True)
class Page:
    """One Markdown file: where it lies, its front matter, its text."""

    path: Path
    fields: Mapping[str, object]
    body: str

    @property
    def title(self) -> str:
        return str(self.fields["title"])

    @property
    def kind(self) -> str:
        return str(self.fields["type"])

    @property
    def place(self) -> str:
        """The path below `content/`, to name the page in a message."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def prose(self) -> str:
        """The text without code, where links and mentions count."""
        return prose_of(self.body)

    @property
    def headings(self) -> list[str]:
        """The texts of the headings of level two, in order."""
        return _HEADING.findall(_FENCE.sub("", self.body))

    @property
    def links(self) -> list[str]:
        """The targets of wiki links, without section and label."""
        return links_in(self.body)

    @property
    def pictures(self) -> list[str]:
        return _PICTURE.findall(self.prose)


def prose_of(body: str) -> str:
    return _CODE.sub("", _FENCE.sub("", body))


def links_in(body: str) -> list[str]:
    # In a table the bar before a label is escaped.
    inside = (match.replace("\\|", "|") for match in _LINK.findall(prose_of(body)))
    return [target.split("|")[0].split("#")[0].strip() for target in inside]


def mentions_in(body: str) -> set[str]:
    return set(_MENTION.findall(prose_of(body)))


def key_of(title: str) -> str:
    """The address key of a title in plain letters, as the wiki makes it."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:80].strip("-")


def read(path: Path) -> Page:
    """The page in this file. Raises `ValueError` when it has no front matter."""
    opening, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    if opening:
        raise ValueError(f"{path}: text before the front matter")
    fields = yaml.safe_load(head)
    if not isinstance(fields, dict):
        raise ValueError(f"{path}: front matter is not a mapping")
    return Page(path=path, fields=fields, body=body)


@cache
def pages(folder: Path) -> tuple[Page, ...]:
    return tuple(read(path) for path in sorted(folder.rglob("*.md")))


@cache
def company() -> Mapping[str, object]:
    with (DEMO / "company.toml").open("rb") as file:
        return tomllib.load(file)


def rows(name: str) -> list[dict[str, object]]:
    """The tables `[[name]]` of `company.toml`."""
    found = company()[name]
    assert isinstance(found, list)
    return found


def histories() -> Iterator[tuple[Page, list[dict[str, object]]]]:
    """Each page of the demo that has earlier revisions, with these, oldest first."""
    for path in sorted(DEMO.rglob("*.history.yaml")):
        page = read(path.with_name(path.name.replace(".history.yaml", ".md")))
        yield page, yaml.safe_load(path.read_text(encoding="utf-8"))
