"""Being told, in a real browser: by keyboard alone, at the width of a desk and of a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.builders import make_page, make_person, save_page
from wiki.pages.models import Page as Row
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def tom(app: Flask, nia: Person) -> Person:
    """Somebody who writes about the tills, and mentions Nia."""
    wiki = app.extensions["flipside"]
    person = make_person(wiki, "Tom Reyes", side="senior")
    with wiki.database.reading() as session:
        space = session.query(Space).one()
    make_page(wiki, space, "Jam", "Is it red?", author=person, tags=["paper"])
    make_page(
        wiki,
        space,
        "A page whose title is long enough to need more than one line on a phone",
        "@nia-okafor",
        author=person,
    )
    return person


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_page_is_watched_and_its_change_read_by_keyboard(page: Page, app: Flask, tom: Person) -> None:
    wiki = app.extensions["flipside"]
    page.goto("/p/jam")
    watch = page.locator(".page-actions summary", has_text="Watch")
    text = page.locator("[data-text]")
    before = text.bounding_box()
    watch.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Watch this page")).to_be_focused()
    assert text.bounding_box() == before, "the menu lies over the page and moves nothing"
    page.keyboard.press("Enter")
    expect(page.get_by_text("You will hear of it.")).to_be_visible()
    expect(page.locator(".page-actions summary", has_text="Watching")).to_be_visible()
    with wiki.database.reading() as session:
        jam = session.query(Row).filter_by(slug="jam").one()
    save_page(wiki, jam, "It is red.", author=tom)
    page.goto("/")
    bell = page.get_by_role("link", name="Notices, 2 pages with news")
    bell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/notices")
    assert _fits(page)
    expect(page.get_by_text("Tom Reyes changed it")).to_be_visible()
    page.get_by_role("button", name="Jam", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/jam")
    expect(page.get_by_text("It is red.")).to_be_visible()
    expect(page.get_by_role("link", name="Notices, 1 page with news")).to_be_visible()
    page.goto("/notices")
    page.get_by_role("button", name="All read").click()
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()


@pytest.mark.usefixtures("tom")
def test_what_reaches_one_is_chosen_among_the_settings(page: Page) -> None:
    page.goto("/me")
    page.get_by_role("navigation", name="My settings").get_by_role("link", name="Notices").click()
    page.get_by_label("Everything else in a digest").select_option(label="Once a week")
    page.get_by_label("If once a week, on").select_option(label="Friday")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("If once a week, on")).to_have_value("4")
    assert _fits(page)


@pytest.mark.usefixtures("tom")
@pytest.mark.parametrize("path", ["/notices", "/me/notices", "/p/jam", "/pages?tag=paper", "/people/tom-reyes"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_can_be_used_by_everybody(page: Page, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(path)
    assert _fits(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
