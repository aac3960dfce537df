"""The files of a page and of a space: what they are, where they are used, removed and brought back."""

import pytest

from tests.builders import make_page, make_space, save_page
from tests.pages.conftest import Visit
from tests.pages.pictures import picture
from tests.pages.sending import sent
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki


@pytest.fixture
def page(wiki: Wiki, tills: Space, nia: Person) -> Page:
    return make_page(wiki, tills, "Wake it", "x", author=nia)


def test_where_a_file_is_used_as_far_as_one_may_know(
    wiki: Wiki, page: Page, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(nia)
    file = sent(who, "label.png", picture("PNG"))
    open_page = make_page(wiki, tills, "Labels", file["markdown"], author=nia)
    closed = make_page(wiki, tills, "Closed labels", f"see [it]({file['url']})", author=nia)
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, closed.id), [nia])
    for address in (f"/files/{file['key']}", "/p/wake-it/files", "/s/tills/files"):
        assert "Closed labels" in who.get(address).text
        seen = visit(tom).get(address).text
        assert "Labels</a>" in seen
        assert "Closed labels" not in seen
    save_page(wiki, open_page, "no more", author=nia)
    assert "Not used on any page" in visit(tom).get(f"/files/{file['key']}").text


def test_a_removed_file_is_gone_for_all_and_comes_back(page: Page, nia: Person, tom: Person, visit: Visit) -> None:
    who = visit(nia)
    file = sent(who, "label.png", picture("PNG"))
    assert who.post(f"/files/{file['key']}/remove").location == "/p/wake-it/files"
    for address in (file["url"], file["url"] + "?version=1", f"/files/{file['key']}"):
        assert who.get(address).status_code == 404
    assert "label.png" in who.get("/p/wake-it/files").text
    assert "label.png" not in visit().get("/s/tills/files").text
    assert who.post(f"/files/{file['key']}/remove").status_code == 404
    assert visit(tom).post(f"/files/{file['key']}/back").status_code == 303
    assert who.get(file["url"]).status_code == 200


def test_a_removed_file_that_is_sent_again_is_there_again(page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    file = sent(who, "a.txt", b"one")
    who.post(f"/files/{file['key']}/remove")
    assert sent(who, "a.txt", b"one")["key"] == file["key"]
    assert who.get(file["url"]).data == b"one"


def test_who_only_reads_changes_nothing(wiki: Wiki, nia: Person, tom: Person, visit: Visit) -> None:
    shop = make_space(wiki, "Shop", keeper=nia, default_role="reader")
    make_page(wiki, shop, "Wake it", "x", author=nia)
    key = sent(visit(nia), "a.txt", b"one")["key"]
    reader = visit(tom)
    assert reader.get(f"/files/{key}").status_code == 200
    for address in ("", "/remove", "/back", "/versions/1"):
        assert reader.post(f"/files/{key}{address}", {"alt": "x"}).status_code == 403
    assert visit(nia).get(f"/file/{key}/a.txt").data == b"one"


def test_what_a_picture_shows_is_asked_for(page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    file = sent(who, "label.png", picture("PNG"))
    assert "Say what it shows" in who.get("/p/wake-it/files").text
    about = f"/files/{file['key']}"
    assert who.post(about, {"alt": "x" * 400}).status_code == 422
    assert who.post(about, {"alt": "The label", "caption": "New"}).status_code == 303
    assert "Say what it shows" not in who.get("/p/wake-it/files").text
    assert f"![The label]({file['url']} &#34;New&#34;)" in who.get(about).text


def test_a_spaces_files_by_kind_name_and_in_parts(
    wiki: Wiki, page: Page, tills: Space, nia: Person, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.pages.routes.file_lists.PART", 2)
    who = visit(nia)
    for name, data in (
        ("one.png", picture("PNG")),
        ("two_%.pdf", b"%PDF-1.7"),
        ("three.zip", b"PK\x03\x04"),
        ("four.mp3", b"ID3"),
    ):
        sent(who, name, data)
    first = who.get("/s/tills/files").text
    assert "four.mp3" in first
    assert "one.png" not in first
    rest = first.partition('class="pager"')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "one.png" in who.get(rest).text
    for kind, name in (("picture", "one.png"), ("document", "two_%.pdf"), ("other", "three.zip"), ("audio", "four")):
        text = who.get(f"/s/tills/files?kind={kind}").text.partition("listing__main")[2]
        assert name in text
        assert text.count('class="file-line"') == 1
    assert who.get("/s/tills/files?name=TWO_%25").text.count('class="file-line"') == 1
    assert who.get("/s/tills/files?name=%25").text.count('class="file-line"') == 1
    assert who.get("/s/tills/files?kind=nothing&before=x&name=").status_code == 200


def test_the_hidden_is_in_no_list(wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit) -> None:
    sent(visit(nia), "xyzzy.png", picture("PNG"))
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, page.id), [nia])
    assert "xyzzy" not in visit(tom).get("/s/tills/files").text
    assert "xyzzy" not in visit(tom).get("/s/tills/files?name=xyzz").text.replace('value="xyzz"', "")
    assert visit(tom).get("/p/wake-it/files").status_code == 404


def test_names_are_shown_as_names(page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    file = sent(who, "<img src=x onerror=alert(1)>.txt", b"x", alt='"><script>alert(1)</script>')
    for address in ("/p/wake-it/files", "/s/tills/files", f"/files/{file['key']}"):
        assert "<img src=x" not in who.get(address).text
        assert "<script>alert" not in who.get(address).text
