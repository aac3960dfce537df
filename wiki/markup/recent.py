"""Pieces rendered lately, kept for the next rendering of the same page."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Piece = TypeVar("Piece")


class Recent(Generic[Key, Piece]):
    """The `most` pieces used last, by their source; safe for several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Piece] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Piece | None:
        """The piece, or None when it is not kept any more."""
        with self._lock:
            piece = self._kept.get(key)
            if piece is not None:
                self._kept.move_to_end(key)
            return piece

    def keep(self, key: Key, piece: Piece) -> None:
        """Keep the piece and forget the one that was not used for the longest time."""
        with self._lock:
            self._kept[key] = piece
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything; for measurements."""
        with self._lock:
            self._kept.clear()
