"""Search in a real browser: by keyboard alone and on a phone, in the box, in the palette, on the page of results."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.builders import make_page
from wiki.pages.models import Space
from wiki.people.models import Person
from wiki.search.drain import Drainer
from wiki.search.engines import engine_of
from wiki.search.models import SearchQuery
from wiki.search.routes.asking import log_of

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def shelf(app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        tills = session.query(Space).one()
    top = make_page(wiki, tills, "Printers", "All printers.", author=nia, tags=["printer"])
    make_page(
        wiki,
        tills,
        "Reset the till printer",
        "## Look\n\nIt blinks.\n\n## Hold\n\nHold the green button.",
        author=nia,
        parent=top,
        type="howto",
    )
    make_page(wiki, tills, "Print labels", "Labels come from the green printer.", author=nia, tags=["label"])
    drainer = Drainer(wiki, engine_of(wiki))
    while drainer():
        pass


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def _is_phone(page: Page) -> bool:
    return (page.viewport_size or {"width": 0})["width"] < 600


def test_the_palette_opens_finds_and_leads_on_by_keyboard(page: Page) -> None:
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Go to, or search")
    expect(box).to_be_focused()
    page.keyboard.type("rese")
    option = page.get_by_role("option", name=re.compile("Reset the till printer"))
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "-")
    _fits(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reset the till printer")


def test_escape_closes_the_palette_and_a_second_press_too(page: Page) -> None:
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Go to, or search")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(dialog).to_be_visible()
    page.keyboard.press("Control+k")
    expect(dialog).to_be_hidden()


def test_the_box_of_every_page_offers_while_one_types(page: Page) -> None:
    if _is_phone(page):
        page.get_by_role("link", name="Search").click()
        page.get_by_role("combobox", name="Go to, or search").fill("prin")
    else:
        page.keyboard.press("/")
        page.keyboard.type("prin")
    expect(page.get_by_role("option", name=re.compile("Print labels"))).to_be_visible()
    expect(page.get_by_role("group", name="Tags").get_by_role("option", name="printer")).to_be_visible()
    _fits(page)
    if not _is_phone(page):
        page.keyboard.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        page.keyboard.type("ter")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/search\?q=printer"))


@pytest.mark.parametrize("where", ["palette", "box"])
def test_what_one_searched_is_forgotten_where_it_is_offered(page: Page, app: Flask, where: str) -> None:
    wiki = app.extensions["flipside"]
    page.goto("/search?q=green+printer")
    log_of(wiki).write(wiki.clock.now())
    page.goto("/search")
    if where == "palette":
        page.keyboard.press("Control+k")
        box = page.get_by_role("combobox", name="Go to, or search")
    else:
        box = page.locator("#q")
        box.fill("gr")
    lately = page.get_by_role("group", name="You searched lately")
    expect(lately.get_by_role("option", name="green printer")).to_be_visible()
    forget = lately.get_by_role("option", name="Forget these")
    _fits(page)
    # By the keys alone: down to it, and Enter.
    for _ in range(20):
        if forget.get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    with page.expect_response("**/search/forget") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 204
    expect(lately).to_have_count(0)
    expect(box).to_be_focused()
    expect(page).to_have_url(re.compile(r"/search$"))
    with wiki.database.reading() as session:
        assert [row.person_id for row in session.query(SearchQuery)] == [None]


def test_a_mistyped_word_is_put_right_by_one_click(page: Page) -> None:
    page.goto("/search?q=grene+printer")
    page.get_by_role("link", name=re.compile("Search for green printer alone")).click()
    expect(page.locator("#q")).to_have_value("green printer")
    expect(page.get_by_role("listitem").filter(has_text="Print labels").first).to_be_visible()


def test_a_result_is_narrowed_down_opened_at_its_heading_and_counted(page: Page, app: Flask) -> None:
    page.goto("/search?q=green")
    _fits(page)
    if _is_phone(page):
        page.get_by_text("Narrow it down").click()
    page.get_by_role("link", name=re.compile("How-to")).click()
    expect(page.get_by_role("heading", name="1 result")).to_be_visible()
    # The others of this facet stay to be chosen, and a phone keeps the list unfolded.
    page.get_by_role("link", name=re.compile("Article")).click()
    expect(page.get_by_role("heading", name="2 results")).to_be_visible()
    expect(page.locator("#q")).to_have_value("green (type:howto OR type:article)")
    if _is_phone(page):
        expect(page.get_by_text("Narrow it down (2 chosen)")).to_be_visible()
    page.get_by_role("link", name=re.compile("Article")).click()
    expect(page.locator("#q")).to_have_value("green type:howto")
    with page.expect_response("**/search/clicked") as answer:
        page.get_by_role("link", name="Hold", exact=True).click()
    assert answer.value.status == 204
    expect(page).to_have_url(re.compile(r"/p/reset-the-till-printer#h-hold$"))
    wiki = app.extensions["flipside"]
    log_of(wiki).write(wiki.clock.now())
    with wiki.database.reading() as session:
        assert [row.clicked for row in session.query(SearchQuery)] == [True]


def test_the_page_of_results_has_one_box_and_the_key_leads_to_it(page: Page) -> None:
    page.goto("/search?q=green")
    expect(page.get_by_role("combobox")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_keeping_a_search_opens_in_sight(page: Page) -> None:
    page.goto("/search?q=green")
    page.get_by_text("Keep this search").click()
    box = page.get_by_label("Name", exact=True)
    expect(box).to_be_in_viewport(ratio=1)
    expect(box).to_be_focused()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_in_viewport(ratio=1)
    _fits(page)


def test_suggestions_end_with_a_whole_row(page: Page, app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        tills = session.query(Space).one()
    for number in range(6):
        make_page(wiki, tills, f"Printer {number} with a title that needs more than one row", "x", author=nia)
    drainer = Drainer(wiki, engine_of(wiki))
    while drainer():
        pass
    page.set_viewport_size({"width": (page.viewport_size or {"width": 390})["width"], "height": 500})
    page.goto("/search")
    page.locator("#q").fill("prin")
    expect(page.get_by_role("option").first).to_be_visible()
    cut = """list => { const box = list.getBoundingClientRect(), end = box.bottom - list.clientTop;
      return [...list.querySelectorAll("[role='option']")].map(each => each.getBoundingClientRect())
        .filter(row => row.top < end - 1 && row.bottom > end + 1).length; }"""
    box = page.get_by_role("listbox")
    assert box.evaluate("list => list.scrollHeight > list.clientHeight")
    assert box.evaluate(cut) == 0


def test_the_form_works_without_script(page: Page) -> None:
    page.goto("/search/form")
    page.get_by_label("These words").fill("printer")
    page.get_by_label("Type").select_option("howto")
    page.get_by_role("button", name="Search").last.click()
    expect(page.locator("#q")).to_have_value("printer type:howto")
    expect(page.get_by_role("heading", name="1 result")).to_be_visible()


@pytest.mark.parametrize("path", ["/search?q=green+printer", "/search?q=green+-printer", "/search", "/search/form"])
def test_nothing_keeps_anybody_out(page: Page, path: str) -> None:
    page.goto(path)
    _fits(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_open_palette_keeps_nobody_out(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("prin")
    expect(page.get_by_role("option").first).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
