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
