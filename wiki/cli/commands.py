"""Small commands: the background worker, the tables, the index, an invitation."""

import signal
from types import FrameType

import click
from rich.console import Console
from rich.progress import Progress

from wiki.cli.opening import opened
from wiki.kernel.db import Database
from wiki.kernel.migrate import upgrade
from wiki.kernel.settings import Settings
from wiki.kernel.viewer import ROLES, Role, Viewer
from wiki.people.actions import Invitation
from wiki.people.actions import invite as invite_somebody
from wiki.search.drain import rebuild as rebuild_index
from wiki.search.engine import Busy

console = Console()


@click.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Do the background work, beside a `wiki serve` whose setting `worker` is off."""
    with opened(settings) as wiki:
        assert wiki.worker is not None

        def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
            assert wiki.worker is not None
            wiki.worker.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        console.print("Working. Ctrl+C ends it.")
        wiki.worker.run()


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@click.pass_obj
def db_upgrade(settings: Settings) -> None:
    """Bring the tables to what this version needs."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url, threads=1)
    upgrade(database)
    database.close()
    console.print("The tables are those of this version.")


@click.group()
def index() -> None:
    """The search index."""


@index.command("rebuild")
@click.pass_obj
def index_rebuild(settings: Settings) -> None:
    """Make the search index anew from the database."""
    with opened(settings) as wiki, Progress(console=console) as bar:
        task = bar.add_task("Indexing", total=None)
        try:
            count = rebuild_index(wiki, lambda done, total: bar.update(task, completed=done, total=total))
        except Busy as error:
            raise click.ClickException("Another process writes the index. Try again when it is done.") from error
    console.print(f"{count} pages can be found.")


@click.command()
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default="member", show_default=True)
@click.pass_obj
def invite(settings: Settings, email: str, role: Role) -> None:
    """Invite somebody; prints the link that opens their account."""
    with opened(settings) as wiki, wiki.work() as work:
        link = invite_somebody(
            work,
            Viewer(role="admin"),
            Invitation(email=email, role=role),
            base_url=settings.base_url,
            site_name=settings.site_name,
            days=settings.invitation_days,
        )
    console.print(f"This link works once, for {settings.invitation_days} days:\n{link}", soft_wrap=True)
