"""Words that were found, but hardly anywhere, while one much like them stands on many pages."""

from collections.abc import Sequence

import numpy as np

from wiki.search.engine import Likelier, Seeker
from wiki.search.likeness import EXAMPLES, RARE, far_likelier
from wiki.search.question import Question
from wiki.search.whoosh.leaf import Ints
from wiki.search.whoosh.ranking import FIELDS, Like
from wiki.search.whoosh.snapshot import Mask, Snapshot
from wiki.search.words import fold


def likelier(snapshot: Snapshot, question: Question, seeker: Seeker, like: Like) -> dict[str, Likelier]:
    """Term → the far likelier one, counted among the pages that the seeker may read; for rare words alone."""
    found: dict[str, Likelier] = {}
    pages = snapshot.allowed(seeker) & snapshot.is_page
    for word in question.words:
        if word.prefix or word.synonyms:
            continue
        fields = [word.field] if word.field else list(FIELDS)
        few = _few(snapshot, fields, word.term, pages)
        if not few:
            continue
        others = {
            term: (mistakes, _having(snapshot, fields, term, pages))
            for term, mistakes in like(fold(word.text))
            if term != word.term
        }
        near = ((term, mistakes, len(documents)) for term, (mistakes, documents) in others.items())
        if best := far_likelier(word.term, few, near):
            examples = sorted(snapshot.page[others[best][1]].tolist())[:EXAMPLES]
            found[word.term] = Likelier(best, tuple(examples))
    return found


def _few(snapshot: Snapshot, fields: Sequence[str], term: str, pages: Mask) -> int:
    """How many pages have a term that very few have; 0 for any other.

    Asked for each word of each question, so what is frequent in one field is not looked for in the rest.
    """
    if any(np.count_nonzero(pages[snapshot.counts(field, term)[0]]) > RARE for field in fields):
        return 0
    many = len(_having(snapshot, fields, term, pages))
    return many if many <= RARE else 0


def _having(snapshot: Snapshot, fields: Sequence[str], term: str, pages: Mask) -> Ints:
    """Documents of pages that have the term themselves."""
    documents = np.unique(np.concatenate([snapshot.counts(field, term)[0] for field in fields]))
    found: Ints = documents[pages[documents]]
    return found
