"""What a page consists of, as others use it."""

from dataclasses import dataclass, field
from typing import Literal

ReferenceKind = Literal["link", "mention", "include", "list"]
SIGN: dict[ReferenceKind, str] = {"link": "l", "mention": "m", "include": "i", "list": "t"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page. `level` is 1 to 6, `anchor` the id of its element.

    `line` counts from 0 in the text that follows the front matter; it is no part of what a heading is.
    """

    level: int
    title: str
    anchor: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """Something of the wiki that the page points to.

    `target` is the title or address as written, or the handle; `section` the heading's text as written;
    `label` the words shown, empty when the target's own title is to be shown. Of a list of pages `section` says which
    kind it is, `target` its conditions; see `embeds`.
    """

    kind: ReferenceKind
    target: str
    section: str = ""
    label: str = ""
