"""Which of the worlds at hand to watch: a typical one, not whatever luck no. 0 brought."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.view.app.compare import Pair, columns


def typical(pair: Pair) -> int:
    """The number of luck whose civilian deaths are nearest the median in both worlds of a pair.

    Of the worlds in which the war ends, or does not, as in most.
    """
    deaths, ended = columns(pair, "civilian_deaths"), columns(pair, "war_ended")
    far = sum(map(_from_median, deaths, ended))
    return int(np.argmin(far))


def _from_median(deaths: NDArray[np.float64], ended: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) places in rank from the median; more than any where the end is not the usual one."""
    rank = np.argsort(np.argsort(deaths, kind="stable"), kind="stable")
    usual = 2 * ended.sum() >= len(ended)
    return np.abs(rank - (len(deaths) - 1) / 2) + 2.0 * len(deaths) * (ended != usual)
