"""The last step: a strict allow-list over everything that the other steps made."""

from functools import cache

import nh3

from wiki.markup import callouts, code, maths, rawhtml

LINK_REL = "nofollow noopener ugc"
CLASSES: dict[str, set[str]] = {
    "a": {"external", "footnote-ref", "footnote-back"},
    "aside": set(callouts.CLASSES),
    "code": {*code.CODE_CLASSES, "maths-error"},
    "details": set(callouts.CLASSES),
    "div": {"table-scroll", "maths"},
    "figure": {"figure", "diagram"},
    "li": {"task"},
    "p": {"callout__title"},
    "pre": {"code", "diagram__source"},
    "section": {"step", "footnotes"},
    "span": {"step__number", *code.TOKEN_CLASSES},
    "summary": {"callout__title"},
    "td": {"align-left", "align-center", "align-right"},
    "th": {"align-left", "align-center", "align-right"},
    "ul": {"tasks"},
    "ol": {"tasks"},
}
_PLAIN_TAGS = frozenset(
    {
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "img",
        "input",
        "section",
        "aside",
        "figure",
        "span",
        "div",
        "video",
        "audio",
        "dl",
        "dt",
        "dd",
        "pre",
    }
)
TAGS: set[str] = {
    *_PLAIN_TAGS,
    *rawhtml.INLINE,
    *rawhtml.BLOCK - {"center"},
    *rawhtml.VOID,
    *maths.ELEMENTS,
}
_IDS: set[str] = {"h1", "h2", "h3", "h4", "h5", "h6", "li", "a"}


def _attributes() -> dict[str, set[str]]:
    allowed: dict[str, set[str]] = {tag: set(names) for tag, names in maths.ELEMENTS.items()}
    allowed |= {
        "a": {"href", "title"},
        "abbr": {"title"},
        "dfn": {"title"},
        "code": {"title"},
        "details": {"open"},
        "img": {"src", "alt", "title"},
        "video": {"src", "controls", "aria-label"},
        "audio": {"src", "controls", "aria-label"},
        "input": {"disabled", "checked", "aria-label"},
        "ol": {"start"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    }
    for tag in _IDS:
        allowed.setdefault(tag, set()).add("id")
    return allowed


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags={"script", "style", "template", "iframe", "noscript", "object"},
        attributes=_attributes(),
        strip_comments=True,
        link_rel=LINK_REL,
        allowed_classes=CLASSES,
        url_schemes={"http", "https", "mailto", "tel"},
        id_prefix="h-",
        tag_attribute_values={
            "div": {"tabindex": {"0"}},
            "pre": {"tabindex": {"0"}},
            "img": {"loading": {"lazy"}},
            "video": {"preload": {"metadata"}},
            "audio": {"preload": {"metadata"}},
            "input": {"type": {"checkbox"}},
            "bdo": {"dir": {"ltr", "rtl"}},
            "bdi": {"dir": {"ltr", "rtl"}},
        },
    )


def sanitise(html: str) -> str:
    """The HTML with nothing in it but what is allowed; doing it twice changes nothing."""
    return _cleaner().clean(html)
