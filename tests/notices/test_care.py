"""Reminders of stale pages, and watchers who follow a page into the one that took it in."""

from sqlalchemy import update

from tests.builders import make_group, make_page, make_person, make_space, save_page, viewer_of
from tests.notices.conftest import Ears
from tests.stand_ins import FakeClock
from wiki.pages.actions.freshening import REMIND_AFTER, note_stale, note_still_stale
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.joining import merge_pages
from wiki.pages.actions.spaces import set_grant
from wiki.pages.models import Page, Space
from wiki.people.actions.accounts import disable
from wiki.people.models import Person
from wiki.web.running import Wiki

LOOK = ("Wake the printer", "Is it still true?")
AGAIN = ("Wake the printer", "Nobody has looked yet whether it is still true")


def days_pass(wiki: Wiki, clock: FakeClock, days: int) -> None:
    """As the worker does it."""
    clock.forward(days=days)
    with wiki.work() as work:
        note_stale(work, clock.now())
    with wiki.work() as work:
        note_still_stale(work, clock.now())


def test_the_owner_of_a_stale_page_is_told_and_reminded_once_and_watchers_are_not(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears, clock: FakeClock
) -> None:
    page = make_page(wiki, tills, "Wake the printer", "x", author=nia, type="howto")
    ears.watch(tom, "page", page.id)
    days_pass(wiki, clock, 181)
    assert ears.lines(nia) == [LOOK]
    days_pass(wiki, clock, REMIND_AFTER - 1)
    assert ears.lines(nia) == [LOOK]
    days_pass(wiki, clock, 1)
    assert sorted(ears.lines(nia)) == sorted([LOOK, AGAIN])
    days_pass(wiki, clock, REMIND_AFTER)
    assert len(ears.lines(nia)) == 2
    assert ears.lines(tom) == []


def test_who_has_looked_is_not_reminded(wiki: Wiki, nia: Person, tills: Space, ears: Ears, clock: FakeClock) -> None:
    page = make_page(wiki, tills, "Wake the printer", "x", author=nia, type="howto")
    days_pass(wiki, clock, 181)
    save_page(wiki, page, "y", author=nia)
    days_pass(wiki, clock, REMIND_AFTER)
    assert ears.lines(nia) == [LOOK]


def test_of_a_page_without_an_owner_the_keepers_are_told(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears, clock: FakeClock
) -> None:
    lena = make_person(wiki, "Lena Maier")
    group = make_group(wiki, "Keepers", members=[lena])
    with wiki.work() as work:
        set_grant(work, work.session.get_one(Space, tills.id), group, "keeper")
    make_page(wiki, tills, "Wake the printer", "x", author=tom, type="howto")
    with wiki.work(nia.id) as work:
        disable(work, tom.id)
    days_pass(wiki, clock, 181)
    assert ears.lines(nia) == [LOOK]
    assert ears.lines(lena) == [LOOK]


def test_keepers_who_may_not_read_a_page_are_not_told_of_it(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears, clock: FakeClock
) -> None:
    page = make_page(wiki, tills, "Wake the printer", "x", author=tom, type="howto")
    with wiki.work(tom.id) as work:
        live = work.session.get_one(Page, page.id)
        restrict_page(work, live, [work.session.get_one(Person, tom.id)])
        work.session.execute(update(Page).where(Page.id == page.id).values(owner_id=None))
    days_pass(wiki, clock, 181)
    assert ears.lines(nia) == []


def _merge(wiki: Wiki, by: Person, page: Page, into: Page) -> None:
    with wiki.work(by.id) as work:
        live, other = work.session.get_one(Page, page.id), work.session.get_one(Page, into.id)
        merge_pages(work, viewer_of(wiki, by), live, other)


def test_watchers_of_a_page_follow_it_into_the_one_that_took_it_in(
    wiki: Wiki, nia: Person, tom: Person, ada: Person, tills: Space, ears: Ears
) -> None:
    jam, ink = (make_page(wiki, tills, title, "x", author=nia) for title in ("Jam", "Ink"))
    ears.watch(tom, "page", jam.id)
    ears.watch(ada, "page", jam.id)
    ears.watch(ada, "page", ink.id)
    _merge(wiki, nia, jam, ink)
    assert ears.lines(tom) == [("Ink", "Nia Okafor put a page that you watch into this one")]
    assert ears.lines(ada) == [("Ink", "Nia Okafor changed it")]
    save_page(wiki, ink, "More.", author=nia)
    assert ("Ink", "Nia Okafor changed it") in ears.lines(tom)


def test_who_may_not_read_the_other_page_does_not_follow(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears
) -> None:
    jam = make_page(wiki, tills, "Jam", "x", author=nia)
    ears.watch(tom, "page", jam.id)
    own = make_space(wiki, "Own", visibility="private", keeper=nia)
    secret = make_page(wiki, own, "Secret", "x", author=nia)
    _merge(wiki, nia, jam, secret)
    assert ears.lines(tom) == []
    with wiki.work() as work:
        set_grant(work, work.session.get_one(Space, own.id), tom, "reader")
    save_page(wiki, secret, "y", author=nia)
    assert ears.lines(tom) == []
