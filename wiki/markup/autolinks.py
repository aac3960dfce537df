"""Bare addresses of the web and of mail become links (GFM's autolinks)."""

import re

from markdown_it.rules_inline import StateInline

LONGEST = 2000
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<]{1,2000}")
_HOST = re.compile(r"(?:https?://)?([\w.-]+)")
_ENTITY_AT_END = re.compile(r"&[A-Za-z0-9]{1,40};\Z")
_LOCAL_PART = re.compile(r"(?:mailto:)?[A-Za-z0-9.+_-]{1,64}\Z")
_MAIL_HOST = re.compile(r"@[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,8}")


def address(state: StateInline, silent: bool) -> bool:
    """`https://…`, `http://…` and `www.…` where a word may begin."""
    src, pos = state.src, state.pos
    if silent or state.linkLevel > 0 or not src.startswith(("http", "www."), pos):
        return False
    if pos and not (src[pos - 1].isspace() or src[pos - 1] in "*_~("):
        return False
    found = _ADDRESS.match(src, pos, state.posMax)
    if found is None or len(found[0]) >= LONGEST or not _is_host(found[0]):
        return False
    text = _without_trailing(found[0])
    return _link(state, text if text.startswith("http") else "http://" + text, text)


def _is_host(text: str) -> bool:
    host = _HOST.match(text)
    if host is None:
        return False
    parts = host[1].rstrip(".").split(".")
    if text.startswith("www.") and len(parts) < 2:
        return False
    return "_" not in parts[-1] and (len(parts) < 2 or "_" not in parts[-2]) and parts[0] != ""


def _without_trailing(text: str) -> str:
    spare = text.count(")") - text.count("(")
    while text:
        last = text[-1]
        if last in "?!.,:*_~'\"[]":
            text = text[:-1]
        elif last == ")" and spare > 0:
            text, spare = text[:-1], spare - 1
        elif last == ";":
            entity = _ENTITY_AT_END.search(text[-45:])
            text = text[: -len(entity[0])] if entity else text[:-1]
        else:
            break
    return text


def mail_address(state: StateInline, silent: bool) -> bool:
    """`name@example.org`, found at its `@` by looking back."""
    if silent or state.linkLevel > 0:
        return False
    pending = state.pending[-80:]
    local = _LOCAL_PART.search(pending)
    if local is None or local[0] == "mailto:":
        return False
    before = pending[: local.start()][-1:]
    if before in ("/", ":", "@") or before.isalnum():
        return False
    host = _MAIL_HOST.match(state.src, state.pos, state.posMax)
    if host is None or host[0][-1] in "-_" or state.src[host.end() : host.end() + 1] in ("@", "-", "_"):
        return False
    text = local[0] + host[0]
    state.pending = state.pending[: -len(local[0])]
    return _link(state, text if text.startswith("mailto:") else "mailto:" + text, text, back=len(local[0]))


def _link(state: StateInline, href: str, text: str, back: int = 0) -> bool:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(href)}
    opening.markup = "autolink"
    opening.info = "auto"
    state.push("text", "", 0).content = text
    closing = state.push("link_close", "a", -1)
    closing.markup = "autolink"
    closing.info = "auto"
    state.pos += len(text) - back
    return True
