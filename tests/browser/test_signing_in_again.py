"""A sign-in ends while somebody writes, and they sign in again in another window: the open editor goes on by itself."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.test_drafts import _write
from tests.browser.test_drafts import jam as jam
from tests.builders import make_person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("jam")]


def _editor(page: Page) -> Page:
    """In a window of its own, for what the browser says of refused copies is no complaint here."""
    opened = page.context.new_page()
    opened.goto("/p/jam/edit")
    _write(opened, "\nTyped before.")
    expect(opened.get_by_text("Draft kept at")).to_be_visible(timeout=10_000)
    opened.context.clear_cookies()
    opened.keyboard.insert_text(" Typed after.")
    expect(opened.get_by_text("Your sign-in has ended.")).to_be_visible(timeout=10_000)
    return opened


def _sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name=name).click()
    page.wait_for_url("**/")


def test_the_open_editor_goes_on_and_saves_at_once(page: Page) -> None:
    editor = _editor(page)
    _sign_in(page, "Nia Okafor")
    editor.bring_to_front()
    editor.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(editor.get_by_text("Draft kept at")).to_be_visible(timeout=10_000)
    editor.get_by_role("button", name="Save").first.click()
    expect(editor.get_by_text("Typed before. Typed after.")).to_be_visible()
    assert editor.url.endswith("/p/jam")
    editor.close()


def test_a_save_before_that_takes_one_step_more_and_loses_nothing(page: Page) -> None:
    editor = _editor(page)
    _sign_in(page, "Nia Okafor")
    editor.evaluate("document.querySelector('form[data-draft]').submit()")
    editor.get_by_role("button", name="Go on with my text").click()
    expect(editor.get_by_text("Nothing was saved while you were signed out.")).to_be_visible()
    editor.get_by_role("button", name="Save").first.click()
    expect(editor.get_by_text("Typed before. Typed after.")).to_be_visible()
    editor.close()


def test_somebody_else_who_signed_in_does_not_get_the_text(page: Page, app: Flask) -> None:
    make_person(app.extensions["flipside"], "Tom Berg")
    editor = _editor(page)
    _sign_in(page, "Tom Berg")
    editor.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(editor.get_by_text("Draft kept at")).to_be_hidden()
    editor.wait_for_timeout(1500)
    expect(editor.get_by_text("Your sign-in has ended.")).to_be_visible()
    page.goto("/drafts")
    expect(page.get_by_text("Nothing is unfinished")).to_be_visible()
    editor.close()
