"""The wiki's own syntax: `[[links]]`, `![[includes]]` and `@mentions`."""

import re

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from wiki.markup.embeds import embed
from wiki.markup.outline import Reference

_LINK = re.compile(r"(?<!\[)\[\[([^\[\]|#\n]{0,200})(?:#([^\[\]|\n]{0,200}))?(?:\|([^\[\]\n]{0,300}))?\]\](?!\])")
_INCLUDE = re.compile(r"!\[\[([^\[\]|#\n]{1,200})(?:#([^\[\]|\n]{0,200}))?\]\][ \t]*\Z")
_MENTION = re.compile(r"@((?>[^\W_](?:[\w.-]{0,62}[^\W_])?))(?![^\W_]|@)")
_BEFORE_MENTION = "([{\"'“‘«*_~,;:>|–—"


def link(state: StateInline, silent: bool) -> bool:
    """`[[Target]]`, `[[Target#Section|label]]`, `[[#Section]]`; not inside another link."""
    pos = state.pos
    if not state.src.startswith("[[", pos) or state.linkLevel > 0:
        return False
    found = _LINK.match(state.src, pos, state.posMax)
    if found is None:
        return False
    target, section, label = ((part or "").strip() for part in found.groups())
    if not (target or section) or _is_reference(state, found):
        return False
    if not silent:
        token = state.push("wiki_link", "", 0)
        token.meta = {"reference": Reference("link", target, section, label)}
        token.content = label or target or section
    state.pos = found.end()
    return True


def _is_reference(state: StateInline, found: re.Match[str]) -> bool:
    # `[[foo]]` where `[foo]: /url` is defined is ordinary Markdown: a link in brackets.
    references = state.env.get("references") or {}
    return normalizeReference(found[0][2:-2]) in references


def include(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """`![[Target]]`, `![[Target#Section]]` or one of `{{…}}` alone on its line."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(("![[", "{{"), first) or state.is_code_block(start):
        return False
    reference = _included(state.src[first : min(state.eMarks[start], first + 500)])
    if reference is None:
        return False
    if silent:
        return True
    token = state.push("wiki_include", "", 0)
    token.block = True
    token.map = [start, start + 1]
    token.meta = {"reference": reference}
    state.line = start + 1
    return True


def _included(line: str) -> Reference | None:
    if line.startswith("{{"):
        return embed(line)
    found = _INCLUDE.match(line)
    if found is None or not found[1].strip():
        return None
    return Reference("include", found[1].strip(), (found[2] or "").strip())


def mention(state: StateInline, silent: bool) -> bool:
    """`@handle` where a word may begin; not inside links."""
    pos = state.pos
    if state.linkLevel > 0:
        return False
    if pos and not (state.src[pos - 1].isspace() or state.src[pos - 1] in _BEFORE_MENTION):
        return False
    found = _MENTION.match(state.src, pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("wiki_mention", "", 0)
        token.meta = {"reference": Reference("mention", found[1], "", found[0])}
        token.content = found[0]
    state.pos = found.end()
    return True
