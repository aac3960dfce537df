"""Where the bytes of attached files lie: in the data folder, named by their digest."""

import hashlib
import os
import secrets
from pathlib import Path

# Shown in the page; everything else is handed out as a download, whatever it claims to be.
PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
_MAGIC = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}


def store(folder: Path, data: bytes) -> str:
    """Write the bytes to disk for good, before any row names them; answers their digest."""
    digest = hashlib.sha256(data).hexdigest()
    target = path_of(folder, digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{digest}.{secrets.token_hex(4)}")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.rename(target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return digest


def path_of(folder: Path, digest: str) -> Path:
    return folder / "files" / digest[:2] / digest


def media_type(name: str, data: bytes) -> str:
    """The type of a picture whose name and first bytes agree; `application/octet-stream` for all else."""
    kind = PICTURES.get(Path(name).suffix.lower(), "")
    if kind and data.startswith(_MAGIC[kind]) and (kind != "image/webp" or data[8:12] == b"WEBP"):
        return kind
    return "application/octet-stream"
