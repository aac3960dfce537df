"""Texts made to cost more than they are long, by name; each as long as the body limit allows."""

from itertools import count

SIZE = 250_000

_REPEATED = {
    "image openers": "![[]()",
    "image brackets": "![",
    "brackets": "[",
    "closing brackets": "]",
    "brackets with letters": "[a",
    "closers with letters": "a]",
    "bracket and emphasis": "[ a_",
    "bracket and parenthesis": "[ (](",
    "unclosed destinations": "[a](b",
    "unclosed pointed destinations": "[a](<b",
    "unclosed titles": '[a](b "c',
    "unclosed titles in single quotes": "[a](b 'c",
    "unclosed titles in parentheses": "[a](b (c",
    "destinations of parentheses": "[a](((((",
    "escaped brackets": "\\[[",
    "links in links": "[a](b)[",
    "images in images": "![a",
    "full references": "[a][b",
    "empty links": "[](",
    "stars": "*",
    "stars and letters": "*a **a ",
    "closers without openers": "a_ ",
    "openers without closers": "_a ",
    "mixed markers": "*a_ ",
    "triple rule": "a**b c* ",
    "stars and underscores": "**_",
    "tildes": "~~a ",
    "single tildes": "~a~~",
    "backticks": "`a``b```",
    "angles": "<",
    "angles and letters": "<a ",
    "attributes": "<a b=",
    "quotes in tags": "<a b='",
    "comments": "<!--",
    "instructions": "<?",
    "declarations": "<!A ",
    "character data": "<![CDATA[",
    "closing tags": "</a",
    "details": "<details>",
    "nested bold tags": "<b>",
    "entities": "&",
    "long entities": "&aaaaaaaaaaaaaaa",
    "number entities": "&#99999999999999",
    "dollars": "$",
    "dollars and letters": "$a ",
    "unclosed displays": "$$a\n",
    "escaped dollars": "\\$",
    "many formulas": "$x^2$ ",
    "mentions": "@a ",
    "mentions without end": "@",
    "long handle": "@a.a.a.a.a.",
    "mail addresses": "a@b.c ",
    "unfinished mail addresses": "a.b+c@",
    "mail hosts": "a@b.",
    "addresses": "https://a.b/",
    "addresses in parentheses": "https://a.b/(((",
    "addresses closed": "https://a.b/)))",
    "addresses with entities": "https://a.b/&a;",
    "www": "www.",
    "wiki links": "[[a]] ",
    "unfinished wiki links": "[[a|",
    "wiki links with sections": "[[a#",
    "different wiki links": "[[a]][[b]",
    "unfinished includes": "![[a#",
    "includes": "![[a]]\n",
    "footnote marks": "[^1] ",
    "unfinished footnotes": "[^a",
    "quotes": "> ",
    "quotes without spaces": ">",
    "quoted lines": "> a\n",
    "items": "- ",
    "numbered items": "1. ",
    "items on lines": "- a\n",
    "item pairs": "- a\n\n",
    "headings": "# a\n",
    "steps": "## 1. a\n\n",
    "same headings": "a\n=\n",
    "rules": "---\n",
    "fences": "```\n",
    "coloured code": "```python\nx = 1\n```\n",
    "diagrams": "```mermaid\na\n```\n",
    "unfinished references": "[a]: ",
    "references with titles": "[a]: /b '",
    "references over lines": "[a\n",
    "backslashes": "\\",
    "hard breaks": "a  \n",
    "tabs": "\t",
    "empty lines": "\n",
    "carriage returns": "a\r",
    "one word": "a",
    "words": "word ",
    "pipes": "|",
    "table heads": "|a|\n|-|\n",
    "table rows in one": "aaa\rbbb\n-\v\n",
    "callouts": "> [!NOTE]\n> a\n\n",
    "nested callouts": "> [!NOTE]\n",
    "bangs": "!!! note\n",
    "bangs inside": "!!! note\n    ",
    "folds": "??? note\n\n",
    "definitions": "a\n: b\n",
    "definitions with gaps": "a\n\n: b\n\n",
    "tasks": "- [ ] a\n",
    "reserved signs": "\ue000l0\ue001\ue002",
    "zero bytes": "\0",
    "direction marks": "\u202e",
    "combining marks": "a\u0301\u0327",
    "wide signs": "\U0001f469\u200d",
    "front matter": "---\na: ",
}


