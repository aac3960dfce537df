"""Put what the viewer may see into the placeholders of a stored text."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import unescape
from urllib.parse import quote

from flask_babel import gettext
from markupsafe import Markup

from wiki.markup import Reference, anchor_for, fill, hole_as_read
from wiki.pages.queries.embeds import Listing, list_address
from wiki.pages.queries.links import Answers, Included, Target
from wiki.web.dates import ago
from wiki.web.escaping import escape

_HEADING = re.compile(r'<h([1-6]) id="([^"]*)"')
# Shown no wider than a screen; whoever opens the picture itself gets all of it.
_PICTURE = re.compile(r'(<img src="/file/[^"?#]+)"')
_WHOLE_HEADING = re.compile(r'<h([1-6]) id="([^"]*)">.*?</h\1>', re.DOTALL)
# Wrapped around each step; a section cut out of the middle would leave half of one.
_STEP = re.compile(r'<section class="step[^>]*>|</section>')


def filled(
    html: str, references: Sequence[Reference], answers: Answers, *, may_write: bool, space: str = "", slug: str = ""
) -> Markup:
    """The stored HTML with links, mentions, includes and lists as this viewer sees them; `slug`: that of the page.

    A link to a page that isn't there and one to a page that the viewer may not read look the same: the text as it was
    written, with the offer to write the page when they may (`space` is where it would begin).
    """

    def answer(kind: str, index: int, label_html: str) -> str:
        reference = references[index]
        if kind == "l":
            return _link(reference, answers.targets.get(index), label_html, may_write, space)
        if kind == "i":
            return _include(reference, answers.included.get(index), may_write, space)
        if kind == "t":
            return _listing(reference, answers.lists.get(index), slug)
        return _mention(reference, answers.people)

    return Markup(_PICTURE.sub(r'\1?w=1600"', fill(html, answer, gettext)))


def with_pencils(html: str, url: str, titles: Mapping[str, str], pencil: str) -> str:
    """The page's own HTML, not filled yet, with a pencil at the heading of each section: anchor → title in `titles`.

    A heading within a quote or a list begins no section. `pencil` is the picture.
    """

    words = gettext("Change “%(title)s”")

    def add(found: re.Match[str]) -> str:
        title = titles.get(found[2])
        if title is None:
            return found[0]
        return f"{found[0][:-5]}{_pencil_link(url, found[2], words, title, pencil)}</h{found[1]}>"

    return _WHOLE_HEADING.sub(add, html)


# Made anew for each view, those of a long page take as long as reading it.
@lru_cache(maxsize=10_000)
def _pencil_link(url: str, anchor: str, words: str, title: str, pencil: str) -> str:
    address = escape(f"{url}/part/{quote(anchor)}")
    label = escape(words % {"title": title})
    return f'<a class="edit-part" data-as="0" href="{address}" aria-label="{label}">{pencil}</a>'


def _link(reference: Reference, target: Target | None, label_html: str, may_write: bool, space: str) -> str:
    section = f"#{anchor_for(reference.section)}" if reference.section else ""
    if not reference.target:
        return f'<a href="{escape(section)}">{label_html or escape(reference.section)}</a>'
    if target is not None:
        as_read = "" if label_html else _as_read("l", reference, target.title)
        return f'<a href="/p/{escape(target.slug)}{escape(section)}"{as_read}>{label_html or escape(target.title)}</a>'
    return _wanted(reference, label_html, may_write, space)


def _as_read(kind: str, reference: Reference, shown: str) -> str:
    """The attribute that says how long a placeholder is as read, where it shows something else than that."""
    read = unescape(hole_as_read(kind, reference, ""))
    return "" if read == shown else f' data-as="{len(read)}"'


def _wanted(reference: Reference, label_html: str, may_write: bool, space: str) -> str:
    label = label_html or str(escape(reference.target))
    if not may_write:
        return f'<span class="is-wanted">{label}</span>'
    address = f"/new?title={quote(reference.target)}&space={quote(space)}"
    return f'<a class="is-wanted" href="{escape(address)}">{label}</a>'


def _mention(reference: Reference, people: dict[str, str] | object) -> str:
    handle = reference.target.casefold()
    names: dict[str, str] = people if isinstance(people, dict) else {}
    if handle in names:
        as_read = _as_read("m", reference, names[handle])
        return f'<a class="mention" href="/people/{escape(handle)}"{as_read}>{escape(names[handle])}</a>'
    return f"@{escape(reference.target)}"


def _include(reference: Reference, found: Included | None, may_write: bool, space: str) -> str:
    if found is None:
        return f'<p class="included included--wanted" data-as="0">{_wanted(reference, "", may_write, space)}</p>'

    def inner(kind: str, index: int, label_html: str) -> str:
        inside = found.references[index]
        if kind == "m":
            return f"@{escape(inside.target)}"
        if kind == "t":
            return f'<p class="quiet">{escape(gettext("Here stands a list, on the page itself."))}</p>'
        # One level only: what an included page includes is a link there.
        return _link(inside, found.targets.get(index), label_html, may_write=False, space="")

    html = _section(found.html, reference.section) if reference.section else found.html
    source = f'<a href="/p/{escape(found.slug)}">{escape(found.title)}</a>'
    return f'<div class="included" data-as="0">{fill(html, inner, gettext)}<p class="included__from">{source}</p></div>'


def _listing(reference: Reference, found: Listing | None, slug: str) -> str:
    """A list of pages as a table; names of owners only where the query gave them."""
    if found is None:
        too_many = gettext("There are too many lists on this page; this one is left out.")
        return f'<p class="quiet" data-as="0">{escape(too_many)}</p>'
    if not found.rows:
        return f'<p class="quiet" data-as="0">{escape(gettext("No page for this list yet."))}</p>'
    owners = any(row.owner for row in found.rows)
    heads = [gettext("Page"), *([gettext("Owner")] if owners else []), gettext("Changed")]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    rows = []
    for row in found.rows:
        cells = [f'<a href="/p/{escape(row.slug)}">{escape(row.title)}</a>']
        if owners:
            cells.append(f'<a href="{escape(row.owner.url)}">{escape(row.owner.name)}</a>' if row.owner else "")
        cells.append(str(escape(ago(row.changed_at))))
        rows.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    more = ""
    if found.more and (query := list_address(reference, slug)):
        more = f'<p data-as="0"><a href="/pages?{escape(query)}">{escape(gettext("All of them, by title"))}</a></p>'
    return (
        f'<div class="table-scroll" data-as="0" tabindex="0"><table class="listing"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>{more}"
    )


def _section(html: str, section: str) -> str:
    """From the heading named `section` to the next of its level or above; all of it when there is no such heading."""
    anchor = anchor_for(section)
    start, level = -1, 7
    for heading in _HEADING.finditer(html):
        if start >= 0 and int(heading[1]) <= level:
            return _STEP.sub("", html[start : heading.start()])
        if start < 0 and heading[2] == anchor:
            start, level = heading.start(), int(heading[1])
    return html if start < 0 else _STEP.sub("", html[start:])
