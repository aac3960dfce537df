"""Rows that the statement gave, as an answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from wiki.search.engine import FACETS, Answer, Found, Why
from wiki.search.likeness import RARE
from wiki.search.question import Phrase, Word

NOTABLE = 0.3
"""A signal is named as a reason from here on."""
NEAR = 0.5
_IDS = frozenset({"space", "person", "year"})

Rows = Sequence[tuple[str, str, int, float, Any]]
Asked = Sequence[Word | Phrase]
_ORDER = ("title", "tags", "body", "part")


def words_unknown(rows: Rows) -> set[int]:
    """Numbers of the words that no readable page has."""
    return {int(key) for kind, key, many, _, _ in rows if kind == "word" and not many}


def words_rare(rows: Rows) -> set[int]:
    """Numbers of the words that some readable pages have, but very few."""
    return {int(key) for kind, key, many, _, _ in rows if kind == "word" and 0 < many <= RARE}


def total(rows: Rows) -> int:
    return next((many for kind, _, many, _, _ in rows if kind == "total"), 0)


def answer(rows: Rows, asked: Asked, corrected: Mapping[str, tuple[str, ...]], *, widened: bool) -> Answer:
    """`asked`: words and phrases as they were numbered."""
    facets: dict[str, dict[str | int, int]] = {name: {} for name in FACETS}
    hits: dict[int, list[tuple[int, Sequence[bool]]]] = defaultdict(list)
    parts: dict[int, list[tuple[int, float, str]]] = defaultdict(list)
    pages = []
    for kind, key, many, score, more in rows:
        if kind == "page":
            pages.append((many, int(key), score, more))
        elif kind == "hit":
            hits[int(key)].append((many, more))
        elif kind == "part":
            parts[int(key)].append((-many, -score, more))
        elif kind in facets:
            facets[kind][int(key) if kind in _IDS else key] = many
    counted = {
        name: dict(sorted(values.items(), key=lambda item: (-item[1], item[0]))) for name, values in facets.items()
    }
    pages.sort(key=lambda page: page[0])
    found = tuple(
        Found(
            page_id,
            float(score),
            _why(more, asked, hits[page_id]),
            tuple(key for *_, key in sorted(parts[page_id])),
        )
        for _, page_id, score, more in pages
    )
    return Answer(total(rows), found, counted, corrected, widened)


def _why(more: Any, asked: Asked, hits: Sequence[tuple[int, Sequence[bool]]]) -> Why:
    exact, near, signals, fresh = more
    having: dict[str, tuple[str, ...]] = {}
    for number, has in sorted(hits):
        fields = tuple(name for name, here in zip(_ORDER, has, strict=True) if here)
        for text in _texts(asked[number]):
            having[text] = tuple(name for name in _ORDER if name in {*fields, *having.get(text, ())})
    reasons = {name: value for name, value in {**signals, "fresh": float(fresh)}.items() if value >= NOTABLE}
    missing = dict.fromkeys(text for node in asked for text in _texts(node) if text not in having)
    return Why(having, tuple(missing), bool(exact), near >= NEAR, reasons)


def _texts(node: Word | Phrase) -> list[str]:
    """What it is called: a phrase by each of its words."""
    return [node.text] if isinstance(node, Word) else [term for _, term in node.terms]
