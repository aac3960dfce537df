"""Who is told of what: by mention, by watching, by being given a page; and who is not."""

import pytest

from tests.builders import make_page, make_person, make_space, save_page, viewer_of
from tests.notices.conftest import Ears
from wiki.kernel.refusals import Invalid, NotFound
from wiki.notices.actions.watching import watch
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.moving import move_page
from wiki.pages.actions.owning import set_owner
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import save_page as save
from wiki.pages.actions.spaces import set_grant
from wiki.pages.actions.trashing import delete_page, purge_page, restore_page
from wiki.pages.models import Page, Space
from wiki.people.actions.accounts import disable
from wiki.people.models import Person
from wiki.web.running import Wiki


def test_a_mention_tells_the_person_once_for_each_page(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears
) -> None:
    page = make_page(wiki, tills, "Jam", "Ask @tom-reyes, @TOM-REYES or @nobody.", author=nia)
    save_page(wiki, page, "Really, ask @tom-reyes.", author=nia)
    make_page(wiki, tills, "Ink", "@tom-reyes knows.", author=nia)
    assert ears.lines(tom) == [("Ink", "Nia Okafor mentioned you"), ("Jam", "Nia Okafor mentioned you")]
    assert ears.unread(tom) == 2
    assert ears.lines(nia) == []


def test_who_mentions_themselves_is_told_nothing(wiki: Wiki, nia: Person, tills: Space, ears: Ears) -> None:
    make_page(wiki, tills, "Jam", "I, @nia-okafor, wrote this.", author=nia)
    assert ears.lines(nia) == []


def test_a_mention_of_who_may_not_read_the_page_tells_nothing_until_they_may(
    wiki: Wiki, nia: Person, tom: Person, ears: Ears
) -> None:
    own = make_space(wiki, "Own", visibility="private", keeper=nia)
    page = make_page(wiki, own, "Plan", "Not for @tom-reyes.", author=nia)
    assert ears.lines(tom) == []
    with wiki.work(nia.id) as work:
        set_grant(work, work.session.get_one(Space, own.id), tom, "reader")
    assert ears.lines(tom) == []
    save_page(wiki, page, "For @tom-reyes.", author=nia)
    assert ears.lines(tom) == [("Plan", "Nia Okafor mentioned you")]


@pytest.mark.parametrize("kind", ["page", "subtree", "tag", "person", "space", "above"])
def test_each_kind_of_watch_hears_of_a_change(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears, kind: str
) -> None:
    top = make_page(wiki, tills, "Top", "x", author=nia)
    page = make_page(wiki, tills, "Jam", "x", author=nia, parent=top, tags=["Paper Jam"])
    key = {
        "page": page.id,
        "subtree": page.id,
        "above": top.id,
        "tag": "PAPER jam",
        "person": nia.id,
        "space": tills.id,
    }
    ears.watch(tom, "subtree" if kind == "above" else kind, key[kind])
    save_page(wiki, page, "y", author=nia)
    assert ears.lines(tom) == [("Jam", "Nia Okafor changed it")]


def test_a_new_page_is_told_to_who_watches_its_place_but_not_to_its_writer(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears
) -> None:
    for person in (nia, tom):
        ears.watch(person, "space", tills.id)
    make_page(wiki, tills, "Jam", "x", author=nia)
    assert ears.lines(tom) == [("Jam", "Nia Okafor wrote this page")]
    assert ears.lines(nia) == []


def test_many_ways_to_watch_are_one_notice_and_a_mention_comes_first(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears
) -> None:
    page = make_page(wiki, tills, "Jam", "x", author=nia, tags=["paper"])
    for kind, key in (("page", page.id), ("subtree", page.id), ("tag", "paper"), ("space", tills.id)):
        ears.watch(tom, kind, key)
    save_page(wiki, page, "@tom-reyes", author=nia)
    assert ears.lines(tom) == [("Jam", "Nia Okafor mentioned you")]


def test_changes_by_one_person_gather_until_they_are_read(
    wiki: Wiki, nia: Person, tom: Person, ada: Person, tills: Space, ears: Ears
) -> None:
    page = make_page(wiki, tills, "Jam", "x", author=nia)
    ears.watch(tom, "page", page.id)
    for body in ("1", "2", "3"):
        save_page(wiki, page, body, author=nia)
    save_page(wiki, page, "4", author=ada)
    (group,) = ears.told(tom)
    assert [(one.actor and one.actor.name, one.times, one.since, one.number) for one in group.notices] == [
        ("Ada Min", 1, 4, 5),
        ("Nia Okafor", 3, 1, 4),
    ]
    assert ears.unread(tom) == 1


def test_a_small_change_is_told_to_nobody(wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears) -> None:
    page = make_page(wiki, tills, "Jam", "x", author=nia)
    ears.watch(tom, "page", page.id)
    with wiki.work(nia.id) as work:
        text = PageText("Jam", "y", minor=True)
        save(work, viewer_of(wiki, nia), work.session.get_one(Page, page.id), text, base=1)
    assert ears.lines(tom) == []


