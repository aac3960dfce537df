"""The directory, profiles, and what people set for themselves."""

import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.builders import PASSWORD, csrf, make_person, sign_in
from wiki.kernel.settings import Settings
from wiki.people.actions import disable
from wiki.people.avatars import drop_orphans
from wiki.people.models import Person
from wiki.people.queries import active_people, names_of, people_named, suggest_people
from wiki.web.running import Wiki

PROFILE = {"name": "Nia Okafor", "team": "0", "side": "", "time_zone": "", "language": ""}


@pytest.fixture
def nia(wiki: Wiki, client: FlaskClient) -> Person:
    person = make_person(wiki, side="junior", team="Retail", password=PASSWORD)
    sign_in(client, person)
    return person


def save(client: FlaskClient, **fields: str) -> tuple[int, str]:
    answer = client.post("/me", data={**PROFILE, **fields, "csrf_token": csrf(client)})
    return answer.status_code, answer.text


def test_the_directory_finds_by_name_handle_and_team(client: FlaskClient, wiki: Wiki, nia: Person) -> None:
    make_person(wiki, "Élodie Ünal", team="Größe", email="e@example.com")
    make_person(wiki, "100% Percy_x", email="p@example.com")
    for text, there, missing in [
        ("oka", "Nia", "Élodie"),
        ("ÉLOD", "Élodie", "Percy"),
        ("GRÖ", "Élodie", "Percy"),
        ("100%", "Percy", "Élodie"),
        ("_", "Percy", "Élodie"),
        ("elodie-unal", "Élodie", "Percy"),
    ]:
        page = client.get("/people", query_string={"q": text}).text
        assert there in page, text
        assert f">{missing}" not in page, text
    assert f">{nia.name}</a>" in client.get(f"/people?team={nia.team_id}").text
    assert "Nobody like that" in client.get("/people?q=zzzz").text


def test_the_directory_comes_in_pages(client: FlaskClient, wiki: Wiki, nia: Person) -> None:
    for number in range(55):
        make_person(wiki, f"Person {number:02}", email=f"p{number}@example.com")
    assert client.get("/people").text.count('class="who__name"') == 50
    assert client.get("/people?page=2").text.count('class="who__name"') == 6
    assert client.get("/people?page=99999999999").status_code == 200
    assert nia.id


def test_emails_are_for_admins(client: FlaskClient, wiki: Wiki, nia: Person) -> None:
    other = make_person(wiki, "Margaret Hollis")
    for path in ("/people", "/people/margaret-hollis", "/people?q=margarethollis@example.com"):
        assert other.email not in client.get(path).text.replace('value="margarethollis@example.com"', "")
    assert nia.id


def test_nobody_sees_people_without_signing_in(app: Flask, nia: Person) -> None:
    stranger = app.test_client()
    for path in ("/people", f"/people/{nia.handle}", "/people/nobody-here", "/people/suggest?q=n", "/me"):
        answer = stranger.get(path)
        assert answer.status_code == 303
        assert nia.name not in answer.text


def test_people_are_found_for_lists_and_mentions(wiki: Wiki, nia: Person) -> None:
    gone = make_person(wiki, "Nina Gone")
    with wiki.work() as work:
        disable(work, gone.id)
    with wiki.database.reading() as session:
        assert [face.handle for face in suggest_people(session, "NI")] == ["nia-okafor"]
        assert [face.handle for face in suggest_people(session, "oka")] == ["nia-okafor"]
        assert suggest_people(session, "%") == []
        assert [face.id for face in active_people(session)] == [nia.id]
        found = people_named(session, ["Nia-Okafor", "nobody", "../x", "\0", "nina-gone"])
        assert set(found) == {"Nia-Okafor", "nina-gone"}
        assert names_of(session, [nia.id, 999])[nia.id].initials == "NO"
        assert names_of(session, []) == {}


