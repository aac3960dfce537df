"""Pictures without what people don't know is in them: where and when they were taken, by whom, with what.

The pixels stay as they are, bit by bit; only the parts around them are chosen, and whatever follows the picture in the
file is left out. Doing it twice changes nothing. Nothing is decoded here.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass


class NotAPicture(Exception):
    """The bytes are no picture of that type, or are broken."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes to keep, and the size in pixels that their head states."""

    data: bytes
    width: int
    height: int


_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT pHYs bKGD hIST acTL fcTL fdAT".split()
)
_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
# An FF before data that isn't stuffed, and no restart mark: the scan ends here.
_NEXT_MARKER = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")
_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14, _COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def cleaned(media_type: str, data: bytes) -> Picture:
    """The picture without its metadata, but for which way is up. Raises `NotAPicture`."""
    clean = {"image/png": _png, "image/jpeg": _jpeg, "image/gif": _gif, "image/webp": _webp}.get(media_type)
    if clean is None:
        raise NotAPicture(media_type)
    try:
        picture = clean(data)
    except (struct.error, IndexError, ValueError) as error:
        raise NotAPicture(media_type) from error
    if not (picture.width and picture.height):
        raise NotAPicture(media_type)
    return picture


def _png(data: bytes) -> Picture:
    if data[:8] != _PNG or data[12:16] != b"IHDR":
        raise ValueError("no head")
    width, height = struct.unpack_from(">II", data, 16)
    kept, place, has_pixels = [_PNG], 8, False
    while place + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, place)
        kind, end = data[place + 4 : place + 8], place + 12 + size
        if kind == b"IEND" or end > len(data):
            break
        if kind in _PNG_KEPT:
            kept.append(data[place:end])
            has_pixels = has_pixels or kind == b"IDAT"
        place = end
    if not has_pixels:
        raise ValueError("no pixels")
    return Picture(b"".join([*kept, _PNG_END]), width, height)


def _jpeg(data: bytes) -> Picture:
    width = height = 0
    kept, turned, has_pixels = [b"\xff\xd8"], 1, False
    for marker, piece in _jpeg_pieces(data):
        body = piece[4:]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", body, 1)
        has_pixels = has_pixels or marker == _SOS
        if marker == _APP1 and body.startswith(b"Exif\0\0"):
            turned = _orientation(body[6:])
        elif _jpeg_keeps(marker, body):
            kept.append(piece)
    if not has_pixels:
        raise ValueError("no pixels")
    if turned != 1:
        exif = b"Exif\0\0" + _exif(turned)
        kept.insert(1, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return Picture(b"".join([*kept, b"\xff\xd9"]), width, height)


def _jpeg_pieces(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers with their segments, a scan's pixels along with it; up to the end of the first picture."""
    if data[:3] != b"\xff\xd8\xff":
        raise ValueError("no head")
    place = 2
    while place < len(data):
        if data[place] != 0xFF:
            raise ValueError("no marker")
        while data[place] == 0xFF:
            place += 1
        marker = data[place]
        if marker == _EOI:
            return
        (size,) = struct.unpack_from(">H", data, place + 1)
        end = place + 1 + size
        if size < 2 or end > len(data):
            raise ValueError("cut short")
        if marker == _SOS:
            following = _NEXT_MARKER.search(data, end)
            # Cut short in the middle of a marker it would swallow the end that is put there.
            end = following.start() if following else max(end, len(data.rstrip(b"\xff")))
        yield marker, b"\xff" + data[place:end]
        place = end


def _jpeg_keeps(marker: int, body: bytes) -> bool:
    """Tables, pixels, and of what applications add only how colours are meant."""
    if marker == _APP0:
        return body.startswith(b"JFIF\0")
    if marker == _APP2:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == _APP14:
        return body.startswith(b"Adobe")
    return not (_APP0 <= marker <= 0xEF or marker == _COM)


def _orientation(tiff: bytes) -> int:
    """Which way is up, from 1 to 8, in the first directory of Exif data; 1 when it doesn't say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 1
    (start,) = struct.unpack_from(order + "I", tiff, 4)
    if start + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(order + "H", tiff, start)
    for entry in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind = struct.unpack_from(order + "HH", tiff, entry)
        if (tag, kind) == (0x0112, 3):
            (found,) = struct.unpack_from(order + "H", tiff, entry + 8)
            return int(found) if 1 <= found <= 8 else 1
    return 1


def _exif(turned: int) -> bytes:
    """Exif data that says nothing but which way is up."""
    return b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, turned, 0, 0)


def _gif(data: bytes) -> Picture:
    if data[:6] not in (b"GIF87a", b"GIF89a"):
        raise ValueError("no head")
    width, height = struct.unpack_from("<HH", data, 6)
    place = 13 + _gif_colours(data[10])
    kept, has_pixels = [data[:place]], False
    while place < len(data) and data[place] != 0x3B:
        begin = place
        if data[place] == 0x2C:
            # The picture's place, its colours, and the size of the first code.
            place = _gif_blocks(data, place + 11 + _gif_colours(data[place + 9]))
            keep = has_pixels = True
        elif data[place] == 0x21:
            label = data[place + 1]
            place = _gif_blocks(data, place + 2)
            keep = label == 0xF9 or (label == 0xFF and data[begin + 3 : begin + 14] in _GIF_LOOPS)
        else:
            raise ValueError("no block")
        if keep:
            kept.append(data[begin:place])
    if not has_pixels:
        raise ValueError("no pixels")
    return Picture(b"".join([*kept, b"\x3b"]), width, height)


def _gif_colours(packed: int) -> int:
    return 3 * (2 << (packed & 7)) if packed & 0x80 else 0


def _gif_blocks(data: bytes, place: int) -> int:
    """Where the chain of blocks that begins at `place` ends; raises IndexError when it is cut short."""
    while size := data[place]:
        place += size + 1
    return place + 1


_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


def _webp(data: bytes) -> Picture:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise ValueError("no head")
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    kept: list[tuple[bytes, bytes]] = []
    place, turned = 12, 1
    while place + 8 <= end:
        kind = data[place : place + 4]
        (size,) = struct.unpack_from("<I", data, place + 4)
        if place + 8 + size > end:
            raise ValueError("cut short")
        body = data[place + 8 : place + 8 + size]
        if kind == b"EXIF":
            turned = _orientation(body.removeprefix(b"Exif\0\0"))
        elif kind in _WEBP_KEPT:
            kept.append((kind, body))
        place += 8 + size + size % 2
    width, height = _webp_size(*kept[0])
    if kept[0][0] == b"VP8X":
        flags = kept[0][1][0] & ~(_EXIF_FLAG | _XMP_FLAG) | (_EXIF_FLAG if turned != 1 else 0)
        kept[0] = (b"VP8X", bytes([flags]) + kept[0][1][1:])
        if turned != 1:
            kept.append((b"EXIF", _exif(turned)))
    if not {kind for kind, _ in kept} & {b"VP8 ", b"VP8L", b"ANMF"}:
        raise ValueError("no pixels")
    pieces = b"".join(kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for kind, body in kept)
    return Picture(b"RIFF" + struct.pack("<I", len(pieces) + 4) + b"WEBP" + pieces, width, height)


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no frame")
