"""Where links lead: to pages that are there, wanted, renamed, moved, deleted, restored."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from tests.builders import make_page, make_person, make_space, save_page
from tests.pages.conftest import Visit
from tests.pages.visitor import Visitor
from wiki.kernel.events import EventRow
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.events import PageMoved
from wiki.pages.models import Link, Page, Revision, Space
from wiki.people.models import Person
from wiki.web.running import Wiki

Count = Callable[[], AbstractContextManager[list[str]]]


def text_of(who: Visitor, slug: str) -> str:
    """The page's own text as HTML."""
    shown = who.get(f"/p/{slug}").text
    return shown.partition('<div class="block prose" data-text>')[2].partition('<section class="doc-foot')[0]


def body_of(wiki: Wiki, page: Page) -> str:
    with wiki.database.reading() as session:
        return session.get_one(Revision, session.get_one(Page, page.id).head_id).body


def guard(wiki: Wiki, page: Page, *holders: Person) -> None:
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, page.id), holders)


def test_a_wanted_link_leads_to_the_page_once_it_is_written(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    make_page(wiki, tills, "Wake it", "See [[Change the toner|how]].", author=nia)
    assert 'class="is-wanted" href="/new?title=Change%20the%20toner&amp;space=tills"' in text_of(who, "wake-it")
    assert "Change the toner" in who.get("/wanted").text
    begun = who.fields("/new?title=Change%20the%20toner&space=tills")
    assert begun["title"] == "Change the toner"
    make_page(wiki, tills, "Change the toner", "x", author=nia)
    assert '<a href="/p/change-the-toner">how</a>' in text_of(who, "wake-it")
    assert "Change the toner" not in who.get("/wanted").text
    assert "Wake it" in who.get("/p/change-the-toner").text.partition("links-here")[2]


def test_a_rename_rewrites_links_keeps_labels_and_sections_and_leaves_code_alone(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    make_page(wiki, tills, "Toner", "## Where\n\nx", author=nia)
    source = make_page(
        wiki,
        tills,
        "Wake it",
        "[[Toner]] [[toner|the *stuff*]] [[Toner#Where]] [[Toner#Where|there]] `[[Toner]]` [[Tonerless]]\n\n"
        "```\n[[Toner]]\n```\n\n![[Toner]]\n",
        author=nia,
    )
    visit(nia).save("toner", "## Where\n\nx", title="Black ink")
    assert body_of(wiki, source) == (
        "[[Black ink]] [[Black ink|the *stuff*]] [[Black ink#Where]] [[Black ink#Where|there]] `[[Toner]]` "
        "[[Tonerless]]\n\n```\n[[Toner]]\n```\n\n![[Black ink]]\n"
    )
    assert '<a href="/p/black-ink#h-where">there</a>' in text_of(visit(nia), "wake-it")
    with wiki.database.reading() as session:
        revision = session.scalars(select(Revision).where(Revision.page_id == source.id, Revision.number == 2)).one()
        events = session.scalars(select(EventRow).where(EventRow.name == "PageSaved")).all()
    assert (revision.minor, revision.author_id) == (True, nia.id)
    assert len({row.data["revision_id"] for row in events}) == len(events) == 4


def test_a_rename_that_fails_changes_no_link(wiki: Wiki, tills: Space, nia: Person) -> None:
    target = make_page(wiki, tills, "Toner", "x", author=nia)
    source = make_page(wiki, tills, "Wake it", "[[Toner]]", author=nia)

    def refuse(*_: object) -> None:
        raise RuntimeError("no")

    wiki.bus.subscribe(PageMoved, refuse)
    with pytest.raises(RuntimeError):
        save_page(wiki, target, author=nia, title="Ink")
    assert body_of(wiki, source) == "[[Toner]]"
    with wiki.database.reading() as session:
        assert session.get_one(Page, target.id).title == "Toner"


def test_old_addresses_lead_to_the_present_one_after_two_renames(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    make_page(wiki, tills, "Toner", "x", author=nia)
    who.save("toner", "x", title="Ink")
    who.save("ink", "x", title="Чернила")
    for old in ("toner", "ink", "Toner", "INK"):
        for rest in ("", "/edit", "/history", "/history/1", "/source", "/move", "/history?new=2&old=1"):
            moved = who.get(f"/p/{old}{rest}")
            assert moved.status_code == 301
            assert who.get(moved.location).status_code == 200
            assert moved.location.endswith(rest)
    assert who.get("/pages?under=toner").status_code == 200
    who.save("чернила", "x", title="Toner")
    assert who.get("/p/toner").status_code == 200
    assert who.get("/p/ink").location == "/p/toner"


def test_links_are_rewritten_only_where_every_reader_may_know_the_new_title(
    wiki: Wiki, tills: Space, nia: Person, ada: Person, visit: Visit
) -> None:
    secret = make_space(wiki, "Board", visibility="private", keeper=ada)
    hidden = make_page(wiki, secret, "Plan", "x", author=ada)
    inside = make_page(wiki, secret, "Agenda", "[[Plan]]", author=ada)
    outside = make_page(wiki, tills, "Wake it", "[[Plan]]", author=ada)
    guarded = make_page(wiki, tills, "Guarded", "[[Plan]]", author=ada)
    guard(wiki, guarded, ada)
    save_page(wiki, hidden, author=ada, title="Close the shop")
    assert body_of(wiki, inside) == "[[Close the shop]]"
    assert body_of(wiki, outside) == body_of(wiki, guarded) == "[[Plan]]"
    assert 'href="/p/close-the-shop' in text_of(visit(ada), "wake-it")
    assert '<a class="is-wanted"' in text_of(visit(nia), "wake-it")
    opened = make_page(wiki, tills, "Toner", "x", author=ada)
    reader = make_page(wiki, secret, "Minutes", "[[Toner]]", author=ada)
    save_page(wiki, opened, author=ada, title="Ink")
    assert body_of(wiki, reader) == "[[Ink]]"


def test_a_renamed_page_is_named_by_its_address_where_the_title_means_another(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    stock = make_space(wiki, "Stock", keeper=nia)
    make_page(wiki, tills, "Ink", "the tills' own", author=nia)
    target = make_page(wiki, stock, "Toner", "x", author=nia)
    source = make_page(wiki, tills, "Wake it", "[[Toner]]", author=nia)
    save_page(wiki, target, author=nia, title="Ink")
    assert body_of(wiki, source) == "[[ink-2]]"
    assert '<a href="/p/ink-2" data-as="5">Ink</a>' in text_of(visit(nia), "wake-it")
    emoji = make_page(wiki, tills, "Smile", "x", author=nia)
    there = make_page(wiki, tills, "Faces", "[[Smile]]", author=nia)
    save_page(wiki, emoji, author=nia, title="😀")
    assert body_of(wiki, there) == "[[page]]"
    assert '<a href="/p/page" data-as="4">😀</a>' in text_of(visit(nia), "faces")


def test_deleting_makes_links_wanted_and_restoring_brings_them_back(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    target = make_page(wiki, tills, "Toner", "x", author=nia)
    make_page(wiki, tills, "Wake it", "[[Toner]]", author=nia)
    who.post("/p/toner/delete")
    assert 'class="is-wanted"' in text_of(who, "wake-it")
    assert "Toner" in who.get("/wanted").text
    assert who.get("/p/toner").status_code == 404
    who.post(f"/trash/{target.id}/restore")
    assert '<a href="/p/toner">Toner</a>' in text_of(who, "wake-it")
    assert "Toner" not in who.get("/wanted").text


def test_a_new_page_takes_the_links_of_one_in_the_trash(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    old = make_page(wiki, tills, "Toner", "x", author=nia)
    make_page(wiki, tills, "Wake it", "[[Toner]]", author=nia)
    who.post("/p/toner/delete")
    make_page(wiki, tills, "Toner", "the new one", author=nia)
    assert '<a href="/p/toner">Toner</a>' in text_of(who, "wake-it")
    who.post(f"/trash/{old.id}/restore")
    assert "the new one" in text_of(who, "toner")
    assert who.get("/p/toner-2").status_code == 200


def test_a_hidden_page_takes_no_wanted_link_from_those_who_may_not_read_it(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    make_page(wiki, tills, "Wake it", "[[Plan]]", author=nia)
    own = make_space(wiki, "Own", visibility="private", keeper=nia)
    make_page(wiki, own, "Plan", "hidden", author=nia)
    other = visit(tom)
    assert "Plan" in other.get("/wanted").text
    make_page(wiki, tills, "Plan", "open to all", author=tom)
    assert '<a href="/p/plan">Plan</a>' in text_of(other, "wake-it")


def test_a_link_meant_for_a_hidden_page_is_to_others_as_if_it_were_not_there(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    own = make_space(wiki, "Own", visibility="private", keeper=nia)
    hidden = make_page(wiki, own, "Plan", "hidden", author=nia)
    make_page(wiki, tills, "Wake it", "[[Plan]]", author=nia)
    other = visit(tom)
    assert f'<a href="/p/{hidden.slug}">' in text_of(visit(nia), "wake-it")
    assert 'class="is-wanted"' in text_of(other, "wake-it")
    assert "Plan" in other.get("/wanted").text
    assert "Plan" not in visit(nia).get("/wanted").text
    make_page(wiki, tills, "Plan", "open to all", author=tom)
    assert '<a href="/p/plan">Plan</a>' in text_of(other, "wake-it")
    assert "Plan" not in other.get("/wanted").text
    assert f'<a href="/p/{hidden.slug}">' in text_of(visit(nia), "wake-it")


def test_names_are_looked_up_in_the_own_space_first(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    stock = make_space(wiki, "Stock", keeper=nia)
    make_page(wiki, tills, "Toner", "x", author=nia)
    make_page(wiki, stock, "Toner", "x", author=nia)
    make_page(wiki, stock, "Shelf", "[[Toner]]", author=nia)
    make_page(wiki, tills, "Till", "[[toner]]", author=nia)
    assert 'href="/p/toner-2"' in text_of(visit(nia), "shelf")
    assert 'href="/p/toner"' in text_of(visit(nia), "till")


def test_moving_to_another_space_keeps_the_address_and_the_links(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    make_space(wiki, "Stock", keeper=nia)
    target = make_page(wiki, tills, "Toner", "x", author=nia)
    child = make_page(wiki, tills, "Cyan", "x", author=nia, parent=target)
    make_page(wiki, tills, "Wake it", "[[Toner]] [[Cyan]]", author=nia)
    assert who.post("/p/toner/move", {"space": "stock", "parent": ""}).status_code == 303
    assert 'href="/p/toner"' in text_of(who, "wake-it")
    assert 'href="/p/cyan"' in text_of(who, "wake-it")
    with wiki.database.reading() as session:
        spaces = session.scalars(select(Page.space_id).where(Page.id.in_([target.id, child.id]))).all()
    assert len(set(spaces)) == 1
    assert "Toner" in who.get("/s/stock").text


def test_an_include_shows_the_page_or_its_section_one_level_deep(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    make_page(wiki, tills, "Ends", "in itself ![[Ends]]\n\n![[Ends]]\n\n![[Starts]]", author=nia)
    make_page(wiki, tills, "Starts", "start\n\n![[Ends]]", author=nia)
    make_page(
        wiki, tills, "Toner", "intro\n\n## Where\n\nHere: [[Starts]].\n\n### Deeper\n\nd\n\n## When\n\nNow.", author=nia
    )
    make_page(wiki, tills, "Wake it", "![[Toner#Where]]", author=nia)
    shown = text_of(who, "wake-it")
    assert "Here:" in shown
    assert "Deeper" in shown
    assert "Now." not in shown
    assert "intro" not in shown
    assert shown.count('class="included"') == 1
    for slug in ("ends", "starts"):
        assert text_of(who, slug).count("in itself") <= 3


def test_includes_and_titles_of_hidden_pages_are_not_shown(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    hidden = make_page(wiki, tills, "Plan", "Marker words.", author=nia)
    make_page(wiki, tills, "Wake it", "![[Plan]]\n\n[[Plan|see]]", author=nia)
    guard(wiki, hidden, nia)
    assert "Marker words." in text_of(visit(nia), "wake-it")
    assert "Marker words." not in visit(tom).get("/p/wake-it").text
    assert 'href="/p/plan"' not in visit(tom).get("/p/wake-it").text


def test_mentions_name_people_to_those_signed_in_only(wiki: Wiki, nia: Person, visit: Visit) -> None:
    zoe = make_person(wiki, "Zoë Quill")
    public = make_space(wiki, "Open house", public=True, keeper=nia)
    make_page(wiki, public, "Hello", f"Ask @{zoe.handle} or @nobody.", author=nia)
    inside = text_of(visit(nia), "hello")
    assert f'<a class="mention" href="/people/{zoe.handle}" data-as="10">Zoë Quill</a>' in inside
    assert "@nobody" in inside
    outside = visit().get("/p/hello").text
    assert f"@{zoe.handle}" in outside
    for name in ("Zoë", "Quill", f"/people/{zoe.handle}"):
        assert name not in outside


def test_link_rows_are_those_of_the_last_revision(wiki: Wiki, tills: Space, nia: Person) -> None:
    page = make_page(wiki, tills, "Wake it", "[[A]] [[B]] @nia ![[x]]\n\n![[C]]", author=nia)
    save_page(wiki, page, "[[B]] only", author=nia)
    with wiki.database.reading() as session:
        assert list(session.scalars(select(Link.key).where(Link.source_id == page.id))) == ["b"]


def test_a_save_that_changes_no_link_writes_no_link_and_one_that_turns_them_round_does(
    wiki: Wiki, tills: Space, nia: Person, count_statements: Count
) -> None:
    page = make_page(wiki, tills, "Labels", "[[Wake it]] and [[Pair it]].", author=nia)

    def rows() -> list[tuple[int, str]]:
        with wiki.database.reading() as session:
            found = session.execute(select(Link.ordinal, Link.key).where(Link.source_id == page.id))
            return sorted((ordinal, key) for ordinal, key in found)

    with count_statements() as made:
        save_page(wiki, page, "First [[Wake it]] and then [[Pair it]].", author=nia)
    assert not [statement for statement in made if statement.startswith(("INSERT INTO link ", "DELETE FROM link "))]
    assert rows() == [(0, "wake-it"), (1, "pair-it")]
    save_page(wiki, page, "First [[Pair it]] and then [[Wake it]].", author=nia)
    assert rows() == [(0, "pair-it"), (1, "wake-it")]
