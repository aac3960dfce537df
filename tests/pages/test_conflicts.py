"""Two who write at the same time: nothing is lost, and nobody is overwritten."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.builders import make_page, make_person, save_page
from tests.pages.conftest import Visit
from tests.pages.visitor import Visitor, fields_of
from wiki.kernel.events import EventRow
from wiki.pages.models import Page, Revision, Space
from wiki.pages.unsaved import Unsaved
from wiki.people.models import Person
from wiki.web.running import Wiki

WRITERS = 12
LINES = [f"Line {n} says something of its own." for n in range(WRITERS)]
BODY = "\n\n".join(LINES)


@pytest.fixture
def page(wiki: Wiki, tills: Space, nia: Person) -> Page:
    return make_page(wiki, tills, "Wake it", BODY, author=nia, tags=["tills"])


def changed(line: int, text: str) -> str:
    return "\n\n".join(text if n == line else old for n, old in enumerate(LINES))


def head_of(wiki: Wiki, page: Page) -> Revision:
    with wiki.database.reading() as session:
        return session.scalars(
            select(Revision).where(Revision.page_id == page.id).order_by(Revision.number.desc()).limit(1)
        ).one()


def together(acts: Sequence[Callable[[], int]]) -> list[int]:
    """What each answers, begun at the same moment in a thread of its own."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], int]) -> int:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def crowd(app: Flask, wiki: Wiki) -> list[Visitor]:
    return [Visitor(app, make_person(wiki, f"Writer {chr(65 + n)}")) for n in range(WRITERS)]


