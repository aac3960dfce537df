"""Pages and tags that are offered while somebody types: by the beginnings of words."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from wiki.search.engine import Suggestion
from wiki.search.postgres.asking import ROW_READABLE
from wiki.search.postgres.lexemes import TAG_WORD, TITLE_WORD, beginning
from wiki.search.postgres.likeness import begun
from wiki.search.words import folded_words, name_key

MOST_WORDS = 8
TAGS = 3
LOOKED_AT = 200
"""So many pages with a tag are looked at."""

_PAGES = text(
    "SELECT e.page_id, e.title FROM search_entry e WHERE e.words @@ CAST(:titled AS tsquery)"
    f" AND e.part = '' AND e.piece = 0 AND {ROW_READABLE}"
    " ORDER BY NOT starts_with(e.name, :name), length(e.title), e.lift DESC, e.page_id LIMIT :many"
)
_TAGS = text(
    "SELECT tag, count(*) FROM (SELECT e.tags FROM search_entry e WHERE e.words @@ CAST(:tagged AS tsquery)"
    f" AND e.part = '' AND e.piece = 0 AND {ROW_READABLE} ORDER BY e.page_id LIMIT {LOOKED_AT}) AS tagged"
    " CROSS JOIN unnest(tagged.tags) AS tag GROUP BY tag ORDER BY 2 DESC, tag"
)


def suggest(connection: Connection, seen: Mapping[str, Any], typed: str, many: int) -> Sequence[Suggestion]:
    """Up to `many` pages, then up to `TAGS` tags. A word that begins no title is taken for one like it."""
    name = name_key(typed)
    words = name.split()[-MOST_WORDS:]
    if not words:
        return []
    pages = _titled(connection, seen, words, name, many)
    if not pages:
        meant = [begun(connection, seen, word) for word in words]
        if meant != words:
            pages = _titled(connection, seen, meant, " ".join(meant), many)
    return [*pages, *_tagged(connection, seen, words[-1])]


def _titled(
    connection: Connection, seen: Mapping[str, Any], words: Sequence[str], name: str, many: int
) -> list[Suggestion]:
    titled = " & ".join(beginning(TITLE_WORD + word) for word in words)
    rows = connection.execute(_PAGES, {**seen, "titled": titled, "name": name, "many": many})
    return [Suggestion("page", page_id, title) for page_id, title in rows]


def _tagged(connection: Connection, seen: Mapping[str, Any], start: str) -> list[Suggestion]:
    """The commonest tags of readable pages with a word that begins so."""
    tags = connection.execute(_TAGS, {**seen, "tagged": beginning(TAG_WORD + start)})
    meant = [name for name, _ in tags if any(word.startswith(start) for word in folded_words(name))]
    return [Suggestion("tag", 0, name) for name in meant[:TAGS]]
