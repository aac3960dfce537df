"""Nothing typed is lost, one part is changed in its place, and two versions are settled, in a real browser."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from shutil import which

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_main_job import _fits
from tests.builders import make_page, make_person, make_space, save_page
from tests.chromium import ARGUMENTS
from tests.durability.test_kill import Server, _cookie
from wiki.app import create_wiki
from wiki.cli.opening import prepare
from wiki.kernel.settings import Settings
from wiki.pages.models import Page as WikiPage
from wiki.pages.models import Space
from wiki.people.actions import start_sign_in
from wiki.people.models import Person

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
BODY = "Before.\n\n## What you need\n\n- A roll\n\n## 1. Open the lid\n\nPull the tab.\n\n## 2. Close it\n\nClick.\n"


@pytest.fixture
def jam(app: Flask, nia: Person) -> WikiPage:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        space = session.query(Space).one()
    return make_page(wiki, space, "Jam", BODY, author=nia, type="howto")


def _write(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


@pytest.mark.usefixtures("jam")
def test_a_draft_is_kept_while_one_types_and_home_leads_back_to_it(page: Page) -> None:
    page.goto("/p/jam/edit")
    _write(page, "\nHalf a sentence")
    expect(page.get_by_text("Draft kept at")).to_be_visible(timeout=10_000)
    _fits(page)
    page.evaluate("window.onbeforeunload = null; localStorage.clear()")
    other = page.context.new_page()
    other.goto("/")
    other.locator(".drafts").get_by_role("link", name="Jam").click()
    expect(other.get_by_text("You go on where you stopped.")).to_be_visible()
    expect(other.locator(".cm-content")).to_contain_text("Half a sentence")
    _fits(other)
    assert Axe().run(other).violations_count == 0
    other.get_by_role("button", name="Save").first.click()
    expect(other.get_by_text("Half a sentence")).to_be_visible()
    other.goto("/")
    expect(other.get_by_text("Go on where you stopped")).to_be_hidden()
    other.goto("/drafts")
    assert Axe().run(other).violations_count == 0
    other.close()


@pytest.mark.usefixtures("jam")
def test_without_a_line_the_text_stays_in_the_browser_and_goes_out_when_it_is_back(page: Page) -> None:
    # A tab of its own: what the browser says of a line that is down is no complaint here.
    page = page.context.new_page()
    page.goto("/p/jam/edit")
    page.route("**/drafts/**", lambda route: route.abort())
    _write(page, "\nTyped in a tunnel")
    expect(page.get_by_text("your text is kept in this browser")).to_be_visible(timeout=10_000)
    assert "Typed in a tunnel" in page.evaluate("localStorage.getItem('rescue:/p/jam/edit')")
    page.unroute("**/drafts/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Draft kept at")).to_be_visible(timeout=10_000)


@pytest.mark.usefixtures("jam")
def test_a_pencil_opens_only_its_step_in_place_by_keyboard_alone(page: Page) -> None:
    page.goto("/p/jam")
    pencil = page.get_by_role("link", name="Change “1. Open the lid”")
    pencil.focus()
    page.keyboard.press("Enter")
    box = page.locator(".section-form .cm-content")
    expect(box).to_be_focused(timeout=10_000)
    expect(box).to_contain_text("Pull the tab.")
    expect(box).not_to_contain_text("Click.")
    expect(page.get_by_role("heading", name="Close it")).to_be_visible()
    assert page.url.endswith("/p/jam")
    _fits(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Gently.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Pull the tab. Gently.")).to_be_visible()
    assert page.url.endswith("/p/jam#h-1-open-the-lid")
    expect(page.get_by_text("Click.")).to_be_visible()


@pytest.mark.usefixtures("jam")
def test_cancel_leaves_the_part_as_it_was_and_goes_back_to_the_pencil(page: Page) -> None:
    page.goto("/p/jam")
    pencil = page.get_by_role("link", name="Change “What you need”")
    pencil.click()
    expect(page.locator(".section-form")).to_be_visible()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator(".section-form")).to_be_hidden()
    expect(page.get_by_text("A roll")).to_be_visible()
    expect(pencil).to_be_focused()


def test_a_conflict_of_one_step_is_settled_by_keyboard_alone(
    page: Page, app: Flask, nia: Person, jam: WikiPage
) -> None:
    page.goto("/p/jam")
    page.get_by_role("link", name="Change “1. Open the lid”").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".section-form .cm-content")).to_be_focused(timeout=10_000)
    save_page(app.extensions["flipside"], jam, BODY.replace("Pull the tab.", "Pull the red tab."), author=nia)
    page.keyboard.press("Control+End")
    page.keyboard.type(" Slowly.")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Two versions, your choice")
    _fits(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name === 'choice-0'"):
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "both"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Pull the tab. Slowly.")).to_be_visible()
    expect(page.get_by_text("Pull the red tab.")).to_be_visible()


def test_somebody_else_who_writes_is_named(page: Page, app: Flask, jam: WikiPage, chromium: Browser) -> None:
    make_person(app.extensions["flipside"], "Mo Rahman")
    other = chromium.new_context(base_url=page.url.partition("/p/")[0].rstrip("/"))
    tab = other.new_page()
    tab.goto("/sign-in")
    tab.get_by_role("button", name="Mo Rahman").click()
    tab.wait_for_url("**/")
    with tab.expect_response("**/writing"):
        tab.goto("/p/jam/edit")
    for address in ("/p/jam", "/p/jam/edit"):
        page.goto(address)
        expect(page.get_by_text("Mo Rahman is editing this.")).to_be_visible()
    other.close()


TYPING = """
import sys
from playwright.sync_api import sync_playwright
address, cookie = sys.argv[1:]
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="{path}", args={arguments!r})
    context = browser.new_context(base_url=address)
    context.add_cookies([{{"name": "flipside", "value": cookie, "url": address}}])
    page = context.new_page()
    page.goto("/p/jam/edit")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("Typed just before the crash.")
    print("typed", flush=True)
    page.wait_for_timeout(60_000)
