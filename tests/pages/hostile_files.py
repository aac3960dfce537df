"""Files that would run something in a browser that takes them for what they are, or claim to be."""

from tests.pages.pictures import archive, picture

HOSTILE = {
    "script.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
    "script.svgz": b"\x1f\x8b\x08",
    "page.html": b"<script>alert(1)</script>",
    "page.xhtml": b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
    "page.png": b"<!doctype html><script>alert(1)</script>",
    "page.jpg.html": picture("JPEG"),
    "gifjs.gif": b"GIF89a/*" + b"\0" * 8 + b"*/=1;alert(1)",
    "polyglot.pdf": b"%PDF-1.4\n<script>alert(1)</script>",
    "polyglot.docx": archive({"index.html": b"<script>alert(1)</script>"}),
    "page.txt": b"<html><script>alert(1)</script>",
    "style.css": b"@import '//evil.example'",
    "code.js": b"alert(1)",
    "sheet.xml": b'<?xml-stylesheet type="text/xsl" href="#"?><x/>',
    "page.mht": b"MIME-Version: 1.0\n<script>",
    "page.mp4": b"<script>alert(1)</script>",
    "page.webp": b"RIFF\0\0\0\0WEBP<script>alert(1)</script>",
    "flash.swf": b"CWS\x09",
    "feed.rss": b"<rss/>",
    "a.shtml": b"<!--#exec cmd='id'-->",
    "a.pdf": b"<script>alert(1)</script>",
}
