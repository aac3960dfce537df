"""Whatever happens to the index, or to who writes it: every page is found again, and nobody has to do anything."""

import errno
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.library import Library
from wiki.search.drain import Drainer, rebuild
from wiki.search.whoosh.index import WhooshEngine

KILLS = 100


@pytest.mark.slow
def test_a_drainer_killed_at_a_hundred_random_moments_loses_no_page(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.search.dying", str(tmp_path / "data"), str(KILLS)]
    (tmp_path / "data").mkdir()
    ended = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert ended.stdout.strip() == f"{2 * KILLS} pages found"


def test_two_drainers_at_once_index_every_page_once(library: Library) -> None:
    space = library.space()
    pages = [library.page(space, f"Page {number}", f"word{number}end") for number in range(60)]
    other = WhooshEngine(library.wiki.settings.data / "index", lambda: library.wiki.clock.now().date())
    drainers = [Drainer(library.wiki, library.index), Drainer(library.wiki, other)]
    failed: list[BaseException] = []

    def drain(drainer: Drainer) -> None:
        try:
            for _ in range(200):
                if not drainer() and not library.stale():
                    return
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=drain, args=(drainer,)) for drainer in drainers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    library.drain()
    assert failed == []
    assert library.stale() == []
    assert sorted(facts[0] for facts in library.index.indexed()) == [page.id for page in pages]


@pytest.fixture
def small_disk(library: Library) -> Iterator[Path]:
    """The folder of the index on a disk of 3 MB."""
    folder = library.wiki.settings.data / "index"
    folder.mkdir(exist_ok=True)
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("a disk of its own can be mounted by root only")
    yield folder
    library.index.close()
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_loses_nothing_and_is_caught_up_when_there_is_room(library: Library, small_disk: Path) -> None:
    space = library.space()
    first = library.page(space, "Before", "a wombat before the flood")
    library.drain()
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(b"x" * 4096)
    later = [library.page(space, f"Later {number}", f"a wombat later {number} " * 50) for number in range(20)]
    with pytest.raises(OSError, match="No space left") as refused:
        library.drain()
    assert refused.value.errno == errno.ENOSPC
    assert [hit.page_id for hit in library.find("before flood").hits] == [first.id], "what is there goes on answering"
    assert len(library.stale()) == len(later)
    ballast.unlink()
    library.drain()
    assert library.stale() == []
    assert library.find("wombat").total == 1 + len(later)


@pytest.mark.parametrize("begun", [b"", b"\xff\x00", b"yesterday"])
def test_an_index_that_no_longer_says_when_it_was_begun_is_filled_all_the_same(library: Library, begun: bytes) -> None:
    library.page(library.space(), "Till rolls", "wombats")
    drainer = library.drainer
    drainer.begin_afresh()
    (filling,) = (library.wiki.settings.data / "index").glob("*/filling")
    filling.write_bytes(begun)
    library.drain()
    assert not library.find("wombats").from_database


@pytest.mark.slow
def test_an_index_that_is_deleted_and_damaged_under_load_comes_back(library: Library) -> None:
    space, dice = library.space(), random.Random(7)
    for number in range(20):
        library.page(space, f"Page {number}", "wombats")
    library.drain()
    stop, failed = threading.Event(), list[BaseException]()

    def seek() -> None:
        while not stop.is_set():
            try:
                assert library.find("wombats").total >= 20
            except BaseException as error:
                failed.append(error)
                return

    def drain() -> None:
        while not stop.is_set():
            try:
                library.drainer()
            except OSError:
                pass  # the folder went away just now
            except BaseException as error:
                failed.append(error)
                return

    threads = [threading.Thread(target=seek), threading.Thread(target=seek), threading.Thread(target=drain)]
    for thread in threads:
        thread.start()
    for number in range(20, 50):
        library.page(space, f"Page {number}", "wombats")
        harm(library.wiki.settings.data / "index", dice)
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    library.drain()
    assert library.find("wombats").total == 50
    library.drain()
    assert not library.find("wombats").from_database
    assert library.find("wombats").total == 50


def harm(folder: Path, dice: random.Random) -> None:
    """Delete it, or overwrite a file of it."""
    if dice.random() < 0.3:
        shutil.rmtree(folder, ignore_errors=True)
        return
    # Unlike `rglob`, this overlooks folders that the drainer takes away meanwhile.
    files = [Path(under, name) for under, _, names in os.walk(folder) for name in names]
    if files:
        with_damage = dice.choice(files)
        try:
            with_damage.write_bytes(dice.randbytes(200))
        except OSError:
            return  # gone meanwhile


def test_a_rebuild_beside_a_running_drainer_ends_with_all_pages(library: Library) -> None:
    space = library.space()
    for number in range(30):
        library.page(space, f"Page {number}", "wombats")
    library.drain()
    stop = threading.Event()

    def drain() -> None:
        while not stop.is_set():
            library.drainer()

    beside = threading.Thread(target=drain)
    beside.start()
    try:
        rebuild(library.wiki, lambda done, everything: None)
    finally:
        stop.set()
        beside.join()
    library.drain()
    assert library.find("wombats").total == 30
