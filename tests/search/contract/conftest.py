"""Each test runs on each engine; on PostgreSQL's when a server is named."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.search.contract.shelf import TODAY, Shelf
from wiki.kernel.db import Database
from wiki.kernel.settings import Settings
from wiki.search.engine import Engine


@pytest.fixture(params=["whoosh", "postgres"])
def engine(request: pytest.FixtureRequest, server: str, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "whoosh":
        made: Any = _on_disk(tmp_path / "index")
        yield made
        made.close()
        return
    if not server:
        pytest.skip("no PostgreSQL server was named")
    settings: Settings = request.getfixturevalue("settings")
    database = Database(settings.database)
    made = _in_postgres(database)
    yield made
    made.close()
    database.close()


def _on_disk(folder: Path) -> Engine:
    from wiki.search.whoosh.index import WhooshEngine

    return WhooshEngine(folder, lambda: TODAY)


def _in_postgres(database: Database) -> Engine:
    from wiki.search.postgres.engine import PostgresEngine

    return PostgresEngine(database, lambda: TODAY)


@pytest.fixture
def shelf(engine: Engine) -> Shelf:
    return Shelf(engine)
