"""Holes in stored HTML, filled anew for each viewer.

What a link, a mention or an include shows depends on who is looking, so stored HTML holds
`U+E000 <kind> <index> U+E001 <label html> U+E002` instead: kind `l` link, `m` mention, `i` include, `t` list of
pages, index into `Rendered.references`. The three characters never come from a writer's text.

A fifth kind, `w`, holds a word of the wiki itself (the title of a callout that was given none), to be said in the
viewer's language; its index means nothing.
"""

import re
from collections.abc import Callable
from html import escape

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
_HOLE = re.compile("\ue000([lmiwt])([0-9]+)\ue001([^\ue000-\ue002]*)\ue002")
_RESERVED = re.compile("[\ue000-\ue002]")
# Written as a character reference they would come back to life after the parser; the first digit decides.
_REFERENCE = re.compile(r"&#(?:[xX]0*[eE]00[0-2]|0*5734[4-6]);?")


def fill(html: str, answer: Callable[[str, int, str], str], say: Callable[[str], str] = str) -> str:
    """Replace every placeholder by `answer(kind, index, label_html)`, which must return safe HTML.

    `say` translates the wiki's own words from English; it is given and returns plain text.
    """

    def filling(hole: re.Match[str]) -> str:
        if hole[1] != "w":
            return answer(hole[1], int(hole[2]), hole[3])
        said = say(hole[3])
        if said == hole[3] or hole.string[hole.start() - 1] == '"':
            return escape(said)
        # Another word than in the text as read, which is the same for all; see `as_read`.
        return f'<span data-as="{len(hole[3])}">{escape(said)}</span>'

    return _HOLE.sub(filling, html)


def strip_placeholders(html: str) -> str:
    """Leave only the labels of the placeholders; the wiki's own words in English."""
    return _HOLE.sub(r"\3", html)


def without_reserved(text: str) -> str:
    """The text without the reserved characters, written as themselves or as character references."""
    if _RESERVED.search(text):
        text = _RESERVED.sub("", text)
    if "&#" in text:
        # Replaced and not removed: what stands around it must not join to a new reference.
        text = _REFERENCE.sub("\ufffd", text)
    return text


def without_reserved_characters(html: str) -> str:
    """HTML pieces of our own before the placeholders are put in: none of the characters may be there."""
    return _RESERVED.sub("", html)


def hole(kind: str, index: int, label_html: str) -> str:
    """The placeholder for reference `index`."""
    return f"{OPEN}{kind}{index}{MIDDLE}{without_reserved_characters(label_html)}{CLOSE}"


def own_word(text: str) -> str:
    """The placeholder for a word of the wiki itself, in English, without any character that HTML knows."""
    return f"{OPEN}w0{MIDDLE}{text}{CLOSE}"
