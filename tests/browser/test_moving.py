"""Pages are moved in a real browser: dragged in the tree, and by keyboard on the page for it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.builders import make_page
from wiki.pages.models import Page as Stored
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def shelf(app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        tills = session.query(Space).one()
    for title in ("Alpha", "Beta", "Gamma", "Delta"):
        make_page(wiki, tills, title, "x", author=nia)


def _tree(page: Page) -> Locator:
    return page.locator(".page-tree")


def _tops(page: Page) -> list[str]:
    return _tree(page).locator(":scope > ul > li > a").all_text_contents()


def _drag(page: Page, what: str, onto: str, *, at: float) -> None:
    """`at`: how far down the row it is let go, 0 to 1."""
    target = _tree(page).get_by_role("link", name=onto, exact=True)
    box = target.bounding_box()
    assert box is not None
    source = _tree(page).get_by_role("link", name=what, exact=True)
    source.drag_to(target, target_position={"x": 30, "y": box["height"] * at})


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("path", ["/s/tills", "/p/gamma"])
def test_a_page_is_dragged_below_and_between_others_and_brought_back(page: Page, path: str) -> None:
    page.goto(path)
    if not _tree(page).is_visible():
        page.get_by_role("link", name="Pages in this space").click()  # on a phone they come in from the side
    _drag(page, "Delta", "Alpha", at=0.5)
    expect(page.get_by_role("status").filter(has_text="“Delta” stands below “Alpha” now.")).to_be_visible()
    assert _tops(page) == ["Alpha", "Beta", "Gamma"]
    expect(_tree(page).get_by_role("link", name="Delta", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("“Delta” stands behind “Gamma” now.")).to_be_visible()
    assert _tops(page) == ["Alpha", "Beta", "Gamma", "Delta"]
    _drag(page, "Delta", "Beta", at=0.1)
    expect(page.get_by_text("“Delta” stands before “Beta” now.")).to_be_visible()
    page.reload()
    assert _tops(page) == ["Alpha", "Delta", "Beta", "Gamma"]


@pytest.mark.usefixtures("shelf")
def test_what_may_not_be_is_put_back_and_said(page: Page, app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        tills = session.query(Space).one()
        alpha = session.query(Stored).filter_by(title="Alpha").one()
    make_page(wiki, tills, "Inner", "x", author=nia, parent=alpha)
    page.goto("/s/tills")
    _drag(page, "Alpha", "Inner", at=0.5)
    expect(page.get_by_role("alert")).to_contain_text("can't lie below itself")
    assert _tops(page)[0] == "Alpha"


@pytest.mark.usefixtures("shelf")
def test_the_page_for_moving_shows_the_neighbours_and_works_by_keyboard(page: Page) -> None:
    page.goto("/p/beta/move")
    rows = page.locator(".neighbours > li")
    expect(rows.nth(1)).to_contain_text("Beta")
    page.get_by_role("button", name="One down").focus()
    page.keyboard.press("Enter")
    expect(rows.nth(2)).to_contain_text("Beta")
    expect(page.get_by_role("button", name="One down")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows.nth(3)).to_contain_text("Beta")
    page.get_by_label("Further away: put it beside").select_option("Alpha")
    page.get_by_role("button", name="Before it").focus()
    page.keyboard.press("Enter")
    expect(rows.nth(0)).to_contain_text("Beta")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert Axe().run(page).violations_count == 0
