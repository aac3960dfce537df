"""The server in front of the application; why this one: docs/decisions/0002-wsgi-server.md."""

import ctypes
import gc
import sys
from contextlib import suppress
from typing import Protocol

from flask import Flask
from waitress.server import create_server

from wiki.kernel.settings import Settings
from wiki.web.bodies import most_bytes

M_ARENA_MAX = -8
"""A name of glibc's malloc.h: how many pools of memory the threads of a process may have."""


class Server(Protocol):
    def run(self) -> None:
        """Serve until `SystemExit` or `KeyboardInterrupt` is raised in this thread."""
        ...

    def close(self) -> None: ...


def make_server(app: Flask, settings: Settings) -> Server:
    """A server that listens already. Raises `OSError` when the address is taken."""
    # Many threads wait for one interpreter lock; handed over sooner, quick pages stay quick beside slow ones.
    sys.setswitchinterval(0.0005)
    _share_memory()
    # What has been loaded by now stays for good; the collector needn't walk it again and again.
    gc.collect()
    gc.freeze()
    # A page's view makes thousands of objects and hardly a cycle; looking for one every 700 objects costs more than
    # it finds.
    gc.set_threshold(20_000, 20, 20)
    server: Server = create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        # Half-open connections cost no thread, so many may stand open.
        connection_limit=1000,
        backlog=512,
        asyncore_use_poll=True,
        channel_timeout=60,
        cleanup_interval=10,
        # A body is read whole before the application sees it, so it must be cut here.
        max_request_body_size=most_bytes(settings),
        max_request_header_size=32 * 1024,
        ident=None,
    )
    return server


def _share_memory() -> None:
    """Let all threads use two pools of memory: with one each, what each once needed is kept so many times.

    Elsewhere than on glibc nothing is to be done.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(M_ARENA_MAX, 2)
