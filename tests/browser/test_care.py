"""Care of pages in a real browser: worked through by keyboard; and the palette does what the page offers."""

import re
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from tests.builders import make_page
from wiki.pages.care import Freshness
from wiki.pages.models import Page as WikiPage
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
def test_a_keeper_takes_on_by_keyboard_what_nobody_answers_for(page: Page, app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.work() as work:
        work.session.execute(update(WikiPage).values(owner_id=None))
        work.session.execute(update(Person).where(Person.id == nia.id).values(role="admin"))
    page.goto("/care?kind=ownerless")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="First")).to_be_focused()
    page.keyboard.press("o")
    expect(page.get_by_role("link", name="First")).to_have_count(0)
    with wiki.database.reading() as session:
        assert session.query(WikiPage.owner_id).filter_by(slug="first").scalar() == nia.id


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


@pytest.mark.usefixtures("stale")
def test_the_palette_knows_the_actions_of_the_page_and_of_the_wiki(page: Page) -> None:
    page.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'yes'; }")
    page.goto("/p/first")

    def offered(typed: str, name: str) -> Locator:
        page.keyboard.press("Control+k")
        field = page.get_by_role("combobox", name="Go to, or search")
        expect(field).to_be_focused()
        field.fill(typed)
        option = page.get_by_role("group", name="Actions").get_by_role("option", name=name, exact=True)
        expect(option).to_be_visible()
        return option

    for typed, name in [
        ("edit", "Edit"),
        ("move", "Move"),
        ("copy", "Copy"),
        ("merge", "Merge into another page"),
        ("watching page", "Stop watching this page"),
        ("still", "Still true"),
        ("draft", "My drafts"),
        ("stale", "Care list"),
        ("bell", "Inbox"),
        ("settings", "My settings"),
    ]:
        offered(typed, name)
        page.keyboard.press("Control+k")
    offered("pdf", "Print").click()
    expect(page.locator("html[data-printed]")).to_have_count(1)
    offered("watching page", "Stop watching this page").click()
    expect(page.get_by_text("You will not hear of it any more.")).to_be_visible()
    offered("watch page", "Watch this page")
    page.keyboard.press("Control+k")
    offered("drafts", "My drafts")
    page.keyboard.press("ArrowUp")
    while page.locator("[aria-selected='true']").text_content() != "My drafts":
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/drafts$"))
    expect(offered("write", "Write")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/new$"))
