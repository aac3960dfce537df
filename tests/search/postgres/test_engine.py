"""What only the engine on PostgreSQL promises: it is shared by all processes, and the server's faults are no damage."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, event, text

import wiki.app  # noqa: F401 - knows every room, so every table
from tests.search.contract.shelf import EVERYBODY, STARTED, TODAY, Shelf
from wiki.kernel.db import Base, Database
from wiki.kernel.settings import Settings
from wiki.search.engine import Busy, Engine, Entry, Part, TooLong, Unfit, Unready
from wiki.search.language import read
from wiki.search.postgres.engine import _STATE, PostgresEngine
from wiki.search.postgres.rows import rows
from wiki.search.postgres.tables import TABLES

pytestmark = pytest.mark.postgres


@pytest.fixture
def database(request: pytest.FixtureRequest, server: str) -> Iterator[Database]:
    if not server:
        pytest.skip("no PostgreSQL server was named")
    settings: Settings = request.getfixturevalue("settings")
    made = Database(settings.database)
    yield made
    made.close()


@pytest.fixture
def shelf(database: Database) -> Shelf:
    return Shelf(PostgresEngine(database, lambda: TODAY))


@pytest.fixture
def elsewhere(database: Database) -> Iterator[PostgresEngine]:
    """The engine of another process."""
    other = Database(database.url)
    yield PostgresEngine(other, lambda: TODAY)
    other.close()


def test_the_migrated_tables_are_those_of_the_code(database: Database) -> None:
    known = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in (*Base.metadata.tables.values(), *TABLES.tables.values()):
        table.to_metadata(known)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: name != "ix_search_term_likeness"}
        )
        assert compare_metadata(context, known) == []


def test_all_processes_share_it(shelf: Shelf, elsewhere: PostgresEngine) -> None:
    page = shelf.add("Till", "alpha beta")
    found = elsewhere.search(read("alpha"), EVERYBODY, sort="relevance", first=0, many=10).found
    assert [hit.page_id for hit in found] == [page]
    elsewhere.write([shelf.entry("Door", "alpha", page_id=2)])
    assert shelf.find("alpha -beta") == [2]
    with shelf.engine.writing(), pytest.raises(Busy):
        elsewhere.write([shelf.entry("Door", "alpha")])
    elsewhere.report_broken(ValueError("damaged"))
    assert shelf.engine.health() == "broken"
    with elsewhere.writing():
        elsewhere.begin_afresh(STARTED)
    assert shelf.engine.health() == "filling"


def test_how_many_may_be_read_is_counted_anew_after_a_commit_of_another_process(
    shelf: Shelf, elsewhere: PostgresEngine
) -> None:
    shelf.add("Till", "alpha")
    before = shelf.ask("alpha").found[0].score
    elsewhere.write([shelf.entry(f"Page {number}", "beta") for number in range(50)])
    assert shelf.ask("alpha").found[0].score > before


@pytest.mark.parametrize("typed", ["konfiguraton", "cnfiguratino", "printign", "printings", "evning", "resettng"])
def test_a_mistake_in_an_ending_is_forgiven(shelf: Shelf, typed: str) -> None:
    page = shelf.add("A", "konfiguration, configuration, printing and resetting in the evening")
    shelf.fill(5)
    assert shelf.find(typed) == [page]


@pytest.mark.parametrize("asked", ["till printer", '"till printer" -door', "till* (a OR b)"])
def test_a_page_of_results_takes_few_statements(shelf: Shelf, database: Database, asked: str) -> None:
    shelf.add("Till printer", "alpha")
    shelf.ask("alpha")
    made: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *said: made.append(said[2]))
    shelf.ask(asked)
    assert len(made) == 2


def test_likenesses_are_found_without_the_extension(shelf: Shelf, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DROP EXTENSION IF EXISTS pg_trgm CASCADE"))
    page = shelf.add("Printer")
    assert shelf.find("pritner") == [page]


def test_a_server_that_goes_away_is_no_damage(shelf: Shelf, database: Database) -> None:
    page = shelf.add("Till", "alpha")
    closed = Database(database.url.rsplit("/", 1)[0] + "/nowhere_at_all")
    engine = PostgresEngine(closed, lambda: TODAY)
    with pytest.raises(Unready):
        engine.suggest("till", EVERYBODY, 5)
    with pytest.raises(Busy):
        engine.write([shelf.entry("Door")])
    engine.report_broken(ValueError("damaged"))
    closed.close()
    assert shelf.find("alpha") == [page]


def test_a_lock_that_is_held_too_long_is_waited_for_later(
    shelf: Shelf, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shelf.add("Till", "alpha")
    monkeypatch.setattr("wiki.search.postgres.engine.PATIENCE", 0.2)
    with database.engine.begin() as connection:
        connection.execute(text("SELECT * FROM search_entry"))
        with pytest.raises(Busy):
            shelf.engine.begin_afresh(STARTED)
    assert shelf.find("alpha") == [page]


def test_what_takes_too_long_is_told_from_an_index_that_is_made(
    shelf: Shelf, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shelf.add("Till", "alpha")
    monkeypatch.setattr("wiki.search.postgres.engine._STATE", text(str(_STATE).replace("'1500'", "'1'")))
    words = " ".join(f"bla{number}*" for number in range(32))
    shelf.engine.write([shelf.entry(f"Page {number}", words.replace("*", "")) for number in range(300)])
    with pytest.raises(TooLong):
        shelf.ask(words)
    monkeypatch.undo()
    assert shelf.engine.health() == "ready"
    assert shelf.find("alpha") == [page]


@pytest.mark.parametrize("code", ["XX001", "XX002"])
def test_a_damaged_file_of_the_server_is_made_anew(shelf: Shelf, database: Database, code: str) -> None:
    shelf.add("Till", "alpha")

    def damaged(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> Any:
        if not statement.startswith("WITH"):
            return statement, parameters
        return f"DO $$ BEGIN RAISE EXCEPTION 'invalid page' USING ERRCODE = '{code}'; END $$", {}

    event.listen(database.engine, "before_cursor_execute", damaged, retval=True)
    with pytest.raises(Unready):
        shelf.find("alpha")
    assert shelf.engine.health() == "broken"


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM search_entry WHERE part = 'note'",
        "DELETE FROM search_entry WHERE piece = 1",
        "DELETE FROM search_entry WHERE part = '' AND piece = 0",
        "UPDATE search_entry SET space_id = 2 WHERE part = 'note'",
        "UPDATE search_entry SET revision_id = 3 WHERE piece = 1",
    ],
)
def test_a_page_that_lacks_a_row_is_no_page(shelf: Shelf, database: Database, harm: str) -> None:
    page = shelf.add("Till", "alpha " * 5000, parts=(Part("note", "walnut"),))
    assert list(shelf.engine.indexed()) == [(page, 101, 1, 0)]
    with database.engine.begin() as connection:
        connection.execute(text(harm))
    assert list(shelf.engine.indexed()) != [(page, 101, 1, 0)]


def test_one_page_that_is_refused_is_named_and_nothing_is_written(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = shelf.entry("Till", "alpha"), shelf.entry("Door", "alpha")

    def refused(entry: Entry) -> list[dict[str, Any]]:
        return [{**row, "words": "x" * 3000} if row["page_id"] == bad.page_id else row for row in rows(entry)]

    monkeypatch.setattr("wiki.search.postgres.engine.rows", refused)
    with pytest.raises(Unfit) as refusal:
        shelf.engine.write([good, bad])
    assert refusal.value.page_id == bad.page_id
    assert shelf.find("alpha") == []


def test_two_drainers_of_the_same_pages_never_wait_for_each_other(shelf: Shelf, elsewhere: PostgresEngine) -> None:
    entries = [shelf.entry(f"Page {n}", "alpha beta", parts=(Part("p", "gamma"),)) for n in range(40)]

    def write(engine: Engine, backwards: bool) -> int:
        busy = 0
        for _ in range(5):
            try:
                engine.write(entries[::-1] if backwards else entries)
            except Busy:
                busy += 1
        return busy

    with ThreadPoolExecutor(2) as both:
        first, second = both.submit(write, shelf.engine, False), both.submit(write, elsewhere, True)
        assert first.result() + second.result() < 10
    assert shelf.ask("alpha gamma").total == 40
    assert len(list(shelf.engine.indexed())) == 40
