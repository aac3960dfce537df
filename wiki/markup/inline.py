"""The inline parser: markdown-it's rules, found by the character they begin with and counted.

Asking a dozen rules at every special character is most of the cost of the stock parser, and nothing in it
stops a text made to be expensive. Here only the rules that can match are asked, and each step is paid for
from the page's `Budget`.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from wiki.markup.limits import Budget, TooMuch

InlineRule = Callable[[StateInline, bool], bool]

_SPECIAL = r"[\n!$&*<@\[\\\]_`~]"
_STOP = re.compile(_SPECIAL)
_STOP_OR_ADDRESS = re.compile(_SPECIAL + r"|(?:(?<=[\s*_~(])|\A)(?:https?://|www\.)")


class Walk(StateInline):
    """The state of one walk through a paragraph, with where plain text ends and who pays."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.stop = _STOP_OR_ADDRESS if "://" in src or "www." in src else _STOP
        self.budget: Budget = env["budget"]


def plain_text(state: StateInline, silent: bool) -> bool:
    """Take the characters up to the next one that may mean something."""
    assert isinstance(state, Walk)
    found = state.stop.search(state.src, state.pos + 1, state.posMax)
    end = found.start() if found else state.posMax
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def underscore_in_word(state: StateInline, silent: bool) -> bool:
    """Underscores between letters mark nothing; kept as text, so that an address around them stays whole."""
    src, pos = state.src, state.pos
    end = pos + 1
    while end < state.posMax and src[end] == "_":
        end += 1
    if not (pos and end < state.posMax and src[pos - 1].isalnum() and src[end].isalnum()):
        return False
    if not silent:
        state.append_pending(src[pos:end])
    state.pos = end
    return True


class CountedInline(ParserInline):
    """Inline parser with its rules by first character; a character without rules is plain text."""

    def __init__(self, rules: dict[str, tuple[InlineRule, ...]]) -> None:
        super().__init__()
        self.by_char = rules

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse `src` into `tokens`. `env["budget"]` pays; raises `TooMuch`."""
        state = Walk(src, md, env, tokens)
        self.tokenize(state)
        if state.delimiters or state.tokens_meta:
            state.budget.spend(len(state.tokens))
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        """Turn the range of the state into tokens."""
        assert isinstance(state, Walk)
        by_char, src, end, spend = self.by_char, state.src, state.posMax, state.budget.spend
        deepest, most = state.md.options["maxNesting"], state.budget.limits.marks
        while state.pos < end:
            pos = state.pos
            spend()
            rules = by_char.get(src[pos])
            if rules is None:
                plain_text(state, False)
                continue
            if len(state.tokens) > most:
                raise TooMuch("One paragraph holds too many links and marks. Split it into several.")
            if state.level < deepest:
                for rule in rules:
                    if rule(state, False):
                        break
            if state.pos <= pos:
                state.append_pending(src[pos])
                state.pos = pos + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 -- the name is markdown-it's
        """Step over one token without making it."""
        assert isinstance(state, Walk)
        pos = state.pos
        known = state.cache.get(pos)
        state.budget.spend()
        if known is not None:
            state.pos = known
            return
        rules = self.by_char.get(state.src[pos])
        if rules is None:
            plain_text(state, True)
        elif state.level < state.md.options["maxNesting"]:
            for rule in rules:
                # Counted as a level so that brackets within brackets end somewhere.
                state.level += 1
                matched = rule(state, True)
                state.level -= 1
                if matched:
                    break
        else:
            state.pos = state.posMax
        if state.pos <= pos:
            state.pos = pos + 1
        state.cache[pos] = state.pos
