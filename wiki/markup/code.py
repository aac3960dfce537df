"""Code blocks: coloured by classes, within limits; Mermaid sources for the diagram frame."""

from functools import cache
from html import escape
from time import thread_time

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token, _TokenType
from pygments.util import ClassNotFound

from wiki.markup.limits import Budget

LARGEST_COLOURED = 20_000
LONGEST_LINE = 2_000
LONGEST_COLOURING = 0.2  # seconds of processor time
LARGEST_DIAGRAM = 20_000
# Every name here costs a lexer's import at its first use and trusts its expressions with people's text.
LANGUAGES: dict[str, str] = {
    "apache": "apacheconf", "bash": "bash", "bat": "bat", "c": "c", "console": "console", "cpp": "cpp",
    "cs": "csharp", "csharp": "csharp", "css": "css", "csv": "text", "diff": "diff", "docker": "docker",
    "dockerfile": "docker", "excel": "text", "go": "go", "graphql": "graphql", "groovy": "groovy", "hcl": "hcl",
    "html": "html", "http": "http", "ini": "ini", "java": "java", "javascript": "javascript", "jinja": "jinja",
    "js": "javascript", "json": "json", "jsx": "javascript", "kotlin": "kotlin", "less": "less", "lua": "lua",
    "make": "make", "makefile": "make", "markdown": "text", "md": "text", "nginx": "nginx", "perl": "perl",
    "php": "php", "plain": "text", "plaintext": "text", "powershell": "powershell", "ps1": "powershell",
    "py": "python", "pycon": "pycon", "python": "python", "r": "r", "rb": "ruby", "regex": "text",
    "ruby": "ruby", "rust": "rust", "scala": "scala", "scss": "scss", "sh": "bash", "shell": "bash",
    "sql": "sql", "swift": "swift", "terraform": "terraform", "text": "text", "toml": "toml",
    "ts": "typescript", "tsx": "typescript", "txt": "text", "typescript": "typescript", "vb": "vb.net",
    "vim": "vim", "xml": "xml", "yaml": "yaml", "yml": "yaml", "zsh": "bash",
}  # fmt: skip
TOKEN_CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)
CODE_CLASSES = frozenset(f"language-{name}" for name in LANGUAGES)


def to_html(source: str, language: str, budget: Budget) -> str:
    """`<pre class="code">` with the code, coloured when the language is known and the size allows it."""
    name = language.lower()
    if name not in LANGUAGES:
        return f'<pre class="code" tabindex="0"><code>{escape(source)}</code></pre>\n'
    inner = escape(source)
    lexer_name = LANGUAGES[name]
    small = len(source) <= LARGEST_COLOURED and max(map(len, source.splitlines()), default=0) <= LONGEST_LINE
    if lexer_name != "text" and small and budget.may_colour(len(source)):
        inner = _coloured(source, lexer_name, budget)
    return f'<pre class="code" tabindex="0"><code class="language-{name}">{inner}</code></pre>\n'


def is_diagram(source: str, language: str) -> bool:
    """Whether the block is a Mermaid diagram of a size that may be drawn."""
    return language.lower() == "mermaid" and len(source) <= LARGEST_DIAGRAM


def diagram(source: str) -> str:
    """A diagram's source in the form that the page's script draws on demand."""
    # A browser drops a line end right after <pre>, so one more would go at each reading.
    inner = escape(source.strip("\n"))
    return f'<figure class="diagram"><pre class="diagram__source" tabindex="0">{inner}</pre></figure>\n'


@cache
def _lexer(name: str) -> Lexer | None:
    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _css_class(kind: _TokenType) -> str:
    while kind not in STANDARD_TYPES and kind is not Token and kind.parent is not None:
        kind = kind.parent
    return STANDARD_TYPES.get(kind, "")


def _coloured(source: str, lexer_name: str, budget: Budget) -> str:
    lexer = _lexer(lexer_name)
    if lexer is None:
        return escape(source)
    pieces: list[str] = []
    started = thread_time()
    for number, (kind, text) in enumerate(lexer.get_tokens(source)):
        if number % 128 == 0:
            budget.look_at_clock()
            if thread_time() - started > LONGEST_COLOURING:
                # Some lexers are slow on some texts; a page without colours is better than no page.
                return escape(source)
        name = _css_class(kind)
        # White space needs no colour, and it is every second token.
        if name in ("", "w", "n", "p") or text.isspace():
            pieces.append(escape(text))
        else:
            pieces.append(f'<span class="{name}">{escape(text)}</span>')
    return "".join(pieces)
