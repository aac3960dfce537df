"""Words that were probably meant, as pages that may be read spell them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from wiki.markup import words_and_code
from wiki.search.question import Question
from wiki.search.results import Meant
from wiki.search.snippets import Marks, found_in

COUNTED = 50
"""So many places show how a word is usually written."""


def meant(question: Question, corrected: Mapping[str, Sequence[str]], rows: Sequence[Any]) -> Meant | None:
    """What was meant, out of titles and texts of these pages; None when none of them says."""
    found: dict[str, str] = {}
    for word in question.words:
        if word.term in corrected and (spelt := _spelt(corrected[word.term], rows)):
            found[word.text] = spelt
    if not found:
        return None
    text = question.text
    for typed, likelier in found.items():
        text = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", lambda _, new=likelier: new, text)  # type: ignore[misc]
    return Meant(text, found)


def _spelt(terms: Sequence[str], rows: Sequence[Any]) -> str:
    """The form that stands most often for the first of the terms that any page has; of equals the shortest."""
    for term in terms:
        if forms := Counter(islice(_forms(term, rows), COUNTED)):
            return min(forms, key=lambda form: (-forms[form], len(form), form))
    return ""


def _forms(term: str, rows: Sequence[Any]) -> Iterator[str]:
    marks = Marks([term])
    for row in rows:
        for text in (row.title, *words_and_code(row.text)):
            for start, end, _ in found_in(text, marks):
                spelt: str = text[start:end]
                yield spelt if spelt.isupper() else spelt.lower()
