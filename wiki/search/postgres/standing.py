"""Which terms stand for the words of a question on the pages that are shown, where they lack the words themselves."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, text

from wiki.search.engine import Answer, Found
from wiki.search.postgres.lexemes import FIELDS, anywhere, storable
from wiki.search.question import Word

_STANDING = text(
    "SELECT DISTINCT e.page_id, a.term FROM search_entry e"
    " JOIN unnest(CAST(:terms AS text[]), CAST(:queries AS text[])) AS a(term, query)"
    " ON e.words @@ CAST(a.query AS tsquery)"
    " WHERE e.page_id = ANY(CAST(:pages AS int[])) AND e.part = ''"
)


def with_standing(connection: Connection, words: Sequence[Word], answer: Answer) -> Answer:
    """The answer with `Why.taken`; a statement more, only where something else than its words may have been found."""
    others = {word: alike for word in words if (alike := _others(word, answer))}
    if not others or not answer.found:
        return answer
    terms = list(dict.fromkeys(term for word, taken in others.items() for term in (word.term, *taken)))
    asked = {
        "terms": [storable(term) for term in terms],
        "queries": [storable(anywhere(term, FIELDS)) for term in terms],
        "pages": [found.page_id for found in answer.found],
    }
    standing = {(page_id, term) for page_id, term in connection.execute(_STANDING, asked)}

    def told(found: Found) -> Found:
        taken = {}
        for word, terms in others.items():
            if word.text not in found.why.words or (found.page_id, word.term) in standing:
                continue
            if here := tuple(term for term in terms if (found.page_id, term) in standing):
                taken[word.text] = here
        return replace(found, why=replace(found.why, taken=taken)) if taken else found

    return replace(answer, found=tuple(map(told, answer.found)))


def _others(word: Word, answer: Answer) -> tuple[str, ...]:
    """Single terms that may stand for a word, synonyms first."""
    single = [synonym[0] for synonym in word.synonyms if len(synonym) == 1]
    return tuple(dict.fromkeys([*single, *answer.corrected.get(word.term, ())]))