@pytest.mark.parametrize("handle", ["../x", "%00", "%ff", "CON", "x" * 3000, "%E2%80%AE", "a%2fb", "NIA-OKAFOR"])
def test_odd_handles_are_nobody(client: FlaskClient, nia: Person, handle: str) -> None:
    assert client.get(f"/people/{handle}").status_code == 404
    assert client.get(f"/people/{handle}/avatar/x.webp").status_code == 404
    assert nia.id


def test_a_profile_is_saved(client: FlaskClient, nia: Person) -> None:
    fields = {"pronouns": "she/her", "job": "Till", "about": "Ask me.\n\n<b>Now</b>", "side": "junior"}
    zone = {"time_zone": "Asia/Tokyo", "language": "en", "name": "Nia O."}
    assert save(client, **fields, **zone, team=str(nia.team_id))[0] == 303
    page = client.get("/people/nia-okafor").text
    assert "she/her" in page
    assert "&lt;b&gt;Now" in page
    assert '<option selected value="Asia/Tokyo">' in client.get("/me").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   \u200b" * 0 + "\t\0"),
        ("name", "x" * 101),
        ("name", "x" * 1_000_000),
        ("pronouns", "x" * 41),
        ("job", "x" * 101),
        ("about", "x" * 2001),
        ("about", "x" * 1_000_000),
        ("side", "both"),
        ("team", "999"),
        ("team", "9" * 5000),
        ("team", "-1"),
        ("team", "x"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("language", "xx"),
    ],
)
def test_a_profile_beyond_its_limits_is_refused_and_the_rest_kept(
    client: FlaskClient, nia: Person, field: str, value: str
) -> None:
    status, page = save(client, **{"job": "Typed before", field: value})
    assert status == 422
    assert "field__error" in page
    assert field == "job" or "Typed before" in page
    assert nia.name in client.get("/people/nia-okafor").text


def test_names_lose_what_turns_or_hides_text(client: FlaskClient, nia: Person) -> None:
    assert save(client, name="Nia\u202e rof\0akO\r\n<script>", about="a\0b")[0] == 303
    page = client.get(f"/people/{nia.handle}").text
    assert "Nia rof akO &lt;script&gt;" in page
    assert "\u202e" not in page
    assert "\0" not in page


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, kind)
    return out.getvalue()


def upload(client: FlaskClient, raw: bytes, name: str = "me.png") -> int:
    # Put together here: the test client leaves the file open that it would make of five megabytes.
    body = b"".join(
        [
            b'--edge\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n',
            csrf(client).encode(),
            f'\r\n--edge\r\nContent-Disposition: form-data; name="picture"; filename="{name}"\r\n\r\n'.encode(),
            raw,
            b"\r\n--edge--\r\n",
        ]
    )
    return client.post("/me/avatar", data=body, content_type="multipart/form-data; boundary=edge").status_code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_is_made_anew(client: FlaskClient, wiki: Wiki, nia: Person, kind: str) -> None:
    assert upload(client, picture(kind) + b"<script>alert(1)</script>") == 303
    with wiki.database.reading() as session:
        url = session.get_one(Person, nia.id).avatar_url
    assert url in client.get("/me").text
    with client.get(url) as answer:
        assert answer.mimetype == "image/webp"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer.headers["Cache-Control"]
        assert b"script" not in answer.data
        assert Image.open(io.BytesIO(answer.data)).size == (256, 256)
    assert client.get(url.replace(nia.handle, "somebody")).status_code == 404
    client.post("/me/avatar/remove", data={"csrf_token": csrf(client)})
    assert client.get(url).status_code == 404
    assert not list((wiki.settings.data / "avatars").iterdir())


def png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 100,
        b"GIF89a" + b"\xff" * 50,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"<html><script>alert(1)</script>",
        picture()[:200],
        picture("JPEG")[:300],
        png_claiming(5000, 5000),
        png_claiming(60000, 60000),
        png_claiming(0, 0),
        b"x" * (5 * 1024 * 1024 + 1),
    ],
    ids=lambda raw: f"{len(raw)}-{raw[:6]!r}",
)
def test_hostile_pictures_are_refused(client: FlaskClient, settings: Settings, nia: Person, raw: bytes) -> None:
    assert upload(client, raw) == 422
    folder = settings.data / "avatars"
    assert not folder.exists() or not list(folder.iterdir())
    assert nia.id


