"""Markdown → safe HTML, plain text, outline and references; pure functions, safe for threads."""

from wiki.markup.as_read import as_read, hole_as_read
from wiki.markup.frontmatter import BadFrontMatter, front_matter
from wiki.markup.limits import Limits, TooMuch
from wiki.markup.outline import Heading, Reference
from wiki.markup.passages import block_around
from wiki.markup.placeholders import fill, strip_placeholders
from wiki.markup.plain import words_and_code
from wiki.markup.relink import rename_links
from wiki.markup.render import Rendered, render
from wiki.markup.sections import LEAD, Section, section_at, sections, text_of, with_text
from wiki.markup.slugs import anchor_for, slugify

__all__ = [
    "LEAD",
    "BadFrontMatter",
    "Heading",
    "Limits",
    "Reference",
    "Rendered",
    "Section",
    "TooMuch",
    "anchor_for",
    "as_read",
    "block_around",
    "fill",
    "front_matter",
    "hole_as_read",
    "rename_links",
    "render",
    "section_at",
    "sections",
    "slugify",
    "strip_placeholders",
    "text_of",
    "with_text",
    "words_and_code",
]
