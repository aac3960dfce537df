"""Words that a mistyped one may have been: one letter wrong, missing, doubled or swapped; two in long words."""

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

LONG = 8
"""From so many letters on, two mistakes are forgiven."""


def edits(word: str) -> int:
    """How many mistakes are looked for; none in words so short that everything is like them, or in numbers."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 2 if len(word) >= LONG else 1


def likenesses(word: str, words: Collection[str]) -> list[tuple[str, int]]:
    """Those of `words` that `word` may have been, the likeliest first, with the number of mistakes.

    Of equal ones, those with the same first letter come first, then by the alphabet: where a word begins, few err.
    """
    most = edits(word)
    if not most:
        return []
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=None)
    like = [(text, int(distance)) for text, distance, _ in found if text != word and not text.isdigit()]
    like.sort(key=lambda item: (item[1], item[0][:1] != word[:1], item[0]))
    return like
