"""Somebody signed in who asks the wiki for pages, in this process, as any server would."""

import re
import time
from collections.abc import Iterable
from math import ceil
from typing import Any
from urllib.parse import quote_plus

from flask import Flask
from werkzeug.test import create_environ

# Pages made for this end their address with their number.
_HIT = re.compile(r'<h3[^>]*>\s*<a\b[^>]*?href="/p/[^"#?]*?-(\d+)["#?]')


class Visitor:
    """A signed-in person's requests to an application."""

    def __init__(self, app: Flask, token: str) -> None:
        self._app = app
        client = app.test_client()
        with client.session_transaction() as kept:
            kept["_user_id"] = token
        cookie = client.get_cookie("flipside")
        assert cookie is not None
        self._cookie = f"flipside={cookie.value}"

    def get(self, path: str) -> tuple[str, float]:
        """What is answered, and how long that took from the first to the last byte, in ms."""
        environ = create_environ(path, headers={"Cookie": self._cookie, "Host": "127.0.0.1:8000"})
        status: list[str] = []

        def start(line: str, headers: list[tuple[str, str]], more: Any = None) -> Any:
            status.append(line)

        began = time.perf_counter()
        answer = self._app.wsgi_app(environ, start)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        taken = (time.perf_counter() - began) * 1000
        assert status[0].startswith("200"), (path, status[0], body[:500])
        return body.decode(), taken

    def search(self, query: str) -> tuple[list[int], float]:
        """Ids of the pages shown on the first page of results, in order, and how long it took in ms."""
        body, taken = self.get(f"/search?q={quote_plus(query)}")
        return hits(body), taken

    def best(self, query: str) -> list[int]:
        return self.search(query)[0]

    def types(self, query: str) -> list[float]:
        """A query typed key by key: how long each list of suggestions took, in ms."""
        return [self.get(f"/search/suggest?q={quote_plus(query[:end])}")[1] for end in range(1, len(query) + 1)]


def hits(body: str) -> list[int]:
    """Ids of the pages in a page of results, in order."""
    return [int(number) for number in dict.fromkeys(_HIT.findall(body))]


def percentile(values: Iterable[float], share: float) -> float:
    """The least value that a share of all does not exceed."""
    ordered = sorted(values)
    return ordered[max(ceil(share * len(ordered)), 1) - 1]
