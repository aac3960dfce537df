"""`wiki import` and `wiki export`."""

from pathlib import Path

import click
import yaml
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text
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
_SPACE = ("key", "title", "about", "icon", "visibility", "default_role")


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
            described = _described(part / "space.yaml")
            _space(wiki, described)
            _one(wiki, part, str(described["key"]))


def _described(path: Path) -> dict[str, object]:
    """What an export says of a space; of whatever else somebody wrote there only what it could have said."""
    try:
        read = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise click.ClickException(f"{path} can't be read: {' '.join(str(error).split())}") from error
    if not isinstance(read, dict) or not read.get("key") or not read.get("title"):
        raise click.ClickException(f"{path} names no key and title of a space.")
    described: dict[str, object] = {name: str(read[name]) for name in _SPACE if read.get(name)}
    return described | {"public": read.get("public") is True}


def _space(wiki: Wiki, described: dict[str, object]) -> None:
    with wiki.work() as work:
        if work.session.scalar(select(Space.id).where(Space.key == described["key"])) is None:
            make_space(work, **described)  # type: ignore[arg-type]
            click.echo(f"The space {described['key']} is new; see its settings for who may read it.")


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
            table.add_row(_shown(row.path), row.kind, _shown(row.detail))
        console.print(table)
    console.print(
        f"{space}: {report.new} new, {report.changed} changed, {report.same} the same, "
        f"{report.conflicts} in conflict, {len(report.rows)} to look at.",
        markup=False,
    )


def _shown(text: str) -> Text:
    """As it is, but for characters by which a file's name could steer the terminal."""
    return Text("".join(char if char.isprintable() else "\ufffd" for char in text))


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
    console.print(f"{count} pages are in {folder}.", markup=False, soft_wrap=True)
