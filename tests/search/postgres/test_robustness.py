"""Whatever happens to the rows of the index, or to who writes them: every page is found again."""

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.builders import sign_in
from tests.search.library import Library
from tests.stand_ins import FakeClock
from wiki.kernel.db import Database
from wiki.kernel.settings import Settings
from wiki.search.drain import CHECK_EVERY
from wiki.search.postgres.engine import _STATE

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

KILLS = 30
DEADLOCK = "40P01"
HARM = (
    "DELETE FROM search_entry WHERE page_id % 3 = 0",
    "DELETE FROM search_entry WHERE piece > 0",
    "UPDATE search_entry SET revision_id = 0, words = '' WHERE page_id % 4 = 0",
    "UPDATE search_entry SET space_id = space_id + 1000 WHERE page_id % 5 = 0",
    "UPDATE search_entry SET page_id = page_id + 100000 WHERE page_id % 7 = 0",
    "TRUNCATE search_entry",
    "TRUNCATE search_term",
    "DELETE FROM search_state",
    "UPDATE search_state SET version = 0",
    "UPDATE search_state SET broken = 'harmed'",
    "UPDATE search_state SET filling_since = '2020-01-01T00:00:00Z'",
)


@pytest.fixture(autouse=True)
def _on_server(server: str) -> None:
    if not server:
        pytest.skip("no PostgreSQL server was named")


def test_a_drainer_killed_at_thirty_random_moments_loses_no_page(settings: Settings) -> None:
    command = [
        sys.executable, "-m", "tests.search.dying", str(settings.data), str(KILLS), settings.database,
    ]  # fmt: skip
    ended = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert ended.stdout.strip() == f"{2 * KILLS} pages found"


def test_a_search_that_takes_too_long_is_answered_more_simply_and_told_from_an_index_that_is_made(
    library: Library, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    space, words = library.space(), [f"bla{number}" for number in range(32)]
    for number in range(100):
        library.page(space, f"Page {number}", " ".join(words))
    library.drain()
    monkeypatch.setattr("wiki.search.postgres.engine._STATE", text(str(_STATE).replace("'1500'", "'1'")))
    asked = " ".join(f"{word}*" for word in words)
    found = library.find(asked)
    assert (found.from_database, found.too_long, found.total) == (True, True, 100)
    client = app.test_client()
    sign_in(client, library.admin)
    answer = client.get("/search", query_string={"q": asked})
    assert "takes too long as it is written" in answer.text
    assert "being made anew" not in answer.text


def test_rows_that_are_deleted_and_damaged_under_load_come_back(library: Library, clock: FakeClock) -> None:
    space, dice = library.space(), random.Random(7)
    for number in range(20):
        library.page(space, f"Page {number}", f"wombats word{number}end " + "and more " * 3000)
    library.drain()
    stop, failed = threading.Event(), list[BaseException]()

    def go_on(act: object) -> None:
        assert callable(act)
        while not stop.is_set():
            try:
                act()
            except BaseException as error:
                failed.append(error)
                return

    seeking = [threading.Thread(target=go_on, args=(lambda: library.find("wombats"),)) for _ in range(2)]
    threads = [*seeking, threading.Thread(target=go_on, args=(library.drainer,))]
    for thread in threads:
        thread.start()
    for number in range(20, 20 + 2 * len(HARM)):
        library.page(space, f"Page {number}", f"wombats word{number}end")
        harm(library.wiki.database, dice.choice(HARM) if number % 2 else HARM[(number - 20) // 2])
        clock.forward(seconds=CHECK_EVERY.total_seconds() / 2)
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    library.drain()
    clock.forward(seconds=CHECK_EVERY.total_seconds() + 1)
    library.drain()
    many = 20 + 2 * len(HARM)
    found = library.find("wombats")
    assert not found.from_database
    assert found.total == len(list(library.index.indexed())) == many
    for number in range(many):
        assert library.titles(f"word{number}end") == [f"Page {number}"]


def harm(database: Database, statement: str) -> None:
    """Do it now, or not at all where the writer was quicker."""
    try:
        with database.engine.begin() as connection:
            connection.execute(text(statement))
    except OperationalError as refusal:
        if getattr(refusal.orig, "sqlstate", "") != DEADLOCK:
            raise
