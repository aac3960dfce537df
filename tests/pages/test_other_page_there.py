"""Somebody writes while another page takes the address: it is left alone, and what was typed is kept."""

import pytest

from tests.builders import make_page, make_person, save_page
from tests.pages.conftest import Visit
from tests.pages.test_conflicts import head_of
from tests.pages.visitor import Visitor
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.joining import merge_pages
from wiki.pages.actions.trashing import delete_page
from wiki.pages.models import Page, Space
from wiki.pages.permissions import THE_WIKI
from wiki.people.models import Person
from wiki.web.running import Wiki

BODY = "Before.\n\n## Look\n\nIt blinks.\n"
ADDRESSES = ["/p/wake-it/edit", "/p/wake-it/part/h-look"]


def replaced(wiki: Wiki, page: Page, tills: Space, author: Person) -> Page:
    """Another page at the same address, with as many revisions."""
    with wiki.work(author.id) as work:
        delete_page(work, THE_WIKI, work.session.get_one(Page, page.id))
    made = make_page(wiki, tills, "Wake it", BODY.replace("blinks", "hums"), author=author)
    assert made.slug == page.slug
    return made


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_text_for_a_page_that_went_does_not_come_into_the_one_that_took_its_address(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit, address: str
) -> None:
    page = make_page(wiki, tills, "Wake it", BODY, author=nia)
    who = visit(make_person(wiki, "Tom Baker"))
    form = who.fields(address)
    other = replaced(wiki, page, tills, nia)
    answer = who.post(address, {**form, "body": form["body"].replace("It blinks.", "My <own> words.")})
    assert answer.status_code == 404
    assert "My &lt;own&gt; words." in answer.text
    assert "Your text is kept" in answer.text
    assert "hums" in head_of(wiki, other).body
    assert head_of(wiki, other).number == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_base_that_the_page_never_had_loses_no_text(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit, address: str
) -> None:
    page = make_page(wiki, tills, "Wake it", BODY, author=nia)
    save_page(wiki, page, BODY + "\nMore.\n", author=nia)
    who = visit(nia)
    form = who.fields(address)
    for fields in ({}, {"resolve": "1", "theirs": "77"}):
        answer = who.post(address, {**form, "body": "My own words.", "base": "99", **fields})
        assert answer.status_code < 500
        assert "My own words." in answer.text
        assert head_of(wiki, page).number == 2


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_text_for_a_page_that_was_merged_does_not_replace_the_one_it_went_into(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit, address: str
) -> None:
    page = make_page(wiki, tills, "Wake it", BODY, author=nia)
    into = make_page(wiki, tills, "Wake all", BODY.replace("blinks", "hums"), author=nia)
    who = visit(make_person(wiki, "Tom Baker"))
    form = who.fields(address)
    with wiki.work(nia.id) as work:
        merge_pages(work, THE_WIKI, work.session.get_one(Page, page.id), work.session.get_one(Page, into.id))
    answer = who.post(address, {**form, "body": form["body"].replace("It blinks.", "My own words.")})
    if answer.status_code in {307, 308}:
        answer = who.post(answer.location, {**form, "body": form["body"].replace("It blinks.", "My own words.")})
    assert "My own words." in answer.text
    assert "hums" in head_of(wiki, into).body
    assert "My own words." not in head_of(wiki, into).body


def stale(page: Page, visit: Visit, person: Person, act: str) -> tuple[Visitor, str, dict[str, str]]:
    who, address = visit(person), f"{page.url}/{act}"
    form = who.fields(address)
    assert form["of"] == str(page.id)
    return who, address, form


@pytest.mark.parametrize("act", ["delete", "merge", "move", "restrict", "split"])
@pytest.mark.parametrize("how", ["replaced", "merged"])
def test_a_form_made_for_a_page_does_nothing_to_the_one_that_took_its_address(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit, act: str, how: str
) -> None:
    page = make_page(wiki, tills, "Wake it", BODY, author=nia)
    third = make_page(wiki, tills, "Third", "x", author=nia)
    who, address, form = stale(page, visit, nia, act)
    if how == "replaced":
        other = replaced(wiki, page, tills, nia)
    else:
        other = make_page(wiki, tills, "Wake all", BODY, author=nia)
        with wiki.work(nia.id) as work:
            merge_pages(work, THE_WIKI, work.session.get_one(Page, page.id), work.session.get_one(Page, other.id))
    before = head_of(wiki, other).id
    answer = who.post(address, {**form, "into": third.title, "who": "@nia-okafor"})
    if answer.status_code == 308:
        answer = who.post(answer.location, {**form, "into": third.title})
    assert answer.status_code == 409
    assert "nothing was done" in answer.text
    with wiki.database.reading() as session:
        left = session.get_one(Page, other.id)
        assert (left.deleted_at, left.guard_id, left.parent_id) == (None, None, None)
    assert head_of(wiki, other).id == before


def test_a_form_of_a_renamed_page_still_works(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    page = make_page(wiki, tills, "Wake it", BODY, author=nia)
    who, address, form = stale(page, visit, nia, "delete")
    save_page(wiki, page, BODY, title="Wake them", author=nia)
    answer = who.post(address, form)
    if answer.status_code == 308:
        answer = who.post(answer.location, form)
    assert answer.status_code == 303
    with wiki.database.reading() as session:
        assert session.get_one(Page, page.id).deleted_at is not None


@pytest.mark.parametrize("act", ["unrestrict", "owner", "history/1/restore"])
def test_a_button_made_for_a_page_does_nothing_to_another(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit, act: str
) -> None:
    page = make_page(wiki, tills, "Wake it", BODY, author=nia)
    other = replaced(wiki, page, tills, nia)
    with wiki.work(nia.id) as work:
        restrict_page(work, work.session.get_one(Page, other.id), [work.session.get_one(Person, nia.id)])
    save_page(wiki, other, "Later.", author=nia)
    before = head_of(wiki, other).id
    with wiki.database.reading() as session:
        slug = session.get_one(Page, other.id).slug
    answer = visit(nia).post(f"/p/{slug}/{act}", {"of": page.id, "owner": ""})
    assert answer.status_code == 409
    assert head_of(wiki, other).id == before
    with wiki.database.reading() as session:
        left = session.get_one(Page, other.id)
        assert left.guard_id is not None
        assert left.owner_id == other.owner_id
