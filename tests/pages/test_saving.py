"""Changing a page: what is kept, refused, recorded and previewed."""

import re

import pytest
from sqlalchemy import func, select

from tests.builders import csrf, make_page, make_space, save_page, viewer_of
from tests.pages.conftest import Visit
from wiki.kernel.events import EventRow
from wiki.kernel.refusals import Invalid
from wiki.pages.actions.spaces import set_grant
from wiki.pages.models import Page, Revision, Space
from wiki.people.actions import set_role
from wiki.people.models import Person
from wiki.web.running import Wiki


def bodies(wiki: Wiki, page: Page) -> list[str]:
    with wiki.database.reading() as session:
        return list(session.scalars(select(Revision.body).where(Revision.page_id == page.id).order_by(Revision.number)))


def saved_events(wiki: Wiki) -> list[int]:
    """The revisions that events tell of."""
    with wiki.database.reading() as session:
        rows = session.scalars(select(EventRow).where(EventRow.name == "PageSaved").order_by(EventRow.id))
        return [row.data["revision_id"] for row in rows]


@pytest.fixture
def page(wiki: Wiki, tills: Space, nia: Person) -> Page:
    return make_page(wiki, tills, "Wake it", "one\n\ntwo", author=nia, type="howto", fields={"minutes": 5})


def test_a_change_is_a_revision_with_its_author_its_reason_and_one_event(
    wiki: Wiki, page: Page, tom: Person, visit: Visit
) -> None:
    answer = visit(tom).save("wake-it", "one\n\nthree", summary="Say three", minor="y", about_minutes="7")
    assert answer.status_code == 303
    with wiki.database.reading() as session:
        head = session.scalars(select(Revision).where(Revision.page_id == page.id, Revision.number == 2)).one()
        live = session.get_one(Page, page.id)
    assert (head.author_id, head.summary, head.minor, head.fields) == (tom.id, "Say three", True, {"minutes": 7})
    assert (live.number, live.head_id, live.changed_by_id, live.owner_id) == (2, head.id, tom.id, page.owner_id)
    assert len(saved_events(wiki)) == len(set(saved_events(wiki))) == 2
    assert saved_events(wiki)[-1] == head.id


