"""Whoosh's index lies on disk; on PostgreSQL there is none."""

import pytest

from wiki.web.running import Wiki


@pytest.fixture(autouse=True)
def _on_sqlite(request: pytest.FixtureRequest) -> None:
    if "wiki" in request.fixturenames:
        wiki: Wiki = request.getfixturevalue("wiki")
        if wiki.database.engine.dialect.name != "sqlite":
            pytest.skip("searched by PostgreSQL itself")
