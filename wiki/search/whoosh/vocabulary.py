"""All words of the index, in memory, for mistyped ones; gathered from each segment once."""

import time

from wiki.search.likeness import likenesses
from wiki.search.whoosh.leaf import Leaf
from wiki.search.whoosh.snapshot import Snapshot

SECONDS = 0.3
"""So long a question may wait for words to be gathered; the rest is left to the worker."""


class Vocabulary:
    """It only grows: a word that no page has any more is found by nobody, for its pages are counted when asked."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._known: set[str] = set()

    def gather(self, snapshot: Snapshot, seconds: float = SECONDS) -> bool:
        """Take in the words of segments not known yet, for so long; true when all are."""
        until = time.monotonic() + seconds
        self._known &= snapshot.leaves.keys()
        for name, leaf in snapshot.leaves.items():
            if name in self._known:
                continue
            if time.monotonic() > until:
                return False
            self._words.update(_words(leaf))
            self._known.add(name)
        return True

    def like(self, word: str) -> list[tuple[str, int]]:
        """Words that are like this one, the likeliest first, with the number of mistakes."""
        return likenesses(word, self._words)


def _words(leaf: Leaf) -> list[str]:
    found = []
    for field in ("title", "tags", "body"):
        for term in leaf.reader.lexicon(field):
            # Scripts in pairs of characters, numbers and short words are never corrected.
            if len(term) > 2 and (word := term.decode("utf-8", "replace")).isalpha():
                found.append(word)
    return found
