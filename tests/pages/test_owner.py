"""Who answers for a page, and how it is given to somebody else."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.builders import make_group, make_page, make_person, make_space, save_page
from tests.pages.conftest import Visit
from tests.pages.test_permissions import now
from wiki.kernel.events import EventRow
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki


@pytest.fixture
def page(wiki: Wiki, tills: Space, nia: Person) -> Page:
    return make_page(wiki, tills, "Wake it", "one\n\ntwo", author=nia, type="howto")


def handed(wiki: Wiki) -> list[Any]:
    with wiki.database.reading() as session:
        return [row.data for row in session.scalars(select(EventRow).where(EventRow.name == "OwnerChanged"))]


def test_an_owner_gives_the_page_to_somebody_by_handle_or_name(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    assert visit(nia).fields("/p/wake-it/edit")["owner"] == f"@{nia.handle}"
    assert visit(nia).save("wake-it", "one\n\ntwo", owner=f"@{tom.handle}").status_code == 303
    assert (now(wiki, page).owner_id, now(wiki, page).number) == (tom.id, 1)
    assert handed(wiki) == [{"page_id": page.id, "owner_id": tom.id}]
    assert visit(tom).save("wake-it", "more", owner="nia okafor").status_code == 303
    assert (now(wiki, page).owner_id, now(wiki, page).number) == (nia.id, 2)
    assert visit(nia).save("wake-it", "more", owner="").status_code == 303
    assert now(wiki, page).owner_id is None


@pytest.mark.parametrize("typed", ["@nobody", "Some Body Else", "Leads", "Gone Away", "Tom Reyes", "x" * 201])
def test_an_owner_who_is_nobody_is_refused_and_the_text_is_kept(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit, typed: str
) -> None:
    make_group(wiki, "Leads", members=[nia])
    make_person(wiki, "Tom Reyes", email="other@example.com")
    gone = make_person(wiki, "Gone Away")
    with wiki.work() as work:
        work.session.get_one(Person, gone.id).disabled_at = work.clock.now()
    answer = visit(nia).save("wake-it", "my new words", owner=typed)
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert "my new words" in answer.text
    assert f'value="{typed}"' in answer.text
    assert (now(wiki, page).owner_id, now(wiki, page).number) == (nia.id, 1)
    assert handed(wiki) == []


def test_who_may_not_choose_the_readers_does_not_choose_the_owner(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(tom)
    assert "owner" not in who.fields("/p/wake-it/edit")
    assert who.save("wake-it", "Tom's", owner=f"@{tom.handle}", owner_was=f"@{nia.handle}").status_code == 303
    assert now(wiki, page).owner_id == nia.id


def test_a_save_from_before_the_page_was_given_away_does_not_take_it_back(
    wiki: Wiki, nia: Person, tom: Person, visit: Visit
) -> None:
    space = make_space(wiki, "Desk", keeper=nia)
    page = make_page(wiki, space, "Hours", "one\n\ntwo", author=tom)
    begun = visit(nia).fields("/p/hours/edit")
    visit(tom).save("hours", "one\n\ntwo", owner=f"@{nia.handle}")
    assert visit(nia).post("/p/hours/edit", {**begun, "body": "one\n\nthree"}).status_code == 303
    assert (now(wiki, page).owner_id, now(wiki, page).number) == (nia.id, 2)
    assert visit(nia).post("/p/hours/edit", {"title": "Hours", "body": "four", "base": "2"}).status_code == 303
    assert now(wiki, page).owner_id == nia.id


def test_an_owner_chosen_in_a_save_that_meets_another_is_kept_through_the_choice(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    who = visit(nia)
    begun = who.fields("/p/wake-it/edit") | {"owner": f"@{tom.handle}", "body": "mine\n\ntwo"}
    save_page(wiki, page, "theirs\n\ntwo", author=tom)
    answer = who.post("/p/wake-it/edit", begun)
    assert answer.status_code == 409
    assert now(wiki, page).owner_id == nia.id
    assert f'name="owner" value="@{tom.handle}"' in answer.text
