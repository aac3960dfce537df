"""How far two colours are apart for the eye: the ratio of WCAG 2.2, and the pairs that must hold it."""

import re

TEXT = 4.5
"""Least ratio for text."""
PART = 3.0
"""Least ratio for what one must see to use it: edges of controls, the ring around what has the focus."""

_GROUNDS = ("sheet", "desk", "sunk")
_WASHES = ("page-wash", "flip-wash", "mark-wash", "bad-wash")

PAIRS: tuple[tuple[str, str, float], ...] = (
    *((ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3") for ground in _GROUNDS),
    *(("ink", wash, TEXT) for wash in _WASHES),
    *(("ink-2", wash, TEXT) for wash in _WASHES),
    ("on-ink", "ink", TEXT),
    ("on-page", "page", TEXT),
    ("on-flip", "flip", TEXT),
    ("on-mark", "mark", TEXT),
    ("on-bad", "bad", TEXT),
    *((f"{side}-text", ground, TEXT) for side in ("page", "flip") for ground in ("sheet", "desk", f"{side}-wash")),
    ("mark-text", "mark-wash", TEXT),
    *(("bad", ground, TEXT) for ground in ("sheet", "desk", "bad-wash")),
    *((f"code-{kind}", "sunk", TEXT) for kind in ("word", "text", "number", "name")),
    *(("rule-ui", ground, PART) for ground in ("sheet", "desk")),
    *(("rule-strong", ground, PART) for ground in ("sheet", "desk")),
    *(("focus", ground, PART) for ground in ("sheet", "desk")),
    *(("badge-ink", metal, PART) for metal in ("bronze-2", "silver-2", "gold-2")),
)
"""(front, back, least ratio), by names of tokens."""


def ratio(front: str, back: str) -> float:
    """From 1 (the same) to 21 (black on white). Raises `ValueError` for anything but `#rgb` and `#rrggbb`."""
    lighter, darker = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", colour):
        raise ValueError(f"{colour!r} isn't a colour like #1a2b3c")
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
