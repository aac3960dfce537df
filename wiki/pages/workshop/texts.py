"""A text that grows up to a limit."""

from typing import Any

MOST = 200_000
"""Characters of a document that can be found; a book's first half."""


class Enough(Exception):
    """The text is as long as it may be."""


class Growing:
    """Pieces put together; `add` raises `Enough` at the limit."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
        if self._length >= MOST:
            raise Enough

    def found(self) -> dict[str, Any]:
        """What the process answers for a document."""
        text = "".join(self._pieces)[:MOST].replace("\0", "").encode("utf-8", "replace").decode("utf-8")
        lines = (" ".join(line.split()) for line in text.splitlines())
        kept = "\n".join(line for line in lines if line)
        return {"state": "read" if kept else "empty", "text": kept}
