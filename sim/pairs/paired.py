"""The arithmetic of paired worlds: same luck, two policies, so differences pair by pair."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95
BETTER = {"down": -1.0, "up": 1.0}  # sign of a difference that is an improvement


@dataclass(frozen=True)
class Paired:
    """One outcome over pairs in which both worlds have a value.

    `base`, `whatif`, `diff` are means over those pairs, `lo` and `hi` the 95 % interval of the
    mean difference; `fewer`, `more`, `same` count pairs; `median_change` is the median of
    whatif / base - 1 over pairs whose base is not zero.
    """

    pairs: int
    base: float
    whatif: float
    diff: float
    lo: float
    hi: float
    share_better: float
    fewer: int
    more: int
    same: int
    median_change: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.lo > 0.0 or self.hi < 0.0


def interval(differences: ArrayLike) -> tuple[float, float]:
    """95 % interval of the mean of paired differences, by Student's t; NaN below two pairs.

    Chosen over the bootstrap because it needs no luck of its own and is wider for few pairs,
    where the percentile bootstrap is too narrow.
    """
    d = np.asarray(differences, dtype=float)
    if len(d) < 2:
        return math.nan, math.nan
    half = quantile(len(d) - 1) * float(d.std(ddof=1)) / math.sqrt(len(d))
    return float(d.mean()) - half, float(d.mean()) + half


def quantile(freedom: int) -> float:
    """The two-sided 95 % quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + CONFIDENCE / 2.0))


def pair(base: ArrayLike, whatif: ArrayLike, direction: str) -> Paired:
    """Compare two columns of equal length, row by row.

    A pair with a NaN on either side is left out. Ties count half in `share_better`, which is
    NaN for an outcome without direction ("none") and where no pair is left.
    """
    b, w = np.asarray(base, dtype=float), np.asarray(whatif, dtype=float)
    known = ~(np.isnan(b) | np.isnan(w))
    b, w = b[known], w[known]
    d = w - b
    count = len(d)
    if count == 0:
        nan = math.nan
        return Paired(0, nan, nan, nan, nan, nan, nan, 0, 0, 0, nan)
    fewer, more = int((d < 0.0).sum()), int((d > 0.0).sum())
    same = count - fewer - more
    share = math.nan
    if direction in BETTER:
        better = more if BETTER[direction] > 0.0 else fewer
        share = (better + 0.5 * same) / count
    lo, hi = interval(d)
    means = float(b.mean()), float(w.mean()), float(d.mean())
    return Paired(count, *means, lo, hi, share, fewer, more, same, median_change(b, d))


def median_change(base: NDArray[np.float64], diff: NDArray[np.float64]) -> float:
    """Median of the relative change over pairs whose base is not zero; NaN where none is."""
    there = base != 0.0
    if not there.any():
        return math.nan
    return float(np.median(diff[there] / np.abs(base[there])))


class Moments:
    """Running mean and spread of paired arrays: memory does not grow with the pairs.

    Fed in the order of the seeds, so that the result does not depend on who finished first.
    """

    def __init__(self) -> None:
        self.pairs = 0
        self.base: NDArray[np.float64] = np.zeros(0)
        self.whatif: NDArray[np.float64] = np.zeros(0)
        self.diff: NDArray[np.float64] = np.zeros(0)
        self._spread: NDArray[np.float64] = np.zeros(0)

    def add(self, base: NDArray[np.float64], whatif: NDArray[np.float64]) -> None:
        """One more pair of arrays of the same shape as all before."""
        b, w = base.astype(float), whatif.astype(float)
        d = w - b
        if self.pairs == 0:
            self.base, self.whatif, self.diff = (
                np.zeros(b.shape),
                np.zeros(b.shape),
                np.zeros(b.shape),
            )
            self._spread = np.zeros(b.shape)
        self.pairs += 1
        before = d - self.diff
        self.base += (b - self.base) / self.pairs
        self.whatif += (w - self.whatif) / self.pairs
        self.diff += before / self.pairs
        self._spread += before * (d - self.diff)

    def half_width(self) -> NDArray[np.float64]:
        """Half the 95 % interval of the mean difference; NaN below two pairs."""
        if self.pairs < 2:
            return np.full(self.diff.shape, math.nan)
        variance = np.maximum(self._spread, 0.0) / (self.pairs - 1)
        return quantile(self.pairs - 1) * np.sqrt(variance / self.pairs)
