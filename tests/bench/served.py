"""A wiki served by a process of its own, and a signed-in person's key to it."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
from flask import session
from flask_wtf.csrf import generate_csrf

from tests.bench.server import ROOT, settings_for
from wiki.app import create_app


@contextmanager
def served(arguments: Callable[[int], Sequence[str]]) -> Iterator[tuple[int, psutil.Process]]:
    """A Python process that serves on the port that `arguments` is given; the port and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", *arguments(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if process.poll() is not None:
                raise SystemExit("The server did not start.")
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            time.sleep(0.1)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def cookie_of(data: Path, token: str) -> tuple[str, str]:
    """The cookie of who signed in with `token`, and a token for forms."""
    app = create_app(settings_for(data))
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"] = token
        kept["csrf_token"] = "0" * 40
    with app.test_request_context():
        session["csrf_token"] = "0" * 40
        form_token = str(generate_csrf())
    value = client.get_cookie("flipside")
    app.extensions["flipside"].database.close()
    assert value is not None
    return f"flipside={value.value}", form_token
