"""How good the order is: does a page that somebody knows come first when they ask for it in its own words?

An item is a page whose description (its first paragraph) has at least five words; *natural* asks for the first five
of them. What counts is the place of that page among the first ten.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tests.bench.search.corpus import SEED, Text
from wiki.search.words import name_key

ITEMS, RESAMPLED = 1_500, 10_000
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"<[^>]*>|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_NOT_PROSE = ("#", "|", "```", "~~~", "- ", "* ", "+ ", "![", "---", "===", "    ")

Ask = Callable[[str], Sequence[int]]
"""Ids of the ten best pages for a query, the best first."""


@dataclass(frozen=True, slots=True)
class Item:
    """A page to be found again, and what is asked."""

    page_id: int
    query: str


@dataclass(frozen=True, slots=True)
class Score:
    """MRR@10 and recall@10."""

    mrr: float
    recall: float


@dataclass(frozen=True, slots=True)
class Compared:
    """Ours and the yardstick's, over the same items; `low` … `high` is the paired bootstrap's 95 % interval of the
    difference in MRR@10."""

    items: int
    ours: Score
    yardstick: Score
    low: float
    high: float


def description(body: str) -> str:
    """The first paragraph of a Markdown text, in plain words; empty when there is none."""
    for block in re.split(r"\n\s*\n", _TAG.sub(" ", body)):
        lines = [line for line in block.split("\n") if line.strip()]
        if not lines or lines[0].startswith(_NOT_PROSE):
            # A heading may stand right above its paragraph.
            lines = lines[1:] if lines and lines[0].startswith("#") else []
        plain = " ".join(line.strip().lstrip(">").strip() for line in lines)
        plain = _LINK.sub(r"\1", plain).replace("`", "").replace("*", "").replace("_", " ").strip()
        if len(plain.split()) >= 5 and not plain.startswith(_NOT_PROSE):
            return plain
    return ""


def items_of(pages: Sequence[Text], many: int = ITEMS) -> list[Item]:
    """Distinct pages drawn with a fixed seed; page n of the list has the id n + 1. A title is never what is asked."""
    dice = np.random.default_rng([SEED, 1 << 35])
    drawn: list[Item] = []
    for number in dice.permutation(len(pages)).tolist():
        words = description(pages[number].body).split()[:5]
        query = " ".join(words)
        if len(words) == 5 and name_key(query) != name_key(pages[number].title):
            drawn.append(Item(number + 1, query))
        if len(drawn) == many:
            break
    return drawn


def places(items: Iterable[Item], ask: Ask) -> list[int]:
    """The place of each item's page, from 1; 0 when it is not among the ten."""
    found = []
    for item in items:
        best = list(ask(item.query))[:10]
        found.append(best.index(item.page_id) + 1 if item.page_id in best else 0)
    return found


def compare(ours: Sequence[int], yardstick: Sequence[int]) -> Compared:
    """Both lists of places, of the same items in the same order."""
    mine, theirs = _reciprocal(ours), _reciprocal(yardstick)
    difference = mine - theirs
    dice = np.random.default_rng([SEED, 1 << 36])
    means = [float(difference[dice.integers(0, len(mine), len(mine))].mean()) for _ in range(RESAMPLED)]
    low, high = np.percentile(means, [2.5, 97.5]).tolist()
    return Compared(
        len(mine),
        Score(float(mine.mean()), float((mine > 0).mean())),
        Score(float(theirs.mean()), float((theirs > 0).mean())),
        low,
        high,
    )


def _reciprocal(found: Sequence[int]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    return np.array([1 / place if place else 0.0 for place in found])
