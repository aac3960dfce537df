"""A text cut where one part of it cannot change what another means, so that parts can be kept.

After an empty line a heading, or a line beginning with a letter, at the left margin ends every quote, list and
table before it. What does reach over such a line is a fence or HTML block still open (the reader of the parts
notices and joins them), reference and footnote definitions, and definition lists: those are not cut at all.
"""

import re

SMALLEST = 700
LARGEST_KEPT = 24_000
_BOUNDARY = re.compile(r"(?<=\n\n)(?:(#{1,6}[ \t])|(?=[^\W\d_]))")
_DEFINITIONS = re.compile(r"\n[ \t>]*[:~][ \t]")


def split(text: str) -> list[str]:
    """The parts of the text in order; joined they are the text."""
    if "]:" in text or _DEFINITIONS.search(text):
        return [text]
    parts: list[str] = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        place = boundary.start()
        if place > start and (boundary[1] or place - start >= SMALLEST):
            parts.append(text[start:place])
            start = place
    parts.append(text[start:])
    return parts
