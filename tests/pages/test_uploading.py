"""Uploading: what comes in, what is refused and why, and versions of a file."""

import errno
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.builders import csrf, make_page, make_space
from tests.pages.conftest import Visit
from tests.pages.hostile_files import HOSTILE
from tests.pages.pictures import SECRET, archive, from_a_camera, picture
from tests.pages.sending import ADDRESS, JSON, send, sent, told
from tests.pages.visitor import Visitor
from wiki.kernel.events import EventRow
from wiki.pages.accepting import clean_name, limits_of
from wiki.pages.actions import attaching
from wiki.pages.models import Attachment, Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki


@pytest.fixture
def page(wiki: Wiki, tills: Space, nia: Person) -> Page:
    return make_page(wiki, tills, "Wake it", "x", author=nia)


def test_a_file_comes_in_and_says_how_to_put_it_into_a_page(page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    answer = send(who, "label.png", picture("PNG"), alt="The [new] label", caption='A "label"')
    assert answer.status_code == 201
    file = told(answer)["files"][0]
    assert file["markdown"] == f'![The \\[new\\] label](/file/{file["key"]}/label.png "A \\"label\\"")'
    assert file["kind"] == "picture"
    who.save("wake-it", file["markdown"])
    shown = who.get("/p/wake-it").text
    assert f'<img src="/file/{file["key"]}/label.png?w=1600" alt="The [new] label"' in shown
    assert '<figcaption>A "label"</figcaption>' in shown
    assert who.get(file["thumb"]).mimetype == "image/png"


def test_without_scripts_a_form_does_it(page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    assert 'enctype="multipart/form-data"' in who.get(ADDRESS).text
    answer = who.post(ADDRESS, {"file": [(BytesIO(b"a"), "a.txt"), (BytesIO(b"b"), "b.txt")]})
    assert (answer.status_code, answer.location) == (303, ADDRESS)
    text = who.get(ADDRESS).text
    assert "a.txt" in text
    assert "[b.txt](/file/" in text


def test_several_files_of_which_one_is_refused(page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    form = {"file": [(BytesIO(b"a"), "a.txt"), (BytesIO(b"MZ"), "b.exe"), (BytesIO(b""), "c.txt")], "alt": "kept"}
    answer = who.post(ADDRESS, form, headers=JSON)
    assert answer.status_code == 201
    assert [file["name"] for file in told(answer)["files"]] == ["a.txt"]
    assert [text.partition(":")[0] for text in told(answer)["errors"]] == ["b.exe", "c.txt"]
    plain = who.post(ADDRESS, {"file": (BytesIO(b"MZ"), "b.exe"), "alt": "kept words"})
    assert plain.status_code == 422
    assert 'value="kept words"' in plain.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.exe", b"MZ"),
        ("A.EXE", b"MZ"),
        ("photo.heic", b"\0\0\0\x18ftypheic"),
        ("scan.tiff", b"II*\0"),
        ("empty.txt", b""),
        ("cut.png", picture("PNG")[:30]),
        ("huge.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\0\0\0\x01\0\0\x08\2\0\0\0____\0\0\0\0IDAT____"),
        ("///", b"x"),
        ("...", b"x"),
    ],
)
def test_what_may_not_come_in_is_told_why(page: Page, nia: Person, visit: Visit, name: str, data: bytes) -> None:
    answer = send(visit(nia), name, data)
    assert answer.status_code == 422
    assert told(answer)["files"] == []
    assert len(told(answer)["errors"][0]) > 15


def test_nothing_chosen(page: Page, nia: Person, visit: Visit) -> None:
    assert visit(nia).post(ADDRESS, {"alt": "x"}).status_code == 422
    assert visit(nia).post(ADDRESS, {}, headers=JSON).status_code == 422


def test_settings_say_which_kinds_and_sizes(wiki: Wiki) -> None:
    limits = limits_of(replace(wiki.settings, upload_types="PNG, .pdf", upload_refused="", picture_megapixels=2))
    assert limits.types == {".png", ".pdf"}
    assert limits.refused == frozenset()
    assert limits.pixels == 2_000_000
    assert limits_of(wiki.settings).types == frozenset()
    assert ".exe" in limits_of(wiki.settings).refused


def test_what_is_larger_than_the_limit_is_refused_whole(page: Page, app: Flask, nia: Person, visit: Visit) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 3000
    assert send(visit(nia), "a.txt", b"x" * 4000).status_code == 413
    assert visit(nia).post(ADDRESS, {"file": (BytesIO(b"x" * 4000), "a.txt")}).status_code == 413


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_nobody_learns_where_a_picture_was_taken(page: Page, nia: Person, visit: Visit, kind: str) -> None:
    who = visit(nia)
    file = sent(who, f"photo.{kind.lower()}", from_a_camera(kind))
    served = who.get(file["url"])
    assert served.status_code == 200
    assert SECRET.encode() not in served.data


@pytest.mark.parametrize("bad", ["MACOSX/../../x.txt", "..\\..\\x.txt", "/etc/x.txt", "C:\\x.txt"])
def test_a_name_has_no_folders(bad: str) -> None:
    assert clean_name(bad) == "x.txt"
    assert clean_name("x" * 400 + ".docx").endswith("x.docx")
    assert len(clean_name("x" * 400 + ".docx")) == 200


def test_who_may_only_read_attaches_nothing(wiki: Wiki, nia: Person, tom: Person, visit: Visit) -> None:
    shop = make_space(wiki, "Shop", keeper=nia, default_role="reader")
    make_page(wiki, shop, "Wake it", "x", author=nia)
    assert send(visit(tom), "a.txt", b"a").status_code == 403
    assert 'type="file"' not in visit(tom).get(ADDRESS).text
    assert visit().post(ADDRESS, {"file": (BytesIO(b"a"), "a.txt")}).status_code == 401
    assert send(visit(tom), "a.txt", b"a", "/p/never/files").status_code == 404
    with wiki.database.reading() as session:
        assert session.scalars(select(Attachment)).all() == []


def test_without_proof_nothing_comes_in(page: Page, nia: Person, visit: Visit) -> None:
    for address in (ADDRESS, "/files"):
        answer = visit(nia).client.post(address, data={"file": (BytesIO(b"a"), "a.txt")})
        assert answer.status_code == 400


def test_a_full_disk_is_said_and_leaves_no_row(
    wiki: Wiki, page: Page, nia: Person, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, data: bytes) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(attaching, "store", full)
    who = visit(nia)
    form = {"file": (BytesIO(b"a"), "a.txt"), "csrf_token": csrf(who.client)}
    answer = who.client.post(ADDRESS, data=form, headers=JSON)
    assert answer.status_code == 507
    assert told(answer)["errors"]
    with wiki.database.reading() as session:
        assert session.scalars(select(Attachment)).all() == []


def test_the_same_name_is_a_new_version_and_the_old_one_comes_back(page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    first = sent(who, "plan.txt", b"one")
    second = sent(who, "plan.txt", b"two")
    assert first["url"] == second["url"]
    assert who.get(first["url"]).data == b"two"
    assert who.get(first["url"] + "?version=1").data == b"one"
    assert who.get(first["url"] + "?version=3").status_code == 404
    about = f"/files/{first['key']}"
    assert "Version 2" in who.get(about).text
    assert who.post(f"{about}/versions/1").status_code == 303
    assert who.get(first["url"]).data == b"one"
    assert who.get(first["url"] + "?version=2").data == b"two"
    assert "Version 3" in who.get(about).text
    assert who.post(f"{about}/versions/9").status_code == 404


def test_a_file_for_a_page_that_is_not_there_yet(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(nia)
    file = sent(who, "Label.png", picture("PNG"), "/files")
    assert who.get(file["url"]).status_code == 200
    for other in (visit(tom), visit()):
        assert other.get(file["url"]).status_code == 404
        assert other.get(f"/files/{file['key']}").status_code == 404
    # Who guesses its address can't make it theirs.
    visit(tom).save("wake-it", file["markdown"])
    assert visit(tom).get(file["url"]).status_code == 404
    new = {"title": "Labels", "body": file["markdown"], "type": "note", "space": "tills", "base": "0"}
    assert who.post("/new", new).status_code == 303
    assert visit(tom).get(file["url"]).status_code == 200
    assert "Label.png" in visit(tom).get("/p/labels/files").text
    with wiki.database.reading() as session:
        named = session.scalars(select(EventRow).where(EventRow.name == "FileAttached")).all()
    assert len(named) == 1


def test_two_loose_files_of_one_name_both_stay(nia: Person, tills: Space, visit: Visit) -> None:
    who = visit(nia)
    files = [sent(who, "image.png", picture("PNG", side), "/files") for side in (3, 4)]
    body = "\n\n".join(file["markdown"] for file in files)
    who.post("/new", {"title": "Labels", "body": body, "type": "note", "space": "tills", "base": "0"})
    text = who.get("/p/labels/files").text
    assert "image.png" in text
    assert "image-2.png" in text


def test_a_video_becomes_a_player_that_may_ask_for_a_part(page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    data = b"\0\0\0\x18ftypmp42" + bytes(2000)
    file = sent(who, "wake_it.mp4", data, alt="How to wake it")
    assert file["kind"] == "video"
    assert file["markdown"].startswith("![How to wake it](/file/")
    who.save("wake-it", file["markdown"])
    shown = who.get("/p/wake-it").text
    assert f'<video src="{file["url"]}"' in shown
    assert 'aria-label="How to wake it"' in shown
    part = who.get(file["url"], headers={"Range": "bytes=4-11"})
    assert part.status_code == 206
    assert part.data == b"ftypmp42"
    assert part.headers["Content-Range"] == f"bytes 4-11/{len(data)}"
    assert part.headers["Content-Disposition"].startswith("attachment")
    assert part.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert who.get(file["url"], headers={"Range": "bytes=9999-"}).status_code == 416
    sound = sent(who, "talk.mp3", b"ID3" + bytes(100))
    who.save("wake-it", sound["markdown"])
    assert f'<audio src="{sound["url"]}"' in who.get("/p/wake-it").text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_or_handed_out_so_that_nothing_runs(
    page: Page, nia: Person, visit: Visit, name: str
) -> None:
    who = visit(nia)
    answer = send(who, name, HOSTILE[name])
    if answer.status_code == 422:
        return
    file = told(answer)["files"][0]
    for address in (file["url"], f"/file/{file['key']}/x.html", file["url"] + "?w=320", file["url"] + "?version=1"):
        served = who.get(address)
        assert served.headers["Content-Disposition"].startswith("attachment")
        assert served.mimetype not in {"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml"}
        assert served.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert served.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_is_also_something_else_is_only_a_picture(
    page: Page, nia: Person, visit: Visit, kind: str
) -> None:
    who = visit(nia)
    both = picture(kind) + b"<script>alert(1)</script>" + archive({"x.js": b"alert(1)"})
    file = sent(who, f"both.{kind.lower()}", both)
    assert b"<script>" not in who.get(file["url"]).data
    assert who.get(file["url"]).data == who.get(file["url"] + "?version=1").data


def test_what_the_text_says_of_a_picture_describes_the_file_too(
    wiki: Wiki, tills: Space, page: Page, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    key = told(send(who, "label.png", picture("PNG")))["files"][0]["key"]
    assert "Say what it shows" in who.get(ADDRESS).text
    make_page(wiki, tills, "Elsewhere", f"![Another view](/file/{key}/label.png)", author=nia)
    assert "Another view" not in who.get(ADDRESS).text
    who.save("wake-it", f'![The "new" label](/file/{key}/label.png "Beside the till")')
    listed = who.get(ADDRESS).text
    assert 'alt="The &#34;new&#34; label"' in listed
    assert "Say what it shows" not in listed
    assert "<figcaption>Beside the till</figcaption>" in who.get(f"/files/{key}").text
    who.save("wake-it", f"![Words of today](/file/{key}/label.png)")
    assert "Words of today" not in who.get(ADDRESS).text


def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_refused_in_words(
    wiki: Wiki, page: Page, nia: Person, visit: Visit
) -> None:
    who, most = visit(nia), wiki.settings.upload_limit_mb * 1024 * 1024
    assert _whole(who, "large.txt", most).status_code == 201
    refused = _whole(who, "larger.txt", most + 1)
    assert refused.status_code == 422
    assert told(refused)["errors"] == ["larger.txt: This file is too large for this wiki."]


def _whole(who: Visitor, name: str, size: int) -> TestResponse:
    """A form of one file, made here: the test client leaves the file open in which it writes a large one."""
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{csrf(who.client)}',
        f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n{"x" * size}',
        "--cut--\r\n",
    ]
    body, kind = "\r\n".join(parts).encode(), "multipart/form-data; boundary=cut"
    return who.client.post(ADDRESS, data=body, content_type=kind, headers=JSON)
