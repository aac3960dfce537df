"""How terms are written for PostgreSQL: the text search vectors of a page, and the queries on them.

A vector holds each term of the text with its places, and beside it marked ones: behind a sign that no term has, to say
something of it that the index can tell without a look at the page. As the sign stands first, the beginning of a
marked term is a beginning of terms.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

TITLE, TAGS = "\x01", "\x02"
"""The term stands in the title, in a tag; with its places there."""
BODY = ""
FIELDS = (BODY, TITLE, TAGS)
"""All places that a word can stand in, by their marks."""
TITLE_WORD, TAG_WORD = "\x03", "\x04"
"""The same for words that were folded, but not cut to their stems: for suggestions."""
LEVEL = "\x05"
"""How frequent the term is for the page's length; followed by a letter for the level. None for the lowest."""

LOWEST = 0.8
LEVELS = tuple(1.2 * 1.4**step for step in range(10))
"""From this relative frequency on, a term has a level; a level counts as its middle."""

_A = ord("a")


def level_mark(frequency: float) -> str | None:
    """The mark of a relative frequency; None for the lowest."""
    level = bisect_right(LEVELS, frequency)
    return f"{LEVEL}{chr(_A + level - 1)}" if level else None


def levels() -> Iterable[tuple[str, float]]:
    """All marks of levels, with the relative frequency that each stands for."""
    return ((f"{LEVEL}{chr(_A + number)}", start * 1.18) for number, start in enumerate(LEVELS))


def quoted(lexeme: str) -> str:
    """As it stands in a vector or a query."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def storable(text: str) -> str:
    """Without what PostgreSQL has no place for: NUL, and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def beginning(lexeme: str) -> str:
    """A query for everything that begins so."""
    return f"{quoted(lexeme)}:*"


def following(terms: Sequence[tuple[int, str]], marks: Sequence[str]) -> str:
    """A query for terms at exactly these distances from the first, in one of the fields with these marks."""
    return " | ".join(f"({_following(terms, mark)})" for mark in marks)


def _following(terms: Sequence[tuple[int, str]], mark: str) -> str:
    made, before = "", 0
    for step, term in terms:
        made += f" <{step - before}> " if made else ""
        made += quoted(mark + term)
        before = step
    return made


def anywhere(term: str, marks: Sequence[str], *, begins: bool = False) -> str:
    """A query for a term, or all that begin so, in one of the fields with these marks."""
    return " | ".join(beginning(mark + term) if begins else quoted(mark + term) for mark in marks)


def together(first: Sequence[str], second: Sequence[str], distance: int) -> str:
    """A query for one of the first and one of the second, so many words apart, in this order."""
    one, other = (" | ".join(quoted(term) for term in terms) for terms in (first, second))
    return f"(({one}) <{distance}> ({other}))"
