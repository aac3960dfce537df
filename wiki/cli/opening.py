"""Open a wiki for a command: tables made current, files closed again."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError

from wiki.app import create_wiki
from wiki.kernel.db import Database
from wiki.kernel.migrate import is_current, upgrade
from wiki.kernel.settings import Settings
from wiki.search.engines import engine_of
from wiki.web.running import Wiki
from wiki.web.themes import ThemeError


def prepare(settings: Settings) -> None:
    """Make the data folder and bring the tables up to date; on PostgreSQL that is asked for by `wiki db upgrade`."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        database = Database(settings.database_url, threads=1)
        try:
            if database.is_sqlite:
                upgrade(database)
            elif not is_current(database):
                raise click.ClickException("The tables are not those of this version. Run: wiki db upgrade")
        finally:
            database.close()
    except (OSError, OperationalError) as error:
        raise click.ClickException(f"The data folder {settings.data} can't be used: {error}") from error


@contextmanager
def opened(settings: Settings) -> Iterator[Wiki]:
    """The wiki of these settings, for as long as the block lasts."""
    prepare(settings)
    try:
        wiki = create_wiki(settings)
    except ThemeError as error:
        raise click.ClickException(str(error)) from error
    try:
        yield wiki
    finally:
        engine_of(wiki).close()
        wiki.database.close()
