"""Write queries: from the fields of a form, and with a filter more or less than before."""

import re
from dataclasses import dataclass, fields

from wiki.search.tokens import QUOTES, Token, clean, tokens

_SIGNS = re.compile(rf"[{QUOTES}()|:*]")
_PLAIN = re.compile(rf"[^\s()|{QUOTES}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the form of a search asks; every field may be empty. `since`, `until`: days, months or years."""

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


def write(wish: Wish) -> str:
    """The query that says the same. Signs in words are taken as signs of a text, not as operators."""
    said = [*_words(wish.words)]
    if exact := " ".join(_SIGNS.sub(" ", clean(wish.exact)).split()):
        said.append(f'"{exact}"')
    said += [f"-{word}" for word in _words(wish.without)]
    said += [f"title:{word}" for word in _words(wish.title)]
    said += [limit(name, value) for name in ("tag", "type", "space", "by", "owner") if (value := getattr(wish, name))]
    if wish.since or wish.until:
        said.append(limit("updated", f"{wish.since}..{wish.until}"))
    said += [limit(name, value) for name, value in (("under", wish.under), ("is", wish.state)) if value]
    return " ".join(part for part in said if part)


def limit(field: str, value: str) -> str:
    """`field:value`, in quotation marks where the value needs them; empty when nothing of the value is left."""
    text = " ".join(re.sub(f"[{QUOTES}]", " ", clean(value)).split())
    if not text:
        return ""
    return f"{field}:{text}" if _PLAIN.fullmatch(text) else f'{field}:"{text}"'


def limited(typed: str, field: str, value: str) -> str:
    """The query with one more filter."""
    return f"{clean(typed)} {limit(field, value)}".strip()


def unlimited(typed: str, field: str, values: frozenset[str]) -> str:
    """The query without its filters of a field that say one of the values, casefolded."""
    text = clean(typed)

    def goes(token: Token) -> bool:
        return token.kind == "field" and token.sign != "-" and token.field == field and token.text.casefold() in values

    kept = [text[token.start : token.end] for token in tokens(text) if not goes(token)]
    return " ".join(kept)


def limits(typed: str, field: str) -> frozenset[str]:
    """The values that a query limits a field to, casefolded."""
    return frozenset(
        token.text.casefold()
        for token in tokens(clean(typed))
        if token.kind == "field" and token.field == field and token.sign != "-" and token.text
    )


def is_empty(wish: Wish) -> bool:
    return not any(getattr(wish, each.name).strip() for each in fields(wish))


def _words(text: str) -> list[str]:
    """Words without anything that would be an operator."""
    bare = (word.lstrip("+-") for word in _SIGNS.sub(" ", clean(text)).split())
    return [word.lower() if word in {"AND", "OR", "NOT"} else word for word in bare if word]
