"""Words that were taken in place of mistyped ones, as pages that may be read spell them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wiki.markup import words_and_code
from wiki.search.question import Question
from wiki.search.results import Meant
from wiki.search.snippets import Marks, found_in


def meant(question: Question, corrected: Mapping[str, Sequence[str]], rows: Sequence[Any]) -> Meant | None:
    """What was meant, out of titles and texts of the pages shown; None when none of them says."""
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
    for term in terms:
        marks = Marks([term])
        for row in rows:
            for text in (row.title, *words_and_code(row.text)):
                for start, end, _ in found_in(text, marks):
                    spelt: str = text[start:end]
                    return spelt if spelt.isupper() else spelt.lower()
    return ""
