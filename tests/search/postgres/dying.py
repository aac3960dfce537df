"""`python -m tests.search.postgres.dying DATA DATABASE KILLS`: a drainer that is killed again and again.

As for the index on disk; here a server is left to tidy up behind whoever died.
"""

import os
import random
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from tests.builders import make_person, make_space
from tests.search.whoosh.dying import change, drain_until_killed, settings_of
from wiki.app import create_wiki
from wiki.kernel.settings import Settings
from wiki.pages.models import Page, Space
from wiki.search.drain import Drainer, waiting
from wiki.search.engine import Seeker
from wiki.search.engines import engine_of
from wiki.search.language import read

PATIENCE = 60.0
"""Seconds after which it would have come to rest, however busy the machine is."""


def main(settings: Settings, kills: int) -> None:
    dice = random.Random(20261125)
    wiki = create_wiki(settings)
    make_space(wiki, keeper=make_person(wiki))
    wiki.database.close()
    for turn in range(kills):
        change(settings, dice, turn)
        reader, told = os.pipe()
        if (child := os.fork()) == 0:
            drain_until_killed(settings, told)
        os.read(reader, 1)
        time.sleep(dice.uniform(0, 0.2))
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
        # The server may hold the lock of the last one for a moment.
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
    main(replace(settings_of(Path(sys.argv[1])), database=sys.argv[2]), int(sys.argv[3]))
