"""Commits to the index: pages in place of their older versions, and small segments merged into larger ones."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate
from typing import Any

from whoosh.reading import SegmentReader
from whoosh.writing import NO_MERGE

from wiki.search.engine import Entry, Unfit
from wiki.search.whoosh.pool import Pool
from wiki.search.whoosh.schema import documents

TIER = 8
"""So many segments of one size are merged into one of the next."""
SMALL, MERGED = 32, 1000
"""Smaller segments are not merged: their pages are written anew. So many documents are merged at once, at most."""


def commit(index: Any, entries: Sequence[Entry], gone: Sequence[int]) -> set[str]:
    """Write these pages and strike out those that are gone, wholly or not at all; answers all their words.

    Raises `Unfit`.
    """
    met: set[str] = set()
    writer = _writer(index)
    try:
        for page in [*gone, *(entry.page_id for entry in entries)]:
            writer.delete_by_term("page", str(page))
        # Cut into words one by one: a thousand pages at once would take 100 MB.
        for entry in entries:
            for document in _documents(entry, met):
                writer.add_document(**document)
        writer.commit(mergetype=NO_MERGE)
    except BaseException:
        if not writer.is_closed:
            with suppress(Exception):  # what went wrong first is what is told
                writer.cancel()
        raise
    return met


def merge(index: Any) -> bool:
    """Merge segments of like size when there are many; true when it did."""
    if not _tier(index._segments()):
        return False
    _writer(index).commit(mergetype=_merge)
    return True


def _writer(index: Any) -> Any:
    writer = index.writer()
    writer.pool = Pool()
    # Of the lengths that are among our facts.
    writer.codec.length_stats = False
    return writer


def _documents(entry: Entry, met: set[str]) -> list[dict[str, Any]]:
    try:
        return list(documents(entry, met))
    except Exception as error:
        raise Unfit(entry.page_id) from error


def _tier(segments: Sequence[Any]) -> list[Any]:
    """Segments worth merging: `TIER` or more of one size, the smallest first; empty when there are not so many.

    Never more than `MERGED` documents, so that what was saved meanwhile waits seconds, not minutes. A segment
    out of which pages were struck counts by what is left, so in the end it is merged as well.
    """
    by_size = sorted(segments, key=lambda segment: segment.doc_count())
    by_size = [segment for segment in by_size if segment.doc_count() >= SMALL or not segment.doc_count()]
    for size in (4 * SMALL, MERGED // 2):
        small = [segment for segment in by_size if segment.doc_count() < size]
        if len(small) >= TIER:
            sums = accumulate(segment.doc_count() for segment in small)
            return [segment for segment, so_far in zip(small, sums, strict=True) if so_far <= MERGED]
    return []


def _merge(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's way to say what a commit merges: answers the segments that stay."""
    small = _tier(segments)
    for segment in small:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in small]
