"""How well a scenario tells the record of a war: everything that `fit-check` shows.

Read `fit_worlds` first (what is kept of a war), then `courses` (deaths by year and month, scores).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from math import isfinite
from typing import Any, Final

import numpy as np

from sim.case.scenario import Scenario
from sim.evidence.columns import Floats
from sim.evidence.courses import Measured, measure
from sim.evidence.events_real import Real
from sim.evidence.fit_worlds import Progress, War, held_against, simulated
from sim.evidence.judge import Interval
from sim.evidence.periods import Window
from sim.evidence.ranks import rank_correlation
from sim.evidence.scores import central, holds_between
from sim.evidence.statistics import statistics

NEAR: Final = (0.8, 1.25)  # deaths of the worlds over the record's: no other level is proposed
DAMPED: Final = 0.8  # power of the ratio by which a level is moved, as in calibration


@dataclass(frozen=True)
class Statistic:
    """One statistic side by side; intervals hold 90 %, `held`: whether the worlds' has the record.

    `held` is None where the record has no such number.
    """

    name: str
    meaning: str
    record: float
    record_interval: Interval
    median: float
    interval: Interval
    held: bool | None


@dataclass(frozen=True)
class Places:
    """Deaths by place: record and mean of the worlds; rank correlations with the record."""

    names: tuple[str, ...]
    regions: tuple[str, ...]
    record: Floats
    worlds: Floats
    rank: Interval  # by place: of population, of the worlds' mean
    rank_regions: Interval  # by first-level region: the same


@dataclass(frozen=True)
class Fit:
    """Everything about a scenario beside the record of the same days."""

    scenario: str
    title: str
    country: str
    read: tuple[str, ...]  # what of the file was used and left out
    measured: Measured
    statistics: tuple[Statistic, ...]
    places: Places
    advice: str

    @property
    def held(self) -> tuple[int, int]:
        """How many statistics of the record lie within the worlds' 90 %, of how many."""
        known = [row.held for row in self.statistics if row.held is not None]
        return sum(known), len(known)

    def document(self) -> dict[str, Any]:
        """For JSON: arrays are lists, what cannot be had is null."""
        plain: dict[str, Any] = _plain(self)
        return plain | {"held": list(self.held)}


def fit(
    case: Scenario,
    real: Real,
    worlds: int,
    processes: int | None,
    progress: Progress,
    days: Window | None = None,
) -> Fit:
    """Run worlds of a scenario and hold them against a record.

    `days`: what the record covers, if not the years of its events. ScenarioError: the two have no
    day or no place in common.
    """
    real = real.at_towns(case.region.graph)
    window, record, intervals = held_against(case, real, days)
    wars = simulated(case, window, worlds, processes, progress)
    persons = np.asarray(case.region.place_persons(window[0].year), dtype=np.float64)
    courses = [war.course for war in wars]
    measured = measure(case.name, courses, record.course, [record.course], persons)
    rows = [_statistic(name, record, intervals[name], wars) for name in statistics()]
    return Fit(
        case.name,
        case.title,
        real.country,
        tuple(real.words),
        measured,
        tuple(row for row in rows if row is not None),
        _places(case, record, wars, persons),
        _advice(case, measured),
    )


def _statistic(name: str, record: War, interval: Interval, wars: Sequence[War]) -> Statistic | None:
    """None where neither the record nor half of the worlds have it."""
    known = np.array([war.values[name] for war in wars])
    known = known[np.isfinite(known)]
    seen = record.values[name]
    enough = len(known) >= max(len(wars) / 2, 1)
    if not isfinite(seen) and not enough:
        return None
    spread = central(known, 0.9) if enough else (float("nan"), float("nan"))
    median = float(np.median(known)) if enough else float("nan")
    held = holds_between(*spread, seen) if enough and isfinite(seen) else None
    return Statistic(name, statistics()[name].meaning, seen, interval, median, spread, held)


def _places(case: Scenario, record: War, wars: Sequence[War], persons: Floats) -> Places:
    nodes = case.region.graph.nodes
    regions = tuple(str(nodes[p]["admin1"]) for p in range(len(persons)))
    seen = record.course.places
    worlds = np.mean([war.course.places for war in wars], axis=0)
    names, row = np.unique(regions, return_inverse=True)

    def summed(values: Floats) -> Floats:
        return np.bincount(row, values, len(names)).astype(np.float64)

    return Places(
        case.region.names,
        regions,
        seen,
        worlds,
        (rank_correlation(persons, seen), rank_correlation(worlds, seen)),
        (
            rank_correlation(summed(persons), summed(seen)),
            rank_correlation(summed(worlds), summed(seen)),
        ),
    )


def _advice(case: Scenario, found: Measured) -> str:
    """What to change first: the level of violence, where all deaths are far off."""
    seen, had = found.deaths
    level = float(case.nature.violence.level)
    if had <= 0:
        return f"nobody dies in the median world: raise nature.violence.level from {level:g}"
    ratio = had / seen
    if NEAR[0] <= ratio <= NEAR[1]:
        return "the level of violence is about right: look at when and where"
    to = level * ratio**-DAMPED
    return (
        f"the median world has {ratio:.2g} times the record's deaths: "
        f"try nature.violence.level = {to:.3g} (now {level:g})"
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | np.floating):
        return float(f"{value:.6g}") if isfinite(value) else None
    return value
