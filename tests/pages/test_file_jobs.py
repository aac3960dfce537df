"""What the worker does with files: their text is found, pictures get smaller, what nobody names is swept."""

import os
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.builders import make_page
from tests.pages.conftest import Visit
from tests.pages.pictures import document, pdf, picture
from tests.pages.sending import sent
from tests.stand_ins import FakeClock
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.reading_files import forget_removed, sweep
from wiki.pages.file_hooks import read_one
from wiki.pages.files import path_of, smaller_path, store
from wiki.pages.models import Attachment, FileContent, Page, Space
from wiki.people.models import Person
from wiki.search.drain import Drainer
from wiki.search.engines import engine_of
from wiki.web.running import Wiki


@pytest.fixture
def page(wiki: Wiki, tills: Space, nia: Person) -> Page:
    return make_page(wiki, tills, "Wake it", "x", author=nia)


def work_off(wiki: Wiki) -> None:
    while read_one(wiki):
        pass
    drainer = Drainer(wiki, engine_of(wiki))
    while drainer():
        pass


def test_the_text_of_a_document_is_found_by_who_reads_its_page(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(nia)
    sent(who, "plan.docx", document("the zygomorphic drawer"))
    sent(who, "leaflet.pdf", pdf("A quinquennial leaflet"))
    work_off(wiki)
    for word, name in (("zygomorphic", "plan.docx"), ("quinquennial", "leaflet.pdf"), ("leaflet", "leaflet.pdf")):
        found = visit(tom).get(f"/search?q={word}").text
        assert "Wake it" in found, word
        assert name in found
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, page.id), [nia])
    work_off(wiki)
    for word in ("zygomorphic", "quinquennial"):
        assert "Wake it" not in visit(tom).get(f"/search?q={word}").text
        assert "Wake it" in who.get(f"/search?q={word}").text


def test_a_new_version_is_found_and_the_old_one_is_not(wiki: Wiki, page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    file = sent(who, "plan.docx", document("zygomorphic"))
    work_off(wiki)
    sent(who, "plan.docx", document("quinquennial"))
    work_off(wiki)
    assert "Wake it" in who.get("/search?q=quinquennial").text
    assert "Wake it" not in who.get("/search?q=zygomorphic").text
    who.post(f"/files/{file['key']}/remove")
    work_off(wiki)
    assert "Wake it" not in who.get("/search?q=quinquennial").text


def test_a_picture_is_served_smaller_once_it_was_made(wiki: Wiki, page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    file = sent(who, "wide.png", picture("PNG", 1000))
    assert who.get(file["thumb"]).mimetype == "image/png"
    work_off(wiki)
    small = who.get(file["thumb"])
    assert small.mimetype == "image/webp"
    assert small.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert len(small.data) < len(who.get(file["url"]).data)
    assert who.get(file["thumb"], headers={"If-None-Match": small.headers["ETag"]}).status_code == 304
    assert who.get(file["url"] + "?w=320000").mimetype == "image/png"


def test_a_file_that_breaks_its_reader_is_tried_once(wiki: Wiki, page: Page, nia: Person, visit: Visit) -> None:
    sent(visit(nia), "broken.docx", b"PK\x03\x04 not really")
    assert read_one(wiki)
    assert not read_one(wiki)
    with wiki.database.reading() as session:
        assert session.scalars(select(FileContent.state)).all() == ["failed"]


def age(*paths: Path) -> None:
    for path in paths:
        os.utime(path, (0, 0))


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_only_what_nobody_names_is_swept(wiki: Wiki, page: Page, nia: Person, visit: Visit) -> None:
    data, who = wiki.settings.data, visit(nia)
    sent(who, "a.png", picture("PNG", 9))
    sent(who, "a.png", picture("PNG", 10))
    work_off(wiki)
    named = {file.name for file in everything(data / "files")}
    orphan, fresh = path_of(data, store(data, b"nobody's")), path_of(data, store(data, b"just now"))
    unfinished = orphan.with_name(".part")
    unfinished.write_bytes(b"half")
    derived = smaller_path(data, orphan.name, 320)
    derived.parent.mkdir(exist_ok=True)
    derived.write_bytes(b"x")
    age(*everything(data / "files"), *everything(data / "smaller"))
    os.utime(fresh)
    with wiki.database.reading() as session:
        assert sweep(session, data) == 3
        assert sweep(session, data) == 0
    assert {file.name for file in everything(data / "files")} == named | {fresh.name}
    assert not derived.exists()


def test_bytes_that_come_again_are_fresh(wiki: Wiki, page: Page) -> None:
    path = path_of(wiki.settings.data, store(wiki.settings.data, b"again"))
    age(path)
    store(wiki.settings.data, b"again")
    with wiki.database.reading() as session:
        assert sweep(session, wiki.settings.data) == 0
    assert path.read_bytes() == b"again"


def test_removed_and_forgotten_files_go_after_their_time(
    wiki: Wiki, page: Page, nia: Person, visit: Visit, clock: FakeClock
) -> None:
    who = visit(nia)
    kept, removed = sent(who, "kept.txt", b"kept"), sent(who, "removed.txt", b"removed")
    sent(who, "loose.txt", b"loose", "/files")
    who.post(f"/files/{removed['key']}/remove")
    for days, left in (
        (29, {"kept.txt", "removed.txt", "loose.txt"}),
        (2, {"kept.txt", "loose.txt"}),
        (30, {"kept.txt"}),
    ):
        clock.forward(days=days)
        with wiki.quiet_work() as work:
            forget_removed(work, lambda _session, _keys: ())
        with wiki.database.reading() as session:
            assert set(session.scalars(select(Attachment.name))) == left
    age(*everything(wiki.settings.data / "files"))
    with wiki.database.reading() as session:
        assert sweep(session, wiki.settings.data) == 2
    assert visit(nia).get(kept["url"]).data == b"kept"
