"""Write another title into the `[[links]]` of a source text, and touch nothing else of it."""

import re
from collections.abc import Collection

from wiki.markup.slugs import slugify

_LINK = re.compile(r"(!?\[\[)([ \t]*)([^\[\]|#\n]{1,200}?)([ \t]*)((?:#[^\[\]|\n]{0,200})?(?:\|[^\[\]\n]{0,300})?\]\])")
_FENCE = re.compile(r"^ {0,3}(?:> ?)*(`{3,}|~{3,})")
_TICKS = re.compile("`+")
_BEFORE_EMPTY_LINE = re.compile(r"(?<=\n)(?=[ \t>]*\n)")


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
    return "".join(part if is_code else _LINK.sub(renamed, part) for is_code, part in code_and_rest(source))


def code_and_rest(source: str) -> list[tuple[bool, str]]:
    """The text in order, cut into what is code (true) and what is not."""
    parts: list[tuple[bool, str]] = []
    for fenced, block in _blocks(source):
        if fenced:
            parts.append((True, block))
            continue
        for paragraph in _BEFORE_EMPTY_LINE.split(block):
            end = 0
            for first, last in _code_spans(paragraph):
                parts += [(False, paragraph[end:first]), (True, paragraph[first:last])]
                end = last
            parts.append((False, paragraph[end:]))
    return parts


def _code_spans(paragraph: str) -> list[tuple[int, int]]:
    """Where code spans begin and end: a run of backticks up to the next one of the same length."""
    runs = [found.span() for found in _TICKS.finditer(paragraph)]
    # Found backwards and once: looking ahead from each run costs the square of a text of backticks.
    closing: list[int | None] = [None] * len(runs)
    seen: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        closing[number] = seen.get(length)
        seen[length] = number
    spans: list[tuple[int, int]] = []
    number = 0
    while number < len(runs):
        end = closing[number]
        if end is not None:
            spans.append((runs[number][0], runs[end][1]))
            number = end
        number += 1
    return spans


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
