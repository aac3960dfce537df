"""The command line: serve, work, import, export, keep house."""

import sys
from pathlib import Path

import click

from wiki.cli.commands import db, index, invite, worker
from wiki.cli.serving import serve
from wiki.cli.transfer import export_command, import_command
from wiki.kernel.refusals import Invalid, NotFound, Refused
from wiki.kernel.settings import SettingError, load_settings


@click.group()
@click.option("--data", type=click.Path(path_type=Path), default=None, help="Folder of this wiki's data. [data]")
@click.version_option(package_name="flipside-wiki", prog_name="wiki")
@click.pass_context
def group(context: click.Context, data: Path | None) -> None:
    """Flipside, the wiki that goes where people already talk."""
    try:
        context.obj = load_settings(data)
    except SettingError as error:
        raise click.ClickException(str(error)) from error


for command in (serve, worker, import_command, export_command, db, index, invite):
    group.add_command(command)


def main() -> None:
    """Run a command; a refusal is said in one line, without a traceback."""
    try:
        group()
    except Invalid as refusal:
        click.echo(" ".join(refusal.errors.values()), err=True)
        sys.exit(1)
    except NotFound as refusal:
        click.echo(f"There is no {refusal}.", err=True)
        sys.exit(1)
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
