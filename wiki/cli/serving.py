"""`wiki serve`: everything in one process, ready from the first start."""

import signal
from dataclasses import replace
from pathlib import Path
from types import FrameType

import click
from rich.console import Console
from rich.progress import track
from sqlalchemy import func, select

from wiki.app import create_app
from wiki.cli.demo import READY, demo_state, seed_demo
from wiki.cli.opening import prepare
from wiki.kernel.settings import Settings
from wiki.pages.actions.spaces import make_space
from wiki.pages.models import Space
from wiki.pages.permissions import THE_WIKI
from wiki.pages.transfer.importing import import_folder
from wiki.people.actions import first_admin_token
from wiki.people.actions.accounts import people_count
from wiki.search.engines import engine_of
from wiki.web.running import Wiki
from wiki.web.server import make_server
from wiki.web.themes import ThemeError

console = Console()


@click.command()
@click.option("--host", default=None, help="Address to listen on.")
@click.option("--port", type=int, default=None, help="Port to listen on.")
@click.option("--demo", is_flag=True, help="Serve the living demo: an invented company, everybody one click away.")
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None, demo: bool) -> None:
    """Serve the wiki. On an empty data folder it is set up first."""
    settings = _given(settings, host, port, demo)
    prepare(settings)
    try:
        app = create_app(settings)
        server = make_server(app, settings)
    except ThemeError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{settings.host}:{settings.port} can't be listened on: {error.strerror}") from error
    wiki: Wiki = app.extensions["flipside"]
    _first_start(wiki)
    _say_where(wiki)
    signal.signal(signal.SIGTERM, _stop)
    if settings.worker and wiki.worker is not None:
        wiki.worker.start()
    try:
        server.run()
    finally:
        server.close()
        if wiki.worker is not None:
            wiki.worker.stop()
        engine_of(wiki).close()
        wiki.database.close()


def _given(settings: Settings, host: str | None, port: int | None, demo: bool) -> Settings:
    """The settings with what the command line says; mails then name the address that is really served."""
    at = replace(settings, host=host or settings.host, port=port or settings.port, demo=demo or settings.demo)
    if settings.base_url == Settings().base_url:
        at = replace(at, base_url=f"http://{at.host}:{at.port}")
    return at


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal's arguments
    raise SystemExit(0)


def _first_start(wiki: Wiki) -> None:
    """Fill an empty wiki: with the demo's company, or with the handbook alone."""
    with wiki.database.reading() as session:
        empty = not session.scalar(select(func.count()).select_from(Space)) and not people_count(session)
        state = demo_state(session)
    if wiki.settings.demo and not empty and state != READY:
        raise click.ClickException(
            "This data folder holds no finished demo, and a demo lets everybody in. Choose another folder: --data DIR"
        )
    if not empty:
        return
    if wiki.settings.demo:
        seed_demo(wiki, lambda steps, about: track(steps, about, console=console))
    else:
        import_handbook(wiki, wiki.settings.content_folder / "handbook")


def import_handbook(wiki: Wiki, folder: Path) -> None:
    """The starter handbook, as an open space of its own."""
    with wiki.work() as work:
        make_space(
            work,
            title="Handbook",
            key="handbook",
            about="How reverse mentoring works here, and how-tos for everybody.",
        )
    report = import_folder(wiki, folder, "handbook", viewer=THE_WIKI)
    console.print(f"The starter handbook is in: {report.new} pages.")


def _say_where(wiki: Wiki) -> None:
    address = f"http://{wiki.settings.host}:{wiki.settings.port}"
    if (token := first_admin_token(wiki)) is not None:
        console.print(
            f"\nNobody has an account yet. Open [bold]{address}/setup[/bold] and give this token, which works once:"
        )
        console.print(f"\n    {token}\n", highlight=False, soft_wrap=True)
    console.print(f"Flipside is at [bold]{address}[/bold]. Ctrl+C ends it.")
