"""The index is derived: deleted, damaged or old, it comes back by itself, and the database answers meanwhile."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.search.library import Library
from tests.stand_ins import FakeClock
from wiki.pages.actions.trashing import delete_page
from wiki.pages.models import Page
from wiki.search.drain import rebuild
from wiki.search.whoosh.index import WhooshEngine


@pytest.fixture
def stocked(library: Library) -> Library:
    space = library.space()
    for number in range(5):
        library.page(space, f"Page {number}", f"Wombats, {number} of them.")
    library.drain()
    assert not library.find("wombats").from_database
    return library


def folder_of(library: Library) -> Path:
    return library.wiki.settings.data / "index"


def _folder(library: Library) -> Path:
    return folder_of(library) / (folder_of(library) / "current").read_text()


def _delete_all(library: Library) -> None:
    shutil.rmtree(folder_of(library))


def _delete_folder(library: Library) -> None:
    shutil.rmtree(_folder(library))


def _empty_files(library: Library) -> None:
    for path in _folder(library).iterdir():
        path.write_bytes(b"")


def _garbage(library: Library) -> None:
    for path in _folder(library).iterdir():
        path.write_bytes(b"\x00garbage\xff" * 200)


def _damaged_segment(library: Library) -> None:
    for path in _folder(library).glob("*.seg"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _lost_segment(library: Library) -> None:
    for path in _folder(library).glob("*.seg"):
        path.unlink()


def _pointer_gone(library: Library) -> None:
    (folder_of(library) / "current").write_text("../../etc")


def _other_version(library: Library) -> None:
    folder = _folder(library)
    folder.rename(folder.with_name("v0-abc"))
    (folder_of(library) / "current").write_text("v0-abc")


@pytest.mark.parametrize(
    "harm",
    [
        _delete_all,
        _delete_folder,
        _empty_files,
        _garbage,
        _damaged_segment,
        _lost_segment,
        _pointer_gone,
        _other_version,
    ],
)
@pytest.mark.parametrize("restarted", [False, True])
def test_a_harmed_index_repairs_itself(
    stocked: Library,
    harm: Callable[[Library], None],
    restarted: bool,
) -> None:
    harm(stocked)
    if restarted:
        stocked.index.close()
    answer = stocked.find("wombats")
    assert answer.total == 5, "the database answers, or what is still open"
    assert len(answer.hits) == 5
    page = stocked.page(stocked.space("More"), "New one", "A wombat arrives.")
    stocked.drain()
    stocked.find("wombats")
    stocked.drain()
    found = stocked.find("wombat")
    assert not found.from_database
    assert found.total == 6
    assert page.id in {hit.page_id for hit in found.hits}
    assert stocked.stale() == []


def test_while_the_index_is_made_the_database_answers_and_hides_the_same(stocked: Library) -> None:
    stocked.page(stocked.space("Board", visibility="private"), "Secret", "Wombats, 100% of_them")
    _delete_all(stocked)
    assert stocked.find("wombats").from_database
    assert stocked.find("WOMBATS").total == 6
    assert stocked.find("100% of_them").total == 1
    assert stocked.find_as(stocked.viewer(), "wombats").total == 0


def test_what_drifted_apart_is_brought_together(stocked: Library, clock: FakeClock) -> None:
    """Somebody restored an old copy of the index, or changed the database by hand."""
    with stocked.wiki.database.reading() as session:
        first, second = session.query(Page).order_by(Page.id).limit(2)
    stocked.index.write([], [first.id])
    stocked.change(lambda work: setattr(work.session.get_one(Page, second.id), "head_id", 1))
    assert stocked.find("wombats").total == 4
    clock.forward(minutes=11)
    stocked.drain()
    assert stocked.find("wombats").total == 5


def test_rebuild_makes_all_anew_and_tells_how_far_it_is(stocked: Library) -> None:
    told: list[tuple[int, int]] = []
    before = _folder(stocked)
    assert rebuild(stocked.wiki, lambda done, everything: told.append((done, everything))) == 5
    assert told[0] == (0, 5)
    assert told[-1] == (5, 5)
    assert _folder(stocked) != before
    assert not before.exists()
    assert stocked.find("wombats").total == 5


def test_pages_in_the_trash_do_not_come_back_by_a_rebuild(stocked: Library) -> None:
    with stocked.wiki.database.reading() as session:
        page = session.query(Page).order_by(Page.id).first()
    assert page is not None
    stocked.change(lambda work: delete_page(work, stocked.viewer(stocked.admin), work.session.get_one(Page, page.id)))
    rebuild(stocked.wiki, lambda done, everything: None)
    assert stocked.find("wombats").total == 4
    assert stocked.stale() == []


def test_a_second_process_sees_what_the_first_has_written(stocked: Library) -> None:
    """Two web processes: one drains, the other has its own searcher open."""
    other = WhooshEngine(folder_of(stocked), date.today)
    assert len(list(other.indexed())) == 5
    stocked.page(stocked.space("More"), "New one", "wombats")
    stocked.drain()
    assert len(list(other.indexed())) == 6
    other.close()