"""


@pytest.mark.slow
def test_text_typed_ten_seconds_before_browser_and_server_are_killed_is_there_again(
    tmp_path: Path, free_port: int, chromium: Browser
) -> None:
    settings = Settings(data=tmp_path / "data", themes_folder=ROOT / "themes", content_folder=ROOT / "content")
    prepare(settings)
    wiki = create_wiki(settings)
    person = make_person(wiki)
    make_page(wiki, make_space(wiki, "Tills", keeper=person), "Jam", BODY, author=person)
    with wiki.work(person.id) as work:
        token = start_sign_in(work, person.id, days=1, browser="", address="")
    wiki.database.close()
    cookie = _cookie(settings, token).removeprefix("flipside=")
    server = Server(settings.data, free_port)
    server.start()
    address = f"http://127.0.0.1:{free_port}"
    script = TYPING.format(path=which("chromium"), arguments=ARGUMENTS)
    typing = subprocess.Popen(
        [sys.executable, "-c", script, address, cookie], stdout=subprocess.PIPE, start_new_session=True
    )
    assert typing.stdout is not None
    assert typing.stdout.readline() == b"typed\n"
    # Well within ten seconds of the last key: the browser with all its processes, then the server.
    time.sleep(6)
    os.killpg(typing.pid, signal.SIGKILL)
    server.kill()
    server.start()
    context = chromium.new_context(base_url=address)
    context.add_cookies([{"name": "flipside", "value": cookie, "url": address}])
    page = context.new_page()
    page.goto("/")
    page.locator(".drafts").get_by_role("link", name="Jam").click()
    expect(page.locator(".cm-content")).to_contain_text("Typed just before the crash.")
    context.close()
    server.kill()
    server.log.close()
    typing.wait(10)
    typing.stdout.close()
