"""`wiki serve` as people start it: the first account, the demo, the end."""

import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from wiki.cli.demo import demo_state
from wiki.cli.opening import opened
from wiki.kernel.settings import Settings

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.slow


class Served:
    """A running `wiki serve` and somebody's browser."""

    def __init__(self, data: Path, port: int, *words: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._out = data.parent / "out.txt"
        with self._out.open("wb") as out:
            command = [
                sys.executable,
                "-u",
                "-m",
                "wiki.cli",
                "--data",
                str(data),
                "serve",
                "--port",
                str(port),
                *words,
            ]
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    @property
    def said(self) -> str:
        return self._out.read_text("utf-8")

    def wait(self) -> None:
        for _ in range(300):
            try:
                self.get("/sign-in")
            except (OSError, HTTPException):
                assert self.process.poll() is None, self.said
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self.said)

    def get(self, path: str) -> str:
        return str(self._browser.open(self.address + path, timeout=5).read().decode())

    def send(self, page: str, to: str, **fields: str) -> str:
        """Post a form of `page` to `to`, with its token; the page that one ends on."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(page))
        assert found is not None
        form = urllib.parse.urlencode({"csrf_token": found[1], **fields}).encode()
        return str(self._browser.open(self.address + to, form, timeout=10).read().decode())

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


Serve = Callable[..., Served]


@pytest.fixture
def serve(tmp_path: Path, free_port: int) -> Iterator[Serve]:
    running: list[Served] = []

    def start(*words: str) -> Served:
        served = Served(tmp_path / "data", free_port, *words)
        running.append(served)
        return served

    yield start
    for served in running:
        if served.process.poll() is None:
            served.process.kill()
            served.process.wait()


def test_the_printed_token_opens_the_first_account_once(serve: Serve) -> None:
    served = serve()
    served.wait()
    token = re.search(r"^ +(\S{20,})$", served.said, re.M)
    assert token is not None, served.said
    assert "token" in served.get("/").lower()
    wrong = {"name": "Sam Kowalski", "email": "sam@example.com", "password": "a-long-enough-secret"}
    with pytest.raises(urllib.error.HTTPError):
        served.send("/setup", "/setup", token="x" * 30, **wrong)
    served.send("/setup", "/setup", token=token[1], **wrong)
    assert "Handbook" in served.get("/spaces")
    assert "Sam Kowalski" in served.get("/people")
    assert served.stop() == 0

    again = serve()
    again.wait()
    assert "token" not in again.said
    assert again.stop() == 0


def test_the_demo_lets_everybody_in_by_one_click_and_only_where_it_is_one(serve: Serve, tmp_path: Path) -> None:
    served = serve("--demo")
    served.wait()
    for handle in ("nia", "margaret", "priya", "sam"):
        assert "Print shelf labels" in served.send("/sign-in", f"/demo/sign-in/{handle}") + served.get("/changes")
    assert served.stop() == 0
    settings = Settings(data=tmp_path / "data", themes_folder=ROOT / "themes")
    with opened(settings) as wiki, wiki.database.reading() as session:
        assert demo_state(session) == 2


def test_a_demo_is_refused_on_a_wiki_that_is_none(serve: Serve) -> None:
    served = serve()
    served.wait()
    assert served.stop() == 0
    refused = serve("--demo")
    assert refused.process.wait(30) == 1
    assert "no finished demo" in refused.said
