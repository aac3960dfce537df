"""Links as real folders write them, led to where they meant; and no text that takes the square of its length."""

import pytest

from wiki.pages.transfer.documents import Document, Row
from wiki.pages.transfer.linking import Addresses, linked

DOCUMENTS = [
    Document("index.md", None, "Home", {}, ""),
    Document("tools/slack.md", None, "Slack", {"redirect_from": ["/chat/", "/tools/rules/"]}, ""),
    Document("tools/slack/rules.md", None, "Rules", {}, ""),
    Document("tools/rules.md", None, "Other rules", {}, ""),
    Document("Case.md", None, "Upper", {}, ""),
    Document("case.md", None, "Lower", {}, ""),
]
SLUGS = {
    "index.md": "home",
    "tools/slack.md": "slack",
    "tools/slack/rules.md": "rules",
    "tools/rules.md": "other-rules",
}
SLUGS |= {"Case.md": "upper", "case.md": "lower"}


def _led(body: str, at: str = "tools/slack.md") -> tuple[str, list[Row]]:
    files = {"tools/roll.png": "/file/ab/roll.png", "tools/a b.png": "/file/ab/a b.png"}
    return linked(Document(at, None, "x", {}, body), Addresses(DOCUMENTS, SLUGS), files.get)


@pytest.mark.parametrize(
    ("written", "led"),
    [
        ("[r](slack/rules.md)", "[[rules|r]]"),
        ("[r](slack/rules/#top)", "[[rules#top|r]]"),
        ("[r](./slack/rules.html?x=1#top/)", "[[rules#top|r]]"),
        ("[once](/chat)", "[[slack|once]]"),
        ("[own path first](/tools/rules/)", "[[other-rules|own path first]]"),
        ("[home](/)", "[[home]]"),
        ("[Home](/)", "[[home|Home]]"),
        ("[u](../Case.md) [l](../case.md)", "[[upper|u]] [[lower|l]]"),
        ('[t]({% page "/tools/slack/rules/" %})', "[[rules|t]]"),
        ('[t]({% page "tools/slack/rules#top" %})', "[[rules#top|t]]"),
        ('[t]({% page "tools/slack/rules/#top" %})', "[[rules#top|t]]"),
        ('[t]({%link "https://example.com/x" %})', "[t](https://example.com/x)"),
        ("[t]({{site.baseurl}}/tools/slack/rules/)", "[[rules|t]]"),
        ("[`code`](slack/rules.md)", "[`code`](/p/rules)"),
        ("[a [b] c](slack/rules.md)", "[a [b] c](/p/rules)"),
        ("| [r](slack/rules.md) | x |", "| [r](/p/rules) | x |"),
        ("[two\nlines](slack/rules.md)", "[[rules|two lines]]"),
        ("[r][1]\n\n[1]: slack/rules.md 'Title'\n", "[r][1]\n\n[1]: /p/rules 'Title'\n"),
        ('[1]: {% page "/tools/slack/rules/#top" %}', "[1]: /p/rules#top"),
        ("[^1]: slack/rules.md", "[^1]: slack/rules.md"),
        ("a ` stray\n\n[r](slack/rules.md) ` end", "a ` stray\n\n[[rules|r]] ` end"),
        ("`[r](slack/rules.md)`", "`[r](slack/rules.md)`"),
        (
            "~~~\n[r](slack/rules.md)\n[1]: slack/rules.md\n~~~\n",
            "~~~\n[r](slack/rules.md)\n[1]: slack/rules.md\n~~~\n",
        ),
        ("![p](roll.png 'A roll')", "![p](/file/ab/roll.png 'A roll')"),
        ("![p](<a b.png>)", "![p](</file/ab/a b.png>)"),
        ("![p](a%20b.png)", "![p](</file/ab/a b.png>)"),
        (r"\[r](slack/rules.md)", r"\[r](slack/rules.md)"),
        ("[mail](mailto:a@example.com) [here](#top) [p](/p/x)", "[mail](mailto:a@example.com) [here](#top) [p](/p/x)"),
    ],
)
def test_a_link_leads_where_its_writer_meant(written: str, led: str) -> None:
    assert _led(written) == (led, [])


def test_a_link_beside_the_published_page_is_found_below_it() -> None:
    assert _led("[r](rules/)", at="tools/slack.md")[0] == "[[other-rules|r]]"
    assert _led("[r](rules/)", at="tools/slack/rules.md")[0] == "[[rules|r]]"
    assert _led("[s](../rules/)", at="tools/slack/x.md")[0] == "[[other-rules|s]]"


@pytest.mark.parametrize("written", ["[x](gone.md)", "[x][1]\n\n[1]: gone.md", "[x](../../../etc/passwd)"])
def test_what_leads_nowhere_stays_and_is_named(written: str) -> None:
    text, problems = _led(written)
    assert text == written
    assert [row.kind for row in problems] == ["link leads nowhere"]


@pytest.mark.parametrize(
    "text",
    [
        "`" * 200_000,
        "`a``b" * 40_000,
        "[" * 200_000,
        "[a](" * 50_000,
        "[a](" + "(" * 200_000,
        "[[]" * 60_000,
        "[x " + "[]" * 100_000,
        "[](" + " " * 200_000,
        '[a](b "' * 30_000,
        "[a]: " * 50_000,
        "~~~\n" * 50_000,
    ],
)
def test_no_text_holds_up_the_import(text: str) -> None:
    assert _led(text)[0] == text
