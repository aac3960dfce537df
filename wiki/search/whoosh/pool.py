"""The postings of one commit, gathered in memory by field and term."""

from array import array
from collections.abc import Iterator

Posting = tuple[str, bytes, int, float, bytes]
"""Field, term, document, weight, and places as the field's format writes them."""


class Pool:
    """In place of Whoosh's own, which pickles every posting to disk and back and takes half of the time to index.

    A posting takes 8 bytes here, and commits are of `FILLING_BATCH` pages at most. Documents come in their order.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, bytes], tuple[array[int], array[float], list[bytes]]] = {}

    def add(self, posting: Posting) -> None:
        field, term, document, weight, places = posting
        known = self._found.get((field, term))
        if known is None:
            known = self._found[field, term] = (array("I"), array("f"), [])
        known[0].append(document)
        known[1].append(weight)
        if places:
            known[2].append(places)

    def iter_postings(self) -> Iterator[Posting]:
        """All of them in the order in which they are written; each term is let go once it was."""
        for field, term in sorted(self._found):
            documents, weights, places = self._found.pop((field, term))
            for at, (document, weight) in enumerate(zip(documents, weights, strict=True)):
                yield field, term, document, weight, places[at] if places else b""

    def cleanup(self) -> None:
        self._found.clear()
