"""Nothing that was saved is lost on its way into the index."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.search.library import Library
from tests.stand_ins import FakeClock
from wiki.kernel.work import Work
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import make_page
from wiki.pages.models import Page
from wiki.search.drain import Drainer, Row
from wiki.search.hooks import register_jobs


class Dies(Drainer):
    """Is killed after the index was written and before the outbox was."""

    def _settle(self, done: Sequence[Row], failed: Sequence[Row]) -> None:  # noqa: ARG002
        raise SystemExit


class IsSlow(Drainer):
    """Somebody saves while the page is being indexed."""

    def __init__(self, library: Library, page: Page) -> None:
        super().__init__(library.wiki, library.index)
        self.library, self.page, self.saved = library, page, False

    def _settle(self, done: Sequence[Row], failed: Sequence[Row]) -> None:
        if done and not self.saved:
            self.saved = True
            self.library.save(self.page, "Reset the till", "The newest text speaks of okapis.")
        super()._settle(done, failed)


def test_a_save_and_its_row_are_one_transaction(library: Library) -> None:
    space = library.space()

    def have_second_thoughts(work: Work) -> None:
        make_page(work, library.viewer(library.admin), space, PageText("Never", "was"))
        work.session.flush()
        raise RuntimeError("second thoughts")

    with pytest.raises(RuntimeError, match="second thoughts"):
        library.change(have_second_thoughts)
    assert library.stale() == []
    page = library.page(space, "Once", "is")
    assert library.stale() == [page.id]


def test_a_page_saved_ten_times_waits_once_and_is_as_old_as_its_first_change(
    library: Library, clock: FakeClock
) -> None:
    page = library.page(library.space(), "One", "text 0")
    for number in range(1, 10):
        clock.forward(seconds=1)
        library.save(page, "One", f"text {number}")
    assert library.stale() == [page.id]
    library.drain()
    assert library.titles('"text 9"') == ["One"]
    assert library.titles('"text 8"') == []


def test_a_save_while_its_page_is_indexed_is_not_lost(library: Library) -> None:
    library.drain()
    page = library.page(library.space(), "Reset the till", "An old text.")
    slow = IsSlow(library, page)
    assert slow()
    assert library.stale() == [page.id]
    library.drain()
    assert library.titles("okapis") == ["Reset the till"]


def test_a_drainer_killed_in_between_only_makes_work_twice(library: Library) -> None:
    library.drain()
    page = library.page(library.space(), "Reset the till", "Hold the button.")
    for _ in range(3):
        with pytest.raises(SystemExit):
            Dies(library.wiki, library.index)()
    assert library.stale() == [page.id]
    library.drain()
    assert library.stale() == []
    assert library.find("button").total == 1


def test_a_page_that_cannot_be_indexed_stops_no_other_and_is_tried_again(
    library: Library, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    space = library.space()
    bad, good = library.page(space, "Bad one", "text"), library.page(space, "Good one", "text")

    def set_tags(tags: list[Any]) -> None:
        library.change(lambda work: setattr(work.session.get_one(Page, bad.id), "tags", tags))

    set_tags([None])
    library.drain()
    assert library.titles("good") == ["Good one"]
    assert library.stale() == [bad.id]
    assert f"page {bad.id} can't be indexed" in caplog.text
    set_tags([])
    library.drain()
    assert library.stale() == [bad.id], "it is too early to try again"
    clock.forward(seconds=3)
    library.drain()
    assert library.stale() == []
    assert library.find("one").total == 2
    assert good.id in {hit.page_id for hit in library.find("one").hits}


def test_two_drainers_take_turns(library: Library) -> None:
    library.drain()
    page = library.page(library.space(), "One", "text")
    with library.index.writing():
        assert not Drainer(library.wiki, library.index)()
        assert library.stale() == [page.id]
    library.drain()
    assert library.stale() == []


def test_a_page_that_others_begin_to_link_to_is_counted_anew_within_hours(library: Library, clock: FakeClock) -> None:
    (links,) = [job for job in register_jobs(library.wiki) if job.name == "search links"]
    space = library.space()
    target = library.page(space, "Wombats", "They dig.")
    library.drain()
    for number in range(40):
        library.page(space, f"Page {number}", "See [[Wombats]].")
    library.drain()
    assert not links.run(), "not at each save"
    clock.forward(minutes=61)
    assert links.run()
    assert library.stale() == [target.id]
    library.drain()
    (hit,) = [hit for hit in library.find("wombats").hits if hit.page_id == target.id]
    assert any("lead to it" in reason.text for reason in hit.reasons)
