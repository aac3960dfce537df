"""A part of a page is changed in its place: also the text before the first heading, and with pictures."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.test_drafts import BODY
from tests.browser.test_drafts import jam as jam
from tests.browser.test_main_job import _fits
from tests.browser.test_putting_files import GIVE, PNG
from tests.builders import save_page
from wiki.pages.models import Page as WikiPage
from wiki.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("jam")]


def test_the_text_before_the_first_heading_has_a_pencil_too(page: Page) -> None:
    page.goto("/p/jam")
    pencil = page.get_by_role("link", name="Change “The beginning”")
    pencil.focus()
    page.keyboard.press("Enter")
    box = page.locator(".section-form .cm-content")
    expect(box).to_be_focused(timeout=10_000)
    expect(box).to_have_text("Before.")
    expect(page.get_by_role("heading", name="What you need")).to_be_visible()
    _fits(page)
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Control+End")
    page.keyboard.type(" Wash your hands.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Before. Wash your hands.")).to_be_visible()
    expect(page.get_by_text("Click.")).to_be_visible()


def test_a_conflict_of_a_whole_page_is_settled_by_keyboard_alone(
    page: Page, app: Flask, nia: Person, jam: WikiPage
) -> None:
    page.goto("/p/jam/edit")
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Mine. ")
    save_page(app.extensions["flipside"], jam, BODY.replace("Before.", "Theirs before."), author=nia)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Two versions, your choice")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name === 'choice-0'"):
            break
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.value") == "mine"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim() === 'Save my choice'"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mine. Before.")).to_be_visible()
    expect(page.get_by_text("Theirs before.")).to_be_hidden()


def test_there_is_one_main_button_however_many_parts_are_open(page: Page) -> None:
    page.goto("/p/jam")
    mains = page.locator("main .button--main:visible")
    expect(mains).to_have_text(["Edit"])
    page.get_by_role("link", name="Change “What you need”").click()
    expect(mains).to_have_text(["Save"])
    page.get_by_role("link", name="Change “2. Close it”").click()
    expect(page.locator(".section-form")).to_have_count(2)
    expect(mains).to_have_count(1)
    page.get_by_role("link", name="Cancel").last.click()
    expect(mains).to_have_text(["Save"])
    page.get_by_role("link", name="Cancel").click()
    expect(mains).to_have_text(["Edit"])


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_is_put_into_a_part_in_its_place(page: Page, kind: str) -> None:
    page.goto("/p/jam")
    page.get_by_role("link", name="Change “1. Open the lid”").click()
    expect(page.locator(".section-form .cm-content")).to_be_focused(timeout=10_000)
    page.keyboard.press("Control+End")
    page.evaluate(GIVE, [kind, list(PNG), "till.png"])
    page.get_by_label("In words").fill("The lid, open")
    page.keyboard.press("Enter")
    expect(page.locator(".section-form .cm-content")).to_contain_text("![The lid, open](/file/")
    _fits(page)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("img", name="The lid, open")).to_be_visible()
    page.goto("/p/jam/files")
    expect(page.get_by_role("img", name="The lid, open")).to_be_visible()
    expect(page.get_by_text("Say what it shows")).to_be_hidden()
