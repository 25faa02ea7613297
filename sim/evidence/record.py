"""Sums of real wars by year, month, kind and place: `record.toml`, made by experiments/evidence.

The real rows are not shipped; these sums are. Read `margins` for what naive rivals know.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from sim.evidence.benchmarks import Line, constant, last
from sim.evidence.columns import Floats
from sim.evidence.margins import Margins
from sim.evidence.periods import Periods, Window
from sim.evidence.scores import crps, crps_of_each

A_YEAR = 12


@dataclass(frozen=True, slots=True)
class RealWar:
    """Deaths of one war: by calendar year (Y,), month (M,), kind (3,) and place (P,)."""

    scenario: str
    country: str
    window: Window
    years: Floats
    months: Floats
    kinds: Floats
    places: Floats

    def line(self, months: int) -> Line:
        """By periods of 12 months or 1, as benchmarks take it."""
        deaths = self.months if months == 1 else self.years
        return Line(deaths, Periods.of(self.window, months).exposure)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("sim.evidence") / "record.toml").read_text("utf-8"))


def wars() -> tuple[str, ...]:
    """Scenarios whose war is on record."""
    return tuple(_table()["war"])


@cache
def real_war(scenario: str) -> RealWar:
    """The record of a scenario's war. KeyError: not one of `wars()`."""
    row = _table()["war"][scenario]
    window = (row["window"][0], row["window"][1])
    months = _floats(row["months"])
    return RealWar(
        scenario,
        row["country"],
        window,
        by_year(window, months),
        months,
        _floats(row["kinds"]),
        _floats(row["places"]),
    )


@cache
def real_margins(scenario: str) -> Margins:
    """What a naive model knows of the events of that war. KeyError: not on record."""
    row = _table()["events"][scenario]
    size, sizes = np.array(row["sizes"]).T
    return Margins(
        _floats(row["places"]),
        _floats(row["months"]),
        _floats(row["kinds"]),
        _floats(row["by_state"]),
        size.astype(np.int64),
        sizes.astype(np.float64),
    )


def skill(worlds: Floats, scenario: str, months: int = A_YEAR) -> float:
    """One less the worlds' CRPS over that of the benchmark they do worst against.

    `worlds`: (S, B) deaths by period. Benchmarks: the war's own mean with the spread of other
    wars, and the last value with their changes; each over the periods that it can tell. Above 0:
    better than all. NaN without a world.
    """
    if not len(worlds):
        return float("nan")
    seen = real_war(scenario).line(months).deaths
    own = crps_of_each(worlds, seen)
    return min(1.0 - own[first:].mean() / theirs for first, theirs in _benchmarks(scenario, months))


@cache
def _benchmarks(scenario: str, months: int) -> tuple[tuple[int, float], ...]:
    """First period told, and mean CRPS from it on, of each benchmark."""
    war = real_war(scenario)
    others = [real_war(name).line(months) for name in wars() if name != scenario]
    line = war.line(months)
    found = []
    for benchmark in (constant(line, others), last(line, others)):
        pairs = zip(benchmark.forecasts, line.deaths[benchmark.first :].tolist(), strict=True)
        scores = [crps(members, value, drawn=False) for members, value in pairs]
        found.append((benchmark.first, float(np.mean(scores))))
    return tuple(found)


def by_year(window: Window, months: Floats) -> Floats:
    """(Y,) sums of the months of a window by calendar year."""
    since = window[0].month - 1
    year = (np.arange(len(months)) + since) // A_YEAR
    return np.bincount(year, weights=months).astype(np.float64)


def _floats(values: list[float]) -> Floats:
    return np.array(values, dtype=np.float64)
