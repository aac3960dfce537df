"""Which addresses a page may point to, and which of them are pages of the wiki itself."""

import re
from html import unescape
from urllib.parse import unquote

from wiki.markup.slugs import PREFIX, anchor_for

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_OWN_PAGE = re.compile(r"/p/([^/?#\\]{1,400})/?(?:#(.*))?\Z")
_VIDEOS = frozenset({"mp4", "m4v", "mov", "webm", "ogv"})
_SOUNDS = frozenset({"mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "weba"})
# What browsers skip while they look for a scheme: controls, white space and the byte order mark.
_SKIPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]")


def safe_link(href: str) -> str | None:
    """The address if a page may link to it: http, https, mailto, tel or relative; else None.

    `#section` becomes the anchor of that heading.
    """
    if href.startswith("#"):
        return local_anchor(href[1:])
    bare = _SKIPPED.sub("", unescape(href))
    if "\\" in bare[:4] or bare.startswith("//"):
        # Another host without naming one: nobody writes it by intention.
        return None
    scheme = _SCHEME.match(bare)
    if scheme is not None:
        return href if scheme[0][:-1].lower() in SCHEMES else None
    if ":" in re.split(r"[/?#]", bare, maxsplit=1)[0]:
        return None
    return href


def local_anchor(section: str) -> str:
    """`#` and the anchor of the heading that is called `section`, or has it as its anchor already."""
    text = unquote(section)
    if not text:
        return "#"
    return "#" + (text if text.startswith(PREFIX) and anchor_for(text[len(PREFIX) :]) == text else anchor_for(text))


def is_outside(href: str) -> bool:
    """Whether the address leaves the wiki for another site."""
    return href[:5].lower() in ("http:", "https")


def safe_image(src: str) -> str | None:
    """The address if the picture may be shown: a file of the wiki or a path beside the page; else None."""
    bare = _SKIPPED.sub("", unescape(src))
    if bare != src or "\\" in bare or _SCHEME.match(bare):
        return None
    if bare.startswith("/"):
        return src if bare.startswith("/file/") and "/../" not in unquote(bare) else None
    return src if bare and ":" not in bare.split("/")[0] and not bare.startswith(("#", "?")) else None


def player_for(src: str) -> str:
    """`video` or `audio` for a file of the wiki that is to be played, by its ending; empty for a picture."""
    if not src.startswith("/file/"):
        return ""
    ending = re.split(r"[?#]", src, maxsplit=1)[0].rpartition(".")[2].lower()
    return "video" if ending in _VIDEOS else "audio" if ending in _SOUNDS else ""


def own_page(href: str) -> tuple[str, str] | None:
    """The address key and section when `href` is a page of this wiki (`/p/<slug>#section`), else None."""
    found = _OWN_PAGE.match(href) if href.startswith("/p/") else None
    if found is None:
        return None
    slug = unquote(found[1]).strip()
    return (slug, unquote(found[2] or "").removeprefix(PREFIX)) if slug and "/" not in slug else None
