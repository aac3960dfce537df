"""A fresh wiki for each test, on SQLite, or on PostgreSQL when a server is named.

`pytest --postgres postgresql+psycopg://user@host` (or FLIPSIDE_TEST_POSTGRES) runs the same tests there: each
gets a database of its own, copied from a template that is made once.
"""

import logging
import os
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import make_url

from tests.stand_ins import FakeClock, Mailbox
from wiki.app import create_app
from wiki.kernel.db import Database
from wiki.kernel.migrate import upgrade
from wiki.kernel.settings import Settings
from wiki.search.engines import engine_of
from wiki.web.running import Wiki

ROOT = Path(__file__).parent.parent
log = logging.getLogger(__name__)

PATIENCE = 60
"""So many seconds the server has for anything."""
OURS = 0x666C6970
"""Our number among the locks of the server."""
pytest_plugins = ["tests.chromium"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", default=os.environ.get("FLIPSIDE_TEST_POSTGRES", ""), help="server's address")


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> str:
    """Address of the PostgreSQL server to use; empty for SQLite."""
    return str(pytestconfig.getoption("--postgres")).rstrip("/")


def _connected(server: str) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection to the server itself. Whatever does not end in time is given up, so that no run stands still."""
    address = make_url(server).set(drivername="postgresql", database="postgres")
    limits = f"-c statement_timeout={PATIENCE * 1000}"
    text = address.render_as_string(hide_password=False)
    return psycopg.connect(text, autocommit=True, connect_timeout=PATIENCE, options=limits)


def _on_server(server: str, statement: str) -> None:
    with _connected(server) as connection:
        connection.execute(statement.encode())


def _drop(server: str, name: str) -> None:
    """What can't be dropped now, a later run drops."""
    try:
        _on_server(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    except psycopg.OperationalError as error:
        log.warning("%s stays on the server: %s", name, error)


def _drop_leftovers(server: str, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Drop the databases of runs that were killed: nobody holds the lock of theirs any more."""
    rows = connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^flipside_run_[0-9a-f]{7}_'").fetchall()
    for (name,) in rows:
        number = int(name.split("_")[2], 16)
        (free,) = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (OURS, number)).fetchone() or (False,)
        if free:
            _drop(server, name)
            connection.execute("SELECT pg_advisory_unlock(%s, %s)", (OURS, number))


@pytest.fixture(scope="session")
def run(server: str) -> Iterator[str]:
    """How this run's databases begin. It holds a lock on the server by which others see that it goes on."""
    number = secrets.randbits(28)
    if not server:
        yield ""
        return
    with _connected(server) as connection:
        connection.execute("SELECT pg_advisory_lock(%s, %s)", (OURS, number))
        _drop_leftovers(server, connection)
        yield f"flipside_run_{number:07x}"


@pytest.fixture(scope="session")
def template(server: str, run: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with all tables and no rows: the path of a file, or the name of a database."""
    made = f"{run}_template" if server else str(tmp_path_factory.mktemp("db") / "t.db")
    if server:
        _on_server(server, f"CREATE DATABASE {made}")
    database = Database(f"{server}/{made}" if server else f"sqlite:///{made}")
    upgrade(database)
    database.close()
    yield made
    if server:
        _drop(server, made)


@pytest.fixture
def settings(server: str, run: str, template: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings with a data folder and an empty database of this test's own."""
    data, name = tmp_path / "data", f"{run}_{secrets.token_hex(8)}"
    data.mkdir()
    if server:
        _on_server(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    else:
        shutil.copy(template, data / "flipside.db")
    yield Settings(
        data=data,
        database=f"{server}/{name}" if server else "",
        themes_folder=ROOT / "themes",
        plugins_folder=tmp_path / "plugins",
        content_folder=ROOT / "content",
        threads=4,
        worker=False,
    )
    if server:
        _drop(server, name)


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def app(settings: Settings, clock: FakeClock, mailbox: Mailbox) -> Iterator[Flask]:
    made = create_app(settings, clock=clock, mailer=mailbox)
    made.testing = True
    mailbox.wiki = made.extensions["flipside"]
    yield made
    engine_of(mailbox.wiki).close()
    mailbox.wiki.database.close()


@pytest.fixture
def wiki(app: Flask) -> Wiki:
    running: Wiki = app.extensions["flipside"]
    return running


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def count_statements(wiki: Wiki) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with count_statements() as made:` … `len(made)`: the SQL sent meanwhile, without BEGIN and COMMIT."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        made: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith("BEGIN"):
                made.append(statement)

        event.listen(wiki.database.engine, "before_cursor_execute", note)
        try:
            yield made
        finally:
            event.remove(wiki.database.engine, "before_cursor_execute", note)

    return counting
