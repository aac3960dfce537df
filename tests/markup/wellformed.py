"""Reads rendered HTML as a browser's parser would see it, and says what is wrong with it."""

from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "input", "wbr"})
FORBIDDEN = frozenset(
    {"script", "style", "iframe", "object", "embed", "form", "svg", "base", "meta", "link", "template", "button"}
)
ADDRESSES = frozenset({"href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "srcset"})


class Findings(HTMLParser):
    """Collects elements with their attributes, and everything that must not be."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        if self._open:
            self.wrong.append(f"left open: {self._open}")
        ids = [attributes["id"] for _, attributes in self.elements if "id" in attributes]
        if len(ids) != len(set(ids)):
            self.wrong.append("an id twice")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag in FORBIDDEN:
            self.wrong.append(f"<{tag}>")
        self.wrong.extend(f"{tag} {name}={value}" for name, value in attributes.items() if _is_bad(tag, name, value))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data}")


def _is_bad(tag: str, name: str, value: str) -> bool:
    if name.startswith(("on", "data-", "hx-", "x-")) or name in {"style", "srcdoc", "name", "target", "form"}:
        return True
    if name == "id":
        return not value.startswith("h-")
    if name in ADDRESSES:
        scheme = value.strip().lower().partition(":")[0] if ":" in value.split("/")[0] else ""
        return scheme not in {"", "http", "https", "mailto", "tel"} or (tag == "img" and bool(scheme))
    return False


def wrong(html: str) -> list[str]:
    """Everything in the HTML that must not be there; empty when it is as it should be."""
    return Findings(html).wrong
