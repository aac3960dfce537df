"""What `{{…}}` alone on its line puts into a page: another page, a list of pages, or those below."""

import re

from wiki.markup.outline import Reference

LIST_KEYS = ("tag", "type", "owner", "space")
_BRACES = re.compile(r"\{\{[ \t]*(include|pages|children)[ \t]*(?::([^{}\n]{0,300}))?\}\}[ \t]*\Z")
_TARGET = re.compile(r"([^\[\]|#]{1,200})(?:#([^\[\]|]{0,200}))?")
_CONDITION = re.compile(r'[ \t]*(\w{1,10})=("[^"]{1,100}"|[^\s",=]{1,100})[ \t]*(?:,[ \t]*)?')


def embed(line: str) -> Reference | None:
    """What the line asks for; None for a text as any other.

    `{{include: Page#section}}` is the same as `![[Page#section]]`. `{{pages: tag=tills type=howto}}` and `{{children}}`
    are references of kind `list`: `section` says which, `target` holds the conditions as written.
    """
    found = _BRACES.match(line)
    if found is None:
        return None
    what, rest = found[1], (found[2] or "").strip()
    if what == "children":
        return None if rest else Reference("list", "", "children")
    if what == "pages":
        return Reference("list", rest, "pages") if conditions(rest) else None
    target = _TARGET.fullmatch(rest)
    if target is None or not target[1].strip():
        return None
    return Reference("include", target[1].strip(), (target[2] or "").strip())


def conditions(text: str) -> list[tuple[str, str]]:
    """The conditions of a list of pages, key and value; empty when one of them can't be read."""
    found: list[tuple[str, str]] = []
    end = 0
    while end < len(text):
        one = _CONDITION.match(text, end)
        if one is None or one[1].lower() not in LIST_KEYS:
            return []
        found.append((one[1].lower(), one[2].strip('"').strip()))
        end = one.end()
    return found
