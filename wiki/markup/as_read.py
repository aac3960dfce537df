"""The text of stored HTML as a reader passes over it: what places in a page are counted against."""

import re
from collections.abc import Sequence
from html import unescape

from wiki.markup.outline import Reference
from wiki.markup.placeholders import CLOSE, MIDDLE, OPEN

_TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')
_BLOCKS = (
    "p|h[1-6]|[uod]l|li|d[td]|table|thead|tbody|t[rhd]|blockquote|pre|section|aside|div|hr|br|fig(?:ure|caption)|details"
    "|summary|iframe|video|audio"
)
_BREAK = re.compile(rf"(</?(?:{_BLOCKS})\b(?:[^>\"]|\"[^\"]*\")*>)?\n(?=(\s*</?(?:{_BLOCKS})\b|$)?)")
_PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_HOLE = re.compile(f"{OPEN}([a-z])([0-9]+){MIDDLE}([^{OPEN}-{CLOSE}]*){CLOSE}")


def as_read(html: str, references: Sequence[Reference]) -> str:
    """All text in the order of the page, without markup; nothing is added or taken away. A line of it is one block.

    It is the same for all viewers: a placeholder is what `hole_as_read` says, whatever it shows to whom. The length
    is in code points. In a browser this is the `textContent` of the page's text, but for the elements that bear
    `data-as`: each of those counts as so many UTF-16 units as it says.
    """

    def hole(found: re.Match[str]) -> str:
        index = int(found[2])
        return hole_as_read(found[1], references[index] if index < len(references) else None, found[3])

    parts = _PRE.split(_HOLE.sub(hole, html))
    # A line that ends within a paragraph ends only in its source; a browser shows a blank there, which is as long.
    parts[::2] = [_BREAK.sub(_line_end, part) for part in parts[::2]]
    return unescape(_TAG.sub("", "".join(parts)))


def _line_end(found: re.Match[str]) -> str:
    block_before, block_behind = found[1], found[2]
    return f"{block_before or ''}\n" if block_before or block_behind is not None else " "


def hole_as_read(kind: str, reference: Reference | None, label_html: str) -> str:
    """HTML that stands for a placeholder: its label, else its target as written; nothing for other pages' text."""
    if kind == "w":
        return label_html
    if kind in "it" or reference is None:
        return ""
    if kind == "m":
        return f"@{_escaped(reference.target)}"
    return label_html or _escaped(reference.target or reference.section)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
