"""The parts of a text, each from a heading to the next of its level or above: what one person changes at a time."""

import re
from dataclasses import dataclass

from wiki.markup.frontmatter import BadFrontMatter, front_matter
from wiki.markup.render import render

LEAD = "lead"
"""Stands for an anchor where the text before the first heading is meant; those of headings begin otherwise."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the outline with all that is below it: `source[start:end]`."""

    anchor: str
    title: str
    level: int
    start: int
    end: int


def sections(source: str) -> list[Section]:
    """The sections of a text in its order; those of deeper headings lie within others. Raises `TooMuch`."""
    outline = render(source).outline
    if not outline:
        return []
    starts = _starts_of_lines(source)
    places = [starts[heading.line] for heading in outline]
    found = []
    for number, heading in enumerate(outline):
        later = (
            place
            for other, place in zip(outline[number + 1 :], places[number + 1 :], strict=True)
            if other.level <= heading.level
        )
        end = next(later, len(source))
        found.append(Section(heading.anchor, heading.title, heading.level, places[number], end))
    return found


def section_at(source: str, anchor: str) -> Section | None:
    """The section whose heading has this anchor, or with `LEAD` what stands before the first. Raises `TooMuch`."""
    if anchor == LEAD:
        return _lead(source)
    return next((section for section in sections(source) if section.anchor == anchor), None)


def _lead(source: str) -> Section | None:
    """The text before the first heading, without front matter; none where nothing stands there."""
    outline = render(source).outline
    starts = _starts_of_lines(source)
    end = starts[outline[0].line] if outline else len(source)
    text = source[starts[0] : end]
    start = starts[0] + len(text) - len(text.lstrip("\r\n"))
    return Section(LEAD, "", 0, start, end) if text.strip() else None


def text_of(source: str, section: Section) -> str:
    """What stands in the section, without the empty lines that part it from what follows."""
    return source[section.start : section.end].rstrip()


def with_text(source: str, section: Section, text: str) -> str:
    """The source with another text in the section; all bytes around it, and the empty lines after it, stay."""
    old = source[section.start : section.end]
    gap = old[len(old.rstrip()) :]
    new = text.rstrip()
    if "\r\n" in old:
        new = re.sub(r"\r\n?|\n", "\r\n", new)
    if not new:
        gap = ""
    elif not gap and section.end < len(source):
        gap = "\n\n"
    return source[: section.start] + new + gap + source[section.end :]


def _starts_of_lines(source: str) -> list[int]:
    """Where each line after the front matter begins."""
    try:
        body = front_matter(source)[1]
    except BadFrontMatter:
        body = source
    first = len(source) - len(body)
    return [first + line.start() for line in _LINE.finditer(body)]
