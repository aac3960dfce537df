"""HTML that people write into Markdown: a few harmless tags, each closed where it belongs.

Tags are rewritten one by one: name from a list, attributes from a list, everything else gone. An element
opened in a paragraph is closed with it, so the result is well formed before the sanitiser sees it, and a
placeholder can never be torn apart.
"""

import re
from html import escape, unescape

from markdown_it.common.html_re import HTML_TAG_RE

from wiki.markup.addresses import is_outside, safe_link

INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "var",
    }
)
BLOCK = frozenset(
    {
        "blockquote",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "li",
        "ol",
        "p",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
VOID = frozenset({"br", "hr", "wbr"})
# These mean nothing without their attributes: only their content stays.
_BARE = frozenset({"center", "div", "span"})
_SILENT = re.compile(
    r"<(script|style|template|iframe|noscript|object|svg|math|textarea|title|xmp|noembed|noframes)\b.*?(?:</\1\s*>|\Z)"
    r"|<!--.*?(?:-->|\Z)|<[?!][^>]*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(r"""\s([a-zA-Z-]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?(?=[\s/>])""")


class OpenTags:
    """The raw elements open at one place; one for each container of Markdown."""

    def __init__(self) -> None:
        self._frames: list[list[str]] = [[]]

    def enter(self) -> None:
        """A container of Markdown begins."""
        self._frames.append([])

    def leave(self) -> str:
        """The container ends: the tags that close what was opened in it."""
        return _closing(self._frames.pop())

    def rest(self) -> str:
        """Close what is open in the present container."""
        frame = self._frames[-1]
        closing = _closing(frame)
        frame.clear()
        return closing

    @property
    def any_open(self) -> bool:
        """Whether an element is open anywhere."""
        return any(self._frames)

    def has(self, name: str) -> bool:
        """Whether an element of this name is open anywhere."""
        return any(name in frame for frame in self._frames)

    def tag(self, raw: str, allowed: frozenset[str], in_link: bool = False) -> str:
        """The tag as it may stand in the page: rewritten, or empty."""
        found = _NAME.match(raw)
        name = found[1].lower() if found else ""
        if name in VOID:
            return "" if raw.startswith("</") else f"<{name}>"
        if name not in allowed or name in _BARE:
            return ""
        frame = self._frames[-1]
        if raw.startswith("</"):
            return self._close(frame, name)
        if len(frame) > 30 or (name == "a" and (in_link or self.has("a"))):
            return ""
        opening = _opening(name, raw)
        if opening and not raw.endswith("/>"):
            frame.append(name)
            return opening
        return ""

    def _close(self, frame: list[str], name: str) -> str:
        if name not in frame:
            return ""
        place = len(frame) - 1 - frame[::-1].index(name)
        closing = _closing(frame[place:])
        del frame[place:]
        return closing

    def block(self, raw: str) -> str:
        """A block of HTML: its tags rewritten, its text escaped, `details` left open for what follows."""
        raw = _SILENT.sub("", raw)
        pieces: list[str] = []
        last = 0
        position = raw.find("<")
        while position >= 0:
            found = HTML_TAG_RE.match(raw, position)
            if found is None:
                position = raw.find("<", position + 1)
                continue
            pieces.append(escape(unescape(raw[last:position])))
            pieces.append(self.tag(found[0], INLINE | BLOCK))
            last = found.end()
            position = raw.find("<", last)
        pieces.append(escape(unescape(raw[last:])))
        return "".join(pieces)


def _closing(names: list[str]) -> str:
    return "".join(f"</{name}>" for name in reversed(names))


def _opening(name: str, raw: str) -> str:
    if name == "a":
        href = safe_link(_attribute(raw, "href"))
        if not href:
            return ""
        return f'<a href="{escape(href)}"' + (' class="external">' if is_outside(href) else ">")
    if name in ("abbr", "dfn"):
        title = _attribute(raw, "title")
        return f'<{name} title="{escape(title)}">' if title else f"<{name}>"
    if name == "details":
        return "<details open>" if re.search(r"\sopen\b", raw) else "<details>"
    if name in ("td", "th"):
        spans = "".join(
            f' {span}="{number}"'
            for span in ("colspan", "rowspan")
            if (number := _attribute(raw, span)).isdecimal() and number.isascii() and 1 < int(number[:3]) <= 50
        )
        return f"<{name}{spans}>"
    if name in ("bdo", "bdi"):
        direction = _attribute(raw, "dir").lower()
        return f'<{name} dir="{direction}">' if direction in ("ltr", "rtl") else f"<{name}>"
    return f"<{name}>"


def _attribute(raw: str, wanted: str) -> str:
    for found in _ATTRIBUTE.finditer(raw):
        if found[1].lower() == wanted:
            return unescape((found[2] or "").strip("\"'"))[:2000]
    return ""
