"""Requests over kept connections, with as little work of our own as can be."""

import socket
import statistics
import threading
import time
from collections.abc import Callable


class Line:
    """One kept connection to the server."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._port, self._cookie = port, cookie
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def get(self, path: str) -> tuple[int, bytes]:
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self._cookie}\r\n\r\n"
        return self._ask(head.encode())

    def post(self, path: str, form: bytes) -> tuple[int, bytes]:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self._cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
        )
        return self._ask(head.encode() + form)

    def _ask(self, request: bytes) -> tuple[int, bytes]:
        self._socket.sendall(request)
        status = int(self._file.readline().split()[1])
        length, closes = 0, False
        while (line := self._file.readline().strip().lower()) != b"":
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            closes = closes or line == b"connection: close"
        body = self._file.read(length)
        if closes:
            self._socket.close()
            self._open()
        return status, body


def rate(port: int, path: str, cookie: str, *, seconds: float, lines: int = 4) -> float:
    """Answers a second over `lines` connections."""
    done = [0] * lines
    until = time.perf_counter() + seconds

    def run(number: int) -> None:
        line = Line(port, cookie)
        while time.perf_counter() < until:
            status, _ = line.get(path)
            if status != 200:
                raise SystemExit(f"{path} answered {status}")
            done[number] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(lines)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began)


def times(act: Callable[[], object], count: int) -> list[float]:
    """How long each of `count` calls took, in ms."""
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def p50(values: list[float]) -> float:
    return statistics.median(values)
