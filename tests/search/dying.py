"""`python -m tests.search.dying DATA KILLS [DATABASE]`: a drainer that is killed again and again while pages are saved.

Each child drains in a process of its own until it is killed without warning, at a random moment. In the end one more
drains to rest, and whoever is left asks for every page.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from sqlalchemy import select

from tests.builders import make_person, make_space
from wiki.app import create_wiki
from wiki.kernel.db import Database
from wiki.kernel.migrate import upgrade
from wiki.kernel.settings import Settings
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import make_page, save_page
from wiki.pages.models import Page, Space
from wiki.pages.permissions import THE_WIKI
from wiki.search.drain import Drainer, waiting
from wiki.search.engine import Seeker
from wiki.search.engines import engine_of
from wiki.search.language import read

ROOT = Path(__file__).parents[2]
LONGEST = 0.15
"""Seconds that a drainer lives at most."""
PATIENCE = 60.0
"""Seconds after which it would have come to rest, however busy the machine is."""


def drain_until_killed(settings: Settings, told: int) -> None:
    wiki = create_wiki(settings)
    drainer = Drainer(wiki, engine_of(wiki))
    os.write(told, b"!")
    while True:
        drainer()


def change(settings: Settings, dice: random.Random, turn: int) -> None:
    """Make two pages and change one of the older ones."""
    wiki = create_wiki(settings)
    with wiki.database.reading() as session:
        ids = list(session.scalars(select(Page.id)))
    with wiki.work() as work:
        space = work.session.scalars(select(Space)).one()
        for name in ("a", "b"):
            text = PageText(f"Page {turn}{name}", f"turn{turn}{name} of the wheel")
            make_page(work, THE_WIKI, space, text)
        if ids:
            page = work.session.get_one(Page, dice.choice(ids))
            text = PageText(page.title, f"again{turn} and again", page.type)
            save_page(work, THE_WIKI, page, text, base=page.number)
    wiki.database.close()


def main(settings: Settings, kills: int) -> None:
    dice = random.Random(20261125)
    database = Database(settings.database_url, threads=1)
    upgrade(database)
    database.close()
    wiki = create_wiki(settings)
    make_space(wiki, keeper=make_person(wiki))
    wiki.database.close()
    for turn in range(kills):
        change(settings, dice, turn)
        reader, told = os.pipe()
        if (child := os.fork()) == 0:
            drain_until_killed(settings, told)
        os.read(reader, 1)
        time.sleep(dice.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reader)
        os.close(told)
    check(settings)


def check(settings: Settings) -> None:
    """Drain to rest; then every page is found by what it says now, and only so."""
    wiki = create_wiki(settings)
    engine = engine_of(wiki)
    drainer = Drainer(wiki, engine)
    until = time.monotonic() + PATIENCE
    with wiki.database.reading() as session:
        # A database server may hold the lock of the one that died last for a moment.
        while (drainer() or waiting(session)) and time.monotonic() < until:
            session.rollback()
        pages = list(session.scalars(select(Page)))
        spaces = frozenset(session.scalars(select(Space.id)))
    assert engine.health() == "ready", engine.health()
    indexed = {page: revision for page, revision, _, _ in engine.indexed()}
    assert indexed == {page.id: page.head_id for page in pages}
    for page in pages:
        found = engine.search(read(f'"{page.title}"'), Seeker(spaces), sort="relevance", first=0, many=5)
        assert [hit.page_id for hit in found.found] == [page.id], page.title
    wiki.database.close()
    print(f"{len(pages)} pages found")  # noqa: T201


if __name__ == "__main__":
    data, kills, *database = sys.argv[1:]
    main(
        Settings(
            data=Path(data),
            themes_folder=ROOT / "themes",
            plugins_folder=Path(data) / "plugins",
            worker=False,
            database=database[0] if database else "",
        ),
        int(kills),
    )
