"""A mention shows who it is in a real browser: under the pointer, by keyboard, by touch; and a page on paper."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.builders import make_page, make_person
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser

LONG = "x" * 180


@pytest.fixture
def jam(app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    make_person(wiki, "Mo Rahman", team="Shop floor")
    with wiki.database.reading() as session:
        space = session.query(Space).one()
    text = f"""Ask @mo-rahman. See [their site](https://example.org/help).

## 1. Look

```
{LONG}
```

| A | B |
|---|---|
| {LONG} | end of row |

??? note "Folded"
    Inside the fold.
"""
    make_page(wiki, space, "Jam", text, author=nia, type="howto")


@pytest.mark.usefixtures("jam")
def test_a_mention_shows_a_card_under_the_pointer_and_by_keyboard(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/p/jam")
    assert not [url for url in asked if url.endswith("/card")]
    mention = page.locator("a.mention")
    card = page.locator(".person-card")
    mention.hover()
    expect(card).to_contain_text("Shop floor")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert Axe().run(page).violations_count == 0
    page.mouse.move(1, 1)
    expect(card).to_have_count(0)
    mention.focus()
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(card.get_by_role("link", name="Mo Rahman")).to_be_focused()
    page.keyboard.press("Tab")
    expect(card).to_have_count(0)
    mention.focus()
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(mention).to_be_focused()
    assert len([url for url in asked if url.endswith("/card")]) == 1


@pytest.mark.usefixtures("jam")
def test_a_first_touch_shows_the_card_and_a_second_leads_on(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, base_url=address)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name="Nia Okafor").tap()
    page.wait_for_url("**/")
    page.goto("/p/jam")
    mention = page.locator("a.mention")
    mention.tap()
    expect(page.locator(".person-card")).to_contain_text("Mo Rahman")
    mention.tap()
    expect(page).to_have_url(f"{address}/people/mo-rahman")
    page.route("**/card", lambda route: route.fulfill(status=403))
    page.goto("/p/jam")
    mention.tap()
    expect(page).to_have_url(f"{address}/people/mo-rahman")
    context.close()


@pytest.mark.usefixtures("jam")
def test_on_paper_stand_title_text_and_origin_with_nothing_cut(page: Page, tmp_path: Path) -> None:
    page.goto("/p/jam")
    page.pdf(path=tmp_path / "jam.pdf", format="A4")
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "jam.pdf").pages)
    text = " ".join(text.split())
    for said in ("Jam", "https://example.org/help", "Inside the fold.", "end of row", "Changed once", "Nia Okafor"):
        assert said in text
    assert text.count("x") >= 2 * len(LONG)
    for pressed in ("Favourite", "History", "Search the manual", "What changed", "Spaces"):
        assert pressed not in text
