"""The process itself: `python -m wiki.pages.workshop READER FILE FOLDER` writes what it found into the folder.

It limits itself before it opens anything: more memory, time or room than that, and the system ends it.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from wiki.pages.workshop import RESULT

MB = 1024 * 1024
MEMORY, SECONDS, LARGEST = 256 * MB, 10, 8 * MB
MODULES = {
    "pdf": "wiki.pages.workshop.pdf",
    "plain": "wiki.pages.workshop.plain",
    "office": "wiki.pages.workshop.office",
    "picture": "wiki.pages.workshop.picture",
}


def limit_ourselves() -> None:
    """Memory, processor time and file size; and we let everybody else go first."""
    if sys.platform == "win32":
        return
    import resource  # not there on every system

    os.nice(10)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main(reader: str, file: str, folder: str) -> int:
    limit_ourselves()
    found: dict[str, Any]
    try:
        found = importlib.import_module(MODULES[reader]).read(Path(file), Path(folder))
    except MemoryError:
        found = {"state": "failed", "note": "took too much memory"}
    except Exception as error:  # Decoders raise all sorts of things at files made to break them.
        found = {"state": "failed", "note": type(error).__name__}
    Path(folder, RESULT).write_text(json.dumps(found), "utf-8")
    return 0


if __name__ == "__main__":
    # Without the interpreter's tidying up, which a hostile file could make long.
    code = main(*sys.argv[1:4])
    os._exit(code)
