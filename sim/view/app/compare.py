"""Paired worlds for the page: the same seeds under the baseline and under what was set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.outcomes import OUTCOMES
from sim.view.app.work import Answer

SURE, LIKELY = 0.9, 0.75  # share of worlds from which words say "clearly", "probably"


@dataclass(frozen=True)
class Effect:
    """One outcome over paired worlds: medians, difference with its middle half and 90 %."""

    name: str
    unit: str
    direction: str
    base: float
    what: float
    diff: tuple[float, float, float, float, float]  # quantiles 5, 25, 50, 75, 95 %
    share: tuple[float, float, float, float, float]  # the same relative to the baseline world
    better: float  # share of worlds, ties half; NaN without direction
    pairs: int


@dataclass(frozen=True)
class Pair:
    """Answers of the same seeds; `what` is the same object as `base` where nothing changed."""

    base: Sequence[Answer]
    what: Sequence[Answer]
    weeks: int

    @property
    def changed(self) -> bool:
        """Whether there is a what-if at all."""
        return self.what is not self.base

    def base_series(self) -> NDArray[np.float32]:
        """(worlds, columns, bins) of the baseline."""
        return np.stack([answer.series for answer in self.base])

    def what_series(self) -> NDArray[np.float32] | None:
        """The same of the what-if, None where nothing was changed."""
        return np.stack([answer.series for answer in self.what]) if self.changed else None


def effect(pair: Pair, name: str) -> Effect:
    """The effect on one outcome; worlds where it is not known in both are left out."""
    outcome = OUTCOMES[name]
    row = list(OUTCOMES).index(name)
    base = np.array([answer.outcomes[row] for answer in pair.base])
    what = np.array([answer.outcomes[row] for answer in pair.what])
    known = np.isfinite(base) & np.isfinite(what)
    base, what = base[known], what[known]
    if not len(base):
        unknown = (np.nan,) * 5
        return Effect(
            name, outcome.unit, outcome.direction, np.nan, np.nan, unknown, unknown, np.nan, 0
        )
    binary = outcome.unit == "0 or 1"
    middle = np.mean if binary else np.median
    diff = what - base
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(base != 0.0, diff / np.abs(base), np.where(diff == 0.0, 0.0, np.nan))
    return Effect(
        name,
        outcome.unit,
        outcome.direction,
        float(middle(base)),
        float(middle(what)),
        _quantiles(diff),
        _quantiles(relative[np.isfinite(relative)]),
        _better(diff, outcome.direction),
        len(base),
    )


def _quantiles(values: NDArray[np.float64]) -> tuple[float, float, float, float, float]:
    if not len(values):
        return (np.nan,) * 5
    found = np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95))
    return tuple(float(value) for value in found)  # type: ignore[return-value]


def _better(diff: NDArray[np.float64], direction: str) -> float:
    if direction not in ("down", "up"):
        return float("nan")
    good = diff < 0.0 if direction == "down" else diff > 0.0
    return float(np.mean(good + 0.5 * (diff == 0.0)))


def place_effects(pair: Pair) -> dict[str, NDArray[np.float64]]:
    """By place: deaths and displaced in the baseline, the mean change of each, and how sure.

    `sure`: share of worlds in which the place has fewer deaths, ties half.
    """
    base = np.stack([answer.places for answer in pair.base]).astype(float)
    what = np.stack([answer.places for answer in pair.what]).astype(float)
    diff = what - base
    fewer = (diff[:, :, 0] < 0.0) + 0.5 * (diff[:, :, 0] == 0.0)
    return {
        "deaths": base[:, :, 0].mean(axis=0),
        "displaced": base[:, :, 1].mean(axis=0),
        "deaths_diff": diff[:, :, 0].mean(axis=0),
        "displaced_diff": diff[:, :, 1].mean(axis=0),
        "sure": fewer.mean(axis=0),
    }


def verdict(better: float) -> str:
    """`better`, `worse` or `unclear`, with `clearly` or `probably` before it."""
    if np.isnan(better):
        return "none"
    for word, share in (("better", better), ("worse", 1.0 - better)):
        if share >= SURE:
            return f"clearly {word}"
        if share >= LIKELY:
            return f"probably {word}"
    return "unclear"


def money_rows(answers: Sequence[Answer], names: Sequence[str]) -> dict[str, Any]:
    """Mean dollars a year by item of the ledger, over worlds, in the years with any cost."""
    money = np.stack([answer.money for answer in answers]).mean(axis=0)
    costs = [i for i, name in enumerate(names) if name not in ("income", "balance")]
    active = money[:, costs].sum(axis=1) > 0.0
    years = max(int(active.sum()), 1)
    means = money[active].sum(axis=0) / years if active.any() else np.zeros(len(names))
    return {name: float(means[i]) for i, name in enumerate(names)}
