"""The story of a note: a senior annotates step 3, the junior edits and takes the suggestion, the senior hears of it."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_notes import select_words
from tests.builders import make_page, make_person, save_page
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser

STEPS = """## 1. Wake the printer

Press the feed button once.

## 2. Pair it

Open the stock app.

## 3. Match the roll

Check the roll, then tap print. Wait a bit and hold it.

## 4. Print the rest

Tap print all.
"""


def signed_in(chromium: Browser, address: str, name: str) -> Page:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=address)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name=name).click()
    page.wait_for_url("**/")
    return page


def test_a_seniors_suggestion_becomes_revision_five_and_the_inbox_says_so(
    app: Flask, chromium: Browser, address: str, nia: Person
) -> None:
    wiki = app.extensions["flipside"]
    make_person(wiki, "Margaret Hollis", side="senior")
    with wiki.database.reading() as session:
        tills = session.query(Space).one()
    howto = make_page(wiki, tills, "Print labels", STEPS, author=nia, type="howto")
    save_page(wiki, howto, STEPS.replace("once", "twice"), author=nia)
    margaret = signed_in(chromium, address, "Margaret Hollis")
    margaret.goto(howto.url)
    expect(margaret.locator("[data-margin]")).to_be_attached()
    select_words(margaret, "Wait a bit")
    margaret.locator(".note-here").click()
    margaret.get_by_role("radio", name="Suggest an edit").check()
    box = margaret.get_by_label("How it should be")
    expect(box).to_have_value("Check the roll, then tap print. Wait a bit and hold it.")
    box.fill("Check the roll, then tap print. Wait for the second beep and hold it.")
    margaret.get_by_label("Your note").fill("It beeps twice.")
    margaret.get_by_role("button", name="Save").click()
    expect(margaret.locator("article.note")).to_contain_text("It beeps twice.")
    for number, (old, new) in enumerate((("Open the", "Open our"), ("Tap print all", "Tap print all, once")), 3):
        now = STEPS.replace("once.", "twice.").replace("Open the", "Open our") if number == 4 else STEPS
        save_page(wiki, howto, now.replace("once.", "twice.").replace(old, new), author=nia)
    junior = signed_in(chromium, address, "Nia Okafor")
    expect(junior.get_by_text("They ask you")).to_be_visible()
    junior.goto(howto.url)
    note = junior.locator("article.note--suggestion")
    expect(note).to_be_visible()
    note.get_by_role("link", name="Look at it").click()
    junior.get_by_role("button", name="Take it").click()
    expect(junior.get_by_text("Taken over, as revision 5")).to_be_visible()
    expect(junior.locator("[data-text]")).to_contain_text("Wait for the second beep")
    junior.goto(f"{howto.url}/notes")
    expect(junior.get_by_text("Applied in revision 5").first).to_be_visible()
    margaret.goto("/notices")
    expect(margaret.get_by_text("Nia Okafor applied your note in revision 5")).to_be_visible()
    margaret.goto(f"{howto.url}/history")
    expect(margaret.get_by_text("Suggested edit, taken by Nia Okafor")).to_be_visible()
    for one in (margaret, junior):
        one.context.close()
