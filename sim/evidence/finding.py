"""A finding: a number from worlds with and without something, and the band it should fall in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np

from sim.evidence.columns import Floats, Ints
from sim.evidence.judge import Interval
from sim.evidence.statistics import Scale

LEVEL = 0.90
DRAWS = 500
FEWEST = 0.8  # of the draws must give a number
NAN = float("nan")


@dataclass(frozen=True)
class Worlds:
    """What one arm's worlds gave: name -> (S,) or (S, ...), a row a seed."""

    values: Mapping[str, Floats]

    def total(self, name: str) -> float:
        """Sum over seeds of a number; NaN counts nothing."""
        return float(np.nansum(self.values[name]))

    def sums(self, name: str) -> Floats:
        """Sum over seeds of an array."""
        added: Floats = np.nansum(self.values[name], axis=0)
        return added

    def mean(self, name: str) -> float:
        """Mean over the seeds that have a value; NaN without any."""
        known = self.values[name][np.isfinite(self.values[name])]
        return float(known.mean()) if len(known) else NAN

    def rate(self, count: str, of: str) -> float:
        """A sum over another; NaN where there is nothing to divide by."""
        return ratio(self.total(count), self.total(of))

    def share(self, name: str) -> float:
        """First over second of a pair of counts."""
        first, second = self.sums(name)
        return ratio(float(first), float(second))

    def chosen(self, seeds: Ints) -> Worlds:
        """The same for chosen rows, with repetition."""
        return Worlds(_Chosen(self.values, seeds))

    @property
    def count(self) -> int:
        """S."""
        return len(next(iter(self.values.values())))


@dataclass(frozen=True, eq=False)
class _Chosen(Mapping[str, Floats]):
    """Chosen rows of every array, taken when one is asked for: a finding reads few of them."""

    of: Mapping[str, Floats]
    rows: Ints

    def __getitem__(self, name: str) -> Floats:
        return self.of[name][self.rows]

    def __iter__(self) -> Iterator[str]:
        return iter(self.of)

    def __len__(self) -> int:
        return len(self.of)


Arms = Mapping[str, Worlds]


@dataclass(frozen=True)
class Finding:
    """A published finding as a test.

    `arms`: names of `sim.evidence.arms`. `value`: pure function of their worlds. `band`: where
    the number should fall, None where it cannot be tested. `why_not`: the reason. `fitted`:
    whether it was looked at when a parameter was chosen. `to_beat`: the number that a forecast
    to be beaten, or a world in which nothing of the kind happens, gives by arithmetic.
    """

    id: str
    statement: str
    arms: tuple[str, ...]
    value: Callable[[Arms], float]
    band: Interval | None
    scale: Scale = "linear"
    why_not: str = ""
    fitted: bool = False
    to_beat: float | None = None


def untestable(id: str, statement: str, why_not: str) -> Finding:
    """A finding the model has nothing to hold against, and why."""
    return Finding(id, statement, (), lambda _: NAN, None, why_not=why_not)


def ratio(one: float, other: float) -> float:
    """One over the other, NaN over nothing."""
    return one / other if other > 0.0 else NAN


def lost(at_risk: Floats, returns: Floats) -> float:
    """Share lost within the years given, by survival: who is not watched to the end counts too."""
    if not len(at_risk) or at_risk[0] <= 0.0:
        return NAN
    return float(1.0 - np.prod(1.0 - returns / np.maximum(at_risk, 1.0)))


def measured(finding: Finding, arms: Arms, seed: int = 0) -> tuple[float, Interval | None]:
    """Value over all seeds, and its 90 % bootstrap interval over seeds, arms kept in pairs.

    The interval is None with fewer than two seeds or where too few draws give a number.
    """
    own = {name: arms[name] for name in finding.arms}
    value = finding.value(own) if own else NAN
    ends = interval_of(resampled(finding, own, seed)) if own and isfinite(value) else None
    return value, ends and (min(ends[0], value), max(ends[1], value))


def resampled(finding: Finding, arms: Arms, seed: int = 0) -> Floats:
    """(DRAWS,) values over worlds drawn with return, arms kept in pairs; none with one world."""
    count = min(worlds.count for worlds in arms.values())
    if count < 2:
        return np.empty(0)
    rows = np.random.default_rng(seed).integers(count, size=(DRAWS, count))
    chosen = ({name: worlds.chosen(pick) for name, worlds in arms.items()} for pick in rows)
    return np.array([finding.value(one) for one in chosen], dtype=np.float64)


def interval_of(drawn: Floats) -> Interval | None:
    """The middle 90 % of draws; None where too few of them give a number."""
    known = drawn[np.isfinite(drawn)]
    if not len(drawn) or len(known) < FEWEST * len(drawn):
        return None
    low, high = np.quantile(known, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(low), float(high)
