"""Units of time and money that conversions are made of; nothing else may write them out."""

from __future__ import annotations

from typing import Final

DAYS_A_YEAR: Final = 365.25
DAYS_A_WEEK: Final = 7.0
WEEKS_A_YEAR: Final = DAYS_A_YEAR / DAYS_A_WEEK
MONTHS_A_YEAR: Final = 12.0
WEEKS_A_MONTH: Final = WEEKS_A_YEAR / MONTHS_A_YEAR
