"""Opening a page and saving it changes no byte: histories and notes on words would not survive anything else."""

import os
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.writing import text_of
from tests.builders import make_page
from wiki.pages.models import Page as WikiPage
from wiki.pages.models import Revision, Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser

HANDBOOK = Path(__file__).with_name("handbook")
# A folder of Markdown to open and save as well, for instance a real handbook.
MORE = os.environ.get("FLIPSIDE_ROUND_TRIP", "")


def _sources() -> list[Path]:
    return sorted([*HANDBOOK.glob("*.md"), *(Path(MORE).rglob("*.md") if MORE else [])])


def test_open_and_save_changes_no_byte(page: Page, app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        space = session.query(Space).one()
    changed = []
    for number, path in enumerate(_sources()):
        source = path.read_bytes().decode("utf-8")
        made = make_page(wiki, space, f"Page {number}", source, author=nia, slug=f"page-{number}")
        page.goto(f"{made.url}/edit")
        page.locator(".cm-content").focus()
        # Typed and taken back, so that the text has been through the editor and not only through its field.
        page.keyboard.press("Control+End")
        page.keyboard.type("x")
        assert text_of(page) == source + "x"
        page.keyboard.press("Backspace")
        with page.expect_request(lambda sent: sent.method == "POST" and sent.url.endswith("/edit")) as sending:
            page.keyboard.press("Control+s")
        page.wait_for_url(f"**{made.url}")
        sent = parse_qs(sending.value.post_data or "", keep_blank_values=True)["body"][0].replace("\r\n", "\n")
        with wiki.database.reading() as session:
            live = session.get_one(WikiPage, made.id)
            kept = session.query(Revision).filter_by(page_id=made.id, number=live.number).one().body
        if sent != source or kept != source:
            changed.append(str(path))
    assert changed == []
