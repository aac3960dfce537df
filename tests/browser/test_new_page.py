"""A new page: its kind, the templates of its space, and where it shall stand; by keyboard alone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.test_main_job import _fits
from tests.browser.writing import text_of
from tests.builders import make_page, make_space
from tests.pages.test_beginnings import make_template
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def spaces(app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        tills = session.query(Space).one()
    make_page(wiki, tills, "Printers", "Look.\n", author=nia)
    make_template(wiki, tills, "A repair", "## 1. Open\n")
    make_template(wiki, tills, "B return", "## 1. Ask\n")
    make_template(wiki, make_space(wiki, "Stock", keeper=nia), "Count", "## 1. Count\n")


@pytest.mark.usefixtures("spaces")
def test_a_template_is_chosen_and_what_was_typed_stays(page: Page) -> None:
    page.goto("/new?space=tills")
    assert text_of(page).strip() == "## 1. Open"
    page.get_by_role("button", name="B return").focus()
    page.keyboard.press("Enter")
    expect(page.locator("textarea[data-editor]")).to_have_value(re.compile(r"^\s*## 1\. Ask\s*$"))
    page.get_by_label("Title").fill("Bring it back")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is still only the template.").first).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Bring it back")
    _fits(page)
    assert Axe().run(page).violations_count == 0
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nAsk for the receipt.")
    page.get_by_role("button", name="A repair").focus()
    page.keyboard.press("Enter")
    expect(page.locator("textarea[data-editor]")).to_have_value(re.compile(r"## 1\. Open"))
    assert "Ask for the receipt." in text_of(page)
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring it back")


@pytest.mark.usefixtures("spaces")
def test_another_space_has_other_templates_and_not_the_page_above(page: Page) -> None:
    page.goto("/new?parent=printers")
    space = page.get_by_label("Space", exact=True)
    expect(space).to_have_value("tills")
    expect(page.get_by_text("Below “Printers”.")).to_be_visible()
    space.focus()
    page.keyboard.type("Stock")
    expect(space).to_have_value("stock")
    expect(page.get_by_text("Below “Printers”.")).to_be_hidden()
    expect(page.get_by_text("At the top of the space, for “Printers” is in another one.")).to_be_visible()
    expect(page.get_by_role("button", name="Count")).to_be_visible()
    expect(page.get_by_role("button", name="A repair")).to_be_hidden()
    _fits(page)
