"""Write another title into the `[[links]]` of a source text, and touch nothing else of it.

What is a link is asked of the parser itself: each `[[…]]` that names the page is marked by one character of its own,
and only those whose mark comes out as a link's target are written anew. So code, comments, escapes and tables mean
here what they mean on the page.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.common.utils import normalizeReference

from wiki.markup.frontmatter import BadFrontMatter, front_matter
from wiki.markup.limits import Budget, Limits, TooMuch
from wiki.markup.outline import Reference
from wiki.markup.parser import parser
from wiki.markup.render import clean
from wiki.markup.slugs import slugify

# In a table one more character, the backslash before the bar, comes on top of the parser's limits.
_LINK = re.compile(r"\[\[([^\[\]|#\n\r]{1,201})((?:#[^\[\]|\n\r]{0,201})?(?:\|[^\[\]\n\r]{0,300})?)\]\]")
# The other spelling of an include.
_BRACED = re.compile(r"\{\{[ \t]*include[ \t]*:([^\[\]|#\n\r{}]{1,201})((?:#[^\[\]|\n\r{}]{0,201})?)\}\}")
_UNWRITABLE = frozenset("[]|#\n\r")
_MARKS = range(0xF0000, 0x10FFFE)
_FENCE = re.compile(r"^ {0,3}(?:> ?)*(`{3,}|~{3,})")
_TICKS = re.compile("`+")
_BEFORE_EMPTY_LINE = re.compile(r"(?<=\n)(?=[ \t>]*\n)")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name stands in the source, and what is written in the whole brackets around it."""

    start: int
    end: int
    inner: str


def rename_links(source: str, keys: Collection[str], title: str) -> str:
    """`source` with every link or include of a target among `keys` (as by `slugify`) naming `title` instead.

    Labels and sections stay. A title that can't stand in a link, or not where one stands (a bar or bracket in it; a
    backtick that would end a code span begun before it), is written as its address. Where that can't be done
    either, or the text would become too large, it stays as it is: an old name still leads to its page.
    """
    if "[[" not in source and "{{" not in source:
        return source
    places = sorted(_named(source, keys), key=lambda place: place.start)
    if not places:
        return source
    try:
        real, expected = _real(source, places)
        for name in (title.strip(), slugify(title)):
            # At its end a backslash would be taken for the one that a table's bar needs.
            if not real or not slugify(name) or _UNWRITABLE.intersection(name) or name.endswith("\\"):
                continue
            renamed = _written(source, [(place.start, place.end, name) for place in real])
            target = clean(name)
            if _references(renamed)[0] == [
                replace(found, target=target) if is_one else found for is_one, found in expected
            ]:
                return renamed
    except TooMuch:
        pass
    return source


def _named(source: str, keys: Collection[str]) -> Iterator[_Place]:
    """All that looks like a link to one of the keys, in code or not."""
    for found in _LINK.finditer(source, len(source) - len(_body(source))):
        written = found[1]
        if found[2].startswith("|") and written.endswith("\\"):
            # In a table the bar needs a backslash, which is no part of the name.
            written = written[:-1]
        name = written.strip()
        if name and slugify(clean(name)) in keys:
            start = found.start(1) + len(written) - len(written.lstrip())
            yield _Place(start, start + len(name), found[1] + found[2])
    for found in _BRACED.finditer(source, len(source) - len(_body(source))):
        name = found[1].strip()
        if name and slugify(clean(name)) in keys:
            start = found.start(1) + len(found[1]) - len(found[1].lstrip())
            # With a brace it is nobody's reference.
            yield _Place(start, start + len(name), "{" + found[1])


def _real(source: str, places: Sequence[_Place]) -> tuple[list[_Place], list[tuple[bool, Reference]]]:
    """The places that are links, and all references of the text in order, each with whether it is one of these."""
    used = set(source)
    free = (sign for number in _MARKS if (sign := chr(number)) not in used)
    marks = dict(zip(free, places, strict=False))
    # One character for another: no length that the parser counts changes, nor what the others mean.
    changes = [(at := _last_letter(source, place), at + 1, mark) for mark, place in marks.items()]
    references, defined = _references(_written(source, changes))
    real: list[_Place] = []
    expected: list[tuple[bool, Reference]] = []
    for reference in references:
        marked = marks.get(next((sign for sign in reference.target if sign in marks), ""))
        if marked is None:
            expected.append((False, reference))
        elif normalizeReference(clean(marked.inner)) not in defined:
            # `[[foo]]` where `[foo]: /url` is defined is a link elsewhere; the mark has hidden that.
            real.append(marked)
            expected.append((True, reference))
    return sorted(real, key=lambda place: place.start), expected


def _last_letter(source: str, place: _Place) -> int:
    letters = (at for at in range(place.end - 1, place.start - 1, -1) if source[at].isalnum())
    return next(letters, place.end - 1)


def _references(source: str) -> tuple[list[Reference], Collection[str]]:
    """All wiki links and includes in order, none left out, and the labels of Markdown's own definitions.

    Raises `TooMuch`.
    """
    limits = Limits()
    if len(source.encode("utf-8", "replace")) > limits.body:
        raise TooMuch("too large")
    env: dict[str, object] = {"budget": Budget(limits)}
    found: list[Reference] = []
    for token in parser().parse(clean(_body(source)), env):
        for one in (token, *(token.children or ())):
            if one.type in {"wiki_link", "wiki_include"}:
                found.append(one.meta["reference"])
    defined = env.get("references")
    return found, defined if isinstance(defined, dict) else {}


def _body(source: str) -> str:
    try:
        return front_matter(source)[1]
    except BadFrontMatter:
        return source


def _written(source: str, changes: Sequence[tuple[int, int, str]]) -> str:
    parts, end = [], 0
    for start, until, new in changes:
        parts += [source[end:start], new]
        end = until
    return "".join([*parts, source[end:]])


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
