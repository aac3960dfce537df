"""One section or step changed alone, saved on the path of the whole page."""

import pytest
from flask import Flask

from tests.builders import make_page, make_person, make_space, save_page
from tests.pages.conftest import Visit
from tests.pages.test_conflicts import WRITERS, head_of, together
from tests.pages.visitor import Visitor, fields_of
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki

BODY = """Before.

## What you need

- a roll

## 1. Open the lid

Pull the *tab*.

### If it sticks

Push.

## 2. Close it

It clicks.
"""
LID = "/p/wake-it/part/h-1-open-the-lid"


@pytest.fixture
def page(wiki: Wiki, tills: Space, nia: Person) -> Page:
    return make_page(wiki, tills, "Wake it", BODY, author=nia, tags=["tills"], type="howto", fields={"minutes": 5})


def test_each_heading_of_the_page_has_a_pencil_for_those_who_may_write(page: Page, nia: Person, visit: Visit) -> None:
    shown = visit(nia).get(page.url).text
    assert shown.count('class="edit-part"') == 4
    assert 'href="/p/wake-it/part/lead" aria-label="Change “The beginning”"' in shown
    assert f'href="{LID}" aria-label="Change “1. Open the lid”"' in shown
    assert "edit-part" not in visit().get(page.url).text


