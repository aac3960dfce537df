"""Sends files as the editor's scripts do."""

from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from tests.pages.visitor import Visitor

JSON = {"Accept": "application/json"}
ADDRESS = "/p/wake-it/files"


def send(who: Visitor, name: str, data: bytes, address: str = ADDRESS, **fields: str) -> TestResponse:
    return who.post(address, {"file": (BytesIO(data), name), **fields}, headers=JSON)


def told(answer: TestResponse) -> Any:
    """What the wiki said of the files."""
    assert answer.json is not None
    return answer.json


def sent(who: Visitor, name: str, data: bytes, address: str = ADDRESS, **fields: str) -> dict[str, Any]:
    """A file that was taken."""
    answer = send(who, name, data, address, **fields)
    assert answer.status_code == 201
    taken: dict[str, Any] = told(answer)["files"][0]
    return taken
