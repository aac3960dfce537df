"""What a word that no readable page has may have been. Only pages that the seeker may read have a say."""

from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Connection, text

from wiki.search.engine import Likelier
from wiki.search.likeness import EXAMPLES, FAR, edits, far_likelier, likenesses
from wiki.search.postgres.asking import ROW_READABLE
from wiki.search.postgres.lexemes import TITLE_WORD, anywhere, beginning, storable
from wiki.search.postgres.lookups import fields_of
from wiki.search.question import Word
from wiki.search.words import fold

# However it was mistyped, one of its ends or its middle is as it should be.
_CANDIDATES = text(
    "SELECT spelling, term FROM search_term WHERE (spelling LIKE :head OR spelling LIKE :tail OR spelling LIKE :middle)"
    " AND length(spelling) BETWEEN :shortest AND :longest"
)
_READABLE = text(
    "SELECT DISTINCT a.term FROM unnest(CAST(:terms AS text[]), CAST(:queries AS text[])) AS a(term, query)"
    f" JOIN search_entry e ON e.words @@ CAST(a.query AS tsquery) WHERE {ROW_READABLE}"
)

_MANY = text(
    "SELECT a.term, count(DISTINCT e.page_id) AS many, (array_agg(DISTINCT e.page_id ORDER BY e.page_id))"
    f"[1:{EXAMPLES}] AS pages FROM unnest(CAST(:terms AS text[]), CAST(:queries AS text[])) AS a(term, query)"
    f" JOIN search_entry e ON e.words @@ CAST(a.query AS tsquery) WHERE e.part = '' AND {ROW_READABLE} GROUP BY a.term"
)


def instead(connection: Connection, seen: Mapping[str, Any], words: Sequence[Word]) -> dict[str, list[tuple[str, int]]]:
    """Term → the likeliest terms in its place, all with equally many mistakes, whose number is told."""
    found = {}
    for word in words:
        near = _near(connection, fold(word.text))
        queries = {term: anywhere(term, fields_of(word)) for term in near.values()}
        readable = _readable(connection, seen, queries)
        spelled = {spelling: term for spelling, term in near.items() if term in readable}
        if like := likenesses(fold(word.text), list(spelled)):
            terms = dict.fromkeys(spelled[spelling] for spelling, mistakes in like if mistakes == like[0][1])
            found[word.term] = [(term, like[0][1]) for term in terms]
    return found


def likelier(connection: Connection, seen: Mapping[str, Any], words: Sequence[Word]) -> dict[str, Likelier]:
    """Term → the far likelier one; up to two statements for each of these words, which hardly a page has."""
    found = {}
    for word in words:
        # Among so few pages that may be read, none can be on far more.
        if word.synonyms or seen["among"] < FAR:
            continue
        near = _near(connection, fold(word.text))
        terms = {term for term in near.values() if term != word.term}
        queries = {term: anywhere(term, fields_of(word)) for term in sorted({word.term, *terms})}
        asked = {"terms": list(queries), "queries": [storable(each) for each in queries.values()]}
        known = {row.term: row for row in connection.execute(_MANY, {**seen, **asked})} if terms else {}
        if word.term not in known:
            # Only a text kept with a page has it.
            continue
        like = [(near[spelling], mistakes) for spelling, mistakes in likenesses(fold(word.text), list(near))]
        many = ((term, mistakes, known[term].many) for term, mistakes in like if term in terms and term in known)
        if best := far_likelier(word.term, known[word.term].many, many):
            found[word.term] = Likelier(best, tuple(known[best].pages))
    return found


def begun(connection: Connection, seen: Mapping[str, Any], word: str) -> str:
    """The word, or the likeliest that it may have been, as words of readable titles begin; itself if there is none."""
    near = [word, *_near(connection, word)]
    known = _readable(connection, seen, {spelling: beginning(TITLE_WORD + spelling) for spelling in near})
    return next((spelling for spelling, _ in likenesses(word, known - {word})), word) if word not in known else word


def _readable(connection: Connection, seen: Mapping[str, Any], queries: Mapping[str, str]) -> set[str]:
    """Those of the words whose query finds something readable."""
    if not queries:
        return set()
    asked = {"terms": list(queries), "queries": list(queries.values())}
    return set(connection.scalars(_READABLE, {**seen, **asked}))


def _near(connection: Connection, word: str) -> dict[str, str]:
    """Spellings so near, of readable pages or not, with their terms."""
    most, size = edits(word), len(word)
    if not most:
        return {}
    # With one mistake, what stands before the letter in its midst or behind it is right; with two, a third is.
    ends = (size - 1) // 2 if most == 1 else size // 3
    head, tail = f"{word[:ends]}%", f"%{word[ends + 1 :]}" if most == 1 else f"%{word[size - ends :]}"
    middle = head if most == 1 else f"%{word[ends : size - ends]}%"
    patterns = {"head": head, "tail": tail, "middle": middle}
    rows = connection.execute(_CANDIDATES, {**patterns, "shortest": size - most, "longest": size + most})
    spelled = {spelling: term for spelling, term in rows if spelling != word}
    found = process.extract(word, list(spelled), scorer=OSA.distance, score_cutoff=most, limit=None)
    return {spelling: spelled[spelling] for spelling, _, _ in found}
