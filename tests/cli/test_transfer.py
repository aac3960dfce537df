"""Import and export as typed: hostile names and broken descriptions are told in words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wiki.cli import main
from wiki.cli.opening import opened
from wiki.kernel.settings import Settings
from wiki.pages.models import Page

ROOT = Path(__file__).parent.parent.parent
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `wiki …` on a data folder of this test's own, from the project's folder."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("FLIPSIDE_PLUGINS_FOLDER", str(tmp_path / "plugins"))
    return lambda *words: CliRunner().invoke(main, ["--data", str(tmp_path / "data"), *words])


def test_names_cannot_colour_the_report_or_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "[red]a\x1b]0;x\x07.md").write_text("[x](y[/bold].md) [z]([/nothing].md)", "utf-8")
    result = run("import", str(shelf), "--space", "shelf")
    assert result.exit_code == 0, result.output
    assert "[red]a\ufffd]0;x" in result.output
    assert "\x1b" not in result.output
    assert "1 new" in result.output


@pytest.mark.parametrize("described", ["[unclosed", "- a list", "about: no key", "key: x\ntitle: ''", b"\xff\xfe"])
def test_a_broken_description_of_a_space_is_told_in_one_line(run: Run, tmp_path: Path, described: str | bytes) -> None:
    part = tmp_path / "out" / "tills"
    part.mkdir(parents=True)
    (part / "space.yaml").write_bytes(described if isinstance(described, bytes) else described.encode())
    result = run("import", str(tmp_path / "out"))
    assert (result.exit_code, "space.yaml" in result.output.replace("\n", "")) == (1, True), result.output
    assert len(result.output.splitlines()) == 1


def test_a_description_gives_no_more_than_an_export_says(run: Run, tmp_path: Path) -> None:
    part = tmp_path / "out" / "tills"
    part.mkdir(parents=True)
    (part / "space.yaml").write_text("key: tills\ntitle: Tills\nkeeper_id: 1\nwork: x\npublic: 'no'\n", "utf-8")
    (part / "a.md").write_text("x", "utf-8")
    assert run("import", str(tmp_path / "out")).exit_code == 0
    settings = Settings(data=tmp_path / "data", themes_folder=ROOT / "themes")
    with opened(settings) as wiki, wiki.database.reading() as session:
        page = session.query(Page).one()
        assert (page.space.key, page.space.public) == ("tills", False)


def test_an_export_to_where_nothing_can_be_written_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "a.md").write_text("x", "utf-8")
    run("import", str(tmp_path / "shelf"), "--space", "shelf")
    result = run("export", str(tmp_path / "file" / "below"))
    assert result.exit_code == 1
    assert "Not a directory" in result.output


def test_tables_are_brought_up_to_date_as_often_as_asked(run: Run) -> None:
    for _ in range(2):
        assert (run("db", "upgrade").exit_code, run("db", "upgrade").output) == (
            0,
            "The tables are those of this version.\n",
        )
