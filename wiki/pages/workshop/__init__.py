"""Where files that people uploaded are opened: a process of its own, with little time and little memory.

Whatever a file does to the code that reads it, that process ends; the wiki only takes a text and pictures from it.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import wiki

SIDES = (320, 1600)
"""How wide or high, in pixels, smaller copies of a picture are at most."""

SECONDS = 12
"""Well within the time for which the worker holds its lease."""

READERS = {
    "application/pdf": "pdf",
    "text/plain": "plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "office",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "office",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "office",
    "application/vnd.oasis.opendocument.text": "office",
    "application/vnd.oasis.opendocument.spreadsheet": "office",
    "application/vnd.oasis.opendocument.presentation": "office",
    "image/png": "picture",
    "image/jpeg": "picture",
    "image/gif": "picture",
    "image/webp": "picture",
}
"""Media type → who reads it."""

RESULT = "result.json"


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it: `state` is `read`, `empty` or `failed` with why in `note`; `pictures` are by their side."""

    state: str
    note: str = ""
    text: str = ""
    pictures: tuple[tuple[int, bytes], ...] = ()


def look_into(path: Path, media_type: str, data: Path) -> Found:
    """Read a document's text or make a picture smaller; `path` is the file, `data` the data folder.

    Never raises for what is in the file; `OSError` when there is no room to work in.
    """
    reader = READERS.get(media_type)
    if reader is None:
        return Found("empty")
    with tempfile.TemporaryDirectory(prefix="work-", dir=_room(data)) as folder:
        command = [sys.executable, "-m", __name__, reader, str(path.resolve()), folder]
        try:
            ended = subprocess.run(
                command,
                cwd=folder,
                env=_surroundings(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Found("failed", "took too long")
        if ended.returncode != 0:
            return Found("failed", "took too much" if ended.returncode < 0 else "could not be read")
        return _result(Path(folder))


def _room(data: Path) -> Path:
    room = data / "smaller"
    room.mkdir(parents=True, exist_ok=True)
    return room


def _surroundings() -> dict[str, str]:
    """Nothing of our own environment, where secrets may be, but where the code lies."""
    roots = [str(Path(wiki.__file__).parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(roots), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def _result(folder: Path) -> Found:
    """What the process wrote, taken for no more than it can be."""
    try:
        said = json.loads((folder / RESULT).read_text("utf-8"))
        state, note, text = str(said["state"]), str(said.get("note", "")), str(said.get("text", ""))
        pictures = tuple(
            (side, (folder / f"{side}.webp").read_bytes()) for side in SIDES if (folder / f"{side}.webp").is_file()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Found("failed", "could not be read")
    if state not in {"read", "empty", "failed"}:
        return Found("failed", "could not be read")
    return Found(state, note[:200], text, pictures)
