"""What is offered while somebody types: words of titles in alphabetical order, with the documents that have them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from wiki.search.likeness import likenesses
from wiki.search.words import folded_words

Ints = NDArray[np.int32]
KEEP = 5000


class Titles:
    """Words of titles, as they begin: a range of words is one slice of documents."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._of_titles = _Words((word, n) for n, title in enumerate(titles) for word in folded_words(title))
        self._like: dict[str, Sequence[tuple[str, int]]] = {}
        self._cut: dict[int, list[str]] = {}

    def beginning(self, start: str) -> Ints:
        """Documents with a word in the title that begins so; one may come several times."""
        return self._of_titles.beginning(start)

    def whole(self, word: str) -> Ints:
        """Documents with this very word in the title."""
        return self._of_titles.whole(word)

    def like(self, word: str) -> Sequence[tuple[str, int]]:
        """Words of titles, and their beginnings, that `word` may have been, with the number of mistakes.

        Kept, for one types on.
        """
        known = self._like.get(word)
        if known is None:
            if len(self._like) >= KEEP:
                self._like.clear()
            known = self._like[word] = likenesses(word, self._beginnings(len(word)))
        return known

    def _beginnings(self, size: int) -> list[str]:
        """What somebody may have typed so far, with a letter too many or too few."""
        return [*self._cut_at(size - 1), *self._cut_at(size), *self._cut_at(size + 1)]

    def _cut_at(self, size: int) -> list[str]:
        """The first so many letters of all words that have them; kept, for cutting takes longer than comparing."""
        if size not in self._cut:
            words = self._of_titles.words
            self._cut[size] = list(dict.fromkeys(word[:size] for word in words if len(word) >= size))
        return self._cut[size]


class _Words:
    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(set(pairs))
        self.words: list[str] = []
        begins: list[int] = []
        for at, (word, _) in enumerate(ordered):
            if not self.words or self.words[-1] != word:
                self.words.append(word)
                begins.append(at)
        self._begins = [*begins, len(ordered)]
        self._documents: Ints = np.array([number for _, number in ordered], np.int32)

    def beginning(self, start: str) -> Ints:
        low = bisect_left(self.words, start)
        high = bisect_left(self.words, start + "\U0010ffff", lo=low)
        return self._documents[self._begins[low] : self._begins[high]]

    def whole(self, word: str) -> Ints:
        at = bisect_left(self.words, word)
        if at == len(self.words) or self.words[at] != word:
            return self._documents[:0]
        return self._documents[self._begins[at] : self._begins[at + 1]]
