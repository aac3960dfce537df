"""Files in a real browser: attached by keyboard, played, and never running anything."""

import io
import struct

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.builders import make_page, save_page, viewer_of
from tests.pages.hostile_files import HOSTILE
from tests.pages.pictures import picture
from wiki.pages.actions.attaching import attach_file
from wiki.pages.models import Page as WikiPage
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser

EMBED = """async (url) => {
  const ways = { iframe: "src", embed: "src", object: "data", script: "src", img: "src", link: "href" };
  for (const [tag, name] of Object.entries(ways)) {
    const made = document.createElement(tag);
    made.setAttribute(name, url);
    if (tag === "link") made.rel = "stylesheet";
    const done = new Promise((end) => { made.onload = made.onerror = end; setTimeout(end, 400); });
    document.body.append(made);
    await done;
  }
}"""


@pytest.fixture
def jam(app: Flask, nia: Person) -> WikiPage:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        space = session.query(Space).one()
    return make_page(wiki, space, "Jam", "x", author=nia)


def a_tone() -> bytes:
    """A second of silence as WAV, which every browser plays."""
    out = io.BytesIO()
    samples = bytes(8000)
    out.write(
        b"RIFF"
        + struct.pack("<I", 36 + len(samples))
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    )
    out.write(b"data" + struct.pack("<I", len(samples)) + samples)
    return out.getvalue()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.usefixtures("jam")
def test_a_picture_is_attached_described_and_removed_by_keyboard(page: Page) -> None:
    page.goto("/p/jam/files")
    choose = page.get_by_label("File", exact=True)
    choose.set_input_files({"name": "label.png", "mimeType": "image/png", "buffer": picture("PNG", 400)})
    choose.focus()
    page.keyboard.press("Tab")
    page.keyboard.type("The label beside the drawer")
    page.keyboard.press("Enter")
    expect(page.locator(".file-face img")).to_have_attribute("alt", "The label beside the drawer")
    assert fits(page)
    assert page.locator(".file-face img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert Axe().run(page).violations_count == 0
    page.get_by_role("link", name="label.png").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="label.png")).to_be_visible()
    assert fits(page)
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Remove").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("One removed file")).to_be_visible()
    page.get_by_text("One removed file").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="label.png")).to_be_visible()
    page.goto("/s/tills/files")
    assert fits(page)
    assert Axe().run(page).violations_count == 0


def test_a_sound_plays_within_the_page(app: Flask, jam: WikiPage, nia: Person, page: Page) -> None:
    wiki = app.extensions["flipside"]
    with wiki.work(nia.id) as work:
        live = work.session.get_one(WikiPage, jam.id)
        file = attach_file(work, viewer_of(wiki, nia), live, wiki.settings.data, "tone.wav", a_tone())
    save_page(wiki, jam, f"![The click]({file.url})", author=nia)
    page.goto("/p/jam")
    player = page.locator("audio")
    expect(player).to_have_attribute("aria-label", "The click")
    heard = """sound => new Promise((done) => {
      sound.ontimeupdate = () => sound.currentTime > 0 && done(true);
      sound.muted = true;
      sound.play();
    })"""
    assert player.evaluate(heard)
    assert fits(page)


def test_nothing_in_a_hostile_file_runs(
    app: Flask, jam: WikiPage, nia: Person, chromium: Browser, address: str
) -> None:
    wiki = app.extensions["flipside"]
    with wiki.work(nia.id) as work:
        live, viewer = work.session.get_one(WikiPage, jam.id), viewer_of(wiki, nia)
        urls = [
            attach_file(work, viewer, live, wiki.settings.data, name, data).url
            for name, data in [*HOSTILE.items(), ("both.gif", picture("GIF") + b"<script>alert(1)</script>")]
        ]
    # Our own policy is switched off: the files' answers alone must do.
    context = chromium.new_context(base_url=address, bypass_csp=True)
    page = context.new_page()
    ran: list[str] = []

    def note(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto("/sign-in")
    page.get_by_role("button", name="Nia Okafor").click()
    page.wait_for_url("**/")
    for url in urls:
        page.evaluate(EMBED, url)
    context.close()
    assert ran == []
