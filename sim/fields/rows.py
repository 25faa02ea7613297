"""Whole rows of tables, for rules: a table stays known by its columns, whatever is done to rows."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from sim.fields.compiled import rule

T = TypeVar("T")


@rule
def row(table: T, at: Any) -> T:
    """A row of a table: its columns are numbers, read and written where the table has them."""
    rows: Any = table
    one: T = rows[at]
    return one


@rule
def copy_row(table: Any, source: int, target: int) -> None:
    """Make one row what another is."""
    table[target] = table[source]


@rule
def longer(table: T, more: int) -> T:
    """A table with room for more rows at its end, all of whose columns are 0."""
    rows: Any = table
    new: Any = np.zeros(len(rows) + more, rows.dtype)
    new[: len(rows)] = rows
    grown: T = new
    return grown


@rule
def more_weeks(table: Any, more: int) -> Any:
    """(W, n) a table with room for more weeks at its end."""
    weeks, width = table.shape
    grown = np.zeros((weeks + more, width), table.dtype)
    for week in range(weeks):
        for column in range(width):
            grown[week, column] = table[week, column]
    return grown


@rule
def emptied(table: T) -> T:
    """A table of the same columns without a row."""
    rows: Any = table
    none: T = rows[:0]
    return none