def _up_to(text: str) -> str:
    return text.encode("utf-8", "ignore")[:SIZE].decode("utf-8", "ignore")


def _repeated(pattern: str) -> str:
    return _up_to(pattern * (SIZE // len(pattern) + 1))


def _many(pattern: str) -> str:
    rows: list[str] = []
    length = 0
    for number in count():
        rows.append(pattern.format(n=number))
        length += len(rows[-1])
        if length > SIZE:
            return _up_to("".join(rows))
    raise AssertionError


def hostile() -> dict[str, str]:
    """All texts by name."""
    half = SIZE // 2 - 10
    texts = {name: _repeated(pattern) for name, pattern in _REPEATED.items()}
    texts |= {
        "nested brackets": "[" * half + "a" + "]" * half,
        "nested images": "![" * (SIZE // 5) + "a" + "](b)" * (SIZE // 20),
        "nested parentheses": "[a](" + "(" * half + ")" * half + ")",
        "nested strong": "*a **a " * (SIZE // 14) + "b" + " a** a*" * (SIZE // 14),
        "openers then closers": "*" * half + "a" + "*" * half,
        "runs of backticks": _up_to("".join("e" + "`" * number for number in range(1, 700))),
        "nested lists": _up_to("".join("  " * depth + "* a\n" for depth in range(490))),
        "nested quotes and lists": _repeated("> - "),
        "wide table": "|a" * 1500 + "|\n" + "|-" * 1500 + "|\n" + "|\n" * 1500,
        "tall table": "|a|b|\n|-|-|\n" + "|1|2|\n" * 40_000,
        "table without rows": "a|" * half + "\n" + "-|" * (half // 3),
        "many references": _many("[{n}]: /u\n"),
        "used references": "[a]: /" + "u" * 3000 + "\n\n" + "[a] " * 60_000,
        "reference collisions": _many("[x{n}]: /url\n\n[y]\n\n"),
        "many footnotes": _many("[^{n}]: a\n\n[^{n}] "),
        "one footnote often": "[^a]: b\n\n" + "[^a] " * 49_000,
        "footnotes in footnotes": _many("[^{n}]: [^{n}1]\n\n"),
        "different headings": _many("# a {n}\n\n"),
        "different mentions": _many("@a{n} "),
        "different wiki links": _many("[[a{n}]] "),
        "different formulas": _many("$a_{{{n}}}$ "),
        "deep formula": "$" + "{" * 450 + "a" + "}" * 450 + "$",
        "long formula": "$$" + "\\frac{a}{" * 90 + "b" + "}" * 90 + "$$",
        "macros": "$$\\def\\a{b\\b}\\def\\b{a\\a}\\a$$",
        "long lines of code": "```python\n" + "(" * 100_000 + "\n```\n",
        "code that lexers dislike": "```js\n" + "/" * 19_000 + "\n```\n```perl\n" + "s{" * 9000 + "\n```\n",
        "html table": "<table>" + "<tr><td>" * 30_000,
        "html blocks": _repeated("<div>\n\na\n\n"),
        "open fences": _repeated("a\n\n```\n# b\n\nc\n\n"),
        "deep front matter": "---\na: " + "[" * 8000 + "\n---\n",
        "aliases": "---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\ntext",
        "large front matter": "---\n" + "a: b\n" * 40_000 + "---\n",
        "larger than allowed": "a" * 300_000,
    }
    return texts
