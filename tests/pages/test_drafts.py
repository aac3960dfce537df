"""Drafts: what is typed is kept, for its writer alone, until it is saved."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.builders import make_page, make_space, save_page, viewer_of
from tests.pages.conftest import Visit
from tests.pages.visitor import Visitor, fields_of
from tests.stand_ins import FakeClock
from wiki.pages.actions.drafting import MOST_DRAFTS, sweep_drafts
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.trashing import delete_page
from wiki.pages.models import Page, Space
from wiki.pages.unsaved import ENDED, Unsaved
from wiki.people.models import Person
from wiki.search.drain import Drainer
from wiki.search.engines import engine_of
from wiki.web.running import Wiki

MARK = "xyzzyplugh"


@pytest.fixture
def page(wiki: Wiki, tills: Space, nia: Person) -> Page:
    return make_page(wiki, tills, "Wake it", "One.\n\nTwo.\n\nThree.", author=nia, tags=["tills"])


def autosave(who: Visitor, page: Page | None, body: str, /, writer: str = "w1", **fields: Any) -> dict[str, Any]:
    """What the script sends while somebody types, and what it is answered."""
    address = f"{page.url}/edit" if page else "/new"
    begun = fields if "draft" in fields else who.fields(address) | fields
    sent = {**begun, "body": body, "draft_writer": writer, "draft_page": page.id if page else ""}
    answer = who.post(f"/drafts/{begun['draft']}", sent)
    return {"status": answer.status_code, **begun, **(answer.json or {})}


def rows(wiki: Wiki) -> list[Unsaved]:
    with wiki.database.reading() as session:
        return list(session.scalars(select(Unsaved).order_by(Unsaved.at, Unsaved.key)))


def test_the_editor_opens_with_what_was_typed_and_home_leads_there(page: Page, nia: Person, visit: Visit) -> None:
    kept = autosave(visit(nia), page, "One, typed.", title="Wake it up", tags="tills, new", summary="why")
    assert (kept["status"], kept["version"]) == (200, 1)
    again = visit(nia)
    assert "Go on where you stopped" in again.get("/").text
    assert f'href="/p/wake-it/edit?draft={kept["key"]}"' in again.get("/").text
    for address in ("/p/wake-it/edit", f"/p/wake-it/edit?draft={kept['key']}"):
        shown = again.fields(address)
        assert (shown["body"], shown["title"], shown["tags"], shown["summary"], shown["base"], shown["draft"]) == (
            "One, typed.",
            "Wake it up",
            "tills, new",
            "why",
            "1",
            kept["key"],
        )
    assert again.fields("/p/wake-it/edit?fresh=1")["body"] == "One.\n\nTwo.\n\nThree."


def test_a_new_page_that_was_never_saved_is_there_again(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    kept = autosave(who, None, "Half a sentence", title="Jam", space="tills", type="question")
    shown = who.fields(f"/new?draft={kept['key']}")
    assert (shown["title"], shown["body"], shown["type"]) == ("Jam", "Half a sentence", "question")
    assert who.post("/new", {**shown, "space": "tills"}).status_code == 303
    assert [row.state for row in rows(wiki)] == [ENDED]
    assert "Go on where you stopped" not in who.get("/").text


def test_a_save_ends_the_draft_and_a_late_copy_does_not_bring_it_back(
    wiki: Wiki, page: Page, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    kept = autosave(who, page, "One, typed.")
    assert who.save("wake-it", "One, typed on.", **who.fields("/p/wake-it/edit")).status_code == 303
    [row] = rows(wiki)
    assert (row.state, row.body, row.title, row.fields) == (ENDED, "", "", {})
    late = autosave(who, page, "One, typed.", **{key: kept[key] for key in ("draft", "draft_seen", "title", "base")})
    assert late["ended"] is True
    assert who.fields("/p/wake-it/edit")["body"] == "One, typed on."
    # Whoever goes back to the form and types on writes something new.
    more = autosave(who, page, "More.", writer="w2", draft=kept["draft"], draft_seen="1", title="Wake it", base="1")
    assert more["key"] != kept["key"]


def test_a_draft_on_an_old_base_comes_together_with_what_was_saved_since(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(tom)
    autosave(who, page, "One.\n\nTwo.\n\nThree by Tom.")
    save_page(wiki, page, "One by Nia.\n\nTwo.\n\nThree.", author=nia)
    assert "The page has changed since" in who.get("/p/wake-it/edit").text
    assert who.post("/p/wake-it/edit", who.fields("/p/wake-it/edit")).status_code == 303
    assert who.get("/p/wake-it/source").text == "One by Nia.\n\nTwo.\n\nThree by Tom."


def test_two_windows_do_not_overwrite_each_other(wiki: Wiki, page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    first = autosave(who, page, "In the first window")
    begun = who.fields("/p/wake-it/edit")
    second = autosave(who, page, "In the second, gone on with", writer="w2", **begun)
    assert second["key"] == first["key"]
    third = autosave(who, page, "In the first, typed on", **{**begun, "draft_seen": "1"})
    assert third["key"] != first["key"]
    assert sorted(row.body for row in rows(wiki)) == ["In the first, typed on", "In the second, gone on with"]


def test_of_a_conflict_both_the_text_and_the_side_not_chosen_are_kept(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(tom)
    writing = who.fields("/p/wake-it/edit")
    save_page(wiki, page, "One by Nia.\n\nTwo.\n\nThree.", author=nia)
    shown = fields_of(who.save("wake-it", "One by Tom.\n\nTwo.\n\nThree.", **writing).text)
    [row] = rows(wiki)
    assert (row.body, row.base) == ("One by Tom.\n\nTwo.\n\nThree.", 1)
    assert who.post("/p/wake-it/edit", {**shown, "choice-0": "theirs"}).status_code == 303
    drafts = who.get("/drafts").text
    assert "Put away" in drafts
    assert "One by Tom." in drafts
    assert "Go on where you stopped" not in who.get("/").text


def test_what_is_put_away_comes_back_and_goes_only_when_thrown_away(
    wiki: Wiki, page: Page, nia: Person, clock: FakeClock, visit: Visit
) -> None:
    who = visit(nia)
    key = autosave(who, page, "Kept.")["key"]
    assert who.post(f"/drafts/{key}/drop").status_code == 404
    assert who.post(f"/drafts/{key}/aside").status_code == 303
    assert who.fields("/p/wake-it/edit")["body"] == "One.\n\nTwo.\n\nThree."
    assert "Kept." in who.get("/drafts").text
    assert who.post(f"/drafts/{key}/take").status_code == 303
    assert who.fields("/p/wake-it/edit")["body"] == "Kept."
    who.post(f"/drafts/{key}/aside")
    clock.forward(days=89)
    with wiki.work() as work:
        sweep_drafts(work)
    assert [row.body for row in rows(wiki)] == ["Kept."]
    clock.forward(days=2)
    with wiki.work() as work:
        sweep_drafts(work)
    assert rows(wiki) == []


def test_the_text_outlives_its_page(wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit) -> None:
    who = visit(tom)
    begun = who.fields("/p/wake-it/edit")
    key = autosave(who, page, "Typed by Tom.", **begun)["key"]
    with wiki.work(nia.id) as work:
        delete_page(work, viewer_of(wiki, nia), work.session.get_one(Page, page.id))
    assert f"/new?draft={key}" in who.get("/").text
    assert who.fields(f"/new?draft={key}")["body"] == "Typed by Tom."
    late = autosave(who, page, "Typed on.", writer="w9", **{**begun, "draft": "a-key-of-its-own"})
    assert late["status"] == 200


@pytest.mark.parametrize("who_else", ["tom", "ada", "nobody"])
def test_nobody_else_sees_a_draft_by_any_way(
    app: Flask, wiki: Wiki, page: Page, nia: Person, visit: Visit, request: pytest.FixtureRequest, who_else: str
) -> None:
    key = autosave(visit(nia), page, f"{MARK} body", title=f"{MARK} title", tags=MARK)["key"]
    autosave(visit(nia), None, f"{MARK} new", title=f"{MARK} new", space="tills", draft=f"{MARK}-0123456789")
    drainer = Drainer(wiki, engine_of(wiki))
    while drainer():
        pass
    other = visit(None if who_else == "nobody" else request.getfixturevalue(who_else))
    values = {"slug": page.slug, "page_id": page.id, "draft": key, "number": 1, "handle": nia.handle, "anchor": "h-x"}
    asked = 0
    for rule in app.url_map.iter_rules():
        if (
            "GET" in (rule.methods or ())
            and rule.arguments <= set(values)
            and rule.endpoint not in {"static", "web.diagram_frame"}
        ):
            built = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
            assert built is not None
            for query in ("", f"?draft={key}"):
                assert MARK not in other.get(built[1] + query).text, built
                asked += 1
    assert asked > 40
    for address in (f"/search?q={MARK}", f"/suggest?q={MARK}", f"/pages?tag={MARK}"):
        found = other.get(address).text
        assert f"{MARK} title" not in found
        assert f"{MARK} body" not in found
        assert f'"{MARK}' not in found.replace(f'value="{MARK}"', "")
    for act in ("", "/aside", "/take", "/drop"):
        answer = other.post(f"/drafts/{key}{act}", {"title": "x", "body": "mine", "draft_writer": "w1"})
        assert answer.status_code in {200, 303, 400, 401, 403, 404}
        assert MARK not in answer.text
    if who_else != "nobody":
        assert other.post(f"/drafts/{key}/aside").status_code == 404
        assert other.get(f"/p/wake-it/edit?draft={key}").status_code == 404
    assert visit(nia).fields("/p/wake-it/edit")["body"] == f"{MARK} body"


def test_a_page_that_was_closed_meanwhile_shows_its_new_name_to_nobody(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(tom)
    autosave(who, page, "Typed by Tom.")
    save_page(wiki, page, author=nia, title=f"{MARK} renamed")
    with wiki.work(nia.id) as work:
        restrict_page(work, work.session.get_one(Page, page.id), [nia])
    for address in ("/", "/drafts"):
        shown = who.get(address).text
        assert MARK not in shown
        assert "Wake it" in shown
        assert "/new?draft=" in shown


def test_a_copy_is_refused_without_proof_or_sign_in_and_when_it_is_too_much(
    wiki: Wiki, page: Page, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    assert who.client.post("/drafts/0123456789abcd", data={"body": "x"}).status_code == 400
    assert visit().post("/drafts/0123456789abcd", {"body": "x"}).status_code in {400, 401}
    assert autosave(who, page, "x" * 300_000)["status"] == 422
    assert rows(wiki) == []


def test_a_field_that_is_far_too_long_is_cut_rather_than_the_text_lost(
    wiki: Wiki, page: Page, nia: Person, visit: Visit
) -> None:
    assert autosave(visit(nia), page, "fine", summary="y" * 2001)["status"] == 200
    (row,) = rows(wiki)
    assert (row.body, row.fields["summary"]) == ("fine", "y" * 2000)


def test_two_hundred_unfinished_texts_are_enough(wiki: Wiki, nia: Person, visit: Visit, tills: Space) -> None:
    with wiki.work() as work:
        for n in range(MOST_DRAFTS):
            work.session.add(
                Unsaved(
                    key=f"draft-{n}", person_id=nia.id, title="x", body="x", fields={}, writer="w", at=wiki.clock.now()
                )
            )
    refused = autosave(visit(nia), None, "one more")
    assert refused["status"] == 422
    assert "200 unfinished texts" in refused["error"]
    assert visit(nia).get("/drafts").status_code == 200


def test_who_writes_at_a_page_is_told_to_those_who_may_know(
    wiki: Wiki, page: Page, nia: Person, tom: Person, clock: FakeClock, visit: Visit
) -> None:
    writer, reader = visit(nia), visit(tom)
    assert writer.post("/p/wake-it/writing").json == {"text": ""}
    assert reader.get("/p/wake-it/writing").json == {"text": "Nia Okafor is editing this."}
    assert reader.post("/p/wake-it/writing").json == {"text": "Nia Okafor is editing this."}
    assert writer.get("/p/wake-it/writing").json == {"text": "Tom Reyes is editing this."}
    reader.post("/p/wake-it/writing", {"gone": "1"})
    assert writer.get("/p/wake-it/writing").json == {"text": ""}
    clock.forward(seconds=61)
    assert reader.get("/p/wake-it/writing").json == {"text": ""}
    assert visit().get("/p/wake-it/writing").status_code in {303, 401, 403, 404}
    writer.post("/p/wake-it/writing")
    with wiki.work(nia.id) as work:
        restrict_page(work, work.session.get_one(Page, page.id), [nia])
    assert reader.get("/p/wake-it/writing").status_code == 404
    assert reader.post("/p/wake-it/writing").status_code == 404


def test_only_who_may_write_counts_as_writing(wiki: Wiki, nia: Person, tom: Person, visit: Visit) -> None:
    rules = make_space(wiki, "Rules", keeper=nia, default_role="reader")
    make_page(wiki, rules, "Rule", "x", author=nia)
    assert visit(tom).post("/p/rule/writing").status_code == 403
    assert "edit-part" not in visit(tom).get("/p/rule").text


def test_a_draft_with_the_same_name_as_another_is_kept_apart(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    mine = autosave(visit(nia), page, "Nia's")
    theirs = autosave(visit(tom), page, "Tom's", **{**visit(tom).fields("/p/wake-it/edit"), "draft": mine["key"]})
    assert theirs["key"] != mine["key"]
    assert re.fullmatch(r"[\w-]+", theirs["key"])
    assert {row.body for row in rows(wiki)} == {"Nia's", "Tom's"}
