"""What other programs put on the clipboard becomes Markdown that one could have typed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.writing import empty, paste, text_of, write

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).with_name("clipboard")

CASES = {
    "starts of lines": (
        "<p># one</p><p>1. two</p><p>- three</p><p>&gt; four</p>",
        "\\# one\n\n1\\. two\n\n\\- three\n\n\\> four",
    ),
    "spaces in emphasis": ("<p>a<b> b </b>c <b></b><i> </i>d</p>", "a **b** c d"),
    "a list in the middle of words": ("a<ul><li>b</li></ul>c", "a\n\n- b\n\nc"),
    "a table for the look": ("<table><tr><td><p>One</p><p>Two</p></td></tr></table>", "One\n\nTwo"),
    "cells that span": (
        "<table><tr><th colspan=2>Head</th></tr><tr><td>a<br>b</td><td><ul><li>c</li></ul></td></tr></table>",
        "| Head |  |\n| --- | --- |\n| a<br>b | c |",
    ),
    "a figure": (
        '<figure><img src="https://example.org/a.png" alt="Till"><figcaption>The "old" one</figcaption></figure>b',
        '![Till](https://example.org/a.png "The \\"old\\" one")\n\nb',
    ),
}


@pytest.mark.parametrize("name", ["word", "docs", "web"])
def test_what_word_google_docs_and_web_pages_bring_becomes_clean_markdown(page: Page, name: str) -> None:
    """The samples were written for this test, in the forms that these programs use."""
    page.goto("/new?type=article")
    empty(page)
    paste(page, (SAMPLES / f"{name}.html").read_text("utf-8"), "the words alone")
    assert text_of(page) == (SAMPLES / f"{name}.md").read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize(("html", "markdown"), CASES.values(), ids=CASES.keys())
def test_what_is_pasted_becomes_clean_markdown(page: Page, html: str, markdown: str) -> None:
    page.goto("/new?type=article")
    empty(page)
    paste(page, html, "the words alone")
    assert text_of(page) == markdown


def test_words_without_structure_and_code_are_pasted_as_they_are(page: Page) -> None:
    page.goto("/new?type=article")
    empty(page)
    paste(page, "<div><span style='color:red'>a_b *c*</span></div>", "a_b *c*")
    assert text_of(page) == "a_b *c*"
    write(page, "```\n\n```")
    page.keyboard.press("ArrowUp")
    paste(page, "<p><b>x</b></p>", "x = **1**")
    assert text_of(page) == "```\nx = **1**\n```"


def test_an_address_pasted_over_words_links_them(page: Page) -> None:
    page.goto("/new?type=article")
    write(page, "their shop")
    page.keyboard.press("Control+a")
    paste(page, "", "https://example.org/")
    assert text_of(page) == "[their shop](https://example.org/)"
    page.keyboard.press("Control+z")
    assert text_of(page) == "their shop"


def test_a_link_to_a_page_of_this_wiki_becomes_a_link_between_brackets(page: Page) -> None:
    page.goto("/new?type=article")
    empty(page)
    origin = page.evaluate("location.origin")
    paste(page, f'<p>See <a href="{origin}/p/till-rolls#h-jam">the rolls</a>.</p>', "See the rolls.")
    assert text_of(page) == "See [[till-rolls#jam|the rolls]]."


def test_several_blocks_stand_apart_from_the_line_they_are_pasted_into(page: Page) -> None:
    page.goto("/new?type=article")
    write(page, "before after")
    for _ in range(len("after")):
        page.keyboard.press("ArrowLeft")
    paste(page, "<h2>One</h2><p>Two</p>", "One Two")
    assert text_of(page) == "before \n\n## One\n\nTwo\n\nafter"


def test_nothing_pasted_runs(page: Page) -> None:
    page.goto("/new?type=article")
    empty(page)
    html = "<img src=x onerror='window.ran=1'><svg onload='window.ran=1'></svg><p>a</p><p><b onclick=x>b</b></p>"
    paste(page, html, "a b")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert text_of(page) == "a\n\n**b**"
