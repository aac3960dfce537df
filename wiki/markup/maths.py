"""`$…$` and `$$…$$`: found here, turned into MathML by latex2mathml."""

import re
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from wiki.markup.limits import Budget

_INLINE = re.compile(r"\$(?![\s$\d])((?:[^$\\\n]|\\.|\n(?!\n)){1,1000}?)(?<!\s)\$(?!\d)")
_NUMBER_FIRST = re.compile(r"\$(\d(?:[^$\\\n]|\\.){0,1000}?[\\^_=+*/{}](?:[^$\\\n]|\\.){0,1000}?)(?<!\s)\$(?!\d)")
_DISPLAY = re.compile(r"\$\$((?:[^$\\]|\\.){1,1000})\$\$", re.DOTALL)
_BRACES = re.compile(r"[{}]|\\(?:left|right|begin|end)\b|[\^_]")
# A macro may name a thousand others; nobody needs one within a formula of a wiki.
_MACROS = re.compile(r"\\(?:(?:re|provide)?newcommand|(?:e|g|x)?def|let|href|class|style|id|data|htmlData)\b")
DEEPEST = 25

_LEAVES = frozenset({"mi", "mo", "mn", "mtext", "ms"})
ELEMENTS: dict[str, frozenset[str]] = {
    "math": frozenset({"display"}),
    "mrow": frozenset(),
    "mi": frozenset({"mathvariant"}),
    "mn": frozenset({"mathvariant"}),
    "mo": frozenset(
        {"stretchy", "fence", "separator", "form", "lspace", "rspace", "minsize", "maxsize", "movablelimits"}
    ),
    "ms": frozenset(),
    "mtext": frozenset({"mathvariant"}),
    "mspace": frozenset({"width", "height", "depth", "linebreak"}),
    "mfrac": frozenset({"linethickness", "bevelled"}),
    "msqrt": frozenset(),
    "mroot": frozenset(),
    "mstyle": frozenset({"displaystyle", "scriptlevel", "mathvariant", "scriptsizemultiplier"}),
    "mpadded": frozenset({"width", "height", "depth", "lspace", "voffset"}),
    "mphantom": frozenset(),
    "menclose": frozenset({"notation"}),
    "msub": frozenset(),
    "msup": frozenset(),
    "msubsup": frozenset(),
    "munder": frozenset({"accentunder"}),
    "mover": frozenset({"accent"}),
    "munderover": frozenset(),
    "mmultiscripts": frozenset(),
    "mtable": frozenset({"columnalign", "rowspacing", "columnspacing", "columnlines", "rowlines", "displaystyle"}),
    "mtr": frozenset(),
    "mtd": frozenset({"columnalign"}),
}


class BadFormula(Exception):
    """The formula cannot be set; the text says why."""


def inline(state: StateInline, silent: bool) -> bool:
    """`$a + b$`: no space inside the dollars and no digit after them, so that prices stay prices."""
    pos, src = state.pos, state.src
    if src.startswith("$$", pos):
        found = _DISPLAY.match(src, pos, state.posMax)
    elif pos and (src[pos - 1].isalnum() or src[pos - 1] == "$"):
        return False
    else:
        found = _INLINE.match(src, pos, state.posMax) or _NUMBER_FIRST.match(src, pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("maths", "math", 0)
        token.content = found[1]
        token.markup = "$$" if src.startswith("$$", pos) else "$"
    state.pos = found.end()
    return True


def block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`$$` at the beginning of a line up to `$$` at the end of one, without an empty line between."""
    if state.is_code_block(start):
        return False
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", first):
        return False
    text = state.src[first + 2 : state.eMarks[start]].rstrip()
    line = start
    lines = [text]
    budget: Budget = state.env["budget"]
    while not (lines[-1].endswith("$$") and not lines[-1].endswith("\\$$")):
        line += 1
        if line >= end or state.isEmpty(line) or state.sCount[line] < state.blkIndent or line - start > 60:
            budget.spend(len(lines))
            return False
        lines.append(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip())
    budget.spend(len(lines))
    content = "\n".join(lines)[:-2].strip()
    if not content or "$$" in content:
        return False
    if silent:
        return True
    token = state.push("maths", "math", 0)
    token.block = True
    token.content = content
    token.markup = "$$"
    token.map = [start, line + 1]
    state.line = line + 1
    return True


def to_html(formula: str, display: bool, budget: Budget) -> str:
    """MathML of the formula, or the formula as code with the reason why not. Raises `TooMuch`."""
    budget.add_formula()
    try:
        if len(formula) > budget.limits.formula_length:
            raise BadFormula(f"longer than {budget.limits.formula_length} characters")
        return mathml(formula, display)
    except BadFormula as error:
        why = escape(str(error))
        return f'<code class="maths-error" title="This formula cannot be shown: {why}">{escape(formula)}</code>'


@lru_cache(maxsize=512)
def mathml(formula: str, display: bool) -> str:
    """MathML of the formula. Raises `BadFormula`."""
    if _MACROS.search(formula):
        raise BadFormula("macros and links are not used here")
    if len(_BRACES.findall(formula)) > 200 or _depth(formula) > DEEPEST:
        raise BadFormula("too deeply nested")
    try:
        tree = convert_to_element(formula, display="block" if display else "inline")
        pieces: list[str] = []
        _write(tree, pieces, 0)
    except BadFormula:
        raise
    except Exception as error:
        # The library raises whatever its code meets: KeyError, StopIteration, RecursionError.
        raise BadFormula(_in_words(error)) from None
    return "".join(pieces)


def _depth(formula: str) -> int:
    depth = deepest = 0
    for char in formula:
        depth += (char == "{") - (char == "}")
        deepest = max(deepest, depth)
    return deepest


def _in_words(error: BaseException) -> str:
    name = type(error).__name__.removesuffix("Error")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() or "not understood"


def _write(element: Element, pieces: list[str], depth: int) -> None:
    """Serialise by an allow-list: names the library made up from the formula never come through."""
    if depth > 150:
        raise BadFormula("too deeply nested")
    tag = element.tag
    known = ELEMENTS.get(tag)
    if known is None:
        for child in element:
            _write(child, pieces, depth + 1)
        return
    attributes = "".join(
        f' {name}="{escape(unescape(value))}"' for name, value in element.attrib.items() if name in known
    )
    pieces.append(f"<{tag}{attributes}>")
    if tag in _LEAVES and element.text:
        pieces.append(escape(unescape(element.text)))
    for child in element:
        _write(child, pieces, depth + 1)
    pieces.append(f"</{tag}>")
