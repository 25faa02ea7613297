"""How well simulated worlds tell the course of a real war: evidence K1 to K4.

Read `course` first (what is kept of a war), then `scores` and `benchmarks`. A period that the
window, or a run that stops early, cuts is compared over the covered part alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.case.scenario import load_scenario
from sim.evidence.benchmarks import Benchmark, Line, constant, last, last_year, whole_past
from sim.evidence.columns import Floats
from sim.evidence.course import KINDS, Course, course_of, raised
from sim.evidence.ged import read_ged
from sim.evidence.periods import Periods, Window
from sim.evidence.ranks import rank_correlation
from sim.evidence.scores import Scores, central, crps_error, score

if TYPE_CHECKING:
    import pandas as pd

# scenario: UCDP's name of the country. The first three are each other's "other wars".
COUNTRIES = {
    "sierra-leone-1991": "Sierra Leone",
    "bosnia": "Bosnia-Herzegovina",
    "mali": "Mali",
    "sierra-leone": "Sierra Leone",
}
WARS = ("sierra-leone-1991", "bosnia", "mali")
_TOTALS = {1: "sb_total_deaths_best_cy", 2: "ns_total_deaths_best_cy", 3: "os_total_deaths_best_cy"}


@dataclass(frozen=True, slots=True)
class Beside:
    """A benchmark's scores, and the worlds' over the same periods."""

    benchmark: Scores
    worlds: Scores


@dataclass(frozen=True, slots=True)
class Compared:
    """Deaths by year or month: the record, the worlds (quantiles, (B,)) and how they score."""

    labels: tuple[str, ...]
    record: Floats
    median: Floats
    interval_50: tuple[Floats, Floats]
    interval_90: tuple[Floats, Floats]
    scores: Scores
    crps_error: float  # standard error of the worlds' CRPS: other seeds would give others
    beside: Mapping[str, Beside]


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything about the courses of some worlds of one scenario beside the record."""

    scenario: str
    window: Window
    worlds: int
    deaths: tuple[float, float]  # record, median of worlds
    years: Compared
    months: Compared
    slope: tuple[float, float]  # of log(1 + deaths) a year: record, median of worlds
    rises: float  # share of worlds whose slope is above zero
    first_half: tuple[float, float]  # share of deaths: record, mean of worlds
    kinds: Mapping[str, tuple[float, float]]  # share of deaths: record, mean of worlds
    place_rank: tuple[float, float]  # Spearman with the record: population, mean of worlds
    over: Floats  # share of worlds whose war has ended by the end of each year

    def document(self) -> dict[str, Any]:
        """For JSON: arrays are lists, what cannot be had is null."""
        content: dict[str, Any] = plain(asdict(self))
        return content


def measure(
    scenario: str,
    worlds: Sequence[Course],
    record: Course,
    others: Sequence[Course],
    persons: Floats,
) -> Measured:
    """Worlds of one scenario beside the record of the same window; `persons` by place.

    `others`: the records of other wars, whole. ValueError: no world, or windows that differ.
    """
    if not worlds:
        raise ValueError(f"{scenario}: no world to be measured")
    if any(world.window != record.window for world in worlds):
        raise ValueError(f"{scenario}: worlds and record are not of the same days")
    slopes = np.array([world.slope for world in worlds])
    shares = _mean([world.kind_shares for world in worlds])
    return Measured(
        scenario,
        record.window,
        len(worlds),
        (record.deaths, float(np.median([world.deaths for world in worlds]))),
        compared(worlds, record, others, 12),
        compared(worlds, record, others, 1),
        (record.slope, float(np.median(slopes))),
        float((slopes > 0).mean()),
        (record.first_half, float(_mean([np.array([w.first_half]) for w in worlds])[0])),
        {
            name: (float(a), float(b))
            for name, a, b in zip(KINDS.values(), record.kind_shares, shares, strict=True)
        },
        (
            rank_correlation(persons, record.places),
            float(_mean([_ranks(world, record) for world in worlds])[0]),
        ),
        _over(worlds, record.window),
    )


