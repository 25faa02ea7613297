"""Values of the statistics on real events: `real.toml`, made by experiments/evidence.

The real rows are not shipped; their statistics are.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from sim.evidence.judge import Interval
from sim.evidence.statistics import statistics


@dataclass(frozen=True, slots=True)
class RealValue:
    """A statistic of a real country's events; `why_not` says why it cannot be held against."""

    value: float
    interval: Interval  # 90 %, block bootstrap; NaN where unknown
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class RealCountry:
    """The statistics of one window of real events."""

    scenario: str
    window: tuple[date, date]
    events: int
    citation: str
    values: dict[str, RealValue]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("sim.evidence") / "real.toml").read_text("utf-8"))


def real_names() -> tuple[str, ...]:
    """Scenarios that have real events to be held against."""
    return tuple(_table()["country"])


def real_country(scenario: str) -> RealCountry:
    """The real values for `scenario`. KeyError: it has none; `real_names()` lists those."""
    countries = _table()["country"]
    if scenario not in countries:
        raise KeyError(f"{scenario!r} has no real events; there are {', '.join(countries)}")
    row = countries[scenario]
    first, last = row["window"]
    values = {name: _value(entry) for name, entry in row["statistics"].items()}
    citation = "; ".join(_table()["citation"][key] for key in row["cite"])
    return RealCountry(scenario, (first, last), row["events"], citation, values)


def real_bands(scenario: str) -> dict[str, Interval]:
    """The band of every statistic that can be held against `scenario`'s real events.

    The real value widened to its bootstrap interval, and to the statistic's resolution at
    least. KeyError: no real events.
    """
    values = real_country(scenario).values
    return {name: _band(name, real) for name, real in values.items() if not real.why_not}


def _value(entry: dict[str, Any]) -> RealValue:
    nan = float("nan")
    low, high = entry.get("interval", (nan, nan))
    return RealValue(float(entry.get("value", nan)), (low, high), entry.get("why_not", ""))


def _band(name: str, real: RealValue) -> Interval:
    """Never narrower than what the statistic can tell apart, nor beyond what it can be."""
    least = statistics()[name].resolution
    floor, ceiling = statistics()[name].domain
    low, high = real.interval
    return max(min(low, real.value - least), floor), min(max(high, real.value + least), ceiling)
