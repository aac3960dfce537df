"""Files are opened in a process of their own, with little memory and time; what is hostile ends there."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import psutil
import pytest
from PIL import Image

from tests.pages.pictures import archive, document, from_a_camera, pdf, picture
from wiki.pages.files import media_type
from wiki.pages.workshop import Found, look_into

MB = 1024 * 1024


def look(tmp_path: Path, name: str, data: bytes) -> Found:
    path = tmp_path / "file"
    path.write_bytes(data)
    found = look_into(path, media_type(name, data), tmp_path)
    assert list((tmp_path / "smaller").iterdir()) == []
    return found


def slides() -> bytes:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    said = {
        f"ppt/slides/slide{n}.xml": f'<s xmlns:a="{drawing}"><a:p><a:t>{word}</a:t></a:p></s>'.encode()
        for n, word in ((10, "last"), (2, "second"), (1, "first"))
    }
    return archive(said)


def odt(text: str) -> bytes:
    office, words = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    return archive(
        {
            "content.xml": f'<o:document xmlns:o="{office}" xmlns:t="{words}"><o:styles>no</o:styles>'
            f"<o:body><t:p>{text} <t:span>inside</t:span></t:p></o:body></o:document>".encode()
        }
    )


def sheet() -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<sst xmlns="{main}"><si><t>Till</t></si><si><t>Roll</t></si></sst>'
    return archive({"xl/sharedStrings.xml": strings.encode()})


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.pdf", pdf("Wake the printer"), "Wake the printer"),
        ("a.docx", document("Wake &amp; feed"), "Wake & feed"),
        ("a.pptx", slides(), "first\nsecond\nlast"),
        ("a.xlsx", sheet(), "Till\nRoll"),
        ("a.odt", odt("Wake"), "Wake inside"),
        ("a.txt", "Grüße\r\n\r\n  zwei".encode(), "Grüße\nzwei"),
        ("a.csv", "Grüße".encode("cp1252"), "Grüße"),
        ("a.txt", "Grüße".encode("utf-16"), "Grüße"),
    ],
)
def test_the_text_of_documents(tmp_path: Path, name: str, data: bytes, text: str) -> None:
    assert look(tmp_path, name, data) == Found("read", text=text)


def test_a_picture_is_made_smaller_the_right_way_up(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (2400, 1200), "red").save(out, "PNG")
    found = look(tmp_path, "a.png", out.getvalue())
    sizes = {side: Image.open(io.BytesIO(data)).size for side, data in found.pictures}
    assert sizes == {320: (320, 160), 1600: (1600, 800)}
    turned = look(tmp_path, "a.jpg", from_a_camera("JPEG", 6))
    assert [Image.open(io.BytesIO(data)).size for _, data in turned.pictures] == [(16, 8)]


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to that many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    row = bytes(1 + width * 3)
    pixels = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def many_times(unpacked: int) -> bytes:
    """A Word file that unpacks to so many bytes of text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made, made.open("word/document.xml", "w") as part:
        part.write(b"<w>")
        for _ in range(unpacked // MB):
            part.write(b" " * MB)
    return out.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><w><t>&d;</t></w>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w><t>&x;</t></w>"""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pixels.png", bomb(6000, 8000)),
        ("pixels.png", bomb(30_000, 20)[:200] + b"rest"),
        ("zeros.docx", many_times(300 * MB)),
        ("laughs.docx", archive({"word/document.xml": LAUGHS})),
        ("outside.docx", archive({"word/document.xml": OUTSIDE})),
        ("deep.docx", archive({"word/document.xml": b"<w>" * 100_000})),
        ("parts.docx", archive({f"word/header{n}.xml": b"<w/>" for n in range(6000)})),
        ("broken.docx", b"PK\x03\x04 not really"),
        ("broken.pdf", b"%PDF-1.7\n" + b"1 0 obj << /Kids [1 0 R] >> endobj\n" * 1000),
        ("broken.png", picture("PNG")[:-30]),
        ("loop.pdf", pdf("x").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")),
    ],
)
def test_what_is_made_to_break_us_ends_there(tmp_path: Path, name: str, data: bytes) -> None:
    before = psutil.Process().memory_info().rss
    found = look(tmp_path, name, data)
    assert found.state in {"failed", "empty"}
    assert "root:" not in found.text
    assert psutil.Process().memory_info().rss - before < 50 * MB


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    found = look(tmp_path, "a.docx", document("word " * 200_000))
    assert found.state == "read"
    assert len(found.text) <= 200_000


def test_what_nobody_reads_is_not_opened(tmp_path: Path) -> None:
    assert look_into(tmp_path / "none", "application/octet-stream", tmp_path) == Found("empty")
    assert look_into(tmp_path / "none", "image/png", tmp_path).state == "failed"
