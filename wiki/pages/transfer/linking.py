"""Links of imported texts, led to the pages that came with them. Pure."""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote

from wiki.markup import slugify
from wiki.pages.transfer.documents import Document, Row

# A label may hold brackets one deep, an address brackets or a `{% page "…" %}`; a title may follow.
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\(\s*(\{%[^%]*%\}|<[^<>\n]*>|[^\s()]*(?:\([^()\s]*\)[^\s()]*)*)(\s+\"[^\"]*\")?\s*\)"
)
_PAGE_TAG = re.compile(r"\{%\s*page\s+[\"']([^\"']*)[\"']\s*%\}")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?^ {0,3}\1[`~]*[ \t]*$|(`+)(?!`).*?(?<!`)\2(?!`)", re.M | re.S)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.I)

Attach = Callable[[str], str | None]


class Addresses:
    """Every way in which a document of the folder may be named by a link → what a wiki link says."""

    def __init__(self, documents: Sequence[Document], targets: Mapping[str, str]) -> None:
        self._known: dict[str, str] = {}
        for document in documents:
            for name in _names(document):
                self._known.setdefault(name, targets[document.path])

    def find(self, address: str, beside: str) -> str | None:
        """What to write for a link to `address` in the document `beside`; None when it isn't one of the folder."""
        path = unquote(address).strip()
        candidates = [path] if path.startswith("/") else [posixpath.join(posixpath.dirname(beside), path), path]
        for candidate in candidates:
            found = self._known.get(_plain(candidate))
            if found is not None:
                return found
        return None


def _plain(path: str) -> str:
    path = posixpath.normpath("/" + path.strip("/")).strip("/").lower()
    for ending in (".md", ".markdown", ".html", "/index", "/readme"):
        path = path.removesuffix(ending)
    return path


def _names(document: Document) -> list[str]:
    names = [_plain(document.path)]
    for key in ("redirect_from", "permalink", "aliases"):
        value = document.head.get(key)
        more = value if isinstance(value, list) else [value]
        names += [_plain(str(name)) for name in more if name]
    return names


def linked(document: Document, addresses: Addresses, attach: Attach) -> tuple[str, list[Row]]:
    """The document's text with its links led into the wiki, and what could not be.

    `attach(path)` keeps a picture or file of the folder and answers its address; None when it isn't there.
    """
    problems: list[Row] = []

    def replace(found: re.Match[str]) -> str:
        picture, label, address, title = found[1], found[2], found[3].strip("<>"), found[4] or ""
        if (tag := _PAGE_TAG.fullmatch(found[3])) is not None:
            address = tag[1]
        elif not address or _OUTSIDE.match(address):
            if picture and address.lower().startswith(("http:", "https:")):
                problems.append(Row(document.path, "picture elsewhere", address))
            return found[0]
        path, _, section = address.partition("#")
        if not picture and (target := addresses.find(path, document.path)) is not None:
            return _wiki_link(target, section.strip("/"), label)
        if (kept := attach(_beside(document.path, path))) is not None:
            return f"{picture}[{label}]({kept}{title})"
        if path.startswith(("/p/", "/file/", "/people/", "/s/")):
            return found[0]
        problems.append(Row(document.path, "missing picture" if picture else "link leads nowhere", address))
        return found[0]

    return _outside_code(document.body, lambda text: _LINK.sub(replace, text)), problems


def _beside(document: str, path: str) -> str:
    joined = posixpath.join(posixpath.dirname(document), unquote(path))
    return posixpath.normpath(joined.lstrip("/"))


def _wiki_link(target: str, section: str, label: str) -> str:
    label = " ".join(label.split())
    anchor = f"#{section}" if section and not any(sign in section for sign in "[]|") else ""
    if any(sign in label for sign in "[]|"):
        return f"[{label}](/p/{slugify(target)}{anchor})"
    return f"[[{target}{anchor}]]" if label == target else f"[[{target}{anchor}|{label}]]"


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    parts, end = [], 0
    for code in _FENCE.finditer(text):
        parts += [change(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, change(text[end:])])
