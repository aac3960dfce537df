"""When mail leaves, what it says, and that it says nothing of what was closed or read meanwhile."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_page, make_person, make_space, save_page, viewer_of
from tests.notices.conftest import Ears, Mails
from tests.stand_ins import FakeClock
from wiki.notices.actions.reading import mark_read
from wiki.notices.queries.watching import choice_of
from wiki.notices.tokens import ending
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.spaces import set_grant
from wiki.pages.actions.trashing import delete_page
from wiki.pages.models import Page, Space
from wiki.people.actions.accounts import disable
from wiki.people.models import Person
from wiki.web.running import Wiki


def mention(wiki: Wiki, space: Space, author: Person, title: str = "Jam") -> Page:
    return make_page(wiki, space, title, "@tom-reyes", author=author)


def restrict(wiki: Wiki, page: Page, to: Person) -> None:
    with wiki.work(to.id) as work:
        restrict_page(work, work.session.get_one(Page, page.id), [to])


def test_a_mention_leaves_at_once_with_all_one_needs(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, mails: Mails
) -> None:
    mention(wiki, tills, nia)
    (mail,) = mails.leave()
    assert mail["To"] == tom.email
    assert mail["Subject"] == "Nia Okafor mentioned you: Jam"
    text = mail.get_content()
    assert "Hello Tom Reyes," in text
    assert "http://127.0.0.1:8000/p/jam" in text
    assert "http://127.0.0.1:8000/me/notices" in text
    address = mail["List-Unsubscribe"].strip("<>")
    assert address.startswith("http://127.0.0.1:8000/unsubscribe/")
    assert address in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mails.leave() == []


def test_four_mails_a_day_leave_at_once_and_the_rest_in_one_digest(
    wiki: Wiki, nia: Person, tills: Space, tom: Person, mails: Mails, clock: FakeClock
) -> None:
    mails.wish(tom, digest="off")
    for number in range(7):
        mention(wiki, tills, nia, f"Page {number}")
        assert len(mails.leave()) == (1 if number < 4 else 0)
    clock.set(datetime(2026, 3, 11, 7, 59, tzinfo=UTC))
    assert mails.leave() == []
    clock.set(datetime(2026, 3, 11, 8, 0, tzinfo=UTC))
    (digest,) = mails.leave()
    assert digest["Subject"] == "Flipside: 3 pages with news for you"
    assert [title in digest.get_content() for title in ("Page 3", "Page 4", "Page 5", "Page 6")] == [
        False,
        True,
        True,
        True,
    ]
    mention(wiki, tills, nia, "Tomorrow")
    assert len(mails.leave()) == 1


def test_a_digest_leaves_each_day_at_its_hour_with_what_came_before(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, mails: Mails, ears: Ears, clock: FakeClock
) -> None:
    page = make_page(wiki, tills, "Jam", "x", author=nia)
    ears.watch(tom, "page", page.id)
    save_page(wiki, page, "y", author=nia)
    assert mails.leave() == []
    clock.set(datetime(2026, 3, 11, 8, 0, tzinfo=UTC))
    (digest,) = mails.leave()
    assert digest["Subject"] == "Nia Okafor changed it: Jam"
    clock.forward(days=1)
    assert mails.leave() == []


def test_a_weekly_digest_waits_for_its_day(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, mails: Mails, ears: Ears, clock: FakeClock
) -> None:
    mails.wish(tom, digest="weekly", weekday=4, hour=15)
    ears.watch(tom, "space", tills.id)
    make_page(wiki, tills, "Jam", "x", author=nia)
    # The test's Tuesday, and then Friday.
    for day, hour, leave in ((11, 16, 0), (13, 14, 0), (13, 15, 1), (14, 15, 0)):
        clock.set(datetime(2026, 3, day, hour, tzinfo=UTC))
        assert len(mails.leave()) == leave, (day, hour)


def test_what_comes_in_quiet_hours_of_ones_own_time_leaves_in_one_mail_after_them(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, mails: Mails, clock: FakeClock
) -> None:
    with wiki.work() as work:
        work.session.get_one(Person, tom.id).time_zone = "Asia/Tokyo"
    # 9:00 in London is 18:00 in Tokyo; quiet is from 20:00 to 7:00.
    clock.set(datetime(2026, 3, 10, 11, 0, tzinfo=UTC))
    for title in ("One", "Two"):
        mention(wiki, tills, nia, title)
        assert mails.leave() == []
    clock.set(datetime(2026, 3, 10, 21, 59, tzinfo=UTC))
    assert mails.leave() == []
    clock.set(datetime(2026, 3, 10, 22, 0, tzinfo=UTC))
    (mail,) = mails.leave()
    assert mail["Subject"] == "Flipside: 2 pages with news for you"


def test_a_digest_whose_hour_is_quiet_leaves_when_the_quiet_is_over(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, mails: Mails, ears: Ears, clock: FakeClock
) -> None:
    mails.wish(tom, hour=5)
    ears.watch(tom, "space", tills.id)
    make_page(wiki, tills, "Jam", "x", author=nia)
    for hour, leave in ((5, 0), (6, 0), (7, 1)):
        clock.set(datetime(2026, 3, 11, hour, tzinfo=UTC))
        assert len(mails.leave()) == leave


def test_who_wants_no_mail_at_once_finds_mentions_in_the_digest_and_without_one_nowhere(
    wiki: Wiki, nia: Person, tom: Person, ada: Person, tills: Space, mails: Mails, clock: FakeClock
) -> None:
    mails.wish(tom, at_once=False)
    mails.wish(ada, at_once=False, digest="off")
    make_page(wiki, tills, "Jam", "@tom-reyes @ada-min", author=nia)
    assert mails.leave() == []
    clock.forward(days=1)
    (digest,) = mails.leave()
    assert digest["To"] == tom.email
    clock.forward(days=7)
    mails.wish(ada, digest="daily")
    assert mails.leave() == []


@pytest.mark.parametrize("how", ["restricted", "deleted", "read", "disabled"])
@pytest.mark.parametrize("when", ["before the job", "in the outbox"])
def test_what_was_closed_or_read_before_the_mail_left_is_told_nobody(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, mails: Mails, how: str, when: str
) -> None:
    page = mention(wiki, tills, nia)
    if when == "in the outbox":
        mails.decide()
    if how == "restricted":
        restrict(wiki, page, nia)
    elif how == "deleted":
        with wiki.work(nia.id) as work:
            delete_page(work, viewer_of(wiki, nia), work.session.get_one(Page, page.id))
    elif how == "read":
        with wiki.work(tom.id) as work:
            mark_read(work, tom.id, upto=2**30)
    else:
        with wiki.work() as work:
            disable(work, tom.id)
    assert (mails.deliver() if when == "in the outbox" else mails.leave()) == []
    assert mails.leave() == []


def test_one_closed_page_is_left_out_of_a_digest_without_a_trace(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, mails: Mails, ears: Ears, clock: FakeClock
) -> None:
    ears.watch(tom, "space", tills.id)
    open_page = make_page(wiki, tills, "Jam", "x", author=nia)
    secret = make_page(wiki, tills, "Xyzzy", "x", author=nia)
    clock.set(datetime(2026, 3, 11, 8, 0, tzinfo=UTC))
    mails.decide()
    restrict(wiki, secret, nia)
    (digest,) = mails.deliver()
    assert open_page.title in digest.get_content()
    assert "Xyzzy" not in digest.as_string()
    assert digest["Subject"] == "Nia Okafor wrote this page: Jam"


def test_a_title_cannot_break_out_of_the_header(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, mails: Mails
) -> None:
    mention(wiki, tills, nia, "Jam Bcc: x@example.com %(who)s %s")
    (mail,) = mails.leave()
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Nia Okafor mentioned you: Jam Bcc: x@example.com %(who)s %s"


def test_mail_to_many_in_two_languages_and_zones_leaves_to_each(
    wiki: Wiki, nia: Person, tills: Space, mails: Mails
) -> None:
    people = [make_person(wiki, f"Person {n}") for n in range(5)]
    with wiki.work() as work:
        work.session.get_one(Person, people[0].id).language = "de"
        work.session.get_one(Person, people[1].id).time_zone = "Nowhere/AtAll"
    make_page(wiki, tills, "Jam", " ".join(f"@{person.handle}" for person in people), author=nia)
    assert {mail["To"] for mail in mails.leave()} == {person.email for person in people}


def _address(mail_text: str) -> str:
    found = re.search(r"/unsubscribe/\S+", mail_text)
    assert found
    return found.group()


def test_one_post_from_a_mail_program_ends_such_mails_signed_out_and_looking_ends_nothing(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, mails: Mails, app: Flask
) -> None:
    mention(wiki, tills, nia)
    address = _address(mails.leave()[0].get_content())
    client: FlaskClient = app.test_client()
    page = client.get(address)
    assert page.status_code == 200
    assert "No more of these" in page.text
    assert tom.name not in page.text
    mention(wiki, tills, nia, "Ink")
    assert len(mails.leave()) == 1
    answer = client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    mention(wiki, tills, nia, "Till")
    assert mails.leave() == []
    with wiki.database.reading() as session:
        assert choice_of(session, tom.id).digest == "daily"
    client.post(address, data={"all": "1"})
    with wiki.database.reading() as session:
        assert choice_of(session, tom.id).digest == "off"


def test_a_made_up_or_altered_token_ends_nothing(wiki: Wiki, tom: Person, nia: Person, app: Flask) -> None:
    token = ending(wiki.settings, tom.id, "now")
    forged = ending(wiki.settings, nia.id, "now").partition(".")[0] + "." + token.partition(".")[2]
    client = app.test_client()
    for wrong in ("x", token[:-2], token + "x", forged, token.upper(), "%00", "ü"):
        assert client.get(f"/unsubscribe/{wrong}").status_code in {400, 404}
        assert client.post(f"/unsubscribe/{wrong}").status_code in {400, 404}
    with wiki.database.reading() as session:
        assert choice_of(session, tom.id).at_once
        assert choice_of(session, nia.id).at_once


def test_a_private_space_that_closes_ends_mails_about_it(wiki: Wiki, nia: Person, tom: Person, mails: Mails) -> None:
    own = make_space(wiki, "Own", visibility="private", keeper=nia, grants={tom: "reader"})
    mention(wiki, own, nia)
    mails.decide()
    with wiki.work(nia.id) as work:
        set_grant(work, work.session.get_one(Space, own.id), tom, None)
    assert mails.deliver() == []
