"""What a fit is held against: distances of a war from a record, in half widths of its bands.

The one home of these distances: `fit_violence.py` searches by them, calibrations weigh by them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.case.scenario import Scenario
from sim.evidence.columns import roads_of
from sim.evidence.course import Course, course_of
from sim.evidence.events import event_statistics
from sim.evidence.judge import Interval
from sim.evidence.periods import Periods, Window
from sim.evidence.statistics import statistics

if TYPE_CHECKING:
    import pandas as pd

    from sim.evidence.fit_worlds import War

YEAR: Final = 0.5  # log deaths of a year
KIND: Final = 0.1  # share of deaths by a kind of violence
LEVEL: Final = 0.35  # log events a week
UNKNOWN: Final = 4.0  # distance of a statistic that the record has and a war has not
LEAST: Final = 1e-3  # half width
# told by deaths by year and by the level; whole months, whose median hardly moves
NOT_HELD: Final = ("deaths_per_week", "events_per_week", "place_spell")
MONTHS: Final = 12


def distance(name: str, value: float, seen: float, band: Interval) -> float:
    """Of a statistic, in half widths of the record's band; on a log scale where it has one."""
    if not math.isfinite(value):
        return UNKNOWN
    low, high = band
    half = max((high - low) / 2.0, LEAST)
    if statistics()[name].scale == "log" and min(low, value) > 0.0:
        value, seen, half = math.log(value), math.log(seen), math.log(high / low) / 2.0
    return (value - seen) / max(half, LEAST)


def of_year(log_dead: float, seen: float) -> float:
    """Of the log of 1 + deaths of a year from a record of so many dead."""
    return (log_dead - math.log1p(seen)) / YEAR


def of_kind(share: float, seen: float) -> float:
    """Of a kind's share of the deaths."""
    return (share - seen) / KIND


def of_level(events_per_week: float, seen: float) -> float:
    """Of lethal events a week."""
    return math.log(max(events_per_week, LEAST) / max(seen, LEAST)) / LEVEL


def against(
    case: Scenario, window: Window, record: War, intervals: Mapping[str, Interval]
) -> Callable[[pd.DataFrame, float], dict[str, float]]:
    """Distances of a run's events from a record of the same days (`fit_worlds.recorded`)."""
    roads, names = roads_of(case.region.graph), case.region.names
    bands = {
        name: band
        for name, value in record.values.items()
        if name not in NOT_HELD
        and math.isfinite(value)
        and all(map(math.isfinite, band := _band(name, value, intervals[name])))
    }
    labels = Periods.of(window, MONTHS).labels

    def misses(events: pd.DataFrame, displaced_peak: float) -> dict[str, float]:
        values = event_statistics(events, window, names, None, roads=roads)
        course = course_of(events, window, names)
        found = {n: distance(n, values[n], record.values[n], band) for n, band in bands.items()}
        found["level"] = of_level(values["events_per_week"], record.values["events_per_week"])
        return found | _course(labels, course, record.course)

    return misses


def _course(labels: tuple[str, ...], course: Course, seen: Course) -> dict[str, float]:
    """Of deaths by year and of the kinds of violence."""
    years = zip(labels, course.years, seen.years, strict=True)
    found = {f"year:{label}": of_year(math.log1p(own), real) for label, own, real in years}
    shares = course.kind_shares if course.deaths else np.zeros_like(course.kinds)
    kinds = zip(shares, seen.kind_shares, strict=True)
    return found | {f"kind:{n}": of_kind(own, real) for n, (own, real) in enumerate(kinds, 1)}


def _band(name: str, value: float, interval: Interval) -> Interval:
    """Never narrower than what the statistic can tell apart."""
    least = statistics()[name].resolution
    return min(interval[0], value - least), max(interval[1], value + least)
