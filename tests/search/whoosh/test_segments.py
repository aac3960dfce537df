"""How the index stays in few pieces."""

from pathlib import Path

from tests.search.library import Library
from wiki.search.whoosh.index import WhooshEngine


def test_many_small_commits_leave_few_segments(library: Library) -> None:
    space = library.space()
    page = library.page(space, "One", "text")
    for number in range(40):
        library.save(page, "One", f"text number{number}")
        library.drain()
    engine = library.index
    assert isinstance(engine, WhooshEngine)
    with engine.snapshot() as snapshot:
        assert len(snapshot.leaves) < 16
    assert [facts[0] for facts in engine.indexed()] == [page.id]
    assert library.find("number39").total == 1
    assert library.find('"number38"').total == 0


def test_words_keep_their_order_when_segments_are_merged(library: Library) -> None:
    space = library.space()
    for number in range(12):
        library.page(space, f"Page {number}", f"the till of shop{number} is on fire")
        library.drain()
    engine = library.index
    assert isinstance(engine, WhooshEngine)
    with engine.snapshot() as snapshot:
        assert len(snapshot.leaves) < 12
    assert library.find('"shop3 is on fire"').total == 1
    assert library.find('"fire on shop3"').total == 0


def test_no_file_outlives_its_use(library: Library) -> None:
    """A folder of an older index, or of a commit that was cut off, is cleared away."""
    library.page(library.space(), "One", "text")
    library.drain()
    engine = library.index
    assert isinstance(engine, WhooshEngine)
    folders = [path for path in Path(engine.folder).iterdir() if path.is_dir()]
    assert len(folders) == 1
