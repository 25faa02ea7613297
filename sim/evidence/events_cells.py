"""Cells of a table of events as numbers and days: each column is read as a whole.

`31.12.2020` and `12/31/2020` show in which order a column has days and months; a column in which
no day is above the 12th does not, and is refused rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.evidence.columns import Floats
from sim.fields.faults import shown

Days = NDArray[np.datetime64]
NO_DAY: Final = np.datetime64("NaT", "D")
MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.ASCII)
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})[- ,]+(\d{4}|\d{2})", re.ASCII)
_POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
CENTURY: Final = 70  # two-digit years from here on are 19xx


class OrderError(ValueError):
    """A column of dates that can be read in two ways."""


def numbers(cells: Sequence[str]) -> Floats:
    """Numbers; NaN for what is none. A column with commas and no points has decimal commas."""
    comma = any(_COMMA.fullmatch(cell) for cell in cells) and not any("." in c for c in cells)
    values = np.full(len(cells), np.nan)
    for row, cell in enumerate(cells):
        text = cell.replace(",", ".") if comma else cell
        if len(text) <= 40 and _POINT.fullmatch(text):
            values[row] = float(text)
    return values


def days(columns: Sequence[Sequence[str]]) -> list[Days]:
    """Columns of one file as days, NaT for what is none; all are written in one order.

    OrderError: days and months may be either way round.
    """
    day_first = _day_first([cell for column in columns for cell in column])
    return [np.array([_day(c, day_first) for c in column], "datetime64[D]") for column in columns]


def _day_first(cells: Sequence[str]) -> bool:
    """Whether dates with the year last begin with the day."""
    parts = [match.groups() for match in map(_YEAR_LAST.fullmatch, cells) if match]
    if not parts:
        return True
    first = max(int(part[0]) for part in parts)
    second = max(int(part[2]) for part in parts)
    if first > 12 and second > 12:
        bad = next(c for c in cells if (m := _YEAR_LAST.fullmatch(c)) and int(m[3]) > 12)
        raise OrderError(f"some dates begin with the day, others with the month ({shown(bad)})")
    if first > 12 or second > 12:
        return first > 12
    if all(part[1] == "." for part in parts):
        return True  # only written so where the day comes first
    text = " or ".join((f"{parts[0][0]} may be a day", "a month"))
    raise OrderError(f"in {shown(_example(cells))} {text}, and so in the whole column")


def _example(cells: Sequence[str]) -> str:
    return next(cell for cell in cells if _YEAR_LAST.fullmatch(cell))


def _day(cell: str, day_first: bool) -> np.datetime64:
    """A day, NaT for what is none."""
    if match := _YEAR_FIRST.fullmatch(cell) or _TOGETHER.fullmatch(cell):
        year, month, day = (int(part) for part in match.groups())
    elif match := _YEAR_LAST.fullmatch(cell):
        one, two, year = int(match[1]), int(match[3]), int(match[4])
        day, month = (one, two) if day_first else (two, one)
    elif match := _WORDS.fullmatch(cell):
        day, month, year = int(match[1]), MONTHS.get(match[2][:3].lower(), 0), int(match[3])
        if len(match[3]) == 2:
            year += 1900 if year >= CENTURY else 2000
    else:
        return NO_DAY
    try:
        return np.datetime64(date(year, month, day), "D")
    except ValueError:
        return NO_DAY
