"""`wiki theme check` says which colours can't be read, and ends with an error then."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wiki.cli import main

ROOT = Path(__file__).parent.parent.parent


def check(folder: Path, *names: str) -> Result:
    return CliRunner(env={"FLIPSIDE_THEMES_FOLDER": str(folder)}).invoke(main, ["theme", "check", *names])


def test_the_themes_that_come_along_can_be_read() -> None:
    told = check(ROOT / "themes")
    assert told.exit_code == 0, told.output
    assert "default: every pair of colours can be read." in told.output
    assert len(told.output.splitlines()) == len(list((ROOT / "themes").glob("*/theme.toml")))


@pytest.fixture
def dim(tmp_path: Path) -> Path:
    """A folder with a theme whose ink is the colour of its paper."""
    (tmp_path / "dim").mkdir()
    about = '[theme]\nname = "dim"\ntitle = "Dim"\nversion = "1"\nlicense = "MIT"\nmin_wiki = "0.1"\n'
    side = 'ink = "#777777"\nsheet = "#777777"\n'
    (tmp_path / "dim" / "theme.toml").write_text(f"{about}[tokens.light]\n{side}[tokens.dark]\n{side}", "utf-8")
    return tmp_path


def test_a_theme_that_can_not_be_read_is_refused_with_each_pair(dim: Path) -> None:
    told = check(dim, "dim")
    assert told.exit_code == 1
    assert "dim: light: ink on sheet is 1.00:1, needs 4.5:1" in told.output


def test_a_theme_that_is_not_there_is_said_so_in_one_line(dim: Path) -> None:
    told = check(dim, "bright")
    assert told.exit_code == 1
    assert "There is no theme 'bright'" in told.output
    assert "There are: dim." in told.output


def test_a_broken_theme_is_said_so_in_one_line(dim: Path) -> None:
    (dim / "dim" / "theme.toml").write_text("[theme", "utf-8")
    told = check(dim)
    assert told.exit_code == 1
    assert "theme.toml can't be read" in told.output
