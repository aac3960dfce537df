"""What was acknowledged is there after the server was killed, whenever that was."""

import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.builders import make_person, make_space
from wiki.app import create_app, create_wiki
from wiki.cli.opening import prepare
from wiki.kernel.settings import Settings
from wiki.people.actions import start_sign_in

ROOT = Path(__file__).parent.parent.parent
KILLS, WRITERS = 20, 3


class Keep(urllib.request.HTTPRedirectHandler):
    """A redirect is the acknowledgement; it needn't be followed."""

    def redirect_request(self, *_: object) -> None:
        return None


class Server:
    """`wiki serve` in a process of its own, on one port through all its lives."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.log = (data.parent / "server.log").open("ab")

    def start(self) -> None:
        command = [sys.executable, "-m", "wiki.cli", "--data", str(self.data), "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=self.log, stderr=self.log)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sign-in", timeout=1).close()
            except (OSError, HTTPException):
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not come back")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Writer(threading.Thread):
    """Saves new pages as fast as it can, and remembers what was acknowledged."""

    def __init__(self, server: Server, cookie: str, number: int) -> None:
        super().__init__(daemon=True)
        self._opener = urllib.request.build_opener(Keep())
        self._opener.addheaders = [("Cookie", cookie)]
        self._base, self._number = f"http://127.0.0.1:{server.port}", number
        self.acknowledged: list[str] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        count = 0
        while not self.stopped.is_set():
            count += 1
            try:
                self._save(f"Writer {self._number} page {count}")
            except (OSError, HTTPException):
                time.sleep(0.05)

    def _save(self, title: str) -> None:
        form = self._opener.open(f"{self._base}/new", timeout=10).read().decode()
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        assert found is not None
        fields = {
            "csrf_token": found[1],
            "type": "note",
            "space": "handbook",
            "title": title,
            "tags": "",
            "base": "0",
            "body": f"The text of {title}.",
        }
        try:
            self._opener.open(f"{self._base}/new", urllib.parse.urlencode(fields).encode(), timeout=10).close()
        except urllib.error.HTTPError as answer:
            if answer.code == 303:
                self.acknowledged.append(title)
            answer.close()


def _prepared(data: Path) -> str:
    """A wiki with one space and somebody signed in; answers the cookie."""
    settings = Settings(data=data, themes_folder=ROOT / "themes", content_folder=ROOT / "content")
    prepare(settings)
    wiki = create_wiki(settings)
    person = make_person(wiki)
    make_space(wiki, "Handbook", key="handbook")
    with wiki.work(person.id) as work:
        token = start_sign_in(work, person.id, days=1, browser="", address="")
    wiki.database.close()
    return _cookie(settings, token)


def _cookie(settings: Settings, token: str) -> str:
    app = create_app(settings)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["csrf_token"] = token, "0" * 40
    value = client.get_cookie("flipside")
    app.extensions["flipside"].database.close()
    assert value is not None
    return f"flipside={value.value}"


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_over_twenty_kills(tmp_path: Path, free_port: int) -> None:
    cookie = _prepared(tmp_path / "data")
    server = Server(tmp_path / "data", free_port)
    dice = random.Random(20)
    writers = [Writer(server, cookie, number) for number in range(WRITERS)]
    server.start()
    for writer in writers:
        writer.start()
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.1, 0.6))
        server.kill()
        server.start()
    for writer in writers:
        writer.stopped.set()
        writer.join(15)
    server.kill()
    server.log.close()

    saved = [title for writer in writers for title in writer.acknowledged]
    assert len(saved) >= KILLS
    database = sqlite3.connect(tmp_path / "data" / "flipside.db")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    titles = {row[0] for row in database.execute("SELECT title FROM page")}
    assert set(saved) <= titles
    # Each revision has exactly one event, whatever moment the server died at.
    revisions = database.execute("SELECT count(*) FROM revision").fetchone()[0]
    events = [row[0] for row in database.execute("SELECT data FROM event WHERE name = 'PageSaved'")]
    assert (len(events), len(set(events))) == (revisions, revisions)
    database.close()
