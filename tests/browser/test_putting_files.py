"""Pictures and files are pasted, dropped or chosen while one writes; what doesn't arrive can be tried again."""

import re
import struct
import zlib

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.writing import empty, text_of, write
from tests.builders import make_page
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress((b"\0" + b"\xff\x80\x00" * 4) * 4))
    + _chunk(b"IEND", b"")
)
PICTURE = FilePayload(name="till.png", mimeType="image/png", buffer=PNG)
NOTE = FilePayload(name="notes.txt", mimeType="text/plain", buffer=b"Call Mo.\n")

GIVE = """([kind, bytes, name]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, {type: 'image/png'}));
  const place = document.querySelector('.cm-content');
  const options = {bubbles: true, cancelable: true};
  place.dispatchEvent(kind === 'paste' ? new ClipboardEvent('paste', {...options, clipboardData: data})
    : new DragEvent('drop', {...options, dataTransfer: data, clientX: 0, clientY: 0}));
}"""


@pytest.fixture
def jam(app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        space = session.query(Space).one()
    make_page(wiki, space, "Jam", "Look.\n", author=nia)


def _choose(page: Page, *files: FilePayload) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("toolbar", name="Write").get_by_role("button", name="Picture").click()
    chooser.value.set_files(list(files))


@pytest.mark.usefixtures("jam")
@pytest.mark.parametrize("path", ["/p/jam/edit", "/new?title=Tills"])
def test_a_picture_is_chosen_described_and_shown_to_readers(page: Page, path: str) -> None:
    page.goto(path)
    write(page, "See: ")
    _choose(page, PICTURE)
    alt = page.get_by_label("In words")
    expect(alt).to_be_focused()
    assert Axe().run(page).violations_count == 0
    page.keyboard.type("A till [closed]")
    page.get_by_label("Line below it").fill('The "old" one')
    page.keyboard.press("Enter")
    expect(page.locator("[data-arrivals-said]")).to_have_text("till.png is in the text.")
    assert text_of(page).startswith("See: ![A till \\[closed\\]](/file/")
    assert text_of(page).endswith(' "The \\"old\\" one")')
    page.keyboard.press("Control+s")
    picture = page.get_by_role("img", name="A till [closed]")
    expect(picture).to_be_visible()
    expect(page.locator(".prose img").first).not_to_have_js_property("naturalWidth", 0)


@pytest.mark.usefixtures("jam")
@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_is_pasted_or_dropped_where_one_writes(page: Page, kind: str) -> None:
    page.goto("/p/jam/edit")
    empty(page)
    page.evaluate(GIVE, [kind, list(PNG), "image.png"])
    page.get_by_role("button", name="Without words").click()
    expect(page.locator(".cm-thumbnail img")).to_be_visible()
    assert text_of(page).startswith("![](/file/")
    if kind == "paste":
        # Two of one name would be two versions of one file.
        assert "/image.png" not in text_of(page)


@pytest.mark.usefixtures("jam")
def test_a_picture_put_into_a_heading_goes_below_it(page: Page) -> None:
    page.goto("/p/jam/edit")
    write(page, "## Look\nIt blinks.")
    page.keyboard.press("Control+Home")
    page.evaluate(GIVE, ["paste", list(PNG), "image.png"])
    page.get_by_role("button", name="Without words").click()
    expect(page.locator(".cm-thumbnail img")).to_be_visible()
    assert re.fullmatch(r"## Look\n\n!\[\]\(/file/\S+\)\n\nIt blinks\.\n?", text_of(page))


@pytest.mark.usefixtures("jam")
def test_what_does_not_arrive_is_said_and_can_be_tried_again(page: Page) -> None:
    page.goto("/p/jam/edit")
    empty(page)
    refusals = iter([True, False])

    def once(route: Route) -> None:
        if next(refusals):
            route.fulfill(status=422, json={"files": [], "errors": ["This file is empty."]})
        else:
            route.continue_()

    page.route("**/files", once)
    _choose(page, NOTE)
    expect(page.get_by_text("This file is empty.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-arrivals]")).to_be_hidden()
    assert text_of(page).startswith("[notes.txt](/file/")


@pytest.mark.usefixtures("jam")
def test_one_may_go_on_writing_and_saving_waits_for_what_is_on_its_way(page: Page) -> None:
    page.goto("/p/jam/edit")
    write(page, "Before.")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/files", hold)
    _choose(page, NOTE)
    expect(page.get_by_role("progressbar", name="notes.txt")).to_be_visible()
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("First. ")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-arrivals-said]")).to_contain_text("still on its way")
    held[0].continue_()
    page.wait_for_url("**/p/jam")
    expect(page.get_by_role("main")).to_contain_text("First. Before. notes.txt")


@pytest.mark.usefixtures("jam")
def test_a_file_that_is_left_out_leaves_the_text_alone(page: Page) -> None:
    page.goto("/p/jam/edit")
    write(page, "Alone.")
    page.route("**/files", lambda route: route.fulfill(status=422, json={"files": [], "errors": ["No."]}))
    _choose(page, NOTE)
    page.get_by_role("button", name="Leave it out").click()
    expect(page.locator("[data-arrivals]")).to_be_hidden()
    assert text_of(page) == "Alone."
