"""The plugin of decisions uses each hook that plugins have, in the whole wiki."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import csrf, make_person, sign_in
from tests.stand_ins import FakeClock, Mailbox
from wiki.app import create_app
from wiki.kernel.settings import Settings
from wiki.pages.actions.spaces import make_space
from wiki.search.drain import Drainer
from wiki.search.engines import engine_of

PLUGINS = Path(__file__).parent.parent.parent / "plugins"


def test_a_decision_is_a_page_type_with_a_card_at_home_and_facts_beside_it(
    settings: Settings, clock: FakeClock, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(replace(settings, plugins_folder=PLUGINS), clock=clock, mailer=mailbox)
    wiki = app.extensions["flipside"]
    nia = make_person(wiki, "Nia Okafor")
    with wiki.work(nia.id) as work:
        make_space(work, title="Board", keeper_id=nia.id)
    client = app.test_client()
    sign_in(client, nia)
    assert "Why" in client.get("/new?type=decision").text

    form = {
        "type": "decision",
        "space": "board",
        "title": "One till per aisle",
        "body": "## Why\n\nQueues.",
        "base": "0",
    }
    extra = {"about_decided_by": "The shop council", "tags": "", "csrf_token": csrf(client)}
    with caplog.at_level(logging.DEBUG, "flipside_plugins.decisions"):
        assert client.post("/new", data={**form, **extra}).status_code == 303
        assert "page 1 has revision 1" in caplog.text
        assert "The shop council" in client.get("/p/one-till-per-aisle").text
        assert "Latest decisions" in client.get("/").text
        drainer = Drainer(wiki, engine_of(wiki))
        while drainer():
            pass
        found = client.get("/search?q=shop+council").text
        assert "One till per aisle" in found
        assert "Decided" in found
        assert "One till per aisle" in client.get("/search?q=is:decided").text
        client.post("/p/one-till-per-aisle/delete", data={"csrf_token": csrf(client)})
        assert "page 1 is in the trash" in caplog.text
    assert "Latest decisions" not in client.get("/").text
    engine_of(wiki).close()
    wiki.database.close()
