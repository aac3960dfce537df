"""When mail may leave, in somebody's own time. Pure."""

from datetime import UTC, datetime, time, timedelta

from pytz import UnknownTimeZoneError, timezone  # type: ignore[import-untyped]
from pytz.tzinfo import BaseTzInfo  # type: ignore[import-untyped]


def zone_of(*names: str) -> BaseTzInfo:
    """The first time zone that is one; UTC when none is."""
    for name in names:
        try:
            return timezone(name)
        except (UnknownTimeZoneError, AttributeError):
            continue
    return timezone("UTC")


def day_of(now: datetime, zone: BaseTzInfo) -> str:
    """The date there, as in 2026-03-10."""
    return now.astimezone(zone).date().isoformat()


def is_quiet(now: datetime, zone: BaseTzInfo, begin: int, end: int) -> bool:
    """Whether it is between the hours `begin` and `end` there, over midnight too; equal hours are no quiet."""
    hour = now.astimezone(zone).hour
    if begin <= end:
        return begin <= hour < end
    return hour >= begin or hour < end


def last_round(now: datetime, zone: BaseTzInfo, hour: int, weekday: int | None = None) -> datetime:
    """The latest moment that was `hour` o'clock there, on that day of the week if one is given (Monday is 0)."""
    day = now.astimezone(zone).date()
    while True:
        fits = weekday is None or day.weekday() == weekday
        if fits and (moment := _at(zone, datetime.combine(day, time(hour)))) <= now:
            return moment
        day -= timedelta(days=1)


def _at(zone: BaseTzInfo, local: datetime) -> datetime:
    moment: datetime = zone.localize(local)
    return moment.astimezone(UTC)
