"""Care of pages in a real browser: worked through by keyboard; and the palette does what the page offers."""

import re
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from tests.builders import make_page
from wiki.pages.care import Freshness
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def stale(app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        tills = session.query(Space).one()
    for title in ("First", "Second", "Third"):
        make_page(wiki, tills, title, "x", author=nia, type="howto")
    with wiki.work() as work:
        work.session.execute(update(Freshness).values(until=date(2020, 1, 1)))


@pytest.mark.usefixtures("stale")
def test_stale_pages_are_worked_through_by_keyboard(page: Page) -> None:
    page.goto("/care")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="First")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Second")).to_be_focused()
    page.keyboard.press("t")
    expect(page.get_by_role("link", name="Second")).to_have_count(0)
    expect(page.get_by_role("link", name="Third")).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="First")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile("/p/first/edit$"))


@pytest.mark.usefixtures("stale")
def test_the_palette_does_what_the_page_offers(page: Page) -> None:
    page.goto("/p/first")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Go to, or search")).to_be_focused()
    page.keyboard.type("hist")
    option = page.get_by_role("option", name="History")
    expect(page.get_by_role("option", name="Move", exact=True)).to_have_count(0)
    expect(option).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/p/first/history$"))
    page.goto("/p/first")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Go to, or search")).to_be_focused()
    page.keyboard.type("favou")
    page.get_by_role("option", name="Favourite", exact=True).click()
    expect(page.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
