"""Where a war's deaths fall: places and the regions they lie in (admin-1), month by month.

Beside the forecasters' benchmarks for cells: nothing, the last month, the last twelve, the whole
past; each knows the record of its own cell up to the month before, which a simulation never sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.evidence.benchmarks import A_YEAR
from sim.evidence.columns import Floats
from sim.evidence.course import Course
from sim.evidence.ranks import rank_correlation, rank_correlations
from sim.evidence.scores import Scores, cells_score

POISSON, SEED = 200, 0  # draws around the last month


@dataclass(frozen=True, slots=True)
class Areas:
    """Scores of cells (an area in a month) from the thirteenth month on, and ranks over all.

    `ranks`: Spearman's of deaths by area with the record: of population, and mean of worlds.
    """

    level: str
    areas: int
    ranks: tuple[float, float]
    scores: dict[str, Scores]


def measured(
    worlds: Sequence[Course], record: Course, persons: Floats, region_of: Sequence[str]
) -> tuple[Areas, ...]:
    """By place and by admin-1; `region_of`: the admin-1 of each place."""
    names, row = np.unique(np.array(region_of), return_inverse=True)
    own = np.eye(len(persons))
    groups = np.zeros((len(names), len(persons)))
    groups[row, np.arange(len(persons))] = 1.0
    return tuple(
        _areas(level, table, worlds, record, persons)
        for level, table in (("place", own), ("admin-1", groups))
    )


def _areas(
    level: str, table: Floats, worlds: Sequence[Course], record: Course, persons: Floats
) -> Areas:
    seen = table @ record.cells
    members = np.array([table @ world.cells for world in worlds])  # (S, A, M)
    known = rank_correlations(members.sum(axis=2), seen.sum(axis=1))
    known = known[np.isfinite(known)]
    ranks = (
        rank_correlation(table @ persons, seen.sum(axis=1)),
        float(known.mean()) if len(known) else float("nan"),
    )
    later = seen[:, A_YEAR:].ravel()
    scores = {}
    if later.size:
        scores["worlds"] = cells_score(members[:, :, A_YEAR:].reshape(len(worlds), -1), later)
        for name, forecast in _benchmarks(seen):
            scores[name] = cells_score(forecast, later, drawn=False)
    return Areas(level, len(table), ranks, scores)


def _benchmarks(seen: Floats) -> Iterator[tuple[str, Floats]]:
    """(N, A (M - 12)) members of every cell from the thirteenth month on."""
    areas, months = seen.shape
    count = months - A_YEAR
    yield "zero", np.zeros((1, areas * count))
    rng = np.random.default_rng(SEED)
    last = seen[:, A_YEAR - 1 : -1]
    yield "last", rng.poisson(last.ravel(), (POISSON, areas * count)).astype(np.float64)
    windows = np.lib.stride_tricks.sliding_window_view(seen[:, :-1], A_YEAR, axis=1)
    yield "last 12", np.moveaxis(windows, 2, 0).reshape(A_YEAR, -1)
    yield "whole past", _past(seen)


def _past(seen: Floats) -> Floats:
    """Quantiles of each cell's past, as many for every month: pasts differ in length."""
    levels = (np.arange(POISSON) + 0.5) / POISSON
    months = range(A_YEAR, seen.shape[1])
    each = [np.quantile(seen[:, :m], levels, axis=1, method="inverted_cdf") for m in months]
    return np.moveaxis(np.array(each), 0, 2).reshape(POISSON, -1)


def text(found: Sequence[Areas]) -> str:
    """For people."""
    lines = [f"{'':24}{'n':>6}{'CRPS':>9}{'bits':>7}{'interval':>10}{'in 90 %':>9}{'in 50 %':>9}"]
    for one in found:
        lines.append(
            f"by {one.level} ({one.areas}) and month; rank correlation of deaths with the record: "
            f"population {one.ranks[0]:.2f}, worlds {one.ranks[1]:.2f}"
        )
        lines += [
            f"  {who:22}{s.periods:>6}{s.crps:>9.2f}{s.ignorance:>7.2f}{s.interval:>10.1f}"
            f"{s.held_90:>9.2f}{s.held_50:>9.2f}"
            for who, s in one.scores.items()
        ]
    return "\n".join(lines)
