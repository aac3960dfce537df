"""Links of imported texts, led to the pages that came with them. Pure."""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote

from wiki.markup import slugify
from wiki.markup.relink import code_and_rest
from wiki.pages.transfer.documents import Document, Row

# All repetitions are possessive or bounded, so that no text takes the square of its length.
_ADDRESS = r"(\{%(?:[^%]|%(?!\})){0,600}+%\}|<[^<>\n]{0,2000}+>|[^\s()]*+(?:\([^()\s]*+\)[^\s()]*+)*+)"
_TITLE = r"""(\s{1,9}+(?:"[^"\n]{0,500}+"|'[^'\n]{0,500}+'))?"""
# A label may hold brackets one deep, an address brackets or a `{% page "…" %}`; a title may follow.
_LINK = re.compile(
    r"(?<!\\)(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,300}+\]){0,1000}+)\]\(\s{0,9}+" + _ADDRESS + _TITLE + r"\s{0,9}+\)",
    re.S,
)
# `[label]: address`, which links elsewhere in the text name by its label; not a footnote.
_DEFINITION = re.compile(r"^( {0,3}\[(?!\^)[^\[\]\n]{1,300}+\]:[ \t]{0,9}+)" + _ADDRESS + _TITLE + r"[ \t]*+$", re.M)
_PAGE_TAG = re.compile(r"\{%-?\s*(?:page|link|url)\s*[\"']([^\"']*)[\"']\s*-?%\}")
_BASE = re.compile(r"\{\{-?\s*(?:site|base)\.(?:base_?url|url)\s*-?\}\}")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.I)
_OF_THE_WIKI = ("/p/", "/file/", "/people/", "/s/")
# What a wiki link would show as it is written, or end at.
_MARKS = frozenset("[]|`*<>\\$")

Attach = Callable[[str], str | None]


class Addresses:
    """Every way in which a document of the folder may be named by a link → what a wiki link says."""

    def __init__(self, documents: Sequence[Document], targets: Mapping[str, str]) -> None:
        self._known: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        # A page's own path goes before what another says it was once called.
        for names in (_own_names, _other_names):
            for document in documents:
                for name in names(document):
                    self._known.setdefault(name, targets[document.path])
                    self._folded.setdefault(name.casefold(), targets[document.path])

    def find(self, address: str, beside: str) -> str | None:
        """What to write for a link to `address` in the document `beside`; None when it isn't one of the folder.

        It is looked for beside the file, below the page, where site builders publish it, and from the root.
        """
        path = unquote(address).strip()
        bases = [posixpath.dirname(beside), posixpath.splitext(beside)[0], ""]
        for candidate in [path] if path.startswith("/") else [posixpath.join(base, path) for base in bases]:
            name = _plain(candidate)
            found = self._known.get(name) or self._folded.get(name.casefold())
            if found is not None:
                return found
        return None


def _plain(path: str) -> str:
    path = posixpath.normpath("/" + path.strip("/")).strip("/")
    stem, ending = posixpath.splitext(path)
    if ending.lower() in {".md", ".markdown", ".html"}:
        path = stem
    folder, name = posixpath.split(path)
    return folder if name.lower() in {"index", "readme"} else path


def _own_names(document: Document) -> list[str]:
    return [_plain(document.path)]


def _other_names(document: Document) -> list[str]:
    names: list[object] = []
    for key in ("redirect_from", "permalink", "aliases"):
        value = document.head.get(key)
        names += value if isinstance(value, list) else [value]
    return [_plain(unquote(str(name))) for name in names if name]


def linked(document: Document, addresses: Addresses, attach: Attach) -> tuple[str, list[Row]]:
    """The document's text with its links led into the wiki, and what could not be.

    `attach(path)` keeps a picture or file of the folder and answers its address; None when it isn't there.
    """
    problems: list[Row] = []
    text = document.body
    # Same places, no code: a link is looked for outside code, but its label may hold some.
    masked = "".join(re.sub(r"[^\n]", "x", part) if is_code else part for is_code, part in code_and_rest(text))
    changes: list[tuple[int, int, str]] = []
    for found in _LINK.finditer(masked):
        mark, label, title = (text[slice(*found.span(group))] if found[group] else "" for group in (1, 2, 4))
        target, section, plain = _led(document, found[3], bool(mark), addresses, attach, problems)
        if target is not None:
            line = (
                masked[masked.rfind("\n", 0, found.start()) + 1 : found.start()]
                + masked[found.end() :].split("\n", 1)[0]
            )
            changes.append((*found.span(), _wiki_link(target, section, label, in_table="|" in line)))
        elif plain is not None:
            changes.append((*found.span(), f"{mark}[{label}]({_pointed(plain)}{title})"))
    for found in _DEFINITION.finditer(masked):
        target, section, plain = _led(document, found[2], False, addresses, attach, problems)
        if target is not None:
            plain = f"/p/{slugify(target)}{section}"
        if plain is not None:
            changes.append((*found.span(2), _pointed(plain)))
    return _changed(text, changes), problems


def _led(
    document: Document, written: str, picture: bool, addresses: Addresses, attach: Attach, problems: list[Row]
) -> tuple[str | None, str, str | None]:
    """A page and its section, or a plain address to write instead; neither when the link stays as it is."""
    inner = written[1:-1] if written.startswith("<") else written
    address = _BASE.sub("", inner)
    if (tag := _PAGE_TAG.fullmatch(address)) is not None:
        address = tag[1]
    if not address or _OUTSIDE.match(address):
        if picture and address.lower().startswith(("http:", "https:")):
            problems.append(Row(document.path, "picture elsewhere", address))
        return None, "", address if address != inner else None
    path, _, section = address.partition("#")
    path, section = path.partition("?")[0], section.strip("/")
    section = f"#{section}" if section and not any(sign in section for sign in "[]|") else ""
    if not picture and (target := addresses.find(path, document.path)) is not None:
        return target, section, None
    if (kept := attach(_beside(document.path, path))) is not None:
        return None, "", kept
    if not path.startswith(_OF_THE_WIKI):
        problems.append(Row(document.path, "missing picture" if picture else "link leads nowhere", address))
    return None, "", None


def _beside(document: str, path: str) -> str:
    joined = posixpath.join(posixpath.dirname(document), unquote(path))
    return posixpath.normpath(joined.lstrip("/"))


def _pointed(address: str) -> str:
    """The address as it can stand in a link: between `<>` where it holds blanks or brackets."""
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _wiki_link(target: str, section: str, label: str, *, in_table: bool) -> str:
    label = " ".join(label.split())
    if in_table or _MARKS.intersection(label):
        return f"[{label}](/p/{slugify(target)}{section})"
    return f"[[{target}{section}]]" if label in {"", target} else f"[[{target}{section}|{label}]]"


def _changed(text: str, changes: list[tuple[int, int, str]]) -> str:
    parts, end = [], 0
    for begin, until, new in sorted(changes):
        if begin >= end:
            parts += [text[end:begin], new]
            end = until
    return "".join([*parts, text[end:]])
