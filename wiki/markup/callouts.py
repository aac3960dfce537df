"""Callouts: `> [!WARNING]` and `!!! warning "Title"`."""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon.index import admonition

from wiki.kernel.texts import N_

# What people write → the few kinds that look different.
KINDS: dict[str, str] = {
    "note": "note",
    "info": "note",
    "abstract": "note",
    "summary": "note",
    "todo": "note",
    "tip": "tip",
    "hint": "tip",
    "success": "tip",
    "important": "important",
    "warning": "warning",
    "attention": "warning",
    "caution": "danger",
    "danger": "danger",
    "error": "danger",
    "failure": "danger",
    "bug": "danger",
    "question": "question",
    "faq": "question",
    "help": "question",
    "example": "example",
    "quote": "quote",
}
# What stands above one whose writer gave it no title; put into the reader's language when the page is shown.
TITLES: dict[str, str] = {
    "note": N_("Note"),
    "info": N_("Info"),
    "abstract": N_("Abstract"),
    "summary": N_("Summary"),
    "todo": N_("To do"),
    "tip": N_("Tip"),
    "hint": N_("Hint"),
    "success": N_("Success"),
    "important": N_("Important"),
    "warning": N_("Warning"),
    "attention": N_("Attention"),
    "caution": N_("Caution"),
    "danger": N_("Danger"),
    "error": N_("Error"),
    "failure": N_("Failure"),
    "bug": N_("Bug"),
    "question": N_("Question"),
    "faq": N_("Frequent questions"),
    "help": N_("Help"),
    "example": N_("Example"),
    "quote": N_("Quote"),
}
CLASSES = frozenset({"callout", *(f"callout--{kind}" for kind in KINDS.values())})

_GITHUB = re.compile(r"\[!([A-Za-z]{1,20})\][ \t]*([^\n]{0,200})(?:\n|\Z)")
_BANGS = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+([A-Za-z]{1,20})\b")
_TITLE = re.compile(r'[^"]*"(.{0,200})"')


def bangs(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`!!! kind "Title"` with an indented body; `???` folds it. Only known kinds: "!!! Great" is a sentence."""
    first = state.bMarks[start] + state.tShift[start]
    if state.src[first : first + 3] not in ("!!!", "???"):
        return False
    found = _BANGS.match(state.src[first : state.eMarks[start]])
    if found is None or found[1].lower() not in KINDS:
        return False
    return admonition(state, start, end, silent)


def callouts(state: StateCore) -> None:
    """Turn both forms into `callout_open` … `callout_close`; `meta` holds the `title` as written and a `usual` one."""
    result: list[Token] = []
    open_quotes: list[bool] = []
    tokens = state.tokens
    index = 0
    while index < len(tokens):
        token = tokens[index]
        kind = token.type
        if kind == "blockquote_open":
            title = _github_title(tokens, index)
            open_quotes.append(title is not None)
            if title is not None:
                token.type, token.tag, token.meta = "callout_open", "aside", title
                # Its first line is the title; a paragraph with nothing more would be empty.
                if not tokens[index + 2].content:
                    result.append(token)
                    index += 4
                    continue
        elif kind == "blockquote_close" and open_quotes and open_quotes.pop():
            token.type, token.tag = "callout_close", "aside"
        elif kind == "admonition_open":
            _bang_title(token)
        elif kind == "admonition_close":
            token.type = "callout_close"
            token.meta = {"folds": token.markup.startswith("?")}
        elif kind == "admonition_title_open":
            index += 3
            continue
        result.append(token)
        index += 1
    state.tokens = result


def _github_title(tokens: list[Token], index: int) -> dict[str, object] | None:
    if index + 2 >= len(tokens) or tokens[index + 1].type != "paragraph_open":
        return None
    paragraph = tokens[index + 2]
    found = _GITHUB.match(paragraph.content)
    word = found[1].lower() if found else ""
    if found is None or word not in KINDS:
        return None
    paragraph.content = paragraph.content[found.end() :]
    return {"kind": KINDS[word], "title": found[2].strip(), "usual": TITLES[word], "folds": False}


def _bang_title(token: Token) -> None:
    word = token.info.split()[0].strip('"').lower()
    written = _TITLE.match(token.info)
    token.type = "callout_open"
    token.meta = {
        "kind": KINDS.get(word, "note"),
        "title": written[1].strip() if written else "",
        "usual": TITLES.get(word, TITLES["note"]),
        "folds": token.markup.startswith("?"),
        "open": token.markup.endswith("+"),
    }
