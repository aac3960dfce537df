"""Which of many words tell most: the rare ones, of what the seeker may read."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from wiki.search.postgres.asking import ROW_READABLE
from wiki.search.postgres.lexemes import storable
from wiki.search.postgres.lookups import Reading
from wiki.search.question import Word

RANKING = 12
"""So many words decide the order; of longer questions, those that fewest pages have."""
COUNTED = 2000
"""A word is as common as can be from here on."""

_MANY = text(
    "SELECT (SELECT count(*) FROM (SELECT FROM search_entry e WHERE e.words @@ CAST(a.query AS tsquery)"
    f" AND {ROW_READABLE} LIMIT {COUNTED}) AS those) FROM unnest(CAST(:queries AS text[])) WITH ORDINALITY"
    " AS a(query, number) ORDER BY a.number"
)


def telling(
    connection: Connection, seen: Mapping[str, Any], words: Sequence[Word], reading: Reading
) -> Collection[Word]:
    """The rarest words, of equal ones those asked first; and all that nothing has, which may be mistyped."""
    queries = [storable(reading.anyhow(word)) for word in words]
    many = connection.scalars(_MANY, {**seen, "queries": queries}).all()
    known = sorted((count, number) for number, count in enumerate(many) if count)
    taken = {number for _, number in known[:RANKING]} | {number for number, count in enumerate(many) if not count}
    return [words[number] for number in sorted(taken)]
