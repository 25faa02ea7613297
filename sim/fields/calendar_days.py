"""The calendar as rules reckon it: a day is its ordinal, as `datetime.date.toordinal` has it."""

from __future__ import annotations

from datetime import date
from typing import Final

from sim.fields.compiled import rule

DAYS: Final = 365  # of a year that is no leap year
BEFORE_MONTH: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)  # days of such a year
FEBRUARY: Final = 2


def ordinal(day: date | None) -> int:
    """The ordinal of a day; 0 for none."""
    return day.toordinal() if day is not None else 0


@rule
def ordinal_of(year: int, month: int, day: int) -> int:
    """The ordinal of a day of a month (1 to 12)."""
    return _before_year(year) + _before_month(year, month) + day


@rule
def date_of(day: int) -> tuple[int, int, int]:
    """Year, month (1 to 12) and day of the month of an ordinal."""
    year = day // DAYS + 1  # too late, if anything
    while _before_year(year) >= day:
        year -= 1
    left = day - _before_year(year)
    month = len(BEFORE_MONTH)
    while _before_month(year, month) >= left:
        month -= 1
    return year, month, left - _before_month(year, month)


@rule
def _before_year(year: int) -> int:
    """Days before a year's first."""
    past = year - 1
    return past * DAYS + past // 4 - past // 100 + past // 400


@rule
def _before_month(year: int, month: int) -> int:
    """Days of a year before a month's first."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return BEFORE_MONTH[month - 1] + (1 if leap and month > FEBRUARY else 0)
