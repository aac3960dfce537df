"""What keepers' templates may leave open, to be filled in when a page begins. Pure."""

import re
from collections.abc import Mapping

VARIABLES = ("date", "author", "team")
_OPEN = re.compile(r"\{\{[ \t]*(date|author|team)[ \t]*\}\}")


def filled_in(body: str, values: Mapping[str, str]) -> str:
    """The text with `{{date}}`, `{{author}}` and `{{team}}` said; whatever else stands in braces stays."""
    return _OPEN.sub(lambda found: values.get(found[1], ""), body)
