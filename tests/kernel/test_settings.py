"""Settings come from the environment, then the file, then their defaults; mistakes are named."""

import stat
from pathlib import Path

import pytest

from wiki.kernel.settings import SettingError, load_settings, secret_key


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(tmp_path: Path) -> None:
    (tmp_path / "flipside.toml").write_text('site_name = "From file"\nport = 9000\n', "utf-8")
    settings = load_settings(tmp_path, {"FLIPSIDE_PORT": "9100", "FLIPSIDE_DEMO": "yes"})
    assert (settings.site_name, settings.port, settings.demo) == ("From file", 9100, True)
    assert settings.theme == "default"
    assert settings.database_url.endswith("flipside.db")


@pytest.mark.parametrize(
    ("text", "named"),
    [('colour = "red"', "colour"), ("port = true", "port"), ('port = "many"', "port"), ("port = ", "flipside.toml")],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "flipside.toml").write_text(text, "utf-8")
    with pytest.raises(SettingError, match=named):
        load_settings(tmp_path, {})


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    made = secret_key(tmp_path / "data")
    assert len(made) >= 43
    assert secret_key(tmp_path / "data") == made
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600
