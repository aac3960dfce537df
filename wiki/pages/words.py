"""Cut text into the words that a comparison of two texts speaks of."""

import re
import unicodedata

# Scripts written without spaces between words: each character is compared by itself.
_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)
_TOKEN = re.compile(rf"[^\W{_UNSPACED}]+|[{_UNSPACED}]|\s+|([^\w\s])\1*")
_JOINERS = "\u200c\u200d"


def tokens(text: str) -> list[str]:
    """Words, runs of white space and punctuation marks; joined together they are the text again."""
    found = [match.group() for match in _TOKEN.finditer(text)]
    return found if text.isascii() else _with_marks(found)


def is_word(token: str) -> bool:
    """Whether a reader would count the token as a word."""
    return token[:1].isalnum() or token[:1] == "_"


def words(text: str) -> list[str]:
    """The tokens of the text that are words."""
    return [token for token in tokens(text) if is_word(token)]


def _with_marks(found: list[str]) -> list[str]:
    # Python's \w leaves out vowel signs and accents written as characters of their own, which
    # would cut Hindi or decomposed French inside a word.
    joined: list[str] = []
    for token in found:
        if joined and not joined[-1][-1].isspace() and (_joins(token[0]) or _joins_next(joined[-1], token)):
            joined[-1] += token
        else:
            joined.append(token)
    return joined


def _joins(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character).startswith("M")


def _joins_next(before: str, token: str) -> bool:
    return is_word(before) and is_word(token) and _joins(before[-1]) and not _TOKEN_UNSPACED.match(token)


_TOKEN_UNSPACED = re.compile(f"[{_UNSPACED}]")
