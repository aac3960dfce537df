"""Cut what was typed into what a query is made of. Nothing typed is refused."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from wiki.search.question import Filters

LONGEST = 500
MANY = 64
"""So many tokens of a query are read."""

# Those of all languages; not the single ones, which stand inside words.
QUOTES = '"“”„‟«»‹›「」『』〝〞〟″'
# Controls, signs that turn the direction of writing, halves of characters.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SIGNS = re.compile(r"[+-]+(?=[^\s+-])")
_FIELD = re.compile(rf"({'|'.join(Filters)}):", re.IGNORECASE)
_QUOTED = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]")
_BARE = re.compile(rf"[^\s()|{QUOTES}]+")
_JOINTS = {"OR": "or", "AND": "and", "NOT": "not"}
_SAID = """
i you he she it we they this that there who which do does did am is are was were be been has have had
can could will would shall should may might must ought need dare if or and but why so to
"""
_BEFORE_NOT = frozenset(_SAID.split())
"""Behind one of these, NOT belongs to a sentence in which it is only said loudly."""

Kind = Literal["word", "phrase", "field", "open", "close", "or", "and", "not", "quote"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of what was typed, from `start` to `end` of the clean text.

    `sign`: "-" or "+" before it. `field`: which one it limits; `text` is then its value. A lone "quote" has no other
    half.
    """

    kind: Kind
    text: str
    start: int
    end: int
    sign: str = ""
    field: str = ""
    quoted: bool = False


def clean(typed: str) -> str:
    """As typed, on one line, without what can't be seen, in composed letters; at most `LONGEST` characters."""
    text = _UNSEEN.sub(" ", typed[: LONGEST + 1])
    return (text if text.isascii() else unicodedata.normalize("NFKC", text))[:LONGEST].strip()


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a clean text, in order. NOT is a word where a sentence says it: “if it does NOT print”."""
    at, before = 0, ""
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at)
        if token.kind == "not" and not token.sign and before.lower() in _BEFORE_NOT:
            token = replace(token, kind="word")
        yield token
        before = token.text if token.kind == "word" and not token.sign else ""
        at = token.end


def _token(text: str, start: int) -> Token:
    at, sign = start, ""
    if (signs := _SIGNS.match(text, at)) is not None:
        at, sign = signs.end(), "-" if "-" in signs.group() else "+"
    if (named := _FIELD.match(text, at)) is not None:
        return _limiting(text, start, sign, named)
    if text[at] in "()|":
        kinds: dict[str, Kind] = {"(": "open", ")": "close", "|": "or"}
        return Token(kinds[text[at]], text[at], start, at + 1, sign)
    if text[at] in QUOTES:
        if (quoted := _QUOTED.match(text, at)) is not None:
            return Token("phrase", quoted.group(1), start, quoted.end(), sign, quoted=True)
        return Token("quote", text[at], start, at + 1, sign)
    bare = _BARE.match(text, at)
    word = bare.group() if bare else text[at]
    kind: Kind = _JOINTS.get(word, "word")  # type: ignore[assignment]
    return Token(kind, word, start, at + len(word), sign)


def _limiting(text: str, start: int, sign: str, named: re.Match[str]) -> Token:
    field, at = named.group(1).lower(), named.end()
    if (quoted := _QUOTED.match(text, at)) is not None:
        return Token("field", " ".join(quoted.group(1).split()), start, quoted.end(), sign, field, quoted=True)
    value = _BARE.match(text, at)
    return Token("field", value.group() if value else "", start, value.end() if value else at, sign, field)
