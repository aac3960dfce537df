"""The text of stored HTML as a reader passes over it: what places in a page are counted against."""

import re
from collections.abc import Sequence
from html import unescape

from wiki.markup.outline import Reference
from wiki.markup.placeholders import CLOSE, MIDDLE, OPEN

_TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')
_HOLE = re.compile(f"{OPEN}([a-z])([0-9]+){MIDDLE}([^{OPEN}-{CLOSE}]*){CLOSE}")


def as_read(html: str, references: Sequence[Reference]) -> str:
    """All text in the order of the page, without markup; nothing is added, taken away or joined.

    It is the same for all viewers: a placeholder is what `hole_as_read` says, whatever it shows to whom. The length
    is in code points. In a browser this is the `textContent` of the page's text, but for the elements that bear
    `data-as`: each of those counts as so many UTF-16 units as it says.
    """

    def hole(found: re.Match[str]) -> str:
        index = int(found[2])
        return hole_as_read(found[1], references[index] if index < len(references) else None, found[3])

    return unescape(_TAG.sub("", _HOLE.sub(hole, html)))


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
