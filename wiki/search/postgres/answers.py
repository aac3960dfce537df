"""Rows that the statement gave, as an answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from wiki.search.engine import FACETS, Answer, Found, Why
from wiki.search.question import Word

NOTABLE = 0.3
"""A signal is named as a reason from here on."""
NEAR = 0.5
_IDS = frozenset({"space", "person", "year"})

Rows = Sequence[tuple[str, str, int, float, Any]]
_ORDER = ("title", "tags", "body", "parts")


def words_unknown(rows: Rows) -> set[int]:
    """Numbers of the words that no readable page has."""
    return {int(key) for kind, key, many, _, _ in rows if kind == "word" and not many}


def total(rows: Rows) -> int:
    return next((many for kind, _, many, _, _ in rows if kind == "total"), 0)


def answer(rows: Rows, words: Sequence[Word], corrected: Mapping[str, tuple[str, ...]], *, widened: bool) -> Answer:
    """`words`: as they were numbered."""
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
            _why(more, words, hits[page_id]),
            tuple(key for *_, key in sorted(parts[page_id])),
        )
        for _, page_id, score, more in pages
    )
    return Answer(total(rows), found, counted, corrected, widened)


def _why(more: Any, words: Sequence[Word], hits: Sequence[tuple[int, Sequence[bool]]]) -> Why:
    exact, near, signals, fresh = more
    having = {
        words[number].text: tuple(name for name, here in zip(_ORDER, has, strict=True) if here)
        for number, has in sorted(hits)
    }
    reasons = {name: value for name, value in {**signals, "fresh": float(fresh)}.items() if value >= NOTABLE}
    missing = tuple(word.text for word in words if word.text not in having)
    return Why(having, missing, bool(exact), near >= NEAR, reasons)
