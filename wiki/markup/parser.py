"""Our one Markdown parser: CommonMark, GFM and the wiki's own syntax."""

from functools import cache
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt, helpers
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_inline import (
    StateInline,
    autolink,
    backtick,
    emphasis,
    entity,
    escape,
    html_inline,
    image,
    link,
    newline,
    strikethrough,
)
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from wiki.markup import autolinks, callouts, maths, wikilinks
from wiki.markup.blocks import CountedBlocks, counted_table
from wiki.markup.inline import CountedInline, InlineRule, plain_text, underscore_in_word
from wiki.markup.limits import Limits

LONGEST_DESTINATION = 4096
LONGEST_TITLE = 2048
LONGEST_FOOTNOTE_LABEL = 200


@cache
def parser() -> MarkdownIt:
    """The parser, made once; it keeps nothing between texts and serves all threads.

    Every call must bring `env={"budget": Budget(...)}` and may raise `TooMuch`.
    """
    md = MarkdownIt("gfm-like2", {"linkify": False, "alerts": False, "maxNesting": Limits().nesting})
    md.linkify = None
    md.helpers = _bounded_helpers()
    md.use(deflist_plugin)
    md.use(footnote_plugin, inline=False)
    _add_blocks(md)
    md.inline = _inline(md)
    md.core.ruler.after("block", "callouts", callouts.callouts)
    for ruler in (md.core.ruler, md.block.ruler, md.inline.ruler2):
        ruler.getRules("")  # Compiled now, so that no thread finds it half done.
    return md


def _add_blocks(md: MarkdownIt) -> None:
    stock = md.block
    md.block = CountedBlocks()
    md.block.ruler = stock.ruler
    md.block.ruler.at("table", counted_table, {"alt": ["paragraph", "reference"]})
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "maths", maths.block, interrupts)
    md.block.ruler.before("fence", "bangs", callouts.bangs, interrupts)
    md.block.ruler.before("fence", "include", wikilinks.include, interrupts)


def _inline(md: MarkdownIt) -> CountedInline:
    stock = md.inline
    rules: dict[str, tuple[InlineRule, ...]] = {
        "\n": (newline,),
        "\\": (escape,),
        "`": (backtick,),
        "~": (strikethrough.tokenize,),
        "*": (emphasis.tokenize,),
        "_": (underscore_in_word, emphasis.tokenize),
        "[": (_footnote_mark, wikilinks.link, link),
        "!": (image,),
        "<": (autolink, html_inline),
        "&": (entity,),
        "$": (maths.inline,),
        "@": (autolinks.mail_address, wikilinks.mention),
        "]": (),
        "h": (autolinks.address, plain_text),
        "w": (autolinks.address, plain_text),
    }
    counted = CountedInline(rules)
    counted.ruler2 = stock.ruler2
    return counted


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    src, pos = state.src, state.pos
    if not src.startswith("[^", pos) or "footnotes" not in state.env:
        return False
    # The plugin looks for the bracket to the end of the paragraph, from every mark anew.
    if src.find("]", pos, pos + LONGEST_FOOTNOTE_LABEL) < 0:
        return False
    return footnote_ref(state, silent)


def _bounded_helpers() -> Any:
    """markdown-it's helpers, with an end to how far one link may look ahead."""

    def destination(text: str, pos: int, maximum: int) -> Any:
        return helpers.parseLinkDestination(text, pos, min(maximum, pos + LONGEST_DESTINATION))

    def title(text: str, start: int, maximum: int, before: Any = None) -> Any:
        bounded = min(maximum, start + LONGEST_TITLE)
        found = helpers.parseLinkTitle(text, start, bounded, before)
        if bounded < maximum:
            found.can_continue = False
        return found

    return SimpleNamespace(parseLinkDestination=destination, parseLinkTitle=title, parseLinkLabel=_label_end)


def _label_end(state: StateInline, start: int, no_links: bool = False) -> int:
    """Where the bracket opened at `start` closes, or -1; with `no_links`, -1 too when a link is inside."""
    # Without a closing bracket ahead there is nothing to look for; this is what makes `[[[[…` cheap.
    if state.html_terminator_last("]") <= start:
        return -1
    return helpers.parseLinkLabel(state, start, no_links)
