"""The examples of CommonMark 0.31.2 and of GFM's extensions, through the parser that pages use."""

import json
import re
from pathlib import Path

from wiki.markup.limits import Budget, Limits
from wiki.markup.parser import parser

DATA = Path(__file__).parent / "data"
DEVIATIONS: dict[str, dict[str, str]] = json.loads((DATA / "deviations.json").read_text())
_TASK_CLASSES = re.compile(r' class="(?:contains-task-list|task-list-item(?:-checkbox)?)"')
_BOX = re.compile(r'<input (checked="" )?disabled="" type="checkbox"( checked="")?>')


def examples(name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((DATA / name).read_text())
    return found


def parsed(markdown: str) -> str:
    """The parser's tokens as the stock renderer writes them, before our own classes and wrappers."""
    html: str = parser().render(markdown, {"budget": Budget(Limits())})
    return html


def without_manner(html: str) -> str:
    """The HTML without differences that no browser shows."""
    html = html.replace("<blockquote></blockquote>", "<blockquote>\n</blockquote>")
    html = html.replace('style="text-align:', 'align="')
    html = html.replace("<s>", "<del>").replace("</s>", "</del>")
    html = _TASK_CLASSES.sub("", html)
    return _BOX.sub(lambda box: f'<input type="checkbox"{" checked" if box[1] or box[2] else ""}>', html)


def differing(name: str) -> list[str]:
    return [
        str(example["example"])
        for example in examples(name)
        if without_manner(parsed(example["markdown"])) != without_manner(example["html"])
    ]


def test_commonmark_examples_give_the_same_html_but_for_listed_deviations() -> None:
    assert len(examples("commonmark-0.31.2.json")) == 652
    assert differing("commonmark-0.31.2.json") == list(DEVIATIONS["commonmark"])


def test_gfm_extension_examples_give_the_same_html_but_for_listed_deviations() -> None:
    assert len(examples("gfm-0.29-extensions.json")) == 24
    assert differing("gfm-0.29-extensions.json") == list(DEVIATIONS["gfm"])


def test_at_least_97_in_100_examples_without_raw_html_hold() -> None:
    plain = [row for row in examples("commonmark-0.31.2.json") if "HTML" not in row["section"]]
    held = [row for row in plain if str(row["example"]) not in DEVIATIONS["commonmark"]]
    assert len(held) >= 0.97 * len(plain)
