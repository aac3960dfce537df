"""Search, with the rooms it needs."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.search.library import Library
from tests.stand_ins import FakeClock, Mailbox
from wiki.app import create_app
from wiki.kernel.settings import Settings
from wiki.pages.types import CORE_TYPES, PageTypes
from wiki.search import hooks as search
from wiki.search.drain import index_of
from wiki.search.handlers import subscribe
from wiki.web.running import Wiki


@pytest.fixture
def app(settings: Settings, clock: FakeClock, mailbox: Mailbox) -> Iterator[Flask]:
    made = create_app(settings, clock=clock, mailer=mailbox)
    made.testing = True
    running: Wiki = made.extensions["flipside"]
    mailbox.wiki = running
    if "search" not in made.blueprints:
        running.rooms["page_types"] = PageTypes(CORE_TYPES)
        subscribe(running.bus)
        made.register_blueprint(search.register_blueprint())
    yield made
    index_of(running).close()
    running.database.close()


@pytest.fixture
def library(wiki: Wiki) -> Library:
    return Library(wiki)