def test_who_owns_a_page_watches_it_unless_they_stop(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears
) -> None:
    page = make_page(wiki, tills, "Jam", "x", author=nia)
    save_page(wiki, page, "y", author=tom)
    assert ears.lines(nia) == [("Jam", "Tom Reyes changed it")]
    with wiki.work(nia.id) as work:
        set_owner(work, work.session.get_one(Page, page.id), "tom-reyes")
    assert ears.lines(tom) == [("Jam", "Nia Okafor gave you this page to look after")]
    ears.unwatch(tom, "page", page.id)
    save_page(wiki, page, "z", author=nia)
    assert len(ears.lines(tom)) == 1


def test_who_may_no_longer_read_a_page_hears_nothing_of_it(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears
) -> None:
    page = make_page(wiki, tills, "Jam", "x", author=nia)
    ears.watch(tom, "page", page.id)
    save_page(wiki, page, "y", author=nia)
    with wiki.work(nia.id) as work:
        restrict_page(work, work.session.get_one(Page, page.id), [nia])
    assert (ears.lines(tom), ears.unread(tom)) == ([], 0)
    save_page(wiki, page, "z @tom-reyes", author=nia)
    assert (ears.lines(tom), ears.unread(tom)) == ([], 0)


def test_a_page_in_the_trash_takes_its_notices_along_and_brings_them_back(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears
) -> None:
    page = make_page(wiki, tills, "Jam", "@tom-reyes", author=nia)
    with wiki.work(nia.id) as work:
        delete_page(work, viewer_of(wiki, nia), work.session.get_one(Page, page.id))
    assert (ears.lines(tom), ears.unread(tom)) == ([], 0)
    with wiki.work(nia.id) as work:
        restore_page(work, work.session.get_one(Page, page.id))
    assert ears.unread(tom) == 1


def test_the_id_of_a_purged_page_tells_nobody_of_another_one(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears
) -> None:
    page = make_page(wiki, tills, "Jam", "@tom-reyes", author=nia)
    ears.watch(tom, "page", page.id)
    with wiki.work(nia.id) as work:
        delete_page(work, viewer_of(wiki, nia), work.session.get_one(Page, page.id))
        purge_page(work, work.session.get_one(Page, page.id))
    other = make_page(wiki, tills, "Ink", "x", author=nia)
    save_page(wiki, other, "y", author=nia)
    assert ears.lines(tom) == []


def test_a_page_moved_out_of_reach_takes_its_notices_along(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears
) -> None:
    own = make_space(wiki, "Own", visibility="private", keeper=nia)
    page = make_page(wiki, tills, "Jam", "@tom-reyes", author=nia)
    with wiki.work(nia.id) as work:
        move_page(work, work.session.get_one(Page, page.id), work.session.get_one(Space, own.id), None)
    assert (ears.lines(tom), ears.unread(tom)) == ([], 0)


def test_a_closed_account_is_told_nothing(wiki: Wiki, nia: Person, tom: Person, tills: Space, ears: Ears) -> None:
    with wiki.work() as work:
        disable(work, tom.id)
    make_page(wiki, tills, "Jam", "@tom-reyes", author=nia)
    assert ears.lines(tom) == []


def test_only_what_is_there_for_somebody_can_be_watched(wiki: Wiki, nia: Person, tom: Person, ears: Ears) -> None:
    own = make_space(wiki, "Own", visibility="private", keeper=nia)
    page = make_page(wiki, own, "Plan", "x", author=nia)
    for kind, key in (
        ("page", page.id),
        ("subtree", page.id),
        ("space", own.id),
        ("person", tom.id),
        ("page", 999_999),
        ("page", "x"),
        ("person", -1),
        ("space", "9" * 30),
    ):
        with pytest.raises(NotFound):
            ears.watch(tom, kind, key)
    for kind, key in (("planet", 1), ("tag", " "), ("tag", "x" * 500)):
        with pytest.raises(Invalid):
            ears.watch(tom, kind, key)


def test_more_than_a_thousand_things_are_too_many_to_watch(
    wiki: Wiki, tom: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.notices.actions.watching.MOST", 2)
    with wiki.work(tom.id) as work:
        for tag in ("a", "b"):
            watch(work, viewer_of(wiki, tom), "tag", tag)
        with pytest.raises(Invalid):
            watch(work, viewer_of(wiki, tom), "tag", "c")


def test_a_crowd_of_watchers_costs_no_more_statements_than_a_few(
    wiki: Wiki, nia: Person, tills: Space, ears: Ears, count_statements: object
) -> None:
    page = make_page(wiki, tills, "Jam", "x", author=nia)
    costs = []
    for crowd in (1, 12):
        for number in range(crowd):
            ears.watch(make_person(wiki, f"Person {crowd} {number}"), "page", page.id)
        with count_statements() as made:  # type: ignore[operator]
            save_page(wiki, page, f"for {crowd}", author=nia)
        costs.append(len(made))
    assert costs[1] <= costs[0] + 1
