"""Every how-to says until when it holds; those whose day has passed are found, listed and confirmed."""

from datetime import date

import pytest
from sqlalchemy import select, update

from tests.builders import make_page, make_space, save_page, viewer_of
from tests.pages.conftest import Visit
from tests.stand_ins import FakeClock
from wiki.kernel.events import EventRow
from wiki.kernel.settings import SettingError
from wiki.pages.actions.freshening import date_undated, note_stale
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import save_page as save
from wiki.pages.care import Freshness
from wiki.pages.models import Page, Space
from wiki.pages.queries.freshness import overdue_among
from wiki.pages.types import CORE_TYPES, PageTypes, fresh_days
from wiki.people.models import Person
from wiki.web.running import Wiki


def until(wiki: Wiki, page: Page) -> date | None:
    with wiki.database.reading() as session:
        return session.scalar(select(Freshness.until).where(Freshness.page_id == page.id))


def notice(wiki: Wiki, clock: FakeClock) -> bool:
    with wiki.work() as work:
        return note_stale(work, clock.now())


def test_a_how_to_holds_for_half_a_year_and_a_note_for_ever(wiki: Wiki, nia: Person, tills: Space) -> None:
    howto = make_page(wiki, tills, "Wake the printer", author=nia, type="howto")
    note = make_page(wiki, tills, "A thought", author=nia, type="note")
    assert until(wiki, howto) == date(2026, 9, 6)
    assert until(wiki, note) is None


def test_a_setting_goes_before_what_the_type_says() -> None:
    types = PageTypes(CORE_TYPES, fresh_days("howto=30, article=0, note = 9"))
    assert dict(types.dated) == {"howto": 30, "note": 9}
    with pytest.raises(SettingError):
        fresh_days("howto=soon")


def test_a_change_renews_the_day_and_a_small_one_does_not(
    wiki: Wiki, nia: Person, tills: Space, clock: FakeClock
) -> None:
    page = make_page(wiki, tills, "Wake the printer", "x", author=nia, type="howto")
    clock.forward(days=10)
    with wiki.work(nia.id) as work:
        live = work.session.get_one(Page, page.id)
        text = PageText(live.title, "y", "howto", minor=True)
        save(work, viewer_of(wiki, nia), live, text, base=1)
    assert until(wiki, page) == date(2026, 9, 6)
    save_page(wiki, page, "z", author=nia)
    assert until(wiki, page) == date(2026, 9, 16)


def test_a_page_shows_its_day_and_one_click_says_that_it_holds(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, clock: FakeClock
) -> None:
    page = make_page(wiki, tills, "Wake the printer", "x", author=nia, type="howto")
    who = visit(nia)
    assert "True until 6 Sep" in who.get(page.url).text
    assert f"{page.url}/still-true" in who.get(page.url).text, "also before the day"
    clock.forward(days=181)
    who = visit(nia)  # the session has ended meanwhile
    stale = who.get(page.url).text
    assert "Look again" in stale
    assert f"{page.url}/still-true" in stale
    assert who.post(f"{page.url}/still-true").headers["Location"] == page.url
    assert "Look again" not in who.get(page.url).text
    with wiki.database.reading() as session:
        events = session.scalars(select(EventRow).where(EventRow.name == "PageConfirmed")).all()
    assert [(event.actor_id, event.data) for event in events] == [(nia.id, {"page_id": page.id})]


def test_only_who_may_write_says_so(wiki: Wiki, nia: Person, tom: Person, visit: Visit, clock: FakeClock) -> None:
    space = make_space(wiki, "Rules", default_role="reader", keeper=nia)
    page = make_page(wiki, space, "Opening hours", "x", author=nia, type="howto")
    closed = make_page(wiki, make_space(wiki, "Board", visibility="private", keeper=nia), "Pay", "x", author=nia)
    clock.forward(days=400)
    assert visit(tom).post(f"{page.url}/still-true").status_code == 403
    assert visit(tom).post(f"{closed.url}/still-true").status_code == 404
    assert "Still true" not in visit(tom).get(page.url).text
    listed = visit(tom).get("/care").text
    assert "Opening hours" not in listed
    assert "Pay" not in listed


