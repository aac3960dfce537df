"""Under which heading a line of code stands: the text that is searched keeps code apart from where it stood."""

import re
from collections.abc import Sequence
from html import unescape

_BLOCK = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_MARK = re.compile(r"<[^>]*>")


def heading_of_code(html: str, outline: Sequence[Sequence[object]], line: str) -> tuple[str, str] | None:
    """Title and anchor of the heading above the first block of code with this line; `outline`: level, title, anchor.

    None where no heading stands above it.
    """
    for block in _BLOCK.finditer(html):
        said = unescape(_MARK.sub("", block.group()))
        if any(each.strip() == line for each in said.splitlines()):
            break
    else:
        return None
    above = [
        (at, str(title), str(anchor))
        for _, title, anchor in outline
        if (at := html.rfind(f' id="{anchor}"', 0, block.start())) >= 0
    ]
    return max(above)[1:] if above else None
