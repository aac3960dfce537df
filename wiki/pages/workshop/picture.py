"""Pictures made smaller."""

from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from wiki.pages.workshop import SIDES

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
# Decoded it takes four bytes a pixel.
MOST_PIXELS = 50_000_000


def read(file: Path, folder: Path) -> dict[str, Any]:
    """Write copies as WebP: a small one, and a larger one where the picture is larger still and doesn't move."""
    with Image.open(file, formats=FORMATS) as image:
        width, height = image.size
        if width * height > MOST_PIXELS:
            return {"state": "failed", "note": "too many pixels"}
        moves = getattr(image, "n_frames", 1) > 1
        # JPEG is decoded at a fraction of its size at once.
        image.draft("RGB", (SIDES[-1], SIDES[-1]))
        image.thumbnail((SIDES[-1], SIDES[-1]), reducing_gap=2.0)
        upright = ImageOps.exif_transpose(image)
        larger = upright.convert("RGBA" if _see_through(upright) else "RGB")
    if max(width, height) > SIDES[-1] and not moves:
        Image.Image.save(larger, folder / f"{SIDES[-1]}.webp", "WEBP", quality=82, method=2)
    larger.thumbnail((SIDES[0], SIDES[0]))
    Image.Image.save(larger, folder / f"{SIDES[0]}.webp", "WEBP", quality=80, method=2)
    return {"state": "empty"}


def _see_through(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
