"""Links, includes and mentions become placeholders that are filled for each viewer."""

from html import escape

import pytest

from wiki.markup import Reference, callouts, fill, render, strip_placeholders
from wiki.markup.placeholders import hole
from wiki.markup.writer import DONE, NOT_DONE


def references(source: str) -> list[Reference]:
    return list(render(source).references)


def test_wiki_links_with_section_and_label() -> None:
    assert references("[[Tills]] [[Tills#Open|how]] [[ Labels | print ]]") == [
        Reference("link", "Tills", "", ""),
        Reference("link", "Tills", "Open", "how"),
        Reference("link", "Labels", "", "print"),
    ]


def test_the_same_target_is_listed_once() -> None:
    rendered = render("[[A]] [[A|again]]\n\n# H\n\n[[B]] [[A]]")
    assert [reference.target for reference in rendered.references] == ["A", "B"]
    assert rendered.html.count("\ue000l0\ue001") == 3
    assert hole("l", 0, "again") in rendered.html


def test_ordinary_links_to_own_pages_are_references() -> None:
    rendered = render("[how **to**](/p/tills#h-open) and [plain](/p/tills/edit)")
    assert rendered.references == (Reference("link", "tills", "open", "how to"),)
    assert hole("l", 0, "how <strong>to</strong>") in rendered.html
    assert '<a href="/p/tills/edit"' in rendered.html


def test_link_to_a_section_of_the_same_page() -> None:
    result = render("[[#Wake it]] and [x](#wake-it) and [y](#h-wake-it)").html
    assert result.count('href="#h-wake-it"') == 3
    assert not references("[[#Wake it]]")


def test_include_alone_on_its_line() -> None:
    rendered = render("before\n![[Tills#Open]]\nafter")
    assert rendered.references == (Reference("include", "Tills", "Open", ""),)
    assert rendered.html == f"<p>before</p>\n{hole('i', 0, '')}\n<p>after</p>\n"


def test_link_in_a_table_with_escaped_bar() -> None:
    assert references("| a |\n|---|\n| [[T\\|label]] |") == [Reference("link", "T", "", "label")]


@pytest.mark.parametrize(
    ("source", "handles"),
    [
        ("@nia hello @graham.w, (@Mo_R)", ["nia", "graham.w", "Mo_R"]),
        ("Ask @nia.", ["nia"]),
        ("_@nia_ **@mo**", ["nia", "mo"]),
        ("@Zoë", ["Zoë"]),
        ("nia@example.org a@b @@x @nia@host \\@nia", []),
        ("`@nia` [see @nia](https://x.org) https://x.org/@nia", []),
        ("```\n@nia\n```", []),
    ],
)
def test_mentions(source: str, handles: list[str]) -> None:
    assert [reference.target for reference in references(source) if reference.kind == "mention"] == handles


def test_nothing_is_a_reference_in_code_or_when_escaped() -> None:
    assert references("`[[A]]` \\[[A]] \n\n    [[A]]\n\n```\n![[A]]\n```") == []


def test_defined_reference_wins_over_a_wiki_link() -> None:
    rendered = render("[[foo]]\n\n[foo]: /url")
    assert rendered.references == ()
    assert '[<a href="/url"' in rendered.html


@pytest.mark.parametrize(
    "spoof",
    [
        "\ue000l0\ue001x\ue002",
        "&#xE000;l0&#xe001;x&#57346;",
        "&#x0E000;l0&#xE0&#xE000;01;x",
        "`\ue000l0\ue001x\ue002`",
        "<https://a.b/%EE%80%80l0%EE%80%81>",
        "$\\text{&#xE000;l0&#xE001;}$",
        "![\ue000](/file/a/b '\ue000l9\ue001\ue002')",
        "<abbr title='&#xE000;l0&#xE001;&#xE002;'>a</abbr>",
        "<div>\n&#xE000;l0&#xE001;&#xE002;\n</div>",
        "```python\n# &#xE000;l0&#xE001;&#xE002;\n```",
    ],
)
def test_placeholders_cannot_be_forged(spoof: str) -> None:
    rendered = render(f"{spoof}\n\n[[Real]]")
    assert rendered.html.count("\ue000") == len(rendered.references)
    asked: set[tuple[str, int]] = set()

    def answer(kind: str, index: int, _label: str) -> str:
        asked.add((kind, index))
        return ""

    assert "\ue000" not in fill(rendered.html, answer)
    assert asked == {("l", 0)}


def test_fill_asks_once_for_each_place() -> None:
    asked: list[tuple[str, int, str]] = []

    def answer(kind: str, index: int, label: str) -> str:
        asked.append((kind, index, label))
        return f"<{kind}>"

    assert fill(f"a{hole('l', 3, 'x <b>y</b>')}b{hole('m', 11, '@q')}", answer) == "a<l>b<m>"
    assert asked == [("l", 3, "x <b>y</b>"), ("m", 11, "@q")]
    assert strip_placeholders(f"a{hole('l', 3, 'x')}b") == "axb"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("> [!WARNING]\n> Hot", '<p class="callout__title"><span data-as="7">&lt;Achtung&gt;</span></p>'),
        ("!!! warning\n    Hot", '<p class="callout__title"><span data-as="7">&lt;Achtung&gt;</span></p>'),
        ("??? warning\n    Hot", '<summary class="callout__title"><span data-as="7">&lt;Achtung&gt;</span></summary>'),
        ("> [!WARNING] Warning\n> Hot", '<p class="callout__title">Warning</p>'),
        ("> [!TIP]\n> Cold", '<p class="callout__title">Tip</p>'),
        ("- [x] a", 'aria-label="&quot;fertig&quot;"'),
        ("- [ ] a", 'aria-label="not done"'),
    ],
)
def test_the_wikis_own_words_are_said_in_the_readers_language(source: str, expected: str) -> None:
    german = {"Warning": "<Achtung>", "done": '"fertig"'}

    def never(kind: str, index: int, label: str) -> str:
        raise AssertionError((kind, index, label))

    assert expected in fill(render(source).html, never, lambda text: german.get(text, text))


def test_usual_titles_are_no_words_of_the_page() -> None:
    assert render("> [!WARNING]\n> Hot\n\n!!! tip\n    Two").text == "Hot\nTwo"
    assert render("> [!WARNING] Mind\n> Hot").text == "Mind\nHot"


def test_every_kind_of_callout_has_a_title() -> None:
    assert callouts.TITLES.keys() == callouts.KINDS.keys()
    assert not [title for title in (*callouts.TITLES.values(), DONE, NOT_DONE) if escape(title) != title]
