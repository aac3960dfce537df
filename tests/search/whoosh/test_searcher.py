"""Whoosh's `Searcher.refresh()` keeps old versions of pages, with their old rights. Ours must not.

These tests stand for the distribution of Whoosh that is pinned: when it changes, they say whether the way round
the fault still leads.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from whoosh import fields
from whoosh.index import create_in, open_dir

from wiki.search.engine import Entry, Seeker
from wiki.search.language import read
from wiki.search.whoosh.index import WhooshEngine

EVERYTHING = frozenset({1, 2})


def _entry(page_id: int, text: str, *, space: int = 1, guard: int = 0, revision: int = 1) -> Entry:
    return Entry(page_id, revision, space, guard, "article", f"Page {page_id}", (), text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = WhooshEngine(tmp_path / "index", date.today)
    with index.writing():
        index.begin_afresh(datetime(2026, 3, 10, tzinfo=UTC))
    index.filled()
    index.close()
    return tmp_path / "index"


def _found(engine: WhooshEngine, text: str, spaces: frozenset[int] = EVERYTHING) -> set[int]:
    answer = engine.search(read(text), Seeker(spaces), sort="relevance", first=0, many=100)
    return {found.page_id for found in answer.found}


def test_no_old_version_and_no_old_right_outlives_a_commit_by_another_writer(folder: Path) -> None:
    reader, writer = WhooshEngine(folder, date.today), WhooshEngine(folder, date.today)
    writer.write([_entry(number, f"alpha word{number}end") for number in range(1, 31)])
    for generation in range(12):
        assert len(list(reader.indexed())) == 30 - generation
        changed, gone = generation + 1, 30 - generation
        # Its text is another now, it moved to space 2, and one page is gone.
        writer.write([_entry(changed, f"beta fresh{changed}", space=2, revision=2)], [gone])
        assert changed not in _found(reader, "alpha")
        assert _found(reader, f'"word{changed}end"', frozenset({1})) == set()
        assert _found(reader, f'"fresh{changed}"', frozenset({1})) == set()
        assert _found(reader, f'"fresh{changed}"', frozenset({2})) == {changed}
        assert gone not in _found(reader, "alpha beta")
        writer.tidy()
    reader.close()
    writer.close()


def test_a_new_searcher_after_up_to_date_said_no_is_right(tmp_path: Path) -> None:
    """The same on bare Whoosh, without anything of ours."""
    schema = fields.Schema(page=fields.ID(unique=True, stored=True), right=fields.KEYWORD(stored=True))
    index = create_in(str(tmp_path), schema)
    with index.writer() as writer:
        writer.add_document(page="1", right="everybody")
    searcher: Any = index.searcher()
    for number in range(12):
        with open_dir(str(tmp_path)).writer() as writer:
            writer.update_document(page="1", right=f"only{number}")
        assert not searcher.up_to_date()
        searcher.close()
        searcher = index.searcher()
        assert searcher.up_to_date()
        assert [hit["right"] for hit in searcher.documents()] == [f"only{number}"]
    searcher.close()


def test_refresh_is_never_called() -> None:
    room = Path(__file__).parents[3] / "wiki" / "search"
    assert [path.name for path in room.rglob("*.py") if ".refresh(" in path.read_text("utf-8")] == []


def test_what_stood_for_a_word_is_told(folder: Path) -> None:
    engine = WhooshEngine(folder, date.today)
    engine.write([_entry(1, "the label printer"), _entry(2, "a table of lable"), _entry(3, "the tables")])

    def why(asked: str) -> dict[int, object]:
        answer = engine.search(read(asked), Seeker(EVERYTHING), sort="relevance", first=0, many=9)
        return {found.page_id: dict(found.why.taken) for found in answer.found}

    assert why("pritner") == {1: {"pritner": ("printer",)}}
    assert why("printers") == {1: {}}
    engine.close()


def test_hidden_words_push_no_readable_ones_out(folder: Path) -> None:
    """Neither where words begin as asked, nor among tags that are offered."""
    engine = WhooshEngine(folder, date.today)
    engine.write([_entry(n, f"zomb{chr(97 + n % 26)}{chr(97 + n // 26)} abc", space=2) for n in range(1, 451)])
    engine.write([replace(_entry(n, "text", space=2), tags=("payroll",)) for n in range(451, 751)])
    engine.write([_entry(800, "zomz"), replace(_entry(801, "text"), tags=("Payslip",))])
    assert _found(engine, "zom*", frozenset({1})) == {800}
    offered = engine.suggest("pay", Seeker(frozenset({1})), 5)
    assert [suggestion.text for suggestion in offered] == ["Payslip"]
    engine.close()


def test_a_word_is_forgiven_while_it_is_typed(folder: Path) -> None:
    engine = WhooshEngine(folder, date.today)
    engine.write([replace(_entry(1, "text"), title="Kassendrucker"), replace(_entry(2, "text"), title="Label printer")])
    for typed, page in (("pritn", 2), ("pirnter", 2), ("kasesnd", 1)):
        assert [offered.page_id for offered in engine.suggest(typed, Seeker(EVERYTHING), 5)] == [page], typed
    engine.close()
