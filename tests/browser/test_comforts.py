"""Small comforts in a real browser: what is folded on a phone, what is suggested, what an admin finds."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.builders import make_group, make_page, make_person
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def jam(app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        space = session.query(Space).one()
    text = "## Look\n\nIs it red?\n\n## Pull\n\nSlowly.\n\n## Close\n\nIt clicks.\n"
    make_page(wiki, space, "Jam", text, author=nia)
    make_page(wiki, space, "Jars and lids", "Glass.", author=nia)


def _on_a_phone(page: Page) -> bool:
    return bool(page.evaluate("window.innerWidth < 500"))


@pytest.mark.usefixtures("jam")
def test_on_a_phone_the_text_comes_before_what_is_known_about_it(page: Page) -> None:
    page.goto("/p/jam/edit")
    if not _on_a_phone(page):
        expect(page.get_by_label("Tags")).to_be_visible()
        return
    expect(page.get_by_label("Tags")).to_be_hidden()
    assert page.locator(".cm-content").bounding_box()["y"] < 500  # type: ignore[index]
    page.locator(".editor__facts summary").click()
    expect(page.get_by_label("Tags")).to_be_visible()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Is it red?").last).to_be_visible()
    expect(page.locator(".cm-content")).to_be_hidden()


@pytest.mark.usefixtures("jam")
def test_a_saved_text_is_no_longer_kept_as_unsaved(page: Page) -> None:
    for word in ("first", "second"):
        page.goto("/p/jam/edit")
        expect(page.get_by_text("Unsaved text is kept in this browser.")).to_be_hidden()
        page.locator(".cm-content").click()
        page.keyboard.press("Control+End")
        page.keyboard.insert_text(f"\nA {word} word.\n")
        page.get_by_role("button", name="Save").first.click()
        expect(page.get_by_text(f"A {word} word.")).to_be_visible()
        assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('rescue:'))") == []


@pytest.mark.usefixtures("jam")
def test_what_is_on_a_page_is_folded_on_a_phone_and_open_on_a_desk(page: Page) -> None:
    page.goto("/p/jam")
    link = page.get_by_role("navigation", name="On this page").get_by_role("link", name="Close")
    if _on_a_phone(page):
        expect(link).to_be_hidden()
        page.get_by_text("On this page").last.click()
    link.click()
    assert page.url.endswith("#h-close")


@pytest.mark.usefixtures("jam")
def test_the_slash_offers_what_a_how_to_needs_first(page: Page) -> None:
    page.goto("/new")
    assert page.locator(".cm-content").get_attribute("aria-invalid") is None
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("/")
    offered = page.locator(".cm-tooltip-autocomplete li .cm-completionLabel")
    expect(offered.first).to_be_visible()
    assert offered.all_text_contents()[:3] == ["Step", "Warning", "Tip"]
    assert not {"Bold", "Link"} & set(offered.all_text_contents())
    page.wait_for_timeout(150)  # the editor takes no key for a list in its first moments
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".cm-content")).to_contain_text("> [!WARNING]")
    expect(page.locator(".cm-content")).not_to_contain_text("/")


@pytest.mark.usefixtures("jam")
def test_people_and_pages_are_suggested_while_one_types(page: Page, app: Flask) -> None:
    make_person(app.extensions["flipside"], "Mo Rahman")
    page.goto("/p/jam/restrict")
    field = page.get_by_role("combobox", name="Who may read it")
    field.press_sequentially("Till keepers, rah")
    page.get_by_role("option", name="Mo Rahman").click()
    expect(field).to_have_value("Till keepers, @mo-rahman")

    page.goto("/p/jam/move")
    field = page.get_by_role("combobox", name="Below the page")
    field.press_sequentially("jars")
    expect(page.get_by_role("option", name="Jars and lids")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("Jars and lids")
    expect(page.get_by_role("listbox", name="Below the page")).to_be_hidden()
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_role("navigation", name="Where you are")).to_contain_text("Jars and lids")


def test_opening_a_space_to_everybody_asks_once_more(page: Page) -> None:
    page.goto("/s/tills/settings")
    sure = page.get_by_label("Yes, open it to everybody")
    expect(sure).to_be_hidden()
    page.get_by_label("Also readable without signing in").check()
    expect(sure).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Tick this too, if everybody shall read it.").first).to_be_visible()
    sure.check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_writing_is_one_tap_away_also_on_a_phone(page: Page) -> None:
    page.goto("/people")
    page.get_by_role("link", name="Write", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write a page")


@pytest.mark.parametrize(
    "path",
    [
        "/admin",
        "/admin/people",
        "/admin/people/nia-okafor",
        "/admin/groups",
        "/admin/groups/1",
        "/admin/teams",
        "/admin/plugins",
        "/spaces/new",
    ],
)
def test_no_page_of_an_admin_has_a_barrier_or_scrolls_sideways(page: Page, app: Flask, nia: Person, path: str) -> None:
    wiki = app.extensions["flipside"]
    make_group(wiki, "Till keepers", members=[nia])
    make_person(wiki, "Sam Kowalski", role="admin", team="Head office")
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_role("button", name="Sam Kowalski").click()
    page.wait_for_url("**/")
    page.goto(path, wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
