"""Titles and addresses, however strange."""

import pytest
from sqlalchemy import select

from tests.pages.conftest import Visit
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki

STRANGE = (
    "../x",
    "..",
    "/etc/passwd",
    "CON",
    "aux.md",
    "C:\\boot.ini",
    "%2e%2e%2f",
    "%00",
    "?q=1#x",
    "😀",
    "👩‍👩‍👧 family",
    "日本語のページ",
    "한국어 문서",
    "Как разбудить принтер",
    "تشغيل الطابعة",
    "הפעלת המדפסת",
    "प्रिंटर जगाएँ",
    "ปลุกเครื่องพิมพ์",
    "Ελληνικά",
    "ﬁle Å Å",
    "İstanbul ıı",
    "straße STRASSE",
    "e\u0301 é",
    "<script>alert(1)</script>",
    "'; DROP TABLE page; --",
    "{{ 7*7 }} {% raw %}",
    "a" * 200,
    "界" * 200,
    "new",
    "edit",
    "-",
    "~",
    "a~1",
    "\u202eevil\u202c txt",
    "NULL",
    "1e309",
    "__proto__",
    "a\x00b",
    "tab\tand\nbreak",
)


@pytest.mark.parametrize("title", STRANGE)
def test_a_page_of_any_title_is_published_read_edited_and_found_in_lists(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, title: str
) -> None:
    who = visit(nia)
    answer = who.post("/new", {"title": title, "body": "The words.", "space": "tills", "type": "note"})
    assert answer.status_code == 303, answer.text
    shown = who.get(answer.location)
    assert shown.status_code == 200
    assert "The words." in shown.text
    assert "<script>alert" not in shown.text
    assert "\u202e" not in shown.text
    with wiki.database.reading() as session:
        page = session.scalars(select(Page)).one()
    assert page.slug == page.slug.casefold()
    assert not set(page.slug) & set("/\\ ?#%<>\"'\x00\n~")
    assert who.get(f"{answer.location}/edit").status_code == 200
    assert who.get(f"{answer.location}/history").status_code == 200
    assert who.get(answer.location.upper().replace("/P/", "/p/")).status_code in {200, 301}
    assert shown.request.path in {f"/p/{page.slug}"}
    for listed in ("/pages", "/changes", "/s/tills"):
        assert f'href="/p/{page.slug}"' in who.get(listed).text


@pytest.mark.parametrize(
    "title", ["", "   ", "\u200b", "\u202e\u202d", "\u00a0\u2003", "\u2060\ufeff", "\x00", "\u3164"]
)
def test_a_title_that_nobody_can_see_is_refused(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, title: str
) -> None:
    answer = visit(nia).post("/new", {"title": title, "body": "kept words", "space": "tills", "type": "note"})
    assert answer.status_code == 422
    assert "kept words" in answer.text
    with wiki.database.reading() as session:
        assert session.scalars(select(Page)).all() == []


def test_titles_that_differ_in_case_alone_get_addresses_of_their_own(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit
) -> None:
    who = visit(nia)
    addresses = [
        who.post("/new", {"title": title, "body": title, "space": "tills", "type": "note"}).location
        for title in ("Printer", "PRINTER", "printer", "Printer ", "Prınter")
    ]
    assert len(set(addresses)) == 5
    assert addresses[0] == "/p/printer"
    for address, title in zip(addresses, ("Printer", "PRINTER", "printer"), strict=False):
        assert f"<p>{title}</p>" in who.get(address).text
    assert who.get("/p/PRINTER").location == "/p/printer"


def test_an_address_may_be_typed_as_the_title_is_written(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    who = visit(nia)
    who.post("/new", {"title": "Как разбудить принтер?", "body": "x", "space": "tills", "type": "note"})
    answer = who.get("/p/Как разбудить принтер?")
    assert answer.status_code == 301
    assert who.get(answer.location).status_code == 200


def test_nothing_typed_as_an_address_is_a_failure(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    who = visit(nia)
    for name in [*STRANGE, "x" * 3000, "\ud7ff", "\uffff", "%ff%fe", "%ED%A0%80", "%00", "..%2f..%2fetc"]:
        for rest in ("", "/edit", "/history", "/source", "/history/1", "/restrict"):
            address = f"/p/{name.replace('?', '%3F').replace('#', '%23')}{rest}"
            assert who.get(address).status_code in {301, 308, 404}, address


def test_numbers_in_addresses_may_be_of_any_size(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    who = visit(nia)
    who.post("/new", {"title": "Printer", "body": "x", "space": "tills", "type": "note"})
    for number in ("0", "7", "2147483647", "2147483648", "9" * 30):
        for address in (f"/branch/{number}", f"/p/printer/history/{number}", f"/trash/{number}/restore"):
            assert who.get(address).status_code in {200, 404, 405} if "branch" not in address else True
        assert who.post(f"/trash/{number}/restore").status_code == 404
        assert who.post(f"/trash/{number}/purge").status_code == 404
        assert who.post(f"/p/printer/history/{number}/restore").status_code == 404
        for query in ("before", "id", "position", "page", "new", "old", "revision"):
            for listed in ("/pages?after=a&", "/changes?", "/s/tills?", "/trash?", "/p/printer/history?"):
                assert who.get(f"{listed}{query}={number}").status_code in {200, 404}
