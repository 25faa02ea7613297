"""Paired worlds for the page: the same seeds under the baseline and under what was set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.pairs.paired import Paired, pair
from sim.runs.outcomes import OUTCOMES
from sim.view.app.work import Answer


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

    def baseline(self) -> Pair:
        """Only the baseline."""
        return Pair(self.base, self.base, self.weeks)

    def base_series(self) -> NDArray[np.float32]:
        """(worlds, columns, bins) of the baseline."""
        return np.stack([answer.series for answer in self.base])

    def what_series(self) -> NDArray[np.float32] | None:
        """The same of the what-if, None where nothing was changed."""
        return np.stack([answer.series for answer in self.what]) if self.changed else None


def columns(found: Pair, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(worlds,) of an outcome: in the baseline worlds and in the what-if's."""
    row = list(OUTCOMES).index(name)
    base = np.array([answer.outcomes[row] for answer in found.base])
    return base, np.array([answer.outcomes[row] for answer in found.what])


def effect(found: Pair, name: str) -> Paired:
    """The comparison of one outcome."""
    return pair(*columns(found, name), OUTCOMES[name].direction)


def middle(found: Pair, name: str) -> tuple[float, float]:
    """Medians of an outcome over worlds (means of a yes-or-no one), baseline and what-if."""
    use = np.nanmean if OUTCOMES[name].unit == "0 or 1" else np.nanmedian
    base, what = columns(found, name)
    if np.isnan(base).all() or np.isnan(what).all():
        return float("nan"), float("nan")
    return float(use(base)), float(use(what))


def tone(direction: str, change: Paired) -> str:
    """`good`, `bad` or empty: whether the change is clear, and for the better."""
    if not change.clear or direction not in ("up", "down"):
        return ""
    return "good" if (change.diff > 0.0) == (direction == "up") else "bad"


def place_effects(found: Pair) -> dict[str, NDArray[np.float64]]:
    """By place, means over worlds: deaths, displaced, the change of each, and how sure.

    `fewer`: share of worlds in which the place has fewer deaths, ties half.
    """
    base = np.stack([answer.places for answer in found.base]).astype(float)
    what = np.stack([answer.places for answer in found.what]).astype(float)
    diff = what - base
    fewer = (diff[:, :, 0] < 0.0) + 0.5 * (diff[:, :, 0] == 0.0)
    return {
        "deaths": base[:, :, 0].mean(axis=0),
        "displaced": base[:, :, 1].mean(axis=0),
        "deaths_diff": diff[:, :, 0].mean(axis=0),
        "displaced_diff": diff[:, :, 1].mean(axis=0),
        "fewer": fewer.mean(axis=0),
    }
