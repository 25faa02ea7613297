"""Scenario discovery: in which worlds does a policy fail? PRIM (Friedman & Fisher 1999).

The patient rule induction method peels a box of uncertain worlds, a small share at a time,
keeping the part that is densest in worlds of interest. Few lines, so no package is needed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    import pandas as pd

    from sim.batch.results import Results

PEEL = 0.05  # share of the box that goes at a time
LITTLE = 0.05  # of density: what a limit must be worth to stay
CUTS = 10  # of the worlds into halves, to check a box
LEAST = 0.05  # of all worlds that must stay in the box


@dataclass(frozen=True)
class Box:
    """A region of uncertain worlds: limits by factor (only those that restrict).

    `density`: share of the worlds inside that are of interest; `coverage`: share of the worlds
    of interest that are inside; `base`: their share among all. `checked_density` and
    `checked_coverage`: the same of boxes found on one half of the worlds and measured on the other
    half, which the search has not seen; NaN where a half has no case.
    """

    limits: dict[str, tuple[float, float]]
    density: float
    coverage: float
    base: float
    inside: int
    checked_density: float = math.nan
    checked_coverage: float = math.nan

    @property
    def words(self) -> str:
        """The box as a condition, or why there is none."""
        if self.base <= 0.0:
            return "no world is of interest, so there is nothing to find"
        if self.base >= 1.0:
            return "every world is of interest, so none stands out"
        if not self.limits:
            return "no region stands out"
        parts = [
            f"{name} from {low:.3g} to {high:.3g}" for name, (low, high) in self.limits.items()
        ]
        return " and ".join(parts)


def prim(table: pd.DataFrame, interest: NDArray[np.bool_]) -> list[Box]:
    """The peeling trajectory over numeric columns, from the whole space to the smallest box."""
    x = table.to_numpy(dtype=float)
    wanted = np.asarray(interest, dtype=bool)
    inside = np.ones(len(x), dtype=bool)
    boxes = [_box(table, x, wanted, inside)]
    while inside.sum() > LEAST * len(x) and 0 < wanted[inside].mean() < 1.0:
        smaller = _peeled(x, wanted, inside)
        if smaller is None:
            break
        inside = smaller
        boxes.append(_box(table, x, wanted, inside))
    return boxes


def best(boxes: list[Box]) -> Box:
    """The box that is dense and still covers much (highest harmonic mean of the two)."""

    def worth(box: Box) -> float:
        if box.density + box.coverage <= 0.0:
            return 0.0
        return 2.0 * box.density * box.coverage / (box.density + box.coverage)

    return max(boxes, key=worth)


def _peeled(
    x: NDArray[np.float64], wanted: NDArray[np.bool_], inside: NDArray[np.bool_]
) -> NDArray[np.bool_] | None:
    """The densest of the boxes left when one end of one factor goes; ties cut least."""
    found, top = None, (-1.0, 0)
    for i in range(x.shape[1]):
        column = x[inside, i]
        low, high = np.quantile(column, PEEL), np.quantile(column, 1.0 - PEEL)
        for keep in (x[:, i] > low, x[:, i] < high):
            left = inside & keep
            count = int(left.sum())
            if count == 0 or count == int(inside.sum()):
                continue
            score = (float(wanted[left].mean()), count)
            if score > top:
                found, top = left, score
    return found


def _box(
    table: pd.DataFrame,
    x: NDArray[np.float64],
    wanted: NDArray[np.bool_],
    inside: NDArray[np.bool_],
) -> Box:
    limits = {}
    for i, name in enumerate(table.columns):
        low, high = float(x[inside, i].min()), float(x[inside, i].max())
        if low > x[:, i].min() or high < x[:, i].max():
            limits[str(name)] = (low, high)
    hits = int((wanted & inside).sum())
    return Box(
        limits,
        hits / max(int(inside.sum()), 1),
        hits / max(int(wanted.sum()), 1),
        float(wanted.mean()),
        int(inside.sum()),
    )


def discover(
    results: Results, outcome: str, fails: Callable[[float], bool], policy: str | None = None
) -> Box:
    """The region of uncertain worlds in which the mean of an outcome `fails`.

    For one policy, or over all of them. Worlds are averaged over seeds; only numeric
    uncertainties are searched. Returns the box that is dense and covers much; where no world or
    every world fails it has no limits, and `words` says so. ScenarioError: no numeric uncertainty.
    """
    runs = results.runs if policy is None else results.runs[results.runs.policy == policy]
    names = [n for n in results.factors("uncertainties") if runs[n].dtype.kind in "if"]
    if not names:
        raise ScenarioError([f"{results.folder}: has no uncertainty in numbers to search"])
    groups = runs.groupby(["scenario", "world"], sort=False)
    table = groups[names].first()
    interest = np.array([fails(float(value)) for value in groups[outcome].mean()])
    density, coverage = checked(table, interest)
    box = _plain(best(prim(table, interest)), table, interest)
    return replace(box, checked_density=density, checked_coverage=coverage)


def checked(table: pd.DataFrame, interest: NDArray[np.bool_]) -> tuple[float, float]:
    """Density and coverage of boxes found on one half of the worlds, measured on the other.

    Means over both halves of several cuts; NaN where a half has no case or nothing else.
    """
    rng = np.random.default_rng(0)
    found = []
    for _ in range(CUTS):
        order = rng.permutation(len(table))
        for seen, unseen in (np.array_split(order, 2), np.array_split(order[::-1], 2)):
            halves = interest[seen], interest[unseen]
            if not all(0 < half.sum() < len(half) for half in halves):
                continue
            box = _plain(best(prim(table.iloc[seen], halves[0])), table.iloc[seen], halves[0])
            inside = _inside(table.iloc[unseen], box.limits)
            hits = float((halves[1] & inside).sum())
            found.append((hits / max(int(inside.sum()), 1), hits / float(halves[1].sum())))
    if not found:
        return math.nan, math.nan
    density, coverage = np.mean(found, axis=0)
    return float(density), float(coverage)


def _inside(table: pd.DataFrame, limits: Mapping[str, tuple[float, float]]) -> NDArray[np.bool_]:
    """(worlds,) which keep every limit."""
    inside = np.ones(len(table), dtype=bool)
    for name, (low, high) in limits.items():
        column = table[name].to_numpy(dtype=float)
        inside &= (column >= low) & (column <= high)
    return inside


def _plain(box: Box, table: pd.DataFrame, interest: NDArray[np.bool_]) -> Box:
    """Without limits that do little: dropping one must not make the box less dense by much."""
    x = table.to_numpy(dtype=float)
    limits = dict(box.limits)
    for name in list(limits):
        fewer = {key: ends for key, ends in limits.items() if key != name}
        looser = _box(table, x, interest, _inside(table, fewer))
        if looser.density >= box.density - LITTLE:
            limits = fewer
            box = Box(fewer, looser.density, looser.coverage, looser.base, looser.inside)
    return box
