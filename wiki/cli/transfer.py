"""`wiki import` and `wiki export`."""

from pathlib import Path

import click
import yaml
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy import select

from wiki.cli.opening import opened
from wiki.kernel.settings import Settings
from wiki.pages.actions.spaces import make_space
from wiki.pages.models import Space
from wiki.pages.permissions import THE_WIKI
from wiki.pages.transfer.exporting import export_spaces
from wiki.pages.transfer.importing import Report, import_folder
from wiki.web.running import Wiki

console = Console()


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--space", default="", help="Short name of the space; made when it isn't there.")
@click.option("--title", default="", help="Title of the space, when it is made.")
@click.pass_obj
def import_command(settings: Settings, folder: Path, space: str, title: str) -> None:
    """Bring in a folder of Markdown, or an export. Doing it twice changes nothing."""
    exported = sorted(path.parent for path in folder.glob("*/space.yaml"))
    if not space and not exported:
        raise click.ClickException("Name the space: wiki import FOLDER --space NAME")
    with opened(settings) as wiki:
        if space:
            _space(wiki, {"key": space, "title": title or space.replace("-", " ").capitalize()})
            _one(wiki, folder, space)
            return
        for part in exported:
            described = yaml.safe_load((part / "space.yaml").read_text("utf-8"))
            _space(wiki, described)
            _one(wiki, part, described["key"])


def _space(wiki: Wiki, described: dict[str, object]) -> None:
    with wiki.work() as work:
        if work.session.scalar(select(Space.id).where(Space.key == described["key"])) is None:
            make_space(work, **described)  # type: ignore[arg-type]


def _one(wiki: Wiki, folder: Path, space: str) -> None:
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(f"Into {space}", total=None)
        report = import_folder(
            wiki,
            folder,
            space,
            viewer=THE_WIKI,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    _show(report, space)


def _show(report: Report, space: str) -> None:
    if report.rows:
        table = Table("File", "What", "Details", title="Please look at these")
        for row in report.rows:
            table.add_row(row.path, row.kind, row.detail)
        console.print(table)
    console.print(
        f"{space}: {report.new} new, {report.changed} changed, {report.same} the same, "
        f"{report.conflicts} in conflict, {len(report.rows)} to look at."
    )


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--space", default="", help="Short name of one space; all of them otherwise.")
@click.pass_obj
def export_command(settings: Settings, folder: Path, space: str) -> None:
    """Take all pages out as Markdown, a folder a space. Their history stays here."""
    with opened(settings) as wiki, wiki.database.reading() as session, Progress(console=console, transient=True) as bar:
        if space and session.scalar(select(Space.id).where(Space.key == space)) is None:
            raise click.ClickException(f"There is no space {space}.")
        task = bar.add_task("Pages", total=None)
        try:
            count = export_spaces(
                session,
                settings.data,
                folder,
                only=space,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        except FileExistsError as error:
            raise click.ClickException(f"{folder} isn't empty.") from error
    console.print(f"{count} pages are in {folder}.")