def test_only_that_part_is_opened_and_only_that_part_changes(wiki: Wiki, page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    form = who.fields(LID)
    assert form["body"] == "## 1. Open the lid\n\nPull the *tab*.\n\n### If it sticks\n\nPush."
    answer = who.post(LID, {**form, "body": "## 1. Lift the lid\n\nGently.\n\n", "summary": "Broke it twice"})
    assert (answer.status_code, answer.location) == (303, "/p/wake-it#h-1-lift-the-lid")
    head = head_of(wiki, page)
    before, _lid, rest = BODY.partition("## 1. Open the lid")
    assert head.body == before + "## 1. Lift the lid\n\nGently.\n\n" + rest[rest.index("## 2. Close it") :]
    assert (head.title, head.type, head.tags, head.fields) == ("Wake it", "howto", ["tills"], {"minutes": 5})
    assert head.summary == "Broke it twice"


def test_the_text_before_the_first_heading_is_a_part_too(
    wiki: Wiki, tills: Space, page: Page, nia: Person, visit: Visit
) -> None:
    who, address = visit(nia), "/p/wake-it/part/lead"
    form = who.fields(address)
    assert form["body"] == "Before."
    assert who.post(address, form).location == "/p/wake-it#content"
    assert head_of(wiki, page).number == 1
    assert who.post(address, {**form, "body": "First of all."}).status_code == 303
    assert head_of(wiki, page).body == BODY.replace("Before.", "First of all.")
    make_page(wiki, tills, "Bare", "## 1. Open it\n\nPull.\n", author=nia)
    assert "part/lead" not in who.get("/p/bare").text
    assert who.get("/p/bare/part/lead").status_code == 404


def test_saved_untouched_it_adds_no_revision(wiki: Wiki, page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    assert who.post(LID, who.fields(LID)).status_code == 303
    assert head_of(wiki, page).number == 1


def test_a_script_gets_the_form_alone(page: Page, nia: Person, visit: Visit) -> None:
    part = visit(nia).get(LID, headers={"HX-Request": "true"}).text
    assert "<form" in part
    assert "<html" not in part
    assert "<html" in visit(nia).get(LID).text


def test_changes_of_other_parts_meanwhile_are_merged(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(tom)
    form = who.fields(LID)
    save_page(wiki, page, BODY.replace("It clicks.", "It clicks twice."), author=nia, title="Wake it up")
    answer = who.post("/p/wake-it-up/part/h-1-open-the-lid", {**form, "body": form["body"].replace("Push", "Pull")})
    assert answer.status_code == 303
    head = head_of(wiki, page)
    assert head.title == "Wake it up"
    assert "Pull.\n" in head.body
    assert "It clicks twice." in head.body


def test_a_change_of_the_same_part_meanwhile_shows_both_and_keeps_the_text(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(tom)
    form = who.fields(LID)
    save_page(wiki, page, BODY.replace("Push.", "Push, by Nia."), author=nia)
    answer = who.post(LID, {**form, "body": form["body"].replace("Push.", "Push, by Tom.")})
    assert answer.status_code == 409
    shown = fields_of(answer.text)
    assert "Push, by Tom." in shown["body"]
    assert "Before." in shown["body"]
    assert who.post("/p/wake-it/edit", {**shown, "choice-0": "both"}).status_code == 303
    head = head_of(wiki, page)
    assert "Push, by Tom.\nPush, by Nia." in head.body
    assert head.fields == {"minutes": 5}


def test_of_twelve_saves_of_one_step_one_wins_and_eleven_keep_their_text(app: Flask, wiki: Wiki, page: Page) -> None:
    writers = [Visitor(app, make_person(wiki, f"Writer {chr(65 + n)}")) for n in range(WRITERS)]
    form = writers[0].fields(LID)

    def saving(number: int) -> int:
        answer = writers[number].post(LID, {**form, "body": f"## 1. Open the lid\n\nThe way of writer {number}."})
        if answer.status_code == 409:
            assert f"The way of writer {number}." in fields_of(answer.text)["body"]
        return answer.status_code

    answers = together([lambda n=n: saving(n) for n in range(WRITERS)])  # type: ignore[misc]
    assert sorted(answers) == [303] + [409] * (WRITERS - 1)


def test_twelve_saves_of_twelve_steps_all_merge(app: Flask, wiki: Wiki, tills: Space, nia: Person) -> None:
    steps = "\n\n".join(f"## {n}. Step\n\nAs it was in {n}." for n in range(1, WRITERS + 1))
    page = make_page(wiki, tills, "Long", steps, author=nia)
    writers = [Visitor(app, make_person(wiki, f"Writer {chr(65 + n)}")) for n in range(WRITERS)]
    addresses = [f"/p/long/part/h-{n}-step" for n in range(1, WRITERS + 1)]
    forms = [who.fields(address) for who, address in zip(writers, addresses, strict=True)]

    def saving(n: int) -> int:
        return writers[n].post(addresses[n], {**forms[n], "body": f"## {n + 1}. Step\n\nBy {n}!"}).status_code

    assert together([lambda n=n: saving(n) for n in range(WRITERS)]) == [303] * WRITERS  # type: ignore[misc]
    body = head_of(wiki, page).body
    assert all(f"By {n}!" in body for n in range(WRITERS))


def test_a_draft_of_a_part_is_kept_and_opened_again(page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    form = who.fields(LID)
    sent = {**form, "body": "## 1. Half", "draft_page": page.id, "draft_part": "h-1-open-the-lid", "draft_writer": "w"}
    assert who.post(f"/drafts/{form['draft']}", sent).status_code == 200
    assert who.fields(LID)["body"] == "## 1. Half"
    assert who.fields("/p/wake-it/edit")["body"] == BODY
    assert f"{LID}?draft={form['draft']}" in who.get("/").text
    assert who.post(LID, who.fields(LID)).status_code == 303
    assert "Go on where you stopped" not in who.get("/").text


def test_what_cannot_be_saved_is_said_and_the_text_is_kept(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(nia)
    form = who.fields(LID)
    nested = who.post(LID, {**form, "body": "![[]()" * 60_000})
    assert nested.status_code == 422
    assert who.get("/p/wake-it/part/h-nowhere").status_code == 404
    gone = who.post("/p/wake-it/part/h-nowhere", {**form, "body": "My words"})
    assert gone.status_code == 422
    assert fields_of(gone.text)["body"] == "My words"
    rules = make_space(wiki, "Rules", keeper=nia, default_role="reader")
    rule = make_page(wiki, rules, "Rule", "## A\n\nx", author=nia)
    assert visit(tom).get("/p/rule/part/h-a").status_code == 403
    refused = visit(tom).post("/p/rule/part/h-a", {**form, "of": rule.id, "body": "My words"})
    assert refused.status_code == 403
    assert "My words" in refused.text
