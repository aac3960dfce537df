"""The migrations make exactly the tables that the code knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import wiki.app  # noqa: F401 - knows every room, so every table
from wiki.kernel.db import Base, Database
from wiki.kernel.migrate import is_current, upgrade


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    yield database
    database.close()


def test_an_empty_database_becomes_current_and_a_second_time_changes_nothing(empty: Database) -> None:
    assert not is_current(empty)
    upgrade(empty)
    assert is_current(empty)
    upgrade(empty)
    assert is_current(empty)


def test_the_migrated_tables_are_those_of_the_models(empty: Database) -> None:
    upgrade(empty)
    with empty.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_sqlite_survives_a_power_cut_and_checks_its_references(empty: Database) -> None:
    with empty.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 8000}
