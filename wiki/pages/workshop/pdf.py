"""The text of PDFs."""

from pathlib import Path
from typing import Any

from pypdf import PdfReader

from wiki.pages.workshop.texts import Enough, Growing

MOST_PAGES = 400


def read(file: Path, folder: Path) -> dict[str, Any]:  # noqa: ARG001 - all readers are called alike
    """The text of the first pages, as far as it can be read; pictures of pages hold none."""
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return {"state": "failed", "note": "locked"}
    text = Growing()
    try:
        for place, page in enumerate(reader.pages):
            if place >= MOST_PAGES:
                break
            try:
                text.add(page.extract_text() + "\n")
            except (Enough, MemoryError, RecursionError):
                raise
            except Exception:
                text.add("\n")
    except Enough:
        pass
    return text.found()
