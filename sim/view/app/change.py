"""The change of an outcome, one definition for every sentence, chip, chart and table.

A change is the median over paired worlds of what-if minus baseline, in the outcome's own unit;
of a yes-or-no outcome, the change of the share of worlds. It is clear where the mean difference
is (`sim.pairs`), and points the same way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.case.scenario import Scenario
from sim.pairs.paired import pair
from sim.runs.outcomes import OUTCOMES
from sim.view.app import numbers
from sim.view.app.compare import Pair, columns
from sim.view.texts import Texts

MIDDLE_NINE: Final = (0.05, 0.95)  # nine worlds in ten
FINE: Final = 10.0  # below this, points are written with a digit after the point
FIGURES: Final = 3  # of a difference: the others say nothing
YES_NO: Final = "0 or 1"
SHARES: Final = (YES_NO, "share", "0 to 1")


@dataclass(frozen=True)
class Change:
    """`base`: median over the baseline worlds; `by`: median difference, `low` and `high`: nine in
    ten of the differences; `better`, `same`: pairs; `side`: 1 for the better, -1 for the worse,
    0 where that is not clear or the outcome has no better.
    """

    unit: str
    pairs: int
    base: float
    by: float
    low: float
    high: float
    better: float
    same: int
    side: int

    def sized(self, value: float, t: Texts) -> str:
        """A value in the outcome's unit."""
        return size(self.unit, value, t)

    def by_sized(self, value: float, t: Texts) -> str:
        """The size of a difference, without its sign."""
        return size(self.unit, abs(value), t, difference=True)

    def moved(self, t: Texts) -> str:
        """The change in few characters: -45, +3 pts, -$2.1 m, 0."""
        return self.signed(self.by, t)

    def signed(self, value: float, t: Texts) -> str:
        """A difference in few characters."""
        if not math.isfinite(value):
            return numbers.NONE
        return numbers.signed(self.by_sized(value, t), value)

    def tone(self, t: Texts) -> str:
        """`good`, `bad`, or empty where the change is not clear or rounds to nothing."""
        if self.side == 0 or self.moved(t) == "0":
            return ""
        return "good" if self.side > 0 else "bad"

    def spread(self, t: Texts) -> str:
        """Nine in ten of the differences in words; empty where there is no spread."""
        if not math.isfinite(self.low) or self.unit == YES_NO:
            return ""
        values = {"low": self.signed(self.low, t), "high": self.signed(self.high, t)}
        return t("answer.spread", values)


def change(base: ArrayLike, what: ArrayLike, unit: str, direction: str) -> Change:
    """Compare two columns row by row; a pair that one side does not know is left out."""
    b, w = np.asarray(base, float), np.asarray(what, float)
    known = ~(np.isnan(b) | np.isnan(w))
    b, w = b[known], w[known]
    found = pair(b, w, direction)
    if not len(b):
        return Change(unit, 0, math.nan, math.nan, math.nan, math.nan, math.nan, 0, 0)
    d = w - b
    by = float(d.mean() if unit == YES_NO else np.median(d))
    middle = float(b.mean() if unit == YES_NO else np.median(b))
    low, high = (float(v) for v in np.quantile(d, MIDDLE_NINE))
    clear = found.clear and by * found.diff > 0.0 and direction in ("up", "down")
    side = (1 if (by > 0.0) == (direction == "up") else -1) if clear else 0
    return Change(unit, len(b), middle, by, low, high, found.share_better, found.same, side)


def change_of(found: Pair, name: str) -> Change:
    """The change of a declared outcome."""
    outcome = OUTCOMES[name]
    return change(*columns(found, name), outcome.unit, outcome.direction)


def size(unit: str, value: float, t: Texts, difference: bool = False) -> str:
    """A value in its unit, in few characters; of a difference of shares, points."""
    if not math.isfinite(value):
        return numbers.NONE
    if unit in SHARES:
        decimals = 0 if unit == YES_NO or not difference or abs(value) * 100.0 >= FINE else 1
        if difference:
            return t("number.points", {"count": numbers.number(value * 100.0, t, decimals)})
        return numbers.share(value, t)
    if unit == "dollars":
        return numbers.dollars(value, t)
    if unit == "%":
        text = numbers.number(value, t, 1 if difference and abs(value) < FINE else 0)
        return t("number.points" if difference else "number.percent", {"count": text})
    if unit == "0 to 100" or unit.startswith("homicides") or 0.05 <= abs(value) < 0.95:
        return numbers.number(value, t, 1)
    return numbers.short(float(f"{value:.{FIGURES}g}") if difference else value, t)


def arrival(case: Scenario) -> int | None:
    """The week in which the mission comes; None without one, or where it is there at once."""
    start = case.mission.start
    week = None if start is None else case.week_of(start)
    return week if week is not None and week > 0 else None


def since_arrival(found: Pair, row: int, bins: int) -> NDArray[np.float64]:
    """(worlds,) of a weekly column of the baseline's record: its sum from a four-week bin on."""
    from sim.view.app.work import BIN_WEEKS

    series = found.base_series()[:, row, :].astype(float)
    sizes = np.full(series.shape[1], float(BIN_WEEKS))
    sizes[-1] = found.weeks - BIN_WEEKS * (len(sizes) - 1)
    sums: NDArray[np.float64] = series[:, bins:] @ sizes[bins:]
    return sums
