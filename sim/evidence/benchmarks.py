"""Simple forecasts of a war's deaths, which a model's must beat.

All of them know the record of the war itself, which a simulation does not see: `constant` its
mean in hindsight, the others everything up to the period before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.evidence.columns import Floats

A_YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One ensemble a period, from period `first` on: before it there is nothing to go by."""

    first: int
    forecasts: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Deaths of a war's consecutive years or months, (B,), and how much of each is covered."""

    deaths: Floats
    exposure: Floats

    @property
    def rate(self) -> Floats:
        """(B,) deaths an ordinary period."""
        return self.deaths / self.exposure

    @property
    def mean(self) -> float:
        """Deaths an ordinary period, over the whole war."""
        return float(self.deaths.sum() / self.exposure.sum())


def constant(war: Line, others: Sequence[Line]) -> Benchmark:
    """The war's own mean, times what periods of the other wars are of the means of theirs."""
    spread = np.concatenate([line.rate / line.mean for line in others])
    return Benchmark(0, tuple(war.mean * spread * covered for covered in war.exposure))


def last(war: Line, others: Sequence[Line]) -> Benchmark:
    """The period before, times what periods of the other wars are of those before them.

    Ratios are of 1 + deaths, so that quiet periods have one.
    """
    change = np.concatenate([(1.0 + line.rate[1:]) / (1.0 + line.rate[:-1]) for line in others])
    ahead = [np.maximum((1.0 + before) * change - 1.0, 0.0) for before in war.rate[:-1]]
    return Benchmark(1, tuple(m * e for m, e in zip(ahead, war.exposure[1:], strict=True)))


def last_year(war: Line) -> Benchmark:
    """For months: the twelve before, each as likely as the other."""
    return _past(war, A_YEAR)


def whole_past(war: Line) -> Benchmark:
    """For months: all before, from the thirteenth on."""
    return _past(war, None)


def _past(war: Line, most: int | None) -> Benchmark:
    """Members are the past months themselves: what draws from them, with return, tend to."""
    rate = war.rate
    ends = range(A_YEAR, len(rate))
    past = [rate[max(0, end - most) if most else 0 : end] * war.exposure[end] for end in ends]
    return Benchmark(A_YEAR, tuple(past))
