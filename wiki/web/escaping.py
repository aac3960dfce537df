"""Escaping, for where there is much of it: a page has five hundred values."""

from collections.abc import Callable
from typing import Any, cast

from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]
from markupsafe import escape as escape_anything

# Markup's own `__new__` looks for what a plain text can't have.
_markup = cast(Callable[[type[Markup], str], Markup], str.__new__)


def escape(value: Any) -> Markup:
    """As `markupsafe.escape`, in half of its time for what nearly all values are."""
    kind = type(value)
    if kind is Markup:
        return cast(Markup, value)
    if kind is str:
        return _markup(Markup, _escape_inner(value))
    return escape_anything(value)
