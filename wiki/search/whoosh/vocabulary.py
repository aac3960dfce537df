"""All words as they are spelled in the index, in memory, for mistyped ones; kept in a file beside the segments.

Likenesses are sought among spellings, not stems: a letter swapped in an ending makes another stem of a word.
"""

from collections.abc import Iterable
from pathlib import Path

from wiki.search.likeness import edits, likenesses
from wiki.search.words import term

FILE = "spellings"


class Vocabulary:
    """It only grows: a word that no page has any more is found by nobody, for its pages are counted when asked."""

    def __init__(self) -> None:
        self._words: dict[int, set[str]] = {}
        self._file: Path | None = None
        self._read = 0

    def read(self, folder: Path) -> None:
        """Take in what was added, here or by another process."""
        file = folder / FILE
        if file != self._file:
            self._words, self._file, self._read = {}, file, 0
        try:
            with file.open("rb") as known:
                known.seek(self._read)
                added = known.read()
        except FileNotFoundError:
            return
        for word in added.decode("utf-8", "replace").split():
            self._words.setdefault(len(word), set()).add(word)
        self._read += len(added)

    def add(self, folder: Path, words: Iterable[str]) -> None:
        """Add words for good; called by the one writer. A word cut short by a crash is one that nobody has."""
        self.read(folder)
        new = sorted(word for word in set(words) if word not in self._words.get(len(word), ()))
        if new:
            with (folder / FILE).open("ab") as file:
                file.write("\n".join(["", *new]).encode("utf-8", "replace"))

    def like(self, word: str) -> list[tuple[str, int]]:
        """The terms of words that are spelled like this one, the likeliest first, with the number of mistakes."""
        found: dict[str, int] = {}
        most = edits(word)
        near = [self._words.get(length, ()) for length in range(len(word) - most, len(word) + most + 1)]
        like = [each for words in near for each in likenesses(word, words)]
        for spelling, mistakes in sorted(like, key=lambda one: (one[1], one[0][:1] != word[:1], one[0])):
            found.setdefault(term(spelling), mistakes)
        return list(found.items())
