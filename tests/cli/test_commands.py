"""Commands say what they did, and what is wrong in one line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wiki.cli import main

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Runs `wiki …` on a data folder of this test's own, from the project's folder."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("FLIPSIDE_PLUGINS_FOLDER", str(tmp_path / "plugins"))

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, ["--data", str(tmp_path / "data"), *words])

    return call


def test_the_version_is_said(run) -> None:  # type: ignore[no-untyped-def]
    assert "wiki, version" in run("--version").output


def test_a_folder_comes_in_twice_goes_out_and_comes_in_elsewhere(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "a.md").write_text("# A\n\ntext\n", "utf-8")
    first = run("import", str(tmp_path / "shelf"), "--space", "shelf")
    assert "shelf: 1 new, 0 changed, 0 the same" in first.output
    assert "shelf: 0 new, 0 changed, 1 the same" in run("import", str(tmp_path / "shelf"), "--space", "shelf").output
    assert "1 pages" in run("export", str(tmp_path / "out")).output
    assert (tmp_path / "out" / "shelf" / "a.md").read_text("utf-8").endswith("---\ntext\n")
    again = CliRunner().invoke(main, ["--data", str(tmp_path / "other"), "import", str(tmp_path / "out")])
    assert "shelf: 1 new" in again.output


def test_the_index_is_made_anew(run) -> None:  # type: ignore[no-untyped-def]
    assert "0 pages can be found" in run("index", "rebuild").output


def test_an_invitation_prints_its_link(run) -> None:  # type: ignore[no-untyped-def]
    result = run("invite", "margaret@example.com", "--role", "admin")
    assert (result.exit_code, "/invite/" in result.output) == (0, True), result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "."), "Name the space"),
        (("export", "."), "isn't empty"),
        (("export", "nowhere-yet", "--space", "none"), "There is no space none"),
        (("invite", "no address"), "mail"),
        (("import", "tests/cli", "--space", "Not a key!"), "letters, digits and hyphens"),
    ],
)
def test_a_mistake_is_named_in_one_line_without_a_traceback(run, words: tuple[str, ...], said: str) -> None:  # type: ignore[no-untyped-def]
    result = run(*words)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_wrong_setting_is_named(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("FLIPSIDE_PORT", "many")
    result = run("db", "upgrade")
    assert (result.exit_code, "port" in result.output) == (1, True)
