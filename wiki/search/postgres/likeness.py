"""What a word that no readable page has may have been. Only pages that the seeker may read have a say."""

from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Connection, text

from wiki.search.likeness import edits, likenesses
from wiki.search.postgres.asking import ROW_READABLE
from wiki.search.postgres.lexemes import TITLE, TITLE_WORD, beginning, quoted
from wiki.search.question import Word

# However it was mistyped, one of its ends or its middle is as it should be.
_CANDIDATES = text(
    "SELECT term FROM search_term WHERE (term LIKE :head OR term LIKE :tail OR term LIKE :middle)"
    " AND length(term) BETWEEN :shortest AND :longest"
)
_READABLE = text(
    "SELECT DISTINCT a.term FROM unnest(CAST(:terms AS text[]), CAST(:queries AS text[])) AS a(term, query)"
    f" JOIN search_entry e ON e.words @@ CAST(a.query AS tsquery) WHERE {ROW_READABLE}"
)


def instead(connection: Connection, seen: Mapping[str, Any], words: Sequence[Word]) -> dict[str, list[tuple[str, int]]]:
    """Term → the likeliest terms in its place, all with equally many mistakes, whose number is told."""
    found = {}
    for word in words:
        if like := _like(connection, seen, word.term, TITLE if word.field else ""):
            found[word.term] = [(term, mistakes) for term, mistakes in like if mistakes == like[0][1]]
    return found


def begun(connection: Connection, seen: Mapping[str, Any], word: str) -> str:
    """The word, or the likeliest that it may have been, as words of readable titles begin; itself if there is none."""
    near = [word, *_near(connection, word)]
    known = _readable(connection, seen, near, [beginning(TITLE_WORD + term) for term in near])
    if word in known:
        return word
    return next((term for term, _ in likenesses(word, known)), word)


def _like(connection: Connection, seen: Mapping[str, Any], word: str, mark: str) -> list[tuple[str, int]]:
    near = _near(connection, word)
    return likenesses(word, _readable(connection, seen, near, [quoted(mark + term) for term in near]))


def _readable(
    connection: Connection, seen: Mapping[str, Any], terms: Sequence[str], queries: Sequence[str]
) -> list[str]:
    """Those of the terms whose query finds something readable."""
    if not terms:
        return []
    return list(connection.scalars(_READABLE, {**seen, "terms": list(terms), "queries": list(queries)}))


def _near(connection: Connection, word: str) -> list[str]:
    most, size = edits(word), len(word)
    if not most:
        return []
    # With one mistake, what stands before the letter in its midst or behind it is right; with two, a third is.
    ends = (size - 1) // 2 if most == 1 else size // 3
    head, tail = f"{word[:ends]}%", f"%{word[ends + 1 :]}" if most == 1 else f"%{word[size - ends :]}"
    middle = head if most == 1 else f"%{word[ends : size - ends]}%"
    patterns = {"head": head, "tail": tail, "middle": middle}
    terms = connection.scalars(_CANDIDATES, {**patterns, "shortest": size - most, "longest": size + most})
    found = process.extract(word, list(terms), scorer=OSA.distance, score_cutoff=most, limit=None)
    return [term for term, _, _ in found if term != word]
