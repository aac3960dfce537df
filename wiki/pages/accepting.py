"""Whether a file may be attached at all: its name, its size, what kind it is."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from wiki.kernel.refusals import Invalid
from wiki.kernel.settings import Settings
from wiki.kernel.texts import N_
from wiki.pages.files import NAME_LENGTH, UNCLEANED, media_type
from wiki.pages.pictures import NotAPicture, cleaned

MB = 1024 * 1024
TOO_LARGE = N_("This file is too large for this wiki.")
EMPTY = N_("This file is empty.")
NAMELESS = N_("Choose a file first.")
REFUSED = N_("Files of this kind may not be attached here.")
UNCLEAN = N_("Pictures of this kind can’t be shown in a page. Save it as JPEG, PNG, WebP or GIF first.")
BROKEN = N_("This picture is broken: it could not be read to its end.")
TOO_MANY_PIXELS = N_("This picture has too many pixels. Make it smaller first.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the settings say of files. `types` and `refused` are endings with their dot; no types means all."""

    bytes: int
    pixels: int
    types: frozenset[str]
    refused: frozenset[str]


def limits_of(settings: Settings) -> Limits:
    return Limits(
        settings.upload_limit_mb * MB,
        settings.picture_megapixels * 1_000_000,
        _endings(settings.upload_types),
        _endings(settings.upload_refused),
    )


def _endings(text: str) -> frozenset[str]:
    return frozenset("." + part.strip().lstrip(".").casefold() for part in text.split(",") if part.strip(" ."))


def clean_name(sent: str) -> str:
    """The name of a file without the folders that some browsers send along; its end is kept when it is too long."""
    name = unicodedata.normalize("NFC", sent.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    if len(name) <= NAME_LENGTH:
        return name
    ending = PurePath(name).suffix[:20]
    return name[: NAME_LENGTH - len(ending)] + ending


def check_file(name: str, data: bytes, limits: Limits) -> None:
    """Raises `Invalid` (field `file`) for what may not be attached, with a sentence that says why."""
    if why := _against(name, data, limits):
        raise Invalid({"file": why})


def _against(name: str, data: bytes, limits: Limits) -> str:
    endings = {ending.casefold() for ending in PurePath(name).suffixes[-1:]}
    if not name:
        return NAMELESS
    if not data:
        return EMPTY
    if len(data) > limits.bytes:
        return TOO_LARGE
    if endings & limits.refused or (limits.types and not endings & limits.types):
        return REFUSED
    if endings & set(UNCLEANED):
        return UNCLEAN
    kind = media_type(name, data)
    if not kind.startswith("image/"):
        return ""
    try:
        picture = cleaned(kind, data)
    except NotAPicture:
        return BROKEN
    return TOO_MANY_PIXELS if picture.width * picture.height > limits.pixels else ""
