"""What holds for every text."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.markup.wellformed import wrong
from wiki.markup import TooMuch, render, strip_placeholders, words_and_code
from wiki.markup.chunks import split
from wiki.markup.limits import Budget, Limits
from wiki.markup.pieces import HeadingOpening
from wiki.markup.placeholders import hole
from wiki.markup.render import clean, part_of
from wiki.markup.sanitise import sanitise

SNIPPETS = [
    "# H\n\n", "## 1. Step\n\n", "text ", "Word\n\n", "\n", "\n\n", "**", "*", "_", "~~", "`", "```\n", "```python\n",
    "```mermaid\n", "> ", "> [!NOTE]\n", "!!! tip \"T\"\n    ", "??? note\n    ", "- ", "- [x] ", "1. ", "  ", "    ",
    "| a | b |\n|---|---|\n| ", "|", "[", "]", "(", ")", "[[", "]]", "[[A]]", "[[A#b|c]]", "![[A]]\n", "![",
    "![a](/file/k/n)",
    "[x](/p/slug#s)", "[x](javascript:alert(1))", "[x](", "<https://a.b>", "https://a.b/c_d", "www.a.b", "a@b.cd",
    "@nia ",
    "$", "$$", "$x^2$", "$$\n\\frac{a}{b}\n$$\n", "\\", "&amp;", "&#xE000;", "&lt;script&gt;", "<", ">", "<b>", "</b>",
    "<a href=\"x\">", "</a>", "<details>", "<details>\n\n", "</details>\n\n", "<summary>", "<table>", "<td>",
    "<script>", "</script>", "<style>", "<svg>", "<math>", "<mtext>", "<!--", "-->", "<!-- x -->\n\n", "<?",
    "<![CDATA[", "<div>\n",
    "<img src=x onerror=alert(1)>", "<p onclick='x'>", "Term\n: ", "[^1]", "[^1]: note\n\n", "[a]: /url 'T'\n\n", "[a]",
    "---\n", "===\n", "\ue000", "\ue001", "\ue002", "\0", "\r\n", "\f", "\u202e", "\ud800", "é", "日本", "'", '"', ":",
    "~", "!",
]  # fmt: skip
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(SNIPPETS), max_size=30).map("".join))
_HOLE = re.compile("\ue000([lmiw])([0-9]+)\ue001[^\ue000-\ue002]*\ue002")
many = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(texts)
def test_any_text_gives_safe_and_well_formed_html(source: str) -> None:
    try:
        rendered = render(source)
    except TooMuch:
        return
    assert wrong(strip_placeholders(rendered.html)) == []
    assert wrong(_HOLE.sub("", rendered.html)) == []
    assert sanitise(rendered.html) == rendered.html


@many
@given(texts)
def test_placeholders_are_whole_and_point_to_references(source: str) -> None:
    rendered = render(source)
    signs = {"link": "l", "mention": "m", "include": "i"}
    found = _HOLE.findall(rendered.html)
    assert not re.search("[\ue000-\ue002]", _HOLE.sub("", rendered.html))
    assert {(kind, int(index)) for kind, index in found if kind != "w"} == {
        (signs[reference.kind], index) for index, reference in enumerate(rendered.references)
    }
    for piece in _HOLE.finditer(rendered.html):
        label = strip_placeholders(piece[0])
        assert wrong(label) == []
        assert "<a " not in label


@many
@given(texts)
def test_a_text_cut_into_parts_means_the_same_as_whole(source: str) -> None:
    text = clean(source).removeprefix("---")
    longer = "\n\n".join([text, "# Head\n\nfiller " + "word " * 150, text])
    whole = part_of(longer, Budget(Limits()))
    rendered = render(longer)
    assert [heading.title for heading in rendered.outline] == [
        piece.title for piece in whole.pieces if isinstance(piece, HeadingOpening) and piece.top
    ]
    words, code = words_and_code(rendered.text)
    for kept, of_whole in ((words, whole.text), (code, whole.code)):
        assert kept == re.sub(r"\s*\n\s*", "\n", of_whole).strip().replace("\f", " ")
    assert len(rendered.references) == len(whole.references)


@given(texts)
def test_parts_joined_are_the_text(source: str) -> None:
    assert "".join(split(source)) == source


def test_hole_is_what_the_pattern_finds() -> None:
    assert _HOLE.fullmatch(hole("l", 12, "<b>x</b>"))
