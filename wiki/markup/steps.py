"""Steps of how-tos: headings of level 2 that begin with a number, and the section each opens."""

import re

_STEP = re.compile(
    r"(?:Step[ \u00a0]+)?([0-9]{1,3})(?:[.):](?=\s)|[ \u00a0]+[–—-](?=\s))[ \u00a0]+(?=\S)", re.IGNORECASE
)
LEVEL = 2


def number_of(title: str) -> tuple[str, str] | None:
    """The number and the rest of a step's heading: "1. Wake the printer", "Step 1: …", else None."""
    found = _STEP.match(title)
    return (found[1], title[found.end() :]) if found else None


class Sections:
    """Opens and closes the sections of steps while the headings of a page go by."""

    def __init__(self) -> None:
        self._open = False

    def before_heading(self, level: int, is_step: bool) -> str:
        """What stands before this top-level heading."""
        html = ""
        if self._open and level <= LEVEL:
            html, self._open = "</section>\n", False
        if is_step:
            html, self._open = html + '<section class="step">\n', True
        return html

    def at_end(self) -> str:
        """What stands at the end of the page, or before its footnotes."""
        if not self._open:
            return ""
        self._open = False
        return "</section>\n"