def test_changes_of_different_places_are_merged_and_said_to_be(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(tom)
    writing = who.fields("/p/wake-it/edit")
    save_page(wiki, page, changed(0, "Nia's line."), author=nia)
    answer = who.save("wake-it", changed(9, "Tom's line."), **writing)
    assert answer.status_code == 303
    assert "together with what somebody else changed" in who.get(answer.location).text
    head = head_of(wiki, page)
    assert "Nia's line." in head.body
    assert "Tom's line." in head.body
    assert (head.number, head.author_id) == (3, tom.id)


def test_changes_of_one_place_show_both_texts_and_save_neither(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(tom)
    writing = who.fields("/p/wake-it/edit")
    save_page(wiki, page, changed(3, "Nia's <own> line."), author=nia)
    answer = who.save("wake-it", changed(3, "Tom's own line."), **writing)
    assert answer.status_code == 409
    assert fields_of(answer.text)["body"].replace("\r\n", "\n") == changed(3, "Tom's own line.")
    for text in ("Nia", "&lt;", "Tom", "Your text is safe.", "Nia Okafor"):
        assert text in answer.text
    assert head_of(wiki, page).number == 2


@pytest.mark.parametrize(
    ("choice", "there", "gone"),
    [("mine", ["Tom's"], ["Nia's"]), ("theirs", ["Nia's"], ["Tom's"]), ("both", ["Tom's", "Nia's"], [])],
)
def test_the_choice_is_saved_on_top_with_what_was_not_disputed(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit, choice: str, there: list[str], gone: list[str]
) -> None:
    who = visit(tom)
    writing = who.fields("/p/wake-it/edit")
    save_page(wiki, page, changed(3, "Nia's line.").replace(LINES[11], "Nia's end."), author=nia)
    mine = changed(3, "Tom's line.").replace(LINES[0], "Tom's beginning.")
    shown = fields_of(who.save("wake-it", mine, **writing).text)
    answer = who.post("/p/wake-it/edit", {**shown, "choice-0": choice})
    assert answer.status_code == 303
    head = head_of(wiki, page)
    assert head.number == 3
    assert "Tom's beginning." in head.body
    assert "Nia's end." in head.body
    for name in there:
        assert f"{name} line." in head.body
    for name in gone:
        assert f"{name} line." not in head.body
    with wiki.database.reading() as session:
        saved = session.scalars(select(Revision.body).where(Revision.page_id == page.id)).all()
        kept = session.scalars(select(Unsaved.body).where(Unsaved.person_id == tom.id)).all()
    for name in ("Tom's", "Nia's"):
        assert any(f"{name} line." in body for body in [*saved, *kept]), "both stay, whatever is chosen"


@pytest.mark.parametrize(("choice", "title"), [("mine", "Tom's title"), ("theirs", "Nia's title")])
def test_two_titles_are_a_choice_too(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit, choice: str, title: str
) -> None:
    who = visit(tom)
    writing = who.fields("/p/wake-it/edit")
    save_page(wiki, page, author=nia, title="Nia's title")
    answer = who.save("nia-s-title", changed(1, "Tom's line."), **{**writing, "title": "Tom's title"})
    assert answer.status_code == 409
    assert "Nia&#39;s title" in answer.text
    chosen = who.post("/p/nia-s-title/edit", {**fields_of(answer.text), "choice-title": choice})
    assert chosen.status_code == 303
    assert (head_of(wiki, page).title, "Tom's line." in head_of(wiki, page).body) == (title, True)


def test_what_only_the_other_changed_survives_the_choice(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who, other = visit(tom), visit(nia)
    writing = who.fields("/p/wake-it/edit")
    other.save("wake-it", changed(3, "Nia's line."), title="Nia's title", tags="tills, added", about_summary="Hers.")
    shown = who.save("nia-s-title", changed(3, "Tom's line."), **{**writing, "tags": "tills, mine"})
    assert shown.status_code == 409
    assert who.post("/p/nia-s-title/edit", {**fields_of(shown.text), "choice-0": "mine"}).status_code == 303
    head = head_of(wiki, page)
    assert (head.title, head.tags, head.fields) == ("Nia's title", ["tills", "added", "mine"], {"summary": "Hers."})


def test_a_third_save_while_choosing_is_not_overwritten_either(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(tom)
    writing = who.fields("/p/wake-it/edit")
    save_page(wiki, page, changed(3, "Nia's line."), author=nia)
    shown = fields_of(who.save("wake-it", changed(3, "Tom's line."), **writing).text)
    save_page(wiki, page, changed(3, "Nia's second thought."), author=nia)
    again = who.post("/p/wake-it/edit", {**shown, "choice-0": "mine"})
    assert again.status_code == 409
    assert "Tom&#39;s line." in again.text
    assert "Nia's second thought." in head_of(wiki, page).body
    assert who.post("/p/wake-it/edit", {**fields_of(again.text), "choice-0": "both"}).status_code == 303
    assert head_of(wiki, page).body.count("Tom's line.") == 1


def test_of_twelve_overlapping_saves_one_wins_and_eleven_keep_their_text(app: Flask, wiki: Wiki, page: Page) -> None:
    writers = crowd(app, wiki)
    writing = writers[0].fields("/p/wake-it/edit")

    def saving(number: int) -> Callable[[], int]:
        mine = changed(5, f"This is the line of writer {number}.")

        def act() -> int:
            answer = writers[number].save("wake-it", mine, **writing)
            if answer.status_code == 409:
                assert fields_of(answer.text)["body"].replace("\r\n", "\n") == mine
            return answer.status_code

        return act

    answers = together([saving(number) for number in range(WRITERS)])
    assert sorted(answers) == [303] + [409] * (WRITERS - 1)
    winner = answers.index(303)
    assert f"line of writer {winner}." in head_of(wiki, page).body
    assert head_of(wiki, page).number == 2


def test_twelve_saves_of_different_places_all_succeed_and_none_is_lost(app: Flask, wiki: Wiki, page: Page) -> None:
    writers = crowd(app, wiki)
    writing = writers[0].fields("/p/wake-it/edit")
    answers = together(
        [
            lambda n=n: writers[n].save("wake-it", changed(n, f"Writer {n} was here."), **writing).status_code  # type: ignore[misc]
            for n in range(WRITERS)
        ]
    )
    assert answers == [303] * WRITERS
    head = head_of(wiki, page)
    assert [f"Writer {n} was here." in head.body for n in range(WRITERS)] == [True] * WRITERS
    with wiki.database.reading() as session:
        numbers = session.scalars(select(Revision.number).where(Revision.page_id == page.id).order_by(Revision.number))
        events = session.scalar(select(func.count()).where(EventRow.name == "PageSaved"))
        assert list(numbers) == list(range(1, WRITERS + 2))
        assert events == WRITERS + 1


def test_pages_of_one_title_made_at_once_each_get_an_address(app: Flask, wiki: Wiki, tills: Space, nia: Person) -> None:
    writers = [Visitor(app, nia) for _ in range(8)]
    sent = {"title": "Same title", "body": "x", "space": "tills", "type": "note"}
    answers = together([lambda who=who: who.post("/new", sent).status_code for who in writers])  # type: ignore[misc]
    assert answers == [303] * 8
    with wiki.database.reading() as session:
        assert len(set(session.scalars(select(Page.slug)))) == 8


def test_a_rename_and_saves_of_pages_that_link_there_do_not_lose_each_other(
    app: Flask, wiki: Wiki, tills: Space, nia: Person
) -> None:
    target = make_page(wiki, tills, "Toner", "x", author=nia)
    sources = [make_page(wiki, tills, f"Source {n}", f"[[Toner]]\n\nmiddle\n\nend {n}", author=nia) for n in range(6)]
    writers = [Visitor(app, nia) for _ in range(7)]
    begun = [writers[n].fields(f"/p/source-{n}/edit") for n in range(6)]
    renaming = writers[6].fields("/p/toner/edit")
    acts: list[Callable[[], int]] = [
        lambda n=n: writers[n].save(f"source-{n}", f"[[Toner]]\n\nmiddle\n\nend {n} saved", **begun[n]).status_code  # type: ignore[misc]
        for n in range(6)
    ]
    acts.append(lambda: writers[6].save("toner", "x", **{**renaming, "title": "Ink"}).status_code)
    answers = together(acts)
    assert answers == [303] * 7
    for n, source in enumerate(sources):
        body = head_of(wiki, source).body
        assert f"end {n} saved" in body
        shown = writers[0].get(f"/p/source-{n}").text
        assert 'href="/p/ink"' in shown.partition('class="block prose"')[2]
    assert head_of(wiki, target).title == "Ink"


def test_pages_that_link_each_other_may_all_be_renamed_at_once(
    app: Flask, wiki: Wiki, tills: Space, nia: Person
) -> None:
    names = [f"Page {n}" for n in range(6)]
    links = " ".join(f"[[{name}]]" for name in names)
    for name in names:
        make_page(wiki, tills, name, "x", author=nia)
    writers = [Visitor(app, nia) for _ in names]
    for n, who in enumerate(writers):
        assert who.save(f"page-{n}", links).status_code == 303
    begun = [who.fields(f"/p/page-{n}/edit") for n, who in enumerate(writers)]
    answers = together(
        [
            lambda n=n: writers[n].save(f"page-{n}", links, **begun[n] | {"title": f"Named {n}"}).status_code  # type: ignore[misc]
            for n in range(len(names))
        ]
    )
    # The link that follows a new title and the text that names the old one may differ in one place: then it is asked.
    assert set(answers) <= {303, 409}
    assert 303 in answers
