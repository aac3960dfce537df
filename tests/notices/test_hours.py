"""Hours of a day in somebody's own time, over midnight and over the change of clocks."""

from datetime import UTC, datetime

import pytest

from wiki.notices.hours import day_of, is_quiet, last_round, zone_of


@pytest.mark.parametrize(
    ("hour", "begin", "end", "quiet"),
    [
        (19, 20, 7, False),
        (20, 20, 7, True),
        (0, 20, 7, True),
        (6, 20, 7, True),
        (7, 20, 7, False),
        (3, 3, 3, False),
        (12, 12, 14, True),
        (14, 12, 14, False),
    ],
)
def test_quiet_hours_go_over_midnight_and_equal_ones_are_none(hour: int, begin: int, end: int, quiet: bool) -> None:
    assert is_quiet(datetime(2026, 1, 5, hour, 30, tzinfo=UTC), zone_of("UTC"), begin, end) is quiet


def test_a_zone_that_is_none_is_passed_over() -> None:
    assert str(zone_of("", "Nowhere", "Europe/Berlin")) == "Europe/Berlin"
    assert str(zone_of("", "Nowhere")) == "UTC"


def test_the_last_round_is_today_or_the_day_before() -> None:
    tokyo = zone_of("Asia/Tokyo")
    before, after = datetime(2026, 3, 9, 22, 59, tzinfo=UTC), datetime(2026, 3, 9, 23, 0, tzinfo=UTC)
    assert last_round(before, tokyo, 8) == datetime(2026, 3, 8, 23, 0, tzinfo=UTC)
    assert last_round(after, tokyo, 8) == after
    assert last_round(after, tokyo, 8, weekday=0) == datetime(2026, 3, 8, 23, 0, tzinfo=UTC)
    assert day_of(after, tokyo) == "2026-03-10"


def test_a_round_keeps_its_hour_when_clocks_change() -> None:
    london = zone_of("Europe/London")
    assert last_round(datetime(2026, 3, 28, 12, tzinfo=UTC), london, 8) == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert last_round(datetime(2026, 3, 29, 12, tzinfo=UTC), london, 8) == datetime(2026, 3, 29, 7, tzinfo=UTC)
    # An hour that isn't there on that day still has a round.
    assert last_round(datetime(2026, 3, 29, 12, tzinfo=UTC), london, 1) <= datetime(2026, 3, 29, 2, tzinfo=UTC)
