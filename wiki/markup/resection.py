"""Lead `[[Page#Section]]` to another page where the section went."""

import re
from collections.abc import Collection

from wiki.markup.relink import code_and_rest
from wiki.markup.slugs import anchor_for, slugify

_LINK = re.compile(r"\[\[([^\[\]|#\n\r]{0,200})#([^\[\]|\n\r]{1,200})((?:\|[^\[\]\n\r]{0,300})?)\]\]")
_UNWRITABLE = frozenset("[]|#\n\r`")


def resection(source: str, names: Collection[str], anchors: Collection[str], title: str, *, moved: bool = True) -> str:
    """The source with its links to a section among `anchors` of a page among `names` leading to the page `title`.

    A name is a key as by `slugify`; the empty one is the page itself. With `moved` false it is the links to all other
    sections that change. Code stays as it is.
    """
    written = title if not _UNWRITABLE.intersection(title) and not title.endswith("\\") else slugify(title)

    def led(found: re.Match[str]) -> str:
        if slugify(found[1]) not in names or (anchor_for(found[2].strip()) in anchors) != moved:
            return found[0]
        return f"[[{written}#{found[2]}{found[3]}]]"

    return "".join(part if is_code else _LINK.sub(led, part) for is_code, part in code_and_rest(source))
