"""Stretches of time as people type them after `updated:`."""

import calendar
import re
from datetime import date

_WHEN = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_AGO = re.compile(r"(\d{1,4})\s?([dwmy])[a-z]*")
_DAYS = {"d": 1, "w": 7, "m": 31, "y": 366}
FIRST, LAST = date.min.toordinal(), date.max.toordinal()


def days(typed: str, today: date) -> tuple[int, int] | None:
    """First and last day, as ordinals: of `2026`, `2026-01`, `>2026-01`, `<2026`, `2025..2026-03`, `7d`, `today`.

    `>` is from the beginning of what follows it, `<` until before it. None when it can't be read.
    """
    text = typed.strip().lower()
    if text in {"today", "yesterday"}:
        day = today.toordinal() - (text == "yesterday")
        return day, day
    if (ago := _AGO.fullmatch(text)) is not None:
        since = max(today.toordinal() - int(ago.group(1)) * _DAYS[ago.group(2)], FIRST)
        return since, LAST
    if ".." in text:
        return _between(*text.split("..", 1))
    sign, text = re.match(r"([<>]?=?)\s*(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    stretch = _stretch(text)
    if stretch is None:
        return None
    first, last = stretch
    return {">": (first, LAST), ">=": (first, LAST), "<": (FIRST, first - 1), "<=": (FIRST, last)}.get(sign, stretch)


def _between(begin: str, end: str) -> tuple[int, int] | None:
    first, last = (_stretch(part.strip()) if part.strip() else (FIRST, LAST) for part in (begin, end))
    if first is None or last is None or not (begin.strip() or end.strip()):
        return None
    low, high = (first, last) if first[0] <= last[1] else (last, first)
    return low[0], high[1]


def _stretch(text: str) -> tuple[int, int] | None:
    """A year, a month or a day."""
    found = _WHEN.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        begin = date(year, month or 1, day or 1)
        if day:
            return begin.toordinal(), begin.toordinal()
        end = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return begin.toordinal(), end.toordinal()
