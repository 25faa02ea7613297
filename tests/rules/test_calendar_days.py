"""Days by ordinal, against Python's own calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sim.fields import calendar_days

FIRST, LAST = date(1950, 1, 1), date(2050, 12, 31)


def test_every_day_of_a_century_is_what_the_calendar_says_and_back() -> None:
    day = FIRST
    while day <= LAST:
        known = (day.year, day.month, day.day)
        assert calendar_days.date_of(day.toordinal()) == known
        assert calendar_days.ordinal_of(*known) == day.toordinal()
        day += timedelta(1)


@pytest.mark.parametrize(
    "day",
    [
        date(1, 1, 1),
        date(1, 12, 31),
        date(1899, 12, 31),
        date(1900, 2, 28),  # no leap year
        date(1900, 3, 1),
        date(1904, 2, 29),
        date(2100, 3, 1),
        date(2399, 12, 31),
        date(2400, 2, 29),
        date(9999, 12, 31),
    ],
)
def test_centuries_are_leap_years_every_fourth_time(day: date) -> None:
    assert calendar_days.date_of(day.toordinal()) == (day.year, day.month, day.day)
    assert calendar_days.ordinal_of(day.year, day.month, day.day) == day.toordinal()


def test_no_day_is_0() -> None:
    assert calendar_days.ordinal(None) == 0
    assert calendar_days.ordinal(FIRST) == FIRST.toordinal()