def test_a_picture_named_like_a_path_stays_in_its_folder(client: FlaskClient, settings: Settings, nia: Person) -> None:
    assert upload(client, picture(), "../../../evil.html") == 303
    [path] = (settings.data / "avatars").iterdir()
    assert path.suffix == ".webp"
    assert nia.id


def test_pictures_of_no_row_are_swept(tmp_path: Path) -> None:
    folder = tmp_path / "avatars"
    folder.mkdir()
    for name in ("used.webp", "old.webp", "old.part", "new.webp"):
        (folder / name).write_bytes(b"x")
    for name in ("used.webp", "old.webp", "old.part"):
        os.utime(folder / name, (1000, 1000))
    assert drop_orphans(tmp_path, {"used"}, older_than=2000)
    assert {path.name for path in folder.iterdir()} == {"used.webp", "new.webp"}


def change(client: FlaskClient, current: str, new: str) -> int:
    fields = {"current": current, "password": new, "csrf_token": csrf(client)}
    return client.post("/me/password", data=fields).status_code


def test_a_new_password_ends_other_sign_ins(app: Flask, client: FlaskClient, nia: Person) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, nia)
    assert change(client, "not this one", "a wholly new one") == 422
    assert elsewhere.get("/me").status_code == 200
    assert change(client, PASSWORD, "a wholly new one") == 303
    assert client.get("/me").status_code == 200
    assert elsewhere.get("/me").status_code == 303


@pytest.mark.parametrize(
    "new",
    ["", "short", "x" * 201, "x" * 1_000_000, "Nia Okafor", "NIAOKAFOR@example.com", "Password123", "aaaaaaaaaaaa"],
)
def test_poor_passwords_are_refused(client: FlaskClient, nia: Person, new: str) -> None:
    assert change(client, PASSWORD, new) == 422
    assert nia.id


def test_guessing_the_current_password_is_slowed(client: FlaskClient, nia: Person) -> None:
    assert [change(client, f"guess {n}", "a wholly new one") for n in range(11)] == [422] * 10 + [429]
    assert nia.id


def test_sessions_are_listed_and_ended(app: Flask, client: FlaskClient, wiki: Wiki, nia: Person) -> None:
    phone, laptop, stranger = app.test_client(), app.test_client(), app.test_client()
    for other in (phone, laptop):
        sign_in(other, nia)
    sign_in(stranger, make_person(wiki, "Eve Stranger"))
    page = client.get("/me/sessions").text
    assert page.count('/end"') == 3
    number = page.split("/me/sessions/")[2].split("/")[0]
    for odd in ("0", "99999", "9" * 30):
        assert client.post(f"/me/sessions/{odd}/end", data={"csrf_token": csrf(client)}).status_code == 404
    assert stranger.post(f"/me/sessions/{number}/end", data={"csrf_token": csrf(stranger)}).status_code == 404
    client.post("/me/sessions/end-others", data={"csrf_token": csrf(client)})
    assert [one.get("/me").status_code for one in (client, phone, laptop, stranger)] == [200, 303, 303, 200]


def test_the_card_of_a_mention_shows_a_little_of_the_profile_to_whoever_may_see_people(
    client: FlaskClient, app: Flask, wiki: Wiki, nia: Person
) -> None:
    mo = make_person(wiki, "Mo Rahman", team="Shop floor")
    shown = client.get("/people/mo-rahman/card").text
    assert "Mo Rahman" in shown
    assert "Shop floor" in shown
    assert "<html" not in shown
    assert client.get("/people/nobody/card").status_code == 404
    with wiki.work() as work:
        disable(work, mo.id)
    assert "No longer here" in client.get("/people/mo-rahman/card").text
    assert "Mo Rahman" not in app.test_client().get("/people/mo-rahman/card").text
