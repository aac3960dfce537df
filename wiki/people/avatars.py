"""Uploaded pictures of people: made anew from their pixels, kept as files that nothing else can be."""

import io
import os
import secrets
import threading
from pathlib import Path

from PIL import Image, ImageOps

from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 24_000_000
SIDE = 256
UNREADABLE = N_("This could not be read as a PNG, JPEG, WebP or GIF picture.")
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")

# A picture of 24 million pixels takes about 100 MB while it is decoded: one at a time.
_turn = threading.Lock()


def square(raw: bytes) -> bytes:
    """The middle of a picture as WebP of 256×256, without whatever else the file held.

    Raises `Invalid` (field `picture`) for what is no picture, too large, or broken.
    """
    if len(raw) > MOST_BYTES:
        raise Invalid({"picture": N_("At most 5 MB, please.")})
    with _turn:
        try:
            # Opening reads the head alone; the size is judged before any pixel is decoded.
            with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    raise Invalid({"picture": N_("At most 24 million pixels, please.")})
                image.draft("RGB", (SIDE * 2, SIDE * 2))
                upright = ImageOps.exif_transpose(image).convert("RGBA")
            fitted = ImageOps.fit(upright, (SIDE, SIDE))
        except Invalid:
            raise
        except Exception as error:  # Decoders raise all sorts of things at files made to break them.
            raise Invalid({"picture": UNREADABLE}) from error
    out = io.BytesIO()
    Image.Image.save(fitted, out, "WEBP", quality=86, method=4)
    return out.getvalue()


def keep(data: Path, webp: bytes) -> str:
    """Write a picture so that it survives a power cut; answers the random name it has from now on."""
    folder, name = data / "avatars", secrets.token_hex(16)
    folder.mkdir(exist_ok=True)
    unfinished = folder / f"{name}.part"
    with unfinished.open("wb") as file:
        file.write(webp)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path_of(data, name))
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return name


def path_of(data: Path, name: str) -> Path:
    return data / "avatars" / f"{name}.webp"


def drop(data: Path, name: str) -> None:
    """Delete a picture that nobody shows any more."""
    if name:
        path_of(data, name).unlink(missing_ok=True)


def drop_orphans(data: Path, in_use: set[str], older_than: float) -> bool:
    """Delete files of no row, left by a crash between file and row, last written before `older_than` (seconds)."""
    folder, dropped = data / "avatars", False
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.stem not in in_use and path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
            dropped = True
    return dropped
