"""Icons of the sprite as markup, each made once."""

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup

Icon = Callable[..., Markup]

# These point along the line, so they turn round where one writes from right to left.
DIRECTED = {
    "arrow-right",
    "arrow-left",
    "chevron-right",
    "corner-down-right",
    "reply",
    "undo-2",
    "log-in",
    "log-out",
    "send",
}


def icons(sprite: str) -> Icon:
    """`icon(name, label="", turns=False)` for the sprite at an address. Give a label only where no words stand by."""

    @lru_cache(maxsize=500)
    def icon(name: str, label: str = "", turns: bool = False) -> Markup:
        turning = " icon--turns" if turns or name in DIRECTED else ""
        spoken = Markup(' role="img" aria-label="{}"').format(label) if label else Markup(' aria-hidden="true"')
        return Markup('<svg class="icon{}"{}><use href="{}#{}"></use></svg>').format(turning, spoken, sprite, name)

    return icon
