"""Favourites and what one read last: one's own, written off the path of a view, and only what may still be read."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import func, select

from tests.builders import make_page, make_space, viewer_of
from tests.pages.conftest import Visit
from tests.stand_ins import FakeClock
from wiki.pages.actions.shelving import forget_visits
from wiki.pages.actions.trashing import delete_page, purge_page
from wiki.pages.care import PageVisit
from wiki.pages.models import Page, Space
from wiki.pages.routes.shelf import visits_of
from wiki.people.models import Person
from wiki.web.running import Wiki

Count = Callable[[], AbstractContextManager[list[str]]]


def visits(wiki: Wiki) -> int:
    with wiki.database.reading() as session:
        return session.scalar(select(func.count()).select_from(PageVisit)) or 0


def test_a_star_puts_a_page_at_hand_and_takes_it_out_again(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    page = make_page(wiki, tills, "Wake the printer", "x", author=nia)
    who = visit(tom)
    assert who.post(f"{page.url}/favourite").headers["Location"] == page.url
    assert who.post(f"{page.url}/favourite").status_code == 303
    assert 'aria-pressed="true"' in who.get(page.url).text
    assert "Wake the printer" in who.get("/favourites").text
    assert "Wake the printer" not in visit(nia).get("/favourites").text
    assert who.post(f"{page.url}/favourite", {"off": "1", "next": "/favourites"}).headers["Location"] == "/favourites"
    assert 'aria-pressed="false"' in who.get(page.url).text


def test_what_one_read_last_comes_first_before_and_after_it_is_written(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, clock: FakeClock
) -> None:
    pages = [make_page(wiki, tills, title, "x", author=nia) for title in ("Ape", "Bee", "Cow")]
    who = visit(nia)
    for page in (*pages, pages[0]):
        clock.forward(minutes=1)
        who.get(page.url)
    for _ in range(2):
        shown = who.get("/favourites").text.partition("Read lately")[2]
        assert shown.index("Ape") < shown.index("Cow") < shown.index("Bee")
        visits_of(wiki).write()
    assert visits(wiki) == 3
    assert "Read lately" in who.get("/").text


def test_reading_a_page_writes_nothing(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, count_statements: Count
) -> None:
    page = make_page(wiki, tills, "Ape", "x", author=nia)
    who = visit(nia)
    with count_statements() as made:
        who.get(page.url)
    assert not [each for each in made if not each.lstrip().upper().startswith("SELECT")]
    assert visits(wiki) == 0


def test_what_was_read_is_forgotten_after_60_days(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, clock: FakeClock
) -> None:
    visit(nia).get(make_page(wiki, tills, "Ape", "x", author=nia).url)
    visits_of(wiki).write()
    clock.forward(days=59)
    with wiki.work() as work:
        forget_visits(work, clock.now())
    assert visits(wiki) == 1
    clock.forward(days=2)
    with wiki.work() as work:
        forget_visits(work, clock.now())
    assert visits(wiki) == 0


def test_what_may_not_be_read_any_more_is_not_on_the_shelf(wiki: Wiki, nia: Person, tom: Person, visit: Visit) -> None:
    space = make_space(wiki, "Rules", keeper=nia)
    page = make_page(wiki, space, "Ape", "x", author=nia)
    who = visit(tom)
    who.get(page.url)
    who.post(f"{page.url}/favourite")
    closed = make_space(wiki, "Board", visibility="private", keeper=nia)
    hidden = make_page(wiki, closed, "Pay", "x", author=nia)
    assert who.post(f"{hidden.url}/favourite").status_code == 404
    visit(nia).post(f"{page.url}/move", {"space": "board", "parent": ""})
    assert "Ape" not in who.get("/favourites").text
    assert "Ape" not in who.get("/").text


def test_a_page_that_went_for_good_meanwhile_is_no_trouble(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    page = make_page(wiki, tills, "Ape", "x", author=nia)
    visit(nia).get(page.url)
    with wiki.work() as work:
        live = work.session.get_one(Page, page.id)
        delete_page(work, viewer_of(wiki, nia), live)
        purge_page(work, live)
    assert visits_of(wiki).write()
    assert visits(wiki) == 0
