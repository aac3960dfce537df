"""The command line: serve, work, import, export, keep house."""

import errno
from pathlib import Path

import click

from wiki.cli.commands import db, index, invite, worker
from wiki.cli.serving import serve
from wiki.cli.theme import theme
from wiki.cli.transfer import export_command, import_command
from wiki.kernel.refusals import Invalid, Refused
from wiki.kernel.settings import SettingError, load_settings


class Commands(click.Group):
    """Says refusals in one line, without a traceback."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except Invalid as refusal:
            raise click.ClickException(" ".join(refusal.errors.values())) from refusal
        except Refused as refusal:
            raise click.ClickException(str(refusal) or "That is not there.") from refusal
        except OSError as error:
            # Click itself knows what to do when nobody reads on.
            if error.errno in {None, errno.EPIPE}:
                raise
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands)
@click.option("--data", type=click.Path(path_type=Path), default=None, help="Folder of this wiki's data. [data]")
@click.version_option(package_name="flipside-wiki", prog_name="wiki")
@click.pass_context
def main(context: click.Context, data: Path | None) -> None:
    """Flipside, the wiki that goes where people already talk."""
    try:
        context.obj = load_settings(data)
    except SettingError as error:
        raise click.ClickException(str(error)) from error


for command in (serve, worker, import_command, export_command, db, index, invite, theme):
    main.add_command(command)
