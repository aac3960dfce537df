"""What an admin can set: a name, a default and a help text each, read once at start.

A value comes from, first found first taken: the environment (`FLIPSIDE_SITE_NAME`), then `flipside.toml`
in the data folder (`site_name = "…"`), then the default here.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar


class SettingError(Exception):
    """A setting that can't be used; the text names it and says what would be right."""


T = TypeVar("T")


def setting(default: T, text: str) -> T:
    """A dataclass field with its help text."""
    made: T = field(default=default, metadata={"help": text})
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one running wiki."""

    data: Path = setting(Path("data"), "Folder of the database, files and search index.")
    database: str = setting("", "SQLAlchemy address of the database; empty means SQLite in the data folder.")
    site_name: str = setting("Flipside", "Name of this wiki, shown on every page and in mails.")
    base_url: str = setting("http://127.0.0.1:8000", "Address people reach this wiki at; used in mails.")
    host: str = setting("127.0.0.1", "Address to listen on.")
    port: int = setting(8000, "Port to listen on.")
    threads: int = setting(24, "Requests answered at the same time.")
    proxy_hops: int = setting(0, "How many trusted proxies stand in front; 0 ignores X-Forwarded-*.")
    trusted_hosts: str = setting("", "Host names answered to, by comma; empty means that of base_url.")
    theme: str = setting("default", "Folder name of the theme in use.")
    themes_folder: Path = setting(Path("themes"), "Folder of the themes.")
    plugins_folder: Path = setting(Path("plugins"), "Folder of the plugins.")
    content_folder: Path = setting(Path("content"), "Folder of what a fresh wiki starts with.")
    language: str = setting("en", "Language of people who have chosen none.")
    time_zone: str = setting("Europe/London", "Time zone of people who have chosen none.")
    session_days: int = setting(30, "Days after which a sign-in ends.")
    invitation_days: int = setting(14, "Days in which an invitation must be accepted.")
    reset_minutes: int = setting(60, "Minutes in which a link to reset a password works.")
    smtp_url: str = setting("", "smtp://user:password@host:587 (STARTTLS) or smtps://…; empty prints mail.")
    mail_from: str = setting("Flipside <flipside@localhost>", "Sender of mails.")
    upload_limit_mb: int = setting(20, "Largest file, in MB.")
    upload_types: str = setting("", "Endings of files that may be attached, by comma; empty means all.")
    upload_refused: str = setting(
        "exe, msi, bat, cmd, com, scr, pif, ps1, vbs, vbe, wsf, hta, lnk, reg, jar, apk, dll",
        "Endings of files that may not be attached, by comma.",
    )
    picture_megapixels: int = setting(50, "Most pixels of an attached picture, in millions.")
    fresh_days: str = setting(
        "", "Days until pages of a type have to be looked at again, as in howto=180, article=0; 0 is never."
    )
    worker: bool = setting(True, "Whether `wiki serve` also does the background work.")
    demo: bool = setting(False, "Living demo: everybody may sign in as an invented person by one click.")

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'flipside.db'}"

    @property
    def secure(self) -> bool:
        """Whether people reach this wiki over TLS."""
        return self.base_url.startswith("https://")


def load_settings(data: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises `SettingError` for a name that doesn't exist or a value of the wrong kind."""
    env = os.environ if environ is None else environ
    folder = data or Path(env.get("FLIPSIDE_DATA", "data"))
    given = _from_file(folder / "flipside.toml")
    known = {f.name: f for f in fields(Settings)}
    for name in known:
        if (value := env.get(f"FLIPSIDE_{name.upper()}")) is not None:
            given[name] = value
    given["data"] = folder
    if unknown := sorted(set(given) - set(known)):
        raise SettingError(f"Unknown setting {unknown[0]!r} in {folder / 'flipside.toml'}.")
    return Settings(**{name: _convert(name, known[name].default, value) for name, value in given.items()})


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} can't be read: {error}") from error


def _convert(name: str, default: Any, value: object) -> Any:
    kind = type(default)
    if isinstance(default, Path):
        return Path(str(value))
    if isinstance(value, kind) and type(value) is kind:
        return value
    text = str(value).strip()
    if isinstance(default, bool):
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"0", "false", "no", "off", ""}:
            return False
    elif isinstance(default, int) and text.lstrip("-").isdigit():
        return int(text)
    elif isinstance(default, str):
        return text
    raise SettingError(f"Setting {name} must be a {kind.__name__}, not {text!r}.")


def secret_key(data: Path) -> str:
    """The key that signs cookies: made on the first start, kept in the data folder, for its owner only."""
    path = data / "secret-key"
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True)
        # O_EXCL: of two processes that start together one writes, the other reads what it wrote.
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text("ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        return path.read_text("ascii").strip()
