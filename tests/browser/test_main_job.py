"""The main job in a real browser: write, read, change, find; by mouse on a desk and a phone, and by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.builders import make_page
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser

BODY = "## What you need\n\n- A roll\n\n## 1. Open the lid\n\nPull the tab.\n\n## How you know it worked\n\nIt hums.\n"


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture
def tills(app: Flask, nia: Person) -> Space:
    with app.extensions["flipside"].database.reading() as session:
        return session.query(Space).one()  # type: ignore[no-any-return]


def test_a_page_is_written_read_changed_and_found(page: Page) -> None:
    page.goto("/new")
    page.get_by_label("Title").fill("Swap a till roll")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(BODY)
    _fits(page)
    page.get_by_role("button", name="Publish").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Swap a till roll")
    expect(page.get_by_role("heading", name="Open the lid")).to_be_visible()
    _fits(page)

    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\nCall Mo when it squeaks.\n")
    page.get_by_label("What changed, in a few words").fill("Whom to call")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Call Mo when it squeaks.")).to_be_visible()

    page.get_by_role("link", name="History", exact=True).click()
    expect(page.locator("ins").first).to_contain_text("Call Mo")
    _fits(page)

    found = page.get_by_role("link", name="Swap a till roll")
    for _ in range(20):
        page.goto("/search?q=squeaks")
        if found.count():
            break
        page.wait_for_timeout(200)
    expect(found.first).to_be_visible()
    _fits(page)


def test_everything_can_be_done_by_keyboard_alone(page: Page) -> None:
    page.goto("/new?title=By+keyboard")
    page.get_by_label("Title").focus()
    page.keyboard.press("End")
    page.keyboard.type(" alone")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('cm-content')"):
            break
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("Written without a mouse.")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.classList.contains('cm-content')")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Written without a mouse.")).to_be_visible()
    if page.locator("#q-top").is_visible():
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.type") == "search"


def test_two_versions_are_shown_and_one_choice_each_settles_it(
    page: Page, app: Flask, nia: Person, tills: Space
) -> None:
    make_page(app.extensions["flipside"], tills, "Jam", "one\n\ntwo\n", author=nia)
    page.goto("/p/jam/edit")
    other = page.context.new_page()
    other.goto("/p/jam/edit")
    for tab, text in ((other, "one theirs\n\ntwo\n"), (page, "one mine\n\ntwo\n")):
        tab.locator(".cm-content").click()
        tab.keyboard.press("Control+a")
        tab.keyboard.press("Delete")
        tab.keyboard.insert_text(text)
        tab.get_by_role("button", name="Save").first.click()
        tab.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two versions, your choice")
    _fits(page)
    page.get_by_text("Keep both, one after the other").first.click()
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_text("one mine")).to_be_visible()
    expect(page.get_by_text("one theirs")).to_be_visible()
    other.close()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/spaces",
        "/s/tills",
        "/p/jam",
        "/p/jam/edit",
        "/p/jam/history",
        "/p/jam/history?view=sides",
        "/p/jam/move",
        "/p/jam/restrict",
        "/p/jam/delete",
        "/new",
        "/pages",
        "/changes",
        "/tags",
        "/wanted",
        "/trash",
        "/search?q=jam",
        "/search?q=nothingofthekind",
        "/people",
        "/people/nia-okafor",
        "/me",
        "/me/sessions",
        "/keyboard",
        "/s/tills/settings",
        "/p/nowhere",
    ],
)
def test_no_page_has_a_barrier_or_scrolls_sideways(
    page: Page, app: Flask, nia: Person, tills: Space, path: str
) -> None:
    text = BODY + "\n| Light | Means |\n|---|---|\n| red | [[Open the lid]] |\n\n```python\nx = 1\n```\n"
    make_page(app.extensions["flipside"], tills, "Jam", text, author=nia, tags=["tills"])
    page.goto(path, wait_until="load")
    _fits(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
