"""The text of office files: archives of XML, of which nothing is trusted, least of all the sizes they state."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

from wiki.pages.workshop.texts import Enough, Growing

MOST_PARTS, MOST_BYTES, MOST_DEPTH = 5000, 48 * 1024 * 1024, 200
# What holds text, in the order in which it is read.
PARTS = re.compile(
    r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"
    r"|xl/(?:sharedStrings|worksheets/sheet\d+)\.xml"
    r"|ppt/(?:slides/slide|notesSlides/notesSlide)\d+\.xml"
    r"|content\.xml"
)
_LINES = {"p", "h", "si", "row", "tr", "table-row"}
_GAPS = {"tab", "br", "s", "line-break", "c", "tc", "table-cell"}
# Only these hold text in Microsoft's formats; in OpenDocument every element of the body may.
_TEXTS = {"t"}


class Hostile(Exception):
    """The archive is made to be unpacked, not to be read."""


def read(file: Path, folder: Path) -> dict[str, Any]:  # noqa: ARG001 - all readers are called alike
    """The text of the parts that hold some. A declared entity, too many parts or bytes end it."""
    text = Growing()
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise Hostile("parts")
            left = MOST_BYTES
            for part in sorted(parts, key=lambda part: _order(part.filename)):
                if PARTS.fullmatch(part.filename):
                    left = _read_part(archive, part, text, left)
    except Enough:
        pass
    except Hostile as error:
        return {"state": "failed", "note": f"too many {error}"}
    return text.found()


def _order(name: str) -> tuple[bool, list[str | int], str]:
    """Main parts first, numbered ones by their number."""
    numbers = [int(number) for number in re.findall(r"\d{1,6}", name)]
    return ("document" not in name and "slides/" not in name, [*numbers], name)


def _read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, text: Growing, left: int) -> int:
    """Add the part's text; answers how many unpacked bytes are left for others."""
    parser = _parser(text, everything=part.filename == "content.xml")
    with archive.open(part) as opened:
        while chunk := opened.read(64 * 1024):
            left -= len(chunk)
            if left < 0:
                raise Hostile("bytes")
            try:
                parser.Parse(chunk, False)
            except expat.ExpatError:
                return left
    text.add("\n")
    return left


def _parser(text: Growing, *, everything: bool) -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    depth, inside = 0, 0

    def refuse(*_: object) -> None:
        raise Hostile("definitions")

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, inside
        depth += 1
        if depth > MOST_DEPTH:
            raise Hostile("levels")
        local = name.rpartition(" ")[2]
        inside += _is_text(local, everything)
        if local in _GAPS:
            text.add(" ")

    def end(name: str) -> None:
        nonlocal depth, inside
        depth -= 1
        local = name.rpartition(" ")[2]
        inside -= _is_text(local, everything)
        if local in _LINES:
            text.add("\n")

    def words(data: str) -> None:
        if inside:
            text.add(data)

    handlers: dict[str, Callable[..., None]] = {
        "StartDoctypeDeclHandler": refuse,
        "EntityDeclHandler": refuse,
        "StartElementHandler": start,
        "EndElementHandler": end,
        "CharacterDataHandler": words,
    }
    for event, handler in handlers.items():
        setattr(parser, event, handler)
    return parser


def _is_text(local: str, everything: bool) -> bool:
    return local == "body" if everything else local in _TEXTS
