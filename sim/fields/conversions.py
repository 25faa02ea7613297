"""Units of time and money that conversions are made of; nothing else may write them out."""

from __future__ import annotations

from typing import Final

DAYS_A_YEAR: Final = 365.25
DAYS_A_WEEK: Final = 7.0
WEEKS_A_YEAR: Final = DAYS_A_YEAR / DAYS_A_WEEK
MONTHS_A_YEAR: Final = 12.0
WEEKS_A_MONTH: Final = WEEKS_A_YEAR / MONTHS_A_YEAR
WEEKS_A_MONTH_ROUNDED: Final = 4.35  # where chances have been divided by it
PER_HUNDRED: Final = 100.0
PER_THOUSAND: Final = 1000.0
LOG2: Final = 0.6931471805599453  # exp(-LOG2) is one half
TINY: Final = 1e-9  # far below a person or a chance: against rounding and the log of zero
WEEKS_A_YEAR_ROUNDED: Final = 52.1786  # what some rates have been divided by; kept for the bytes
YEAR: Final = 52  # weeks of the record that count as a year
SUNDAY: Final = 6  # days after a week's Monday
MILLION: Final = 1.0e6
MOST_COUNTED: Final = 30_000  # weeks or months that a column of 16 bits counts
MOST_WEEKS_AWAY: Final = 32_000  # likewise, weeks of displacement
CALENDAR_MONTHS: Final = 12  # of a year, where dates are counted in whole months
SHORTEST_MONTH: Final = 28  # days
PER_HUNDRED_THOUSAND: Final = 100_000.0
ONE_IN_A_MILLION: Final = 1.0e-6
NEVER: Final = 1_000_000  # weeks ahead: later than any run
TINIEST: Final = 1e-12  # the same beside shares that are small themselves
