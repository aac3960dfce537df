"""A page as rows of the index: pieces of its text, each a vector, and its facts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wiki.pages.queries.lists import sort_key
from wiki.search.engine import Entry
from wiki.search.postgres.lexemes import (
    TAG_WORD,
    TAGS,
    TITLE,
    TITLE_WORD,
    level_mark,
    quoted,
    storable,
)
from wiki.search.words import folded_words, name_key, positions, spellings

VERSION = 2
"""To be raised whenever pages would be indexed differently: every index of another version is made anew."""

PIECE = 4000
"""So many words go into a row: a vector has 16,383 places, and notes 255 of a term."""
OVERLAP = 16
"""So many words at the beginning of a piece stand at the end of the one before as well, for phrases."""
LARGEST = 500_000
"""Characters of a vector as it is written; PostgreSQL takes a megabyte."""
USUAL_WORDS, FEW_WORDS = 600, 150
"""A page of so many words is neither long nor short; a shorter one than that is no more to the point. Not counted:
what others wrote would show in the order."""
LENGTH_SHARE = 0.6
LONGEST_NAME = 1000

Places = Mapping[str, Sequence[int]]


def rows(entry: Entry) -> list[dict[str, Any]]:
    """The rows of a page and its parts, ready to be written. All the work on their texts is done here."""
    made = list(_rows(entry))
    return [{**row, "rows": len(made)} for row in made]


def _rows(entry: Entry) -> Iterator[dict[str, Any]]:
    facts = _facts(entry)
    for number, vector in enumerate(_page_vectors(entry)):
        yield {**facts, "part": "", "piece": number, "readers": None, "words": vector}
    for part in entry.parts:
        readers = None if part.readers is None else sorted(part.readers)
        for number, vector in enumerate(_vectors([], _marked(positions(storable(part.text), keep_stop=False)))):
            yield {**facts, "part": storable(part.key), "piece": number, "readers": readers, "words": vector}


def words_of(entry: Entry) -> dict[str, str]:
    """All its words that a mistyped one may have been, as they are spelled → what they are looked for by."""
    texts = [entry.title, *entry.tags, entry.text, *(part.text for part in entry.parts)]
    return spellings(storable("\n".join(texts)))


def _facts(entry: Entry) -> dict[str, Any]:
    signals = {name: float(value) for name, value in sorted(entry.signals.items())}
    return {
        "page_id": entry.page_id,
        "revision_id": entry.revision_id,
        "space_id": entry.space_id,
        "guard_id": entry.guard_id,
        "type": entry.type,
        "title": storable(entry.title),
        "name": storable(name_key(entry.title)[:LONGEST_NAME]),
        "sort_key": storable(sort_key(entry.title)),
        "title_words": len(folded_words(entry.title)),
        "tags": [storable(tag) for tag in entry.tags],
        "tag_keys": [storable(tag.casefold()) for tag in entry.tags],
        "people": sorted(entry.people),
        "above": list(entry.above),
        "states": sorted(entry.states),
        "owner_id": entry.owner_id,
        "changed": entry.changed.toordinal(),
        "year": entry.changed.year,
        "signals": signals,
        "lift": sum(signals.values()),
    }


def _page_vectors(entry: Entry) -> Iterator[str]:
    title, tags = storable(entry.title), [storable(tag) for tag in entry.tags]
    head = [quoted(TITLE_WORD + word) for word in set(folded_words(title))]
    head += [quoted(TAG_WORD + word) for word in {word for tag in tags for word in folded_words(tag)}]
    head += _placed(TITLE, positions(title, keep_stop=True))
    head += _placed(TAGS, positions(" \n".join(tags), keep_stop=True))
    yield from _vectors(head, _marked(positions(storable(entry.text), keep_stop=False)))


def _placed(mark: str, places: Places) -> list[str]:
    return [f"{quoted(mark + term)}:{','.join(str(place + 1) for place in known)}" for term, known in places.items()]


def _marked(places: Places) -> list[tuple[str, str | None, Sequence[int]]]:
    """Term, mark of its level and places."""
    length = sum(len(known) for known in places.values())
    norm = 1 - LENGTH_SHARE + LENGTH_SHARE * max(length, FEW_WORDS) / USUAL_WORDS
    return [(term, level_mark(len(known) / norm), known) for term, known in places.items()]


def _vectors(
    head: list[str], body: Sequence[tuple[str, str | None, Sequence[int]]], piece: int = PIECE
) -> Iterator[str]:
    """The vector of each piece; at least one. A level is marked in the first piece that has the term."""
    pieces: dict[int, list[str]] = defaultdict(list)
    for term, mark, known in body:
        if mark:
            pieces[known[0] // piece].append(quoted(mark + term))
        if known[-1] < piece:
            pieces[0].append(f"{quoted(term)}:{','.join([str(1 + place) for place in known])}")
            continue
        within: dict[int, list[str]] = defaultdict(list)
        for place in known:
            number, at = divmod(place, piece)
            within[number].append(str(1 + at))
            if number and at < OVERLAP:
                within[number - 1].append(str(1 + piece + at))
        for number, here in within.items():
            pieces[number].append(f"{quoted(term)}:{','.join(here)}")
    pieces[0] += head
    made = [" ".join(pieces[number]) for number in sorted(pieces)]
    if piece > 100 and any(len(vector) > LARGEST for vector in made):
        yield from _vectors(head, body, piece // 4)
    else:
        yield from made
