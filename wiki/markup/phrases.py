"""Writes what stands inside a paragraph: words, marks, links, pictures."""

from collections.abc import Callable, Sequence
from html import escape

from markdown_it.token import Token

from wiki.markup import addresses, maths, rawhtml
from wiki.markup.outline import Reference
from wiki.markup.pieces import Hole, Piece, Sheet

_TAGS = {
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "em_open": "<em>",
    "em_close": "</em>",
    "s_open": "<del>",
    "s_close": "</del>",
}


def plain(tokens: Sequence[Token] | None) -> str:
    """The words of the tokens without any marks."""
    words: list[str] = []
    for token in tokens or ():
        if token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif token.type == "image":
            words.append(plain(token.children))
        elif token.type not in ("html_inline", "footnote_ref"):
            words.append(token.content)
    return "".join(words)


class Phrases:
    """Writes inline tokens to a sheet. `raw` holds the raw HTML elements open around them."""

    def __init__(self, sheet: Sheet, raw: rawhtml.OpenTags) -> None:
        self.sheet = sheet
        self.raw = raw
        self._links: list[tuple[str, list[Piece], int]] = []
        self._other: dict[str, Callable[[Token], None]] = {
            "code_inline": self._code,
            "html_inline": self._html,
            "image": self._image,
            "wiki_link": self._wiki_link,
            "wiki_mention": self._mention,
            "maths": self._maths,
            "footnote_ref": self._footnote,
            "link_open": self._link_open,
            "link_close": self._link_close,
        }

    def write(self, tokens: Sequence[Token]) -> None:
        """Write the tokens of one paragraph, heading or cell."""
        sheet = self.sheet
        words = sheet.words
        self.raw.enter()
        for token in tokens:
            kind = token.type
            if kind == "text":
                content = token.content
                words.append(content)
                sheet.out.append(escape(content, False))
            elif kind in _TAGS:
                self._mark(token, _TAGS[kind])
            elif kind == "softbreak":
                words.append(" ")
                sheet.out.append("\n")
            elif kind == "hardbreak":
                words.append(" ")
                sheet.out.append("<br>\n")
            else:
                self._other[kind](token)
        sheet.out.append(self.raw.leave())

    def _mark(self, token: Token, tag: str) -> None:
        # Raw elements opened inside the mark end with it.
        if token.nesting > 0:
            self.sheet.out.append(tag)
            self.raw.enter()
        else:
            self.sheet.out.append(self.raw.leave() + tag)

    def _code(self, token: Token) -> None:
        self.sheet.words.append(token.content)
        self.sheet.out.append(f"<code>{escape(token.content, False)}</code>")

    def _html(self, token: Token) -> None:
        self.sheet.out.append(self.raw.tag(token.content, rawhtml.INLINE, bool(self._links)))

    def _maths(self, token: Token) -> None:
        self.sheet.words.append(token.content)
        self.sheet.out.append(maths.to_html(token.content, token.markup == "$$", self.sheet.budget))

    def _footnote(self, token: Token) -> None:
        if self._links or self.raw.has("a"):
            return
        number, again = token.meta["id"] + 1, token.meta.get("subId", 0)
        suffix = f"-{again + 1}" if again else ""
        self.sheet.grow(150)
        mark = f'href="#h--note-{number}" id="h--mark-{number}{suffix}" class="footnote-ref"'
        self.sheet.out.append(f"<sup><a {mark}>{number}</a></sup>")

    def _wiki_link(self, token: Token) -> None:
        reference: Reference = token.meta["reference"]
        self.sheet.words.append(token.content)
        if not reference.target:
            anchor = escape(addresses.local_anchor(reference.section))
            self.sheet.out.append(f'<a href="{anchor}">{escape(token.content, False)}</a>')
            return
        self.sheet.out.append(Hole(self.sheet.refer(reference), escape(reference.label, False)))

    def _mention(self, token: Token) -> None:
        self.sheet.words.append(token.content)
        self.sheet.out.append(Hole(self.sheet.refer(token.meta["reference"]), escape(token.content, False)))

    def _link_open(self, token: Token) -> None:
        href = str(token.attrs.get("href", ""))
        self.sheet.grow(len(href))
        kind, outer = "", self.sheet.out
        if not self.raw.has("a"):
            own = addresses.own_page(href)
            safe = addresses.safe_link(href)
            if own is not None:
                kind = href
                self.sheet.out = []
            elif safe is not None:
                kind = "a"
                title = token.attrs.get("title")
                titled = f' title="{escape(str(title))}"' if title else ""
                outside = ' class="external"' if addresses.is_outside(safe) else ""
                outer.append(f'<a href="{escape(safe)}"{titled}{outside}>')
        self._links.append((kind, outer, len(self.sheet.words)))
        self.raw.enter()

    def _link_close(self, _token: Token) -> None:
        self.sheet.out.append(self.raw.leave())
        kind, outer, first_word = self._links.pop()
        if kind == "a":
            self.sheet.out.append("</a>")
        elif kind:
            label = "".join(piece for piece in self.sheet.out if isinstance(piece, str))
            self.sheet.out = outer
            slug, section = addresses.own_page(kind) or ("", "")
            words = "".join(self.sheet.words[first_word:])
            outer.append(Hole(self.sheet.refer(Reference("link", slug, section, words)), label))

    def _image(self, token: Token) -> None:
        alt = plain(token.children)
        self.sheet.words.append(alt)
        self.sheet.out.append(self.picture(token, alt))

    def picture(self, token: Token, alt: str) -> str:
        """The picture, or a link to it when it lies on another site, where our pages load nothing from."""
        src = str(token.attrs.get("src", ""))
        self.sheet.grow(len(src))
        title = str(token.attrs.get("title") or "")
        safe = addresses.safe_image(src)
        if safe is not None:
            titled = f' title="{escape(title)}"' if title else ""
            if player := addresses.player_for(safe):
                words = escape(alt or title)
                return f'<{player} src="{escape(safe)}" controls preload="metadata" aria-label="{words}"></{player}>'
            return f'<img src="{escape(safe)}" alt="{escape(alt)}"{titled} loading="lazy">'
        words = escape(alt or title or src[:200], False)
        link = addresses.safe_link(src)
        if link is None or self._links or self.raw.has("a"):
            return words
        outside = ' class="external"' if addresses.is_outside(link) else ""
        return f'<a href="{escape(link)}"{outside}>{words}</a>'
