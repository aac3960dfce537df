"""The database: one engine, reading sessions that never wait, writing sessions that take their turn.

SQLite runs in WAL with `synchronous=FULL`, so that what was acknowledged survives a power cut. A write begins
with `BEGIN IMMEDIATE`: whoever means to write waits at the start, never in the middle, where SQLite could
only refuse.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, MetaData, create_engine, event
from sqlalchemy.engine import Connection, Dialect, Engine, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import JSON, TypeDecorator

BUSY_SECONDS = 8


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment; stored in UTC, refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read once by SQLAlchemy
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        list[str]: JSON,
    }


class ReadSession(Session):
    """A session that only reads, and minds its connection itself.

    A page's view asks its connection alone. The books that a session keeps of its transaction would take as long as
    such a question.
    """

    def __init__(self, engine: Engine, kept: dict[str, Any]) -> None:
        super().__init__(autoflush=False, info={"kept": kept})
        self._engine = engine
        self._line: Connection | None = None

    def connection(self, *_given: Any, **_more: Any) -> Connection:
        """The connection, opened when it is first asked for; from then on it sees one state of the database."""
        if self._line is None:
            self._line = self._engine.connect()
        return self._line

    def get_bind(self, *_given: Any, **_more: Any) -> Connection:
        return self.connection()

    def close(self) -> None:
        if self.in_transaction():
            super().close()
        if self._line is not None:
            self._line.close()
            self._line = None


class Database:
    """Where everything is kept; `url` is a SQLAlchemy address (SQLite file or PostgreSQL)."""

    def __init__(self, url: str, *, threads: int = 24) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        # A connection for each thread that answers, and some for the worker and commands beside it.
        # The one used last comes first: its page cache is warm.
        options: dict[str, Any] = {"pool_size": threads + 4, "max_overflow": 8, "pool_use_lifo": True}
        if self.is_sqlite:
            options["connect_args"] = {"timeout": BUSY_SECONDS, "check_same_thread": False}
        self.engine: Engine = create_engine(url, **options)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        # What may be kept in memory as long as this database is open; each room under a name of its own.
        self.kept: dict[str, Any] = {}
        self._writing = self.engine.execution_options(writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with self.read_session() as session:
            yield session

    def read_session(self) -> Session:
        """As `reading`, for whoever closes it himself."""
        return ReadSession(self.engine, self.kept)

    def write_session(self) -> Session:
        """Only for `Work`, the one place that commits."""
        return Session(self._writing, expire_on_commit=False, info={"kept": self.kept})

    def close(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(connection: Any, record: Any) -> None:  # noqa: ARG001 - the signature of the event
    # Autocommit in the driver's eyes: SQLAlchemy's begin event below says BEGIN, the driver doesn't guess.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cache_size=-4000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    # Straight to the driver: on each request, and no statement that anybody would look for.
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