def compared(
    worlds: Sequence[Course], record: Course, others: Sequence[Course], months: int
) -> Compared:
    """By periods of 12 months or 1."""
    periods = Periods.of(record.window, months)
    deaths = np.array([_deaths(world, months) for world in worlds])
    line = Line(_deaths(record, months), periods.exposure)
    lines = [Line(_deaths(o, months), Periods.of(o.window, months).exposure) for o in others]
    found = {"constant": constant(line, lines), "last": last(line, lines)} if lines else {}
    if months == 1:
        found |= {"last 12": last_year(line), "whole past": whole_past(line)}
    ends = {share: np.array([central(d, share) for d in deaths.T]).T for share in (0.5, 0.9)}
    return Compared(
        periods.labels,
        line.deaths,
        np.median(deaths, axis=0),
        (ends[0.5][0], ends[0.5][1]),
        (ends[0.9][0], ends[0.9][1]),
        score(list(deaths.T), line.deaths),
        crps_error(deaths, line.deaths),
        {name: _beside(benchmark, deaths, line.deaths) for name, benchmark in found.items()},
    )


def _deaths(course: Course, months: int) -> Floats:
    return course.months if months == 1 else course.years


def _beside(benchmark: Benchmark, deaths: Floats, seen: Floats) -> Beside:
    start = benchmark.first
    return Beside(
        score(benchmark.forecasts, seen[start:], drawn=False),
        score(list(deaths.T)[start:], seen[start:]),
    )


def _ranks(world: Course, record: Course) -> Floats:
    return np.array([rank_correlation(world.places, record.places)])


def _mean(rows: Sequence[Floats]) -> Floats:
    """Over worlds that have the numbers; NaN where none has."""
    table = np.array(rows)
    known = np.isfinite(table)
    total = np.where(known, table, 0.0).sum(axis=0)
    return np.divide(total, known.sum(axis=0), out=np.full(len(total), np.nan), where=known.any(0))


def _over(worlds: Sequence[Course], window: Window) -> Floats:
    """(Y,) share of worlds whose war has ended once by the end of each year, come back or not."""
    ends = Periods.of(window, 12).edges[1:]
    day = np.array([w.over.toordinal() if w.over else np.inf for w in worlds])
    return np.array((day[:, None] < ends).mean(axis=0))


def plain(value: Any) -> Any:
    """For JSON: arrays are lists, days and numbers are short, what cannot be had is null."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | np.floating):
        return float(f"{value:.6g}") if np.isfinite(value) else None
    return value


class Record:
    """The real wars of COUNTRIES in a file of UCDP GED, located to the regions' places.

    `totals`: UCDP's file of yearly deaths by country, to which located deaths are raised.
    """

    def __init__(self, ged: Path, totals: Path | None = None) -> None:
        import pandas as pd

        self._rows = pd.read_csv(ged, low_memory=False)
        self._totals = pd.read_csv(totals) if totals is not None else None
        self._events = cache(self._read)
        self.located = cache(self._located)

    def course(self, scenario: str, window: Window | None = None) -> Course:
        """Of the scenario's war window, or of another one. KeyError: not one of COUNTRIES."""
        case = load_scenario(scenario)
        return course_of(self._events(scenario), window or case.war_window, case.region.names)

    def others(self, scenario: str) -> list[Course]:
        """The other countries' wars, whole."""
        own = COUNTRIES[scenario]
        return [self.course(name) for name in WARS if COUNTRIES[name] != own]

    def _located(self, scenario: str) -> pd.DataFrame:
        """The country's events, as they are in the file."""
        return read_ged(self._rows, load_scenario(scenario).region.graph, COUNTRIES[scenario])

    def _read(self, scenario: str) -> pd.DataFrame:
        country, events = COUNTRIES[scenario], self.located(scenario)
        if self._totals is None:
            return events
        table = self._totals[self._totals["country_cy"] == country]
        years = table["year_cy"].tolist()
        cells = {
            (year, kind): float(deaths)
            for kind, name in _TOTALS.items()
            for year, deaths in zip(years, table[name], strict=True)
        }
        return raised(events, cells)


def weeks_of(scenario: str) -> int:
    """Weeks from the start of a run to the end of the war window."""
    case = load_scenario(scenario)
    return (case.war_window[1] + timedelta(days=7) - case.monday).days // 7
