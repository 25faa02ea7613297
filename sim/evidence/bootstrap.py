"""Block bootstrap over time: how well one history pins down its own statistics.

Moving blocks (Kuensch 1989) of three months, or of 13 weeks for the statistics that need
weeks, are drawn with replacement and laid end to end. Joints between blocks weaken memory, so
each statistic's draws are shifted back until their median is the value of the events
themselves (on a log scale for ratios).
"""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np

from sim.evidence.columns import Bools, EventColumns, Floats, Ints, Span
from sim.evidence.events import statistics_of, weekly_values
from sim.evidence.judge import Interval
from sim.evidence.statistics import Statistic, statistics

WEEKS, MONTHS = 13, 3
LEVEL = 0.90
FEWEST = 0.8  # of the draws must give a number


def bootstrap_intervals(
    columns: EventColumns,
    span: Span,
    roads: Bools | None = None,
    draws: int = 500,
    seed: int = 0,
) -> dict[str, Interval]:
    """90 % interval of every statistic but those of years; NaN where it cannot be had.

    The same input gives the same intervals. About 2 ms a draw.
    """
    rng = np.random.default_rng(seed)
    values = statistics_of(columns, span, None, roads)
    drawn: dict[str, list[float]] = {name: [] for name in values}
    for _ in range(draws):
        again = statistics_of(by_months(columns, span, rng), span, None, roads)
        again |= weekly_values(by_weeks(columns, span, rng), span)
        for name, value in again.items():
            drawn[name].append(value)
    return {
        name: interval(statistic, values[name], np.asarray(drawn[name], dtype=np.float64))
        for name, statistic in statistics().items()
    }


def interval(statistic: Statistic, value: float, drawn: Floats) -> Interval:
    """90 % of the draws about `value`, within the values the statistic can take."""
    known = drawn[np.isfinite(drawn)]
    unknown = statistic.clock == "year" or len(known) < FEWEST * len(drawn)
    if unknown or not isfinite(value):
        return float("nan"), float("nan")
    log = statistic.scale == "log" and value > 0 and bool((known > 0).all())
    scaled, point = (np.log(known), np.log(value)) if log else (known, value)
    tail = (1 - LEVEL) / 2
    low, middle, high = np.quantile(scaled, (tail, 0.5, 1 - tail))
    ends = np.array([low, high]) + (point - middle)
    ends = np.clip(np.exp(ends) if log else ends, *statistic.domain)
    return float(min(ends[0], value)), float(max(ends[1], value))


def by_weeks(columns: EventColumns, span: Span, rng: np.random.Generator) -> EventColumns:
    """Blocks of weeks laid end to end; only days and weeks mean anything afterwards."""
    rows, week = _blocks(columns.week, span.weeks, WEEKS, rng)
    again = columns.take(rows)
    return replace(again, week=week, day=again.day + 7 * (week - again.week))


def by_months(columns: EventColumns, span: Span, rng: np.random.Generator) -> EventColumns:
    """Blocks of calendar months laid end to end; days and weeks mean nothing afterwards."""
    rows, month = _blocks(columns.month, span.months, MONTHS, rng)
    return replace(columns.take(rows), month=month)


def _blocks(index: Ints, length: int, block: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Rows of drawn blocks in their new order, and the period each falls in now.

    `index`: period of each event, sorted; `length`: periods in the window.
    """
    block = min(block, length)
    begins = rng.integers(length - block + 1, size=-(-length // block))
    first = np.searchsorted(index, begins)
    last = np.searchsorted(index, begins + block)
    rows = np.concatenate([np.arange(a, b) for a, b in zip(first, last, strict=True)])
    shift = np.repeat(np.arange(len(begins)) * block - begins, last - first)
    period = index[rows] + shift
    kept = period < length
    return rows[kept], period[kept]
