"""Cut text into the terms that are looked for: alike for pages, questions and snippets.

A term is a word casefolded, without accents, and, for plain letters, cut to its English stem; words of other
languages only lose endings that English shares with them, the same in page and question. Scripts written
without spaces between words become single characters and pairs of neighbours.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import cast

from whoosh.lang.porter2 import stem as _porter_stem

LONGEST = 64
"""A word is known by its first so many characters."""

_stem = cast(Callable[[str], str], _porter_stem)

# Thai, Lao, Burmese, Khmer, kana, Hangul, Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
)
# Signs that Python's \w leaves out although they stand inside words: combining accents, Hebrew points,
# Arabic vowels, and those of the scripts of India.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u0dff\u1ab0-\u1aff"
)
_WORD = re.compile(
    r"(?<!\w)[A-Za-z](?:\+\+|#)(?!\w)"  # C++, C#
    rf"|[{_UNSPACED}]+|(?:[^\W_{_UNSPACED}]|[{_MARKS}])+"
)
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]")
# What accents and vowel signs become when taken apart; Indian vowel signs are letters and stay.
_ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
# Letters that Arabic writers use for one another at the end of words.
_ALIKE = str.maketrans("ةىی", "هيي")

# Said on nearly every page, so they tell nothing. Kept in titles, for questions made only of them.
_STOP = """
a an and are as at be but by do does for from had has have how i if in into is it its me my no not of on or
our so that the their them then there these they this to was we were what when where which who why will
with you your s t d m ll re ve l
"""
STOP = frozenset(_STOP.split())


@lru_cache(maxsize=65536)
def term(word: str) -> str:
    """What a word is looked for by; empty when nothing is left of it."""
    plain = fold(word)
    if plain.isascii():
        return _stem(plain) if len(plain) > 2 and plain.isalpha() else plain
    # The Arabic article is written as one word with its noun.
    return plain[2:] if len(plain) > 4 and plain.startswith("ال") else plain


def fold(text: str) -> str:
    """Casefolded, without accents, compatibility forms made plain; at most `LONGEST` characters."""
    plain = text[:LONGEST].casefold()
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", plain).casefold()))
        plain = unicodedata.normalize("NFC", plain).translate(_ALIKE)
    return plain[:LONGEST]


def positions(text: str, *, keep_stop: bool, met: set[str] | None = None) -> dict[str, list[int]]:
    """Term → its places, counted in words, in order. Stop words take up a place in any case.

    All words as they stand are added to `met`.
    """
    found: dict[str, list[int]] = defaultdict(list)
    place = 0
    words = _WORD.findall(_composed(text))
    if met is not None:
        met.update(words)
    for word in words:
        if not word.isascii() and _UNSPACED_RUN.match(word):
            for index, character in enumerate(word):
                found[character].append(place)
                if index + 1 < len(word):
                    found[word[index : index + 2]].append(place)
                place += 1
            continue
        known, stop = _known(word)
        if known and (keep_stop or not stop):
            found[known].append(place)
        place += 1
    return found


@lru_cache(maxsize=65536)
def _known(word: str) -> tuple[str, bool]:
    """What a word is looked for by, and whether it is a stop word."""
    return term(word), word.lower() in STOP


def asked(text: str) -> list[tuple[int, str, bool]]:
    """Place, term and whether it is a stop word, for each word of a question, in order."""
    found: list[tuple[int, str, bool]] = []
    place = 0
    for match in _WORD.finditer(_composed(text)):
        word = match.group()
        if _UNSPACED_RUN.match(word):
            pairs = [word[index : index + 2] for index in range(len(word) - 1)] or [word]
            found += [(place + index, pair, False) for index, pair in enumerate(pairs)]
            place += len(word)
            continue
        if known := term(word):
            found.append((place, known, word.lower() in STOP))
        place += 1
    return found


def folded_words(text: str) -> list[str]:
    """Its words folded but not stemmed; a script without spaces gives a word from each of its characters on."""
    found: list[str] = []
    for match in _WORD.finditer(_composed(text)):
        word = match.group()
        if _UNSPACED_RUN.match(word):
            found += [word[index : index + LONGEST] for index in range(len(word))]
        elif plain := fold(word):
            found.append(plain)
    return found


def spellings(text: str) -> dict[str, str]:
    """Its words as they are spelled, folded → what they are looked for by; without numbers and unspaced scripts."""
    return spelled(_WORD.findall(_composed(text)))


def spelled(words: Iterable[str]) -> dict[str, str]:
    """The same of words."""
    found = {}
    for word in set(words):
        if len(word) > 2 and not _UNSPACED_RUN.match(word) and (plain := fold(word)).isalpha():
            found[plain] = term(word)
    return found


def name_key(title: str) -> str:
    """A title as it is compared when somebody types it whole: its words, folded, unstemmed."""
    return " ".join(fold(match.group()) for match in _WORD.finditer(_composed(title)))


def spans(text: str, wanted: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and term of every place in `text` where one of the wanted terms stands, in order."""
    for match in _WORD.finditer(text):
        word = match.group()
        if not _UNSPACED_RUN.match(word):
            if (known := term(word)) in wanted:
                yield match.start(), match.end(), known
            continue
        for index in range(len(word)):
            for size in (2, 1):
                if (part := word[index : index + size]) in wanted and len(part) == size:
                    yield match.start() + index, match.start() + index + size, part
                    break


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
