"""The inbox, the count in the bar, watching by button, and the page of choices."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.builders import make_page, make_space, save_page
from tests.notices.conftest import Ears
from tests.pages.conftest import Visit
from tests.pages.visitor import Visitor
from wiki.notices.queries.watching import choice_of, watches_of
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki

Count = Callable[[], AbstractContextManager[list[str]]]
MARK = "xyzzyplugh"
PATHS = (
    "/",
    "/p/jam",
    "/s/tills",
    "/pages?tag=paper",
    "/people/nia-okafor",
    "/notices",
    "/me/notices",
    "/search?q=jam",
)


def badge(who: Visitor, path: str = "/") -> str:
    """What the bell says."""
    found = re.search(r'masthead__bell.*?only-read">([^<]*)<', who.get(path).text, re.DOTALL)
    return found[1] if found else ""


def restrict(wiki: Wiki, page: Page, to: Person) -> None:
    with wiki.work(to.id) as work:
        restrict_page(work, work.session.get_one(Page, page.id), [to])


def test_the_bell_counts_pages_with_news_until_they_are_read(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit, ears: Ears
) -> None:
    who = visit(tom)
    assert badge(who) == "Notices"
    page = make_page(wiki, tills, "Jam", "@tom-reyes", author=nia)
    ears.watch(tom, "page", page.id)
    save_page(wiki, page, "@tom-reyes again", author=nia)
    make_page(wiki, tills, "Ink", "@tom-reyes", author=nia)
    assert badge(who) == "Notices, 2 pages with news"
    inbox = who.get("/notices").text
    assert inbox.index("Ink") < inbox.index("Jam")
    assert "Nia Okafor mentioned you" in inbox
    assert "/p/jam/history?old=1&amp;new=2" in inbox
    opened = who.post("/notices/open", {"page": page.id, "upto": 2**30, "to": "/p/jam"})
    assert (opened.status_code, opened.location) == (303, "/p/jam")
    assert badge(who) == "Notices, 1 page with news"
    assert who.post("/notices/read", {"upto": 2**30}).location == "/notices"
    assert badge(who) == "Notices"
    assert "Jam" in who.get("/notices").text


def test_what_came_while_the_inbox_was_open_stays_unread(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit, ears: Ears
) -> None:
    make_page(wiki, tills, "Jam", "@tom-reyes", author=nia)
    latest = ears.told(tom)[0].notices[0].id
    make_page(wiki, tills, "Ink", "@tom-reyes", author=nia)
    who = visit(tom)
    who.post("/notices/read", {"upto": latest})
    assert badge(who) == "Notices, 1 page with news"


def test_nobody_reads_for_somebody_else(
    wiki: Wiki, nia: Person, tom: Person, ada: Person, tills: Space, visit: Visit
) -> None:
    page = make_page(wiki, tills, "Jam", "@tom-reyes", author=nia)
    who = visit(ada)
    assert "Jam" not in who.get("/notices").text.partition("<main")[2]
    who.post("/notices/read", {"upto": 2**30})
    who.post("/notices/open", {"page": page.id, "upto": 2**30})
    assert badge(visit(tom)) == "Notices, 1 page with news"


def test_signed_out_there_is_no_bell_and_no_inbox(wiki: Wiki, nia: Person, visit: Visit) -> None:
    make_space(wiki, "Public", public=True, keeper=nia)
    who = visit()
    assert "masthead__bell" not in who.get("/").text
    for path in ("/notices", "/me/notices"):
        assert who.get(path).status_code == 303
    for path in ("/notices/read", "/notices/open", "/watch", "/unwatch", "/me/notices"):
        answer = who.post(path, {"kind": "tag", "key": "a", "page": "1", "upto": "1"})
        assert "notices" not in (answer.location or "")
        assert answer.status_code != 500


@pytest.mark.parametrize("value", ["", "x", "-1", "0", "9" * 40, "1.5", "١"])
def test_bad_numbers_are_refused_or_mean_nothing(nia: Person, visit: Visit, value: str) -> None:
    who = visit(nia)
    assert who.post("/notices/open", {"page": value, "upto": value}).status_code == 404
    assert who.post("/notices/read", {"page": value, "upto": value}).status_code == 303
    assert who.get("/notices", query_string={"below": value}).status_code == 200


def test_opening_leads_only_to_the_page_itself(wiki: Wiki, nia: Person, tills: Space, visit: Visit) -> None:
    page = make_page(wiki, tills, "Jam", "x", author=nia)
    who = visit(nia)
    for to in ("https://example.com/", "//example.com", "/p/ink", "/\\example.com", ""):
        assert who.post("/notices/open", {"page": page.id, "upto": 1, "to": to}).location == "/p/jam"
    assert who.post("/notices/open", {"page": page.id, "to": "/p/jam#h-a"}).location == "/p/jam#h-a"


def test_watching_begins_and_ends_where_one_is(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    page = make_page(wiki, tills, "Jam", "x", author=nia, tags=["paper"])
    who = visit(tom)
    for path, kind, key in (
        ("/p/jam", "page", page.id),
        ("/p/jam", "subtree", page.id),
        ("/s/tills", "space", tills.id),
        ("/pages?tag=paper", "tag", "paper"),
        ("/people/nia-okafor", "person", nia.id),
    ):
        before = who.get(path).text
        assert f'name="kind" value="{kind}"' in before
        assert f'name="next" value="{path}"' in before
        answer = who.post("/watch", {"kind": kind, "key": key, "next": path})
        assert (answer.status_code, answer.location) == (303, path)
        assert 'action="/unwatch"' in who.get(path).text
    listed = who.get("/me/notices").text
    assert listed.count('action="/unwatch"') == 5
    for kind, key in (("page", page.id), ("space", tills.id), ("tag", "paper")):
        assert who.post("/unwatch", {"kind": kind, "key": key}).location == "/me/notices"
    with wiki.database.reading() as session:
        assert watches_of(session, tom.id) == {("subtree", str(page.id)), ("person", str(nia.id))}


def test_what_cannot_be_watched_is_refused_with_a_reason(nia: Person, visit: Visit) -> None:
    who = visit(nia)
    assert who.post("/watch", {}).status_code == 422
    assert "Nothing of that kind" in who.post("/watch", {"kind": "planet", "key": "1"}).text
    assert who.post("/watch", {"kind": "page", "key": "987654"}).status_code == 404
    assert who.post("/watch", {"kind": "person", "key": nia.id}).status_code == 404
    assert who.post("/unwatch", {"kind": "planet", "key": "x" * 9000}).status_code == 303


GOOD = {"at_once": "y", "digest": "weekly", "hour": "9", "weekday": "4", "quiet_from": "22", "quiet_until": "6"}


def test_choices_are_kept_and_wrong_ones_refused_with_what_was_chosen(wiki: Wiki, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    assert "Europe/London" in who.get("/me/notices").text
    assert who.post("/me/notices", GOOD).status_code == 303
    with wiki.database.reading() as session:
        kept = choice_of(session, nia.id)
        assert (kept.at_once, kept.digest, kept.hour, kept.weekday) == (True, "weekly", 9, 4)
        assert (kept.quiet_from, kept.quiet_until, kept.watch_own) == (22, 6, False)
    for name, wrong in (("digest", "hourly"), ("hour", "24"), ("weekday", "7"), ("quiet_from", "x"), ("hour", "")):
        answer = who.post("/me/notices", {**GOOD, "quiet_until": "5", name: wrong})
        assert answer.status_code == 422, name
        assert 'selected value="5"' in answer.text
    assert who.post("/me/notices", {}).status_code == 422


def test_the_settings_have_a_tab_for_notices_on_each_page(nia: Person, visit: Visit) -> None:
    for path in ("/me", "/me/password", "/me/sessions", "/me/notices"):
        assert 'href="/me/notices"' in visit(nia).get(path).text


def test_a_page_closed_meanwhile_is_on_no_page_of_who_was_told(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit, ears: Ears
) -> None:
    make_page(wiki, tills, "Jam", "x", author=nia, tags=["paper"])
    page = make_page(wiki, tills, MARK, "@tom-reyes", author=nia, tags=["paper"])
    for kind in ("page", "subtree"):
        ears.watch(tom, kind, page.id)
    who = visit(tom)
    assert badge(who) == "Notices, 1 page with news"
    assert MARK in who.get("/me/notices").text
    restrict(wiki, page, nia)
    save_page(wiki, page, "@tom-reyes again", author=nia)
    for path in PATHS:
        text = who.get(path).text
        assert MARK not in text, path
        assert badge(who, path) == "Notices"
    assert who.post("/notices/open", {"page": page.id, "upto": 2**30}).status_code == 404
    assert who.post("/watch", {"kind": "page", "key": page.id}).status_code == 404


@pytest.mark.parametrize("stranger", ["tom", "ada"])
def test_a_private_space_tells_nobody_outside_by_any_kind_of_watch(
    wiki: Wiki, request: pytest.FixtureRequest, nia: Person, visit: Visit, ears: Ears, stranger: str
) -> None:
    who = request.getfixturevalue(stranger)
    own = make_space(wiki, f"{MARK} space", key="own", visibility="private", keeper=nia)
    ears.watch(who, "person", nia.id)
    ears.watch(who, "tag", "paper")
    page = make_page(wiki, own, MARK, f"@{who.handle}", author=nia, tags=["Paper"])
    save_page(wiki, page, "more", author=nia)
    assert ears.lines(who) == []
    visitor = visit(who)
    for path in ("/", "/notices", "/me/notices", "/people/nia-okafor", "/pages?tag=paper"):
        assert MARK not in visitor.get(path).text, path
        assert badge(visitor, path) == "Notices"
    hidden, never = (
        visitor.post("/watch", {"kind": "space", "key": own.id}),
        visitor.post("/watch", {"kind": "space", "key": 98765}),
    )
    assert hidden.status_code == never.status_code == 404


def test_pages_cost_no_statement_for_the_bell_and_the_buttons_once_they_are_known(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit, ears: Ears, count_statements: Count
) -> None:
    for number in range(12):
        page = make_page(wiki, tills, f"Page {number}", "@tom-reyes", author=nia)
        ears.watch(tom, "page", page.id)
    make_page(wiki, tills, "Jam", "x", author=nia, tags=["paper"])
    who = visit(tom)
    for path, most in (("/p/jam", 6), ("/s/tills", 5), ("/pages?tag=paper", 3), ("/notices", 2), ("/me/notices", 6)):
        who.get(path)
        with count_statements() as made:
            assert who.get(path).status_code == 200
        assert len(made) <= most, (path, made)
        assert not [one for one in made if one.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}]
    with count_statements() as first:
        save_page(wiki, page, "@tom-reyes and more", author=nia)
        first.clear()
        who.get("/p/jam")
    assert len(first) <= 8