def test_the_worker_notices_once_that_a_day_has_passed(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, clock: FakeClock
) -> None:
    page = make_page(wiki, tills, "Wake the printer", "x", author=nia, type="howto")
    clock.forward(days=180)
    assert not notice(wiki, clock)
    clock.forward(days=1)
    assert notice(wiki, clock)
    assert not notice(wiki, clock)
    with wiki.database.reading() as session:
        assert overdue_among(session, [page.id]) == [page.id]
        assert len(session.scalars(select(EventRow).where(EventRow.name == "PageWentStale")).all()) == 1
    visit(nia).post(f"{page.url}/still-true")
    with wiki.database.reading() as session:
        assert overdue_among(session, [page.id]) == []


def test_pages_without_a_day_get_one_that_counts_from_their_last_change(
    wiki: Wiki, nia: Person, tills: Space, clock: FakeClock
) -> None:
    page = make_page(wiki, tills, "Wake the printer", "x", author=nia, type="howto")
    with wiki.work() as work:
        work.session.delete(work.session.get_one(Freshness, page.id))
    clock.forward(days=50)
    with wiki.work() as work:
        assert date_undated(work, wiki.rooms["page_types"])
    assert until(wiki, page) == date(2026, 9, 6)
    with wiki.work() as work:
        assert not date_undated(work, wiki.rooms["page_types"])


def test_the_list_of_care_is_worked_through_row_by_row(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit, clock: FakeClock
) -> None:
    first = make_page(wiki, tills, "First", "x", author=nia, type="howto")
    clock.forward(days=1)
    make_page(wiki, tills, "Second", "x", author=nia, type="howto")
    clock.forward(days=200)
    who = visit(nia)
    listed = who.get("/care").text
    assert listed.index("First") < listed.index("Second")
    assert "Tills (2)" in listed
    back = who.post(f"{first.url}/still-true", {"next": "/care?kind=stale&at=0"}).headers["Location"]
    rest = who.get(back).text
    assert "First" not in rest
    assert 'href="/p/second" autofocus' in rest


def test_a_page_of_somebody_who_left_is_given_to_another(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit, clock: FakeClock
) -> None:
    page = make_page(wiki, tills, "Wake the printer", "x", author=tom, type="howto")
    with wiki.work() as work:
        work.session.execute(update(Person).where(Person.id == tom.id).values(disabled_at=clock.now()))
    who = visit(nia)
    assert "Tom Reyes has left" in who.get("/care?kind=ownerless").text
    wrong = who.post(f"{page.url}/owner?kind=ownerless", {"owner": "@nobody"})
    assert wrong.status_code == 422
    assert 'value="@nobody"' in wrong.text
    assert who.post(f"{page.url}/owner", {"owner": f"@{nia.handle}"}).status_code == 303
    assert "Wake the printer" not in who.get("/care?kind=ownerless").text
    with wiki.database.reading() as session:
        assert session.get_one(Page, page.id).owner_id == nia.id


def test_who_only_writes_in_a_space_gives_no_page_away(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    page = make_page(wiki, tills, "Wake the printer", "x", author=nia, type="howto")
    assert visit(tom).post(f"{page.url}/owner", {"owner": f"@{tom.handle}"}).status_code == 403


def test_ones_own_stale_pages_stand_on_the_first_page(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit, clock: FakeClock
) -> None:
    make_page(wiki, tills, "Wake the printer", "x", author=nia, type="howto")
    assert "Still true?" not in visit(nia).get("/").text
    clock.forward(days=200)
    assert "Still true?" in visit(nia).get("/").text
    assert "Still true?" not in visit(tom).get("/").text
