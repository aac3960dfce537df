"""Words that a mistyped one may have been: one letter wrong, missing, doubled or swapped; two in long words."""

from collections.abc import Collection, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

LONG = 8
"""From so many letters on, two mistakes are forgiven."""

RARE, FAR = 2, 5
"""A word that so few pages have may be mistyped on them, if one much like it stands on so many times as many."""
EXAMPLES = 10
"""Of so many of those pages it is learnt how the word is written."""


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


def far_likelier(term: str, few: int, near: Iterable[tuple[str, int, int]]) -> str | None:
    """What is probably meant by a term that `few` pages have: of the terms that are most like it, the most frequent.

    `near`: terms with the mistakes in them and the pages that have them. Where one is the beginning of the other,
    both are forms of a word.
    """
    likely = [
        (mistakes, -pages, other)
        for other, mistakes, pages in near
        if pages >= FAR * few and not other.startswith(term) and not term.startswith(other)
    ]
    return min(likely)[2] if likely else None
