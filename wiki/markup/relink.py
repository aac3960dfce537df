"""Write another title into the `[[links]]` of a source text, and touch nothing else of it."""

import re
from collections.abc import Collection

from wiki.markup.slugs import slugify

_LINK = re.compile(r"(!?\[\[)([ \t]*)([^\[\]|#\n]{1,200}?)([ \t]*)((?:#[^\[\]|\n]{0,200})?(?:\|[^\[\]\n]{0,300})?\]\])")
_FENCE = re.compile(r"^ {0,3}(?:> ?)*(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:.|\n)*?(?<!`)\1(?!`)")


def rename_links(source: str, keys: Collection[str], title: str) -> str:
    """`source` with every link or include of a target among `keys` (as by `slugify`) naming `title` instead.

    Labels and sections stay. Code, in blocks or in spans, is left as it is.
    """

    def renamed(found: re.Match[str]) -> str:
        if slugify(found[3]) not in keys:
            return found[0]
        return f"{found[1]}{found[2]}{title}{found[4]}{found[5]}"

    if any(sign in title for sign in "[]|#\n"):
        # Such a title can't be written into a link; its address can.
        title = slugify(title)
    return "".join(part if is_code else _LINK.sub(renamed, part) for is_code, part in _parts(source))


def _parts(source: str) -> list[tuple[bool, str]]:
    """The text in order, cut into what is code (true) and what is not."""
    parts: list[tuple[bool, str]] = []
    for fenced, block in _blocks(source):
        if fenced:
            parts.append((True, block))
            continue
        end = 0
        for span in _CODE_SPAN.finditer(block):
            parts += [(False, block[end : span.start()]), (True, span[0])]
            end = span.end()
        parts.append((False, block[end:]))
    return parts


def _blocks(source: str) -> list[tuple[bool, str]]:
    """Runs of lines, fenced or not."""
    blocks: list[tuple[bool, list[str]]] = [(False, [])]
    fence = ""
    for line in source.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if fence:
            blocks[-1][1].append(line)
            if mark and mark[1].startswith(fence) and not line.strip(" >\n\r").strip(fence[0]):
                fence = ""
                blocks.append((False, []))
        elif mark:
            fence = mark[1]
            blocks.append((True, [line]))
        else:
            blocks[-1][1].append(line)
    return [(fenced, "".join(lines)) for fenced, lines in blocks]
