"""Real files, made on the spot: pictures with what a camera writes into them, documents, archives."""

import io
import zipfile
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

SECRET = "51.5007 north of nowhere"


def picture(kind: str, side: int = 8, **options: Any) -> bytes:
    """A small picture as PNG, JPEG, GIF or WEBP, without anything but its pixels."""
    out = io.BytesIO()
    Image.new("RGB", (side, side * 2), (200, 60, 20)).save(out, kind, **options)
    return out.getvalue()


def from_a_camera(kind: str, turned: int = 1) -> bytes:
    """A picture that says where and by whom it was taken, and which way is up."""
    exif = Image.Exif()
    exif[Base.Artist] = SECRET
    exif[Base.Orientation] = turned
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSAreaInformation] = SECRET
    options: dict[str, Any] = {"exif": exif}
    if kind in {"JPEG", "GIF"}:
        options["comment"] = SECRET.encode()
    if kind == "WEBP":
        options["xmp"] = f"<x>{SECRET}</x>".encode()
    return picture(kind, **options)


def document(text: str) -> bytes:
    """A Word file that says `text`."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    return archive({"word/document.xml": body.encode()})


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """A PDF of one page that says `text`, in letters of ASCII."""
    content = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
