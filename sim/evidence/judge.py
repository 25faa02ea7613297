"""The verdict on a simulated value: inside, near or outside a band, or not to be told."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isnan, log
from typing import Literal

from sim.evidence.statistics import Scale

Verdict = Literal["inside", "near", "outside", "too noisy", "not testable"]
Interval = tuple[float, float]

NEAR = 0.25  # of the band's width
FAILS = 0.25  # of a rival's draws: it passes in fewer, so it fails clearly


def judge(
    value: float,
    interval: Interval | None,
    band: Interval | None,
    scale: Scale = "linear",
) -> Verdict:
    """How `value`, known to within `interval`, stands to `band`.

    - not testable: no value or no band.
    - too noisy: the interval is unknown, or at least as wide as the band and reaching it, so
      that neither yes nor no can be said.
    - inside: the point lies in the band (edges included), the interval is narrower.
    - near: the point is outside by less than a quarter of the band's width.
    - outside: otherwise.

    `scale` "log" measures all widths in logarithms: for ratios. A band may be open on one side
    (inf; 0 on a log scale): then nothing is near. ValueError: a band upside down.
    """
    if band is None or isnan(value) or any(map(isnan, band)):
        return "not testable"
    if band[0] > band[1]:
        raise ValueError(f"band {band} has its lower end above its upper end")
    if interval is None or any(map(isnan, interval)):
        return "too noisy"
    point, (low, high), (floor, ceiling) = (
        _on(scale, value),
        _ends(scale, interval),
        _ends(scale, band),
    )
    width = ceiling - floor
    noisy = not (high - low < width) and low <= ceiling and high >= floor
    if noisy:
        return "too noisy"
    if floor <= point <= ceiling:
        return "inside"
    beyond = max(floor - point, point - ceiling)
    return "near" if width < inf and beyond < NEAR * width else "outside"


@dataclass(frozen=True, slots=True)
class Rival:
    """What else might pass a row (`sim.evidence.rivals`): value, middle 90 % of its draws, and
    the share of its draws in the band."""

    value: float
    interval: Interval | None
    passes: float
    counts: bool = True  # False: it is the model itself, as far as this row can tell

    @property
    def fails(self) -> bool:
        """Clearly, and by itself."""
        return self.counts and self.passes < FAILS


def _ends(scale: Scale, ends: Interval) -> Interval:
    return _on(scale, ends[0]), _on(scale, ends[1])


def _on(scale: Scale, value: float) -> float:
    if scale == "linear":
        return value
    return log(value) if value > 0 else -inf
