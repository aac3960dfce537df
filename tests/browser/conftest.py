"""The whole wiki on its own server, in a real Chromium."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.builders import make_person, make_space
from wiki.kernel.settings import Settings
from wiki.people.models import Person
from wiki.web.server import make_server


@pytest.fixture
def settings(settings: Settings, free_port: int) -> Settings:
    return replace(settings, port=free_port, demo=True)


@pytest.fixture
def nia(app: Flask) -> Person:
    """A junior who keeps the space of the tills."""
    wiki = app.extensions["flipside"]
    person = make_person(wiki, "Nia Okafor", side="junior")
    make_space(wiki, "Tills", keeper=person)
    return person


@pytest.fixture
def address(app: Flask, settings: Settings, nia: Person) -> Iterator[str]:
    server = make_server(app, settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    worker = app.extensions["flipside"].worker
    worker.start()
    yield f"http://127.0.0.1:{settings.port}"
    worker.stop()
    server.close()
    thread.join(10)


@pytest.fixture(params=[1280, 360], ids=["desk", "phone"])
def page(chromium: Browser, request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    """A page of somebody signed in by one click of the demo, at the width of a desk and of a phone."""
    context = chromium.new_context(viewport={"width": request.param, "height": 800}, base_url=address)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto("/sign-in")
    opened.get_by_role("button", name="Nia Okafor").click()
    opened.wait_for_url("**/")
    yield opened
    context.close()
    # A conflict, a refused form and a page that is not there are answers, though the browser calls them errors.
    assert [text for text in complaints if not any(code in text for code in ("404", "409", "422"))] == []
