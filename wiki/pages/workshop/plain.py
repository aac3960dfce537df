"""Plain text."""

import codecs
from contextlib import suppress
from pathlib import Path
from typing import Any

from wiki.pages.workshop.texts import MOST, Enough, Growing


def read(file: Path, folder: Path) -> dict[str, Any]:  # noqa: ARG001 - all readers are called alike
    """The beginning of a text in UTF-8, with or without its mark, or in Latin letters."""
    with file.open("rb") as opened:
        raw = opened.read(MOST * 4)
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return {"state": "empty", "note": "no text"}
    text = Growing()
    with suppress(Enough):
        text.add(_decoded(raw))
    return text.found()


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        # The last letter may have been cut in two; it is left out then.
        return codecs.getincrementaldecoder("utf-8-sig")().decode(raw)
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
