"""Look at a theme before anybody else does: can it be read, by day and at night?"""

from collections.abc import Mapping

import click
from rich.console import Console

from wiki.kernel.settings import Settings
from wiki.web.themes import ThemeError, contrast_problems, load_themes

console = Console()


@click.group()
def theme() -> None:
    """Themes."""


@theme.command("check")
@click.argument("name", required=False)
@click.pass_obj
def check(settings: Settings, name: str | None) -> None:
    """Measure the colours of the theme NAME, or of all: text needs 4.5:1, parts 3:1."""
    try:
        themes = load_themes(settings.themes_folder)
    except ThemeError as error:
        raise click.ClickException(str(error)) from error
    if name is not None and name not in themes:
        raise click.ClickException(
            f"There is no theme {name!r} in {settings.themes_folder}. There are: {_names(themes)}."
        )
    bad = 0
    for each in [name] if name else sorted(themes):
        problems = contrast_problems(themes[each])
        bad += len(problems)
        for problem in problems:
            click.echo(f"{each}: {problem}", err=True)
        if not problems:
            console.print(f"{each}: every pair of colours can be read.", markup=False)
    if bad:
        raise click.exceptions.Exit(1)


def _names(themes: Mapping[str, object]) -> str:
    return ", ".join(sorted(themes)) or "none"
