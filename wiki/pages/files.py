"""What a file is by its name and first bytes, and where its bytes lie: in the data folder, named by their digest."""

import hashlib
import os
import re
import secrets
from html import unescape
from pathlib import Path, PurePath
from urllib.parse import unquote

from wiki.pages.pictures import NotAPicture, cleaned

# Shown in the page; everything else is handed out as a download, whatever it claims to be.
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
VIDEOS = (".mp4", ".m4v", ".mov", ".webm", ".ogv")
SOUNDS = (".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac", ".weba")
# Such pictures may tell where they were taken, and can't be shown or cleaned here.
UNCLEANED = (".heic", ".heif", ".avif", ".tif", ".tiff", ".dng", ".bmp")
UNKNOWN = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
# Ending → type, where its first bytes are, and what they are.
_KINDS: dict[str, tuple[str, int, tuple[bytes, ...]]] = {
    **dict.fromkeys((".mp4", ".m4v", ".mov"), ("video/mp4", 4, (b"ftyp",))),
    ".webm": ("video/webm", 0, (b"\x1aE\xdf\xa3",)),
    ".ogv": ("video/ogg", 0, (b"OggS",)),
    ".mp3": ("audio/mpeg", 0, (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    ".m4a": ("audio/mp4", 4, (b"ftyp",)),
    **dict.fromkeys((".ogg", ".oga", ".opus"), ("audio/ogg", 0, (b"OggS",))),
    ".wav": ("audio/wav", 8, (b"WAVE",)),
    ".flac": ("audio/flac", 0, (b"fLaC",)),
    ".weba": ("audio/webm", 0, (b"\x1aE\xdf\xa3",)),
    ".pdf": ("application/pdf", 0, (b"%PDF-",)),
    ".docx": (_OFFICE + "wordprocessingml.document", 0, (b"PK\x03\x04",)),
    ".xlsx": (_OFFICE + "spreadsheetml.sheet", 0, (b"PK\x03\x04",)),
    ".pptx": (_OFFICE + "presentationml.presentation", 0, (b"PK\x03\x04",)),
    ".odt": (_ODF + "text", 0, (b"PK\x03\x04",)),
    ".ods": (_ODF + "spreadsheet", 0, (b"PK\x03\x04",)),
    ".odp": (_ODF + "presentation", 0, (b"PK\x03\x04",)),
    **dict.fromkeys((".txt", ".md", ".csv", ".log"), ("text/plain", 0, (b"",))),
}
_MAGIC = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}
# An address as the sanitiser leaves it in an attribute.
_NAMED = re.compile(r'"/file/([^/"?#\s]{1,100})/')
_PICTURE = re.compile(
    r'<img src="/file/([^/"?#\s]{1,100})/[^"]*" alt="([^"]*)"(?: title="([^"]*)")?[^>]*>\s*(?:<figcaption>([^<]*))?'
)
NAME_LENGTH = 200
PLAYED = ("video", "audio")


def media_type(name: str, data: bytes) -> str:
    """The type of a file whose name and first bytes agree; `UNKNOWN` for all else.

    Of pictures the bytes alone tell which kind it is, for cameras and people mix up the endings.
    """
    ending = PurePath(name).suffix.lower()
    if ending in PICTURES:
        for kind, beginnings in _MAGIC.items():
            if data.startswith(beginnings) and (kind != "image/webp" or data[8:12] == b"WEBP"):
                return kind
    if ending in _KINDS:
        kind, place, beginnings = _KINDS[ending]
        if data[place : place + 16].startswith(beginnings):
            return kind
    return UNKNOWN


def kind_of(media_type: str) -> str:
    """What people call it: `picture`, `video`, `audio`, `document` or `other`."""
    first = media_type.partition("/")[0]
    if first in {"video", "audio"}:
        return first
    return {"image": "picture", "text": "document"}.get(first, "other" if media_type == UNKNOWN else "document")


def prepared(name: str, data: bytes) -> tuple[str, bytes]:
    """The type and the bytes to keep: a picture without its metadata; one that is broken is no picture."""
    kind = media_type(name, data)
    if not kind.startswith("image/"):
        return kind, data
    try:
        return kind, cleaned(kind, data).data
    except NotAPicture:
        return UNKNOWN, data


def store(folder: Path, data: bytes) -> str:
    """Write the bytes to disk for good, before any row names them; answers their digest."""
    digest = hashlib.sha256(data).hexdigest()
    target = path_of(folder, digest)
    if _freshened(target):
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{digest}.{secrets.token_hex(4)}")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    _sync(target.parent)
    # A folder that is new has to survive as well.
    _sync(target.parent.parent)
    return digest


def _freshened(target: Path) -> bool:
    """Whether the file is there; the sweep, which may be looking right now, sees that somebody is about to name it."""
    try:
        os.utime(target)
    except FileNotFoundError:
        return False
    return target.exists()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def path_of(folder: Path, digest: str) -> Path:
    return folder / "files" / digest[:2] / digest


def smaller_path(folder: Path, digest: str, side: int) -> Path:
    """Where a picture lies that was made smaller, `side` pixels at most; derived, so it may be missing."""
    return folder / "smaller" / digest[:2] / f"{digest}-{side}.webp"


def size_text(size: int) -> str:
    """Bytes as people read them."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def markdown(file: str, url: str, media_type: str, alt: str = "", caption: str = "") -> str:
    """The line that shows a file in a page, or links to it."""
    label = _in_brackets(alt or (PurePath(file).stem.replace("_", " ") if kind_of(media_type) in PLAYED else ""))
    if kind_of(media_type) not in {"picture", *PLAYED}:
        return f"[{_in_brackets(alt or file)}]({url})"
    title = caption.replace("\\", "\\\\").replace('"', '\\"')
    return f'![{label}]({url} "{title}")' if title else f"![{label}]({url})"


def named_in(html: str) -> set[str]:
    """Keys of the files that a stored text shows or links to."""
    return {unquote(key) for key in _NAMED.findall(html)}


def words_in(html: str) -> dict[str, tuple[str, str]]:
    """What a stored text says of the pictures that it shows, where it says it: key → alt text and line below."""
    found = _PICTURE.findall(html)
    shown = ((unquote(key), unescape(alt), unescape(title or below)) for key, alt, title, below in found)
    return {key: (alt, title) for key, alt, title in shown if alt.strip()}


def _in_brackets(text: str) -> str:
    return re.sub(r"([\\\[\]])", r"\\\1", text)
