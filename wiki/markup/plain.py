"""A page's plain text in one string: first what people say, then its blocks of code.

Both are looked for; but a passage that is to say what a page is about is better taken from the words.
"""

CODE_BELOW = "\f"
"""Stands between the two, and nowhere else. White space, so that whoever doesn't care needn't know."""


def together(words: str, code: str) -> str:
    """The text that is kept; `words_and_code` takes it apart again."""
    words, code = words.replace(CODE_BELOW, " "), code.replace(CODE_BELOW, " ")
    return f"{words}{CODE_BELOW}{code}" if code else words


def words_and_code(text: str) -> tuple[str, str]:
    """The words of a `Rendered.text`, and its code; either may be empty."""
    words, _, code = text.partition(CODE_BELOW)
    return words, code
