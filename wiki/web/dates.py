"""Moments as people say them."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_datetime, format_timedelta
from babel.dates import get_timezone as zone_of
from flask_babel import format_date, get_locale, get_timezone, to_user_timezone
from flask_babel import gettext as _

from wiki.web.request import wiki


def ago(moment: datetime) -> str:
    """How long ago, up to a week; the day, further back."""
    passed = wiki().clock.now() - moment
    if passed < timedelta(seconds=60):
        return str(_("just now"))
    if passed < timedelta(days=7):
        return _ago(int(passed.total_seconds()) // 60, str(get_locale() or "en"))
    return day(moment)


@lru_cache(maxsize=4096)
def _ago(minutes: int, locale: str) -> str:
    passed = timedelta(minutes=-minutes)
    return format_timedelta(passed, granularity="minute", add_direction=True, format="short", locale=locale)


def day(moment: datetime) -> str:
    """The day, with the year unless it is this one."""
    local = to_user_timezone(moment)
    this_year = to_user_timezone(wiki().clock.now()).year
    return str(format_date(local, "d MMM" if local.year == this_year else "d MMM y", rebase=False))


def date_only(found: date) -> str:
    """A day that isn't a moment, as said; the same in every time zone."""
    this_year = to_user_timezone(wiki().clock.now()).year
    return str(format_date(found, "d MMM" if found.year == this_year else "d MMM y", rebase=False))


def exact(moment: datetime) -> str:
    """Day and time in the viewer's time zone, for `title` and `datetime`."""
    return _exact(moment, str(get_timezone()), str(get_locale() or "en"))


# The same few moments are shown again and again, and putting one into words takes as long as reading it.
@lru_cache(maxsize=4096)
def _exact(moment: datetime, zone: str, locale: str) -> str:
    return str(format_datetime(moment, "d MMM y, HH:mm", tzinfo=zone_of(zone), locale=locale))
