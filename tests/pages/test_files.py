"""Attached files: readable with their page, and never able to run."""

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.builders import make_page, viewer_of
from tests.pages.conftest import Visit
from tests.pages.pictures import picture
from wiki.kernel.events import EventRow
from wiki.pages.actions.attaching import attach_file
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.trashing import delete_page
from wiki.pages.files import path_of
from wiki.pages.models import Attachment, Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki

PNG = picture("PNG")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
PICTURES = {
    "a.png": PNG,
    "A.PNG": PNG,
    "b.jpg": picture("JPEG"),
    "mixed-up.jpg": PNG,
    "c.gif": picture("GIF"),
    "d.webp": picture("WEBP"),
}
ACTIVE = {
    "a.svg": SVG,
    "a.html": HTML,
    "a.xhtml": HTML,
    "a.png": HTML,
    "b.png": SVG,
    "a.png.html": PNG,
    "a.html.png": HTML,
    "broken.png": PNG[:40],
    "broken.jpg": b"\xff\xd8\xff\xe0rest",
    "a.gif": b"GIF89a" + HTML,
    "b.webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "not.pdf": HTML,
    "a.js": b"alert(1)",
    "a.css": b"*{}",
    "a.webp": b"RIFF\x10\0\0\0WAVEfmt ",
    "a": HTML,
    "b.gif": b"GIF87",
    "crossdomain.xml": b"<cross-domain-policy/>",
}


@pytest.fixture
def page(wiki: Wiki, tills: Space, nia: Person) -> Page:
    return make_page(wiki, tills, "Wake it", "x", author=nia)


def attach(wiki: Wiki, page: Page, person: Person, name: str, data: bytes) -> Attachment:
    viewer = viewer_of(wiki, person)
    with wiki.work(person.id) as work:
        return attach_file(work, viewer, work.session.get_one(Page, page.id), wiki.settings.data, name, data)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_shown_and_cannot_run(wiki: Wiki, page: Page, nia: Person, visit: Visit, name: str) -> None:
    file = attach(wiki, page, nia, name, PICTURES[name])
    answer = visit(nia).get(f"/file/{file.key}/{name}")
    assert answer.data == PICTURES[name]
    assert (answer.mimetype or "").startswith("image/")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


@pytest.mark.parametrize("name", ACTIVE)
def test_anything_else_is_a_download_of_no_type(wiki: Wiki, page: Page, nia: Person, visit: Visit, name: str) -> None:
    file = attach(wiki, page, nia, name, ACTIVE[name])
    answer = visit(nia).get(f"/file/{file.key}/whatever.html")
    assert answer.data == ACTIVE[name]
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a\r\nX-Evil: 1.png", 'a"b;c.png', "界.png", "CON", "\u202egnp.exe", "x" * 300 + ".png"],
)
def test_a_files_name_is_only_ever_a_name(
    wiki: Wiki, page: Page, nia: Person, visit: Visit, tmp_path: Path, name: str
) -> None:
    file = attach(wiki, page, nia, name, b"bytes")
    answer = visit(nia).get(f"/file/{file.key}/x")
    assert answer.status_code == 200
    assert "X-Evil" not in answer.headers
    assert "202e" not in answer.headers["Content-Disposition"].lower()
    assert "%E2%80%AE" not in answer.headers["Content-Disposition"]
    stored = path_of(wiki.settings.data, file.digest)
    assert stored.read_bytes() == b"bytes"
    assert stored.is_relative_to(wiki.settings.data / "files")


def test_a_file_is_read_with_its_page_only(wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit) -> None:
    file = attach(wiki, page, nia, "a.png", PNG)
    address = f"/file/{file.key}/a.png"
    assert visit(tom).get(address).status_code == 200
    assert visit().get(address).status_code == 404
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, page.id), [nia])
    assert visit(tom).get(address).status_code == 404
    assert visit(nia).get(address).status_code == 200
    with wiki.work() as work:
        delete_page(work, viewer_of(wiki, nia), work.session.get_one(Page, page.id))
    assert visit(nia).get(address).status_code == 404


def test_a_file_of_the_same_name_takes_the_place_and_keeps_the_address(
    wiki: Wiki, page: Page, nia: Person, visit: Visit
) -> None:
    first = attach(wiki, page, nia, "a.png", PNG)
    again = attach(wiki, page, nia, "a.png", PNG)
    changed = attach(wiki, page, nia, "a.png", picture("PNG", 9))
    assert first.key == again.key == changed.key
    assert visit(nia).get(f"/file/{first.key}/a.png").data == picture("PNG", 9)
    with wiki.database.reading() as session:
        events = session.scalars(select(EventRow).where(EventRow.name == "FileAttached")).all()
    assert len(events) == 2


def test_a_file_whose_bytes_are_gone_is_not_found(wiki: Wiki, page: Page, nia: Person, visit: Visit) -> None:
    file = attach(wiki, page, nia, "a.png", PNG)
    path_of(wiki.settings.data, file.digest).unlink()
    assert visit(nia).get(f"/file/{file.key}/a.png").status_code == 404
