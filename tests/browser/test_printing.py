"""A page on paper, as Chromium prints it: from the dark as from the light, and with nothing left alone on a sheet."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.builders import make_page
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser

LINES = 32


@pytest.fixture
def long(app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        tills = session.query(Space).one()
    body = "\n\n".join(f"Line {number} of it." for number in range(LINES))
    make_page(wiki, tills, "Long", body, author=nia)


def _printed(page: Page, path: Path) -> list[str]:
    page.pdf(path=path, format="A4")
    return [sheet.extract_text() for sheet in PdfReader(path).pages]


@pytest.mark.usefixtures("long")
def test_who_changed_it_never_stands_alone_on_a_sheet(page: Page, tmp_path: Path) -> None:
    page.goto("/p/long")
    lengths = set()
    for _left in range(LINES, LINES - 16, -1):
        sheets = _printed(page, tmp_path / "long.pdf")
        lengths.add(len(sheets))
        assert "Changed once" in sheets[-1]
        assert "of it." in sheets[-1]
        page.locator(".prose > p").last.evaluate("line => line.remove()")
    assert len(lengths) > 1, "the text never came to the end of a sheet"


@pytest.mark.usefixtures("long")
def test_paper_is_white_also_for_who_reads_in_the_dark(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/p/long")
    expect(page.locator(".masthead")).to_be_hidden()
    expect(page.get_by_role("button", name="Favourite")).to_be_hidden()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
