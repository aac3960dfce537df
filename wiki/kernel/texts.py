"""Marks texts for translation below the web, where nobody knows yet which language is spoken."""

from collections.abc import Callable

Say = Callable[[str, str], str]
"""A language's code, empty for the wiki's own, and a marked text → the text in that language."""


def N_(text: str) -> str:  # noqa: N802 - the name that extraction tools know
    """The text itself; whoever shows it passes it through gettext."""
    return text


def as_written(_language: str, text: str) -> str:
    """A `Say` that leaves every text in English."""
    return text
