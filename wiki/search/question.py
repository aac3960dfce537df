"""What was typed, read as words and quoted phrases. Anything can be typed; nothing is an error."""

import re
from dataclasses import dataclass

from wiki.search.words import asked, name_key

CHARACTERS = 500
TERMS = 32

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')

Phrase = tuple[tuple[int, str], ...]
"""Terms with their distance from the first, so that a stop word between them counts."""


@dataclass(frozen=True, slots=True)
class Question:
    """`words`: what pages are ranked by. `phrases`: what a page must contain. `name`: the title it may be."""

    text: str
    words: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    name: str

    def __bool__(self) -> bool:
        return bool(self.words)


def read_question(typed: str) -> Question:
    """Read the first `CHARACTERS` of what was typed, up to `TERMS` different words."""
    text = " ".join(typed.replace("\0", " ")[:CHARACTERS].split())
    found = asked(text)
    telling = [term for _, term, stop in found if not stop] or [term for _, term, _ in found]
    words = tuple(dict.fromkeys(telling))[:TERMS]
    phrases = [phrase for quoted in _QUOTED.findall(text) if (phrase := _phrase(quoted))]
    return Question(text, words, tuple(phrases[:4]), name_key(text))


def _phrase(quoted: str) -> Phrase:
    found = asked(quoted)
    kept = [(place, term) for place, term, stop in found if not stop] or [(place, term) for place, term, _ in found]
    if len(kept) < 1:
        return ()
    first = kept[0][0]
    return tuple((place - first, term) for place, term in kept[:TERMS])
