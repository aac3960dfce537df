"""What every address of search needs."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from wiki.pages.types import PageTypes
from wiki.search.actions.log import SearchLog
from wiki.search.queries.resolving import plain
from wiki.search.snippets import Piece
from wiki.web.request import wiki
from wiki.web.running import Wiki


def page_types() -> PageTypes:
    found: PageTypes = wiki().rooms["page_types"]
    return found


def kinds() -> Mapping[str, str]:
    """What page types are called, in English and in this language, folded → name; made once for each language."""
    kept: dict[str, dict[str, str]] = wiki().rooms.setdefault("search_kinds", {})
    language = str(get_locale() or "en")
    if language not in kept:
        found: dict[str, str] = {}
        for kind in page_types():
            for said in (_(kind.label), kind.label, kind.name):
                found[plain(said)] = kind.name
        kept[language] = found
    return kept[language]


def search_log() -> SearchLog:
    return log_of(wiki())


def log_of(running: Wiki) -> SearchLog:
    """The log of this process, made when it is first asked for."""
    found: SearchLog | None = running.rooms.get("search_log")
    if found is None:
        found = running.rooms.setdefault("search_log", SearchLog(running.quiet_work))
    return found


def marked_up(pieces: Sequence[Piece]) -> Markup:
    """Pieces of a text as HTML: each is escaped here, which is quicker than by a template."""
    return Markup(
        "".join(f"<mark>{escape(piece.text)}</mark>" if piece.marked else escape(piece.text) for piece in pieces)
    )


def query_url(text: str) -> str:
    return "/search?" + urlencode({"q": text})


def title_url(text: str, **more: str) -> str:
    """Address of a new page with a title."""
    return "/new?" + urlencode({**more, "title": text[:200]})