def test_a_save_that_changes_nothing_adds_nothing_and_says_saved(
    wiki: Wiki, page: Page, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    answer = who.save("wake-it", "one\r\n\r\ntwo", summary="Nothing at all")
    assert answer.status_code == 303
    shown = who.get(answer.location).text
    assert "Saved." in shown
    assert "somebody else changed" not in shown
    assert bodies(wiki, page) == ["one\n\ntwo"]
    assert len(saved_events(wiki)) == 1


def test_the_summary_has_its_limit(wiki: Wiki, page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    refused = who.save("wake-it", "my words", summary="s" * 301)
    assert refused.status_code == 422
    assert "At most 300 characters" in refused.text
    assert "my words" in refused.text
    assert who.save("wake-it", "my words", summary="s" * 300).status_code == 303


def test_a_text_from_before_signing_in_again_is_shown_in_the_editor_and_not_saved(
    wiki: Wiki, page: Page, nia: Person, visit: Visit
) -> None:
    answer = visit(nia).save("wake-it", "typed before", restored="1")
    assert "typed before" in answer.text
    assert "Your text is here." in answer.text
    assert len(bodies(wiki, page)) == 1


@pytest.mark.parametrize("base", ["abc", "-1", "7", "9" * 12, "9" * 40, ""])
def test_a_save_on_a_revision_that_never_was_is_refused_with_the_text_kept(
    wiki: Wiki, page: Page, nia: Person, visit: Visit, base: str
) -> None:
    answer = visit(nia).save("wake-it", "my words", base=base)
    assert answer.status_code == 422
    assert "Not saved yet" in answer.text
    assert "my words" in answer.text
    assert len(bodies(wiki, page)) == 1


def test_the_text_survives_when_the_page_was_deleted_meanwhile(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    writing = visit(tom).fields("/p/wake-it/edit")
    visit(nia).post("/p/wake-it/delete")
    answer = visit(tom).save("wake-it", "an hour of work", **writing)
    assert answer.status_code == 404
    assert "an hour of work" in answer.text
    assert 'action="/new"' in answer.text
    never = visit(tom).save("never-there", "an hour of work", **writing)
    assert never.status_code == 404
    assert "an hour of work" in never.text


def test_the_text_survives_when_the_right_to_write_was_taken_meanwhile(
    wiki: Wiki, page: Page, tom: Person, visit: Visit
) -> None:
    who = visit(tom)
    writing = who.fields("/p/wake-it/edit")
    with wiki.work() as work:
        set_role(work, tom.id, "reader")
    answer = who.save("wake-it", "an hour of work", **writing)
    assert answer.status_code == 403
    assert "an hour of work" in answer.text
    assert len(bodies(wiki, page)) == 1


def test_an_address_that_changed_meanwhile_is_no_hindrance(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    writing = visit(tom).fields("/p/wake-it/edit")
    visit(nia).save("wake-it", "one\n\ntwo", title="Wake the printer")
    sent = visit(tom).post("/p/wake-it/edit", {**writing, "body": "one\n\ntwo\n\nthree"})
    assert (sent.status_code, sent.location) == (308, "/p/wake-the-printer/edit")
    answer = visit(tom).post(sent.location, {**writing, "body": "one\n\ntwo\n\nthree"})
    assert answer.status_code == 303
    assert bodies(wiki, page)[-1] == "one\n\ntwo\n\nthree"


def test_the_preview_is_the_html_of_the_page(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    make_page(wiki, tills, "Toner", "Some *toner*.\n\n## Where\n\nHere.", author=nia)
    body = (
        f"@{nia.handle}\n\n"
        "# Top\n\n[[Toner]], [[Toner#Where|there]], [[Missing page]] and @nobody.\n\n"
        "![[Toner#Where]]\n\n![[Gone]]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$x^2$ and `code` <b>raw</b>\n"
    )
    make_page(wiki, tills, "Wake it", body, author=nia)
    who = visit(nia)
    editor = who.fields("/p/wake-it/edit")
    shown = re.sub(r'<a class="edit-part".*?</a>', "", who.get("/p/wake-it").text)
    preview = who.post("/preview", editor).text
    assert "/new?title=Missing%20page" in preview
    assert preview.strip() in shown


def test_the_preview_of_too_much_says_so_and_needs_somebody_signed_in(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    assert visit(nia).post("/preview", {"body": "b" * (256 * 1024 + 1)}).status_code == 413
    assert visit().post("/preview", {"body": "b"}).status_code != 200


def test_bytes_that_are_no_text_are_refused_or_read_never_a_failure(
    wiki: Wiki, page: Page, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    token = csrf(who.client).encode()
    for body in (b"\xff\xfe\x00", b"%FF%FE", b"caf%E9", b"%ED%A0%80", b"\xed\xa0\x80", "é".encode("latin-1")):
        raw = b"csrf_token=" + token + b"&title=Wake+it&base=1&body=" + body
        answer = who.client.post("/p/wake-it/edit", data=raw, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {200, 303, 400, 409}, body
    json = who.client.post("/p/wake-it/edit", json={"title": "x"})
    assert json.status_code in {400, 415}


def test_revisions_agree_with_their_page_after_many_saves(wiki: Wiki, page: Page, nia: Person) -> None:
    for number in range(5):
        save_page(wiki, page, f"text {number}", author=nia)
    with wiki.database.reading() as session:
        live = session.get_one(Page, page.id)
        numbers = session.scalars(select(Revision.number).where(Revision.page_id == page.id)).all()
        head = session.get_one(Revision, live.head_id)
    assert sorted(numbers) == list(range(1, 7))
    assert (head.number, head.body) == (6, "text 4")
    assert len(saved_events(wiki)) == 6


def test_what_an_action_refuses_leaves_no_trace(wiki: Wiki, page: Page, nia: Person) -> None:
    with pytest.raises(Invalid) as refused:
        save_page(wiki, page, "x", author=nia, title="t" * 201)
    assert set(refused.value.errors) == {"title"}
    with wiki.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Revision)) == 1


def test_a_forged_form_saves_nothing(wiki: Wiki, page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    for token in ("", "forged", csrf(visit(nia).client)[:-2]):
        sent = {"title": "Wake it", "body": "forged", "base": "1", "csrf_token": token}
        assert who.client.post("/p/wake-it/edit", data=sent).status_code != 303
    assert len(bodies(wiki, page)) == 1


def test_a_page_that_is_only_a_picture_or_an_include_is_shown_to_its_writers(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    make_page(wiki, tills, "Toner", "Some toner.", author=nia)
    make_page(wiki, tills, "Only an include", "![[Toner]]", author=nia)
    make_page(wiki, tills, "Only a picture", "![x](/file/abc/x.png)", author=nia)
    who = visit(nia)
    assert "Some toner." in who.get("/p/only-an-include").text
    assert re.search(r"<img[^>]*/file/abc/x\.png", who.get("/p/only-a-picture").text)
    make_page(wiki, tills, "Empty", "", author=nia)
    assert "Nobody has written this page yet" in who.get("/p/empty").text


def test_a_role_given_is_at_once_the_right_to_write(wiki: Wiki, nia: Person, tom: Person, visit: Visit) -> None:
    space = make_space(wiki, "Office", default_role="reader", keeper=nia)
    make_page(wiki, space, "Keys", "x", author=nia)
    who = visit(tom)
    assert who.get("/p/keys/edit").status_code == 403
    with wiki.work() as work:
        set_grant(work, work.session.get_one(Space, space.id), tom, "writer")
    assert who.save("keys", "y").status_code == 303
    assert viewer_of(wiki, tom).role == "member"
