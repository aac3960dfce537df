"""The lines of a text that make one block of it: a paragraph, a heading, an item, a table, a block of code."""

from wiki.markup.frontmatter import BadFrontMatter, front_matter
from wiki.markup.limits import Budget, Limits
from wiki.markup.parser import parser
from wiki.markup.render import clean

_WHOLE = frozenset({"paragraph_open", "heading_open", "fence", "code_block", "table_open", "html_block"})


def block_around(source: str, first: int, last: int) -> tuple[int, int]:
    """The lines, from and up to, of the blocks that the lines `first` to `last` (from 0) lie in; these at least.

    Raises `TooMuch`.
    """
    text = clean(source)
    try:
        _, body = front_matter(text)
    except BadFrontMatter:
        body = text
    above = text[: len(text) - len(body)].count("\n") if text.endswith(body) else 0
    start, end = first, last + 1
    for token in parser().parse(body, {"budget": Budget(Limits())}):
        if token.type in _WHOLE and token.map is not None:
            begin, until = token.map[0] + above, token.map[1] + above
            if begin <= last and until > first:
                start, end = min(start, begin), max(end, until)
    lines = text.split("\n")
    while end > start + 1 and not lines[min(end, len(lines)) - 1].strip():
        end -= 1
    return start, min(end, len(lines))
