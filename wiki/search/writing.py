"""Write queries: from the fields of a form, and with a filter more or less than before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from wiki.search.language import read
from wiki.search.question import All, Either, Filter, Node, Not, Phrase, Word
from wiki.search.tokens import QUOTES, Token, clean, tokens

_SIGNS = re.compile(rf"[{QUOTES}()|:*]")
_PLAIN = re.compile(rf"[^\s()|{QUOTES}]+")

FACET_FIELDS = {"type": "type", "space": "space", "tag": "tag", "person": "by", "year": "updated"}
"""Facet → the field that limits to its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the form of a search asks; every field may be empty.

    `since`, `until`: days, months or years. `rest`: a query of its own, for what no field can hold.
    """

    words: str = ""
    exact: str = ""
    without: str = ""
    title: str = ""
    tag: str = ""
    type: str = ""
    space: str = ""
    by: str = ""
    owner: str = ""
    since: str = ""
    until: str = ""
    under: str = ""
    state: str = ""
    rest: str = ""


def write(wish: Wish) -> str:
    """The query that says the same. Signs in words are taken as signs of a text, not as operators."""
    parts = [*_words(wish.words)]
    if exact := " ".join(_SIGNS.sub(" ", clean(wish.exact)).split()):
        parts.append(f'"{exact}"')
    parts += [f"-{word}" for word in _words(wish.without)]
    parts += [f"title:{word}" for word in _words(wish.title)]
    parts += [limit(name, value) for name in ("tag", "type", "space", "by", "owner") if (value := getattr(wish, name))]
    if wish.since or wish.until:
        parts.append(limit("updated", f"{wish.since}..{wish.until}"))
    parts += [limit(name, value) for name, value in (("under", wish.under), ("is", wish.state)) if value]
    return _with(" ".join(part for part in parts if part), clean(wish.rest).strip())


def limit(field: str, value: str) -> str:
    """`field:value`, in quotation marks where the value needs them; empty when nothing of the value is left."""
    text = " ".join(re.sub(f"[{QUOTES}]", " ", clean(value)).split())
    if not text:
        return ""
    return f"{field}:{text}" if _PLAIN.fullmatch(text) else f'{field}:"{text}"'


@dataclass(frozen=True, slots=True)
class Choice:
    """A part of a query that limits a field to any of some values: `tag:a`, `tag:a OR tag:b`, or that in brackets."""

    start: int
    end: int
    values: tuple[str, ...]


def limits(typed: str, field: str) -> frozenset[str]:
    """The values that a query lets one choose from in a field, casefolded."""
    return frozenset(value.casefold() for choice in choices(typed, field) for value in choice.values)


def limited(typed: str, field: str, value: str, beside: frozenset[str] = frozenset()) -> str:
    """The query with one more value: as another one where one of `beside` (casefolded) is chosen, else as a filter."""
    text = clean(typed)
    for choice in reversed(choices(text, field)):
        if beside.intersection(map(str.casefold, choice.values)):
            return _put(text, choice, field, (*choice.values, value))
    added = limit(field, value)
    # A page of results offers dozens of filters, all behind the same query: it is not read again for each.
    if added and _ends_well(text, -len(added) // 40 * -40, '"' in added):
        return f"{text} {added}"
    return _with(text, added)


@lru_cache(maxsize=64)
def _ends_well(text: str, room: int, quoted: bool) -> bool:
    """Whether a filter of so many characters behind a query is read as one, whatever it says."""
    probe = limit("type", f"x {'x' * room}"[:room] if quoted else "x" * room)
    return bool(text) and _with(text, probe) == f"{text} {probe}"


def _with(text: str, added: str) -> str:
    """A query and one part more. Behind a loose end, such as a last OR, the part would be taken for what was begun."""
    if not text or not added:
        return text or added
    before, behind = read(text).root.nodes, f"{text} {added}"
    found = read(behind).root.nodes
    holds = found[: len(before)] == before and len(found) == len(before) + len(read(added).root.nodes)
    return behind if holds and not isinstance(found[-1], Not) else f"{added} {text}"


def said(node: Node) -> str:
    """A part of a question as it is typed."""
    match node:
        case Word():
            text = f"title:{node.text}" if node.field else node.text
            return f"{'+' if node.required else ''}{text}{'*' if node.prefix else ''}"
        case Phrase():
            return f'{"title:" if node.field else ""}"{node.text}"'
        case Filter():
            return limit(node.field, node.value)
        case Not():
            return f"-{said(node.node)}"
        case Either():
            return f"({' OR '.join(map(said, node.nodes))})"
        case All():
            return f"({' '.join(map(said, node.nodes))})"
    return ""


def unlimited(typed: str, field: str, values: frozenset[str]) -> str:
    """The query in which none of the values, casefolded, is chosen any more."""
    text = clean(typed)
    for choice in reversed(choices(text, field)):
        kept = tuple(value for value in choice.values if value.casefold() not in values)
        if kept != choice.values:
            text = _put(text, choice, field, kept)
    return text


def exchanged(typed: str, field: str, value: str, instead: str) -> str:
    """The query with another value in the place of one."""
    text = clean(typed)
    for choice in reversed(choices(text, field)):
        if value in choice.values:
            return _put(text, choice, field, [instead if each == value else each for each in choice.values])
    return text


def unnarrowed(typed: str) -> str:
    """The query without all that it chooses of facets."""
    for field in FACET_FIELDS.values():
        typed = unlimited(typed, field, limits(typed, field))
    return typed


@lru_cache(maxsize=256)
def choices(typed: str, field: str) -> Sequence[Choice]:
    """What a query chooses of a field, beside everything else. What is joined to something else is none."""
    found: list[Choice] = []
    run: list[Choice | None] = []
    joined = False
    for start, end, kind, values in _elements(clean(typed), field):
        if not joined and kind not in {"or", "and"}:
            found += _of_run(run)
            run = []
        if kind in {"or", "and", "not"}:
            # Only `OR` between two leaves it a choice.
            run += [None] if kind != "or" or joined or not run else []
            joined = True
        else:
            run.append(Choice(start, end, values) if values else None)
            joined = False
    return tuple(found + _of_run([*run, None] if joined else run))


def _of_run(run: Sequence[Choice | None]) -> list[Choice]:
    """What `OR` joins as one choice, when all of it is of the field."""
    known = [each for each in run if each is not None]
    if not known or len(known) < len(run):
        return []
    return [Choice(known[0].start, known[-1].end, tuple(value for each in known for value in each.values))]


def _elements(text: str, field: str) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """Tokens and whole brackets: start, end, kind, and the values of the field, when nothing else is in it."""
    bracket: list[Token] = []
    depth = 0
    for token in tokens(text):
        if depth or token.kind == "open":
            bracket.append(token)
            depth += (token.kind == "open") - (token.kind == "close")
            if not depth:
                yield bracket[0].start, token.end, "bracket", _inside(bracket, field)
                bracket = []
        else:
            yield token.start, token.end, token.kind, _said(token, field)
    if bracket:
        yield bracket[0].start, len(text), "bracket", ()


def _inside(bracket: Sequence[Token], field: str) -> tuple[str, ...]:
    inner = bracket[1:-1]
    values = tuple(value for token in inner[::2] for value in _said(token, field))
    alone = len(values) == len(inner[::2]) and all(token.kind == "or" for token in inner[1::2]) and len(inner) % 2
    return values if alone and bracket[0].sign != "-" else ()


def _said(token: Token, field: str) -> tuple[str, ...]:
    return (token.text,) if token.kind == "field" and token.field == field and token.sign != "-" and token.text else ()


def _put(text: str, choice: Choice, field: str, values: Sequence[str]) -> str:
    """The query with other values for a choice."""
    said = [limit(field, value) for value in values]
    made = f"({' OR '.join(said)})" if len(said) > 1 else "".join(said)
    return " ".join(f"{text[: choice.start]}{made}{text[choice.end :]}".split())


def words_of(typed: str) -> str:
    """What a query asks for without its operators, filters, and what it leaves out: what a page might be called."""
    said: list[str] = []
    refusing, depth = False, 0
    for token in tokens(clean(typed)):
        if depth:
            depth += (token.kind == "open") - (token.kind == "close")
        elif token.kind == "not":
            refusing = True
        elif refusing or token.sign == "-":
            refusing, depth = False, int(token.kind == "open")
        elif token.kind in {"word", "phrase"} or token.field == "title":
            said.append(token.text.rstrip("*"))
    return " ".join(" ".join(said).split())


def is_empty(wish: Wish) -> bool:
    return not any(getattr(wish, each.name).strip() for each in fields(wish))


def _words(text: str) -> list[str]:
    """Words without anything that would be an operator."""
    bare = (word.lstrip("+-") for word in _SIGNS.sub(" ", clean(text)).split())
    return [word.lower() if word in {"AND", "OR", "NOT"} else word for word in bare if word]
