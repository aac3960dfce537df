"""Which engine a wiki searches with: PostgreSQL's own where that is the database, else Whoosh's index on disk."""

from datetime import date
from typing import cast

from wiki.search.engine import Engine
from wiki.search.whoosh.index import WhooshEngine
from wiki.web.running import Wiki

KEPT = "search_engine"
"""Where the database keeps it for queries: `session.info["kept"]`."""


def engine_of(wiki: Wiki) -> Engine:
    """The engine of a running wiki, made when it is first asked for."""
    made = wiki.database.kept.get(KEPT)
    if made is None:
        made = wiki.database.kept.setdefault(KEPT, _made(wiki))
    return cast(Engine, made)


def _made(wiki: Wiki) -> Engine:
    def today() -> date:
        return wiki.clock.now().date()

    if wiki.database.engine.dialect.name == "postgresql":
        # Only here: its library is an extra.
        from wiki.search.postgres.engine import PostgresEngine

        return PostgresEngine(wiki.database, today)
    return WhooshEngine(wiki.settings.data / "index", today)
