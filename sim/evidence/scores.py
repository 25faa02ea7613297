"""Scores of forecasts given as members of an ensemble: lower is better in all of them.

Those of the VIEWS prediction challenge 2023/24 (Hegre et al. 2024, arXiv 2407.11045), where a
forecast was 1,000 draws of deaths a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.evidence.columns import Floats

# the challenge's edges up to 1000.5; beyond them its last bin would hold every year of a large war
CHALLENGE = (0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
EDGES = np.array((*CHALLENGE, 2500.5, 5000.5, 10_000.5, 25_000.5, 50_000.5))
DRAWS = 1000.0  # members of a forecast in the challenge, beside which each bin gets one more
SHARE = 0.9  # of the interval that is scored
NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over the periods scored; NaN without any. `held`: shares of what was seen."""

    periods: int
    crps: float
    ignorance: float  # bits
    interval: float
    held_90: float
    held_50: float


def score(forecasts: Sequence[Floats], seen: Floats, *, drawn: bool = True) -> Scores:
    """Scores of one ensemble a period against what was seen, (B,).

    `drawn`: members are draws from the forecast, as worlds are; otherwise they are all of it.
    """
    if not len(seen):
        return Scores(0, NAN, NAN, NAN, NAN, NAN)
    pairs = list(zip(forecasts, seen.tolist(), strict=True))
    return Scores(
        len(pairs),
        float(np.mean([crps(members, value, drawn=drawn) for members, value in pairs])),
        float(np.mean([ignorance(members, value) for members, value in pairs])),
        float(np.mean([interval_score(members, value) for members, value in pairs])),
        float(np.mean([holds(members, value, 0.9) for members, value in pairs])),
        float(np.mean([holds(members, value, 0.5) for members, value in pairs])),
    )


def crps(members: Floats, seen: float, *, drawn: bool = True) -> float:
    """Continuous ranked probability score, in the unit of what is seen.

    `drawn`: of the distribution that the members are draws from, by the fair estimator (Ferro
    2014), which does not favour large ensembles and may fall below zero. Otherwise of the
    distribution that the members, equally likely, are: what the fair estimator tends to with
    many draws from them. One member alone scores its absolute error.
    """
    count = len(members)
    error = float(np.abs(members - seen).mean())
    if count < 2:
        return error
    weights = 2.0 * np.arange(1, count + 1) - count - 1.0
    others = count - 1.0 if drawn else float(count)
    return error - float(weights @ np.sort(members)) / (count * others)


def crps_of_each(worlds: Floats, seen: Floats) -> Floats:
    """(B,) the fair CRPS of each period's worlds, (S, B)."""
    count = len(worlds)
    error = np.abs(worlds - seen).mean(axis=0)
    if count < 2:
        return error
    weights = 2.0 * np.arange(1, count + 1) - count - 1.0
    return error - weights @ np.sort(worlds, axis=0) / (count * (count - 1.0))


def cells_score(members: Floats, seen: Floats, *, drawn: bool = True) -> Scores:
    """`score` of many cells at once: (N, B) members, (B,) seen."""
    count = len(members)
    error = np.abs(members - seen).mean(axis=0)
    weights = 2.0 * np.arange(1, count + 1) - count - 1.0
    others = max(count - 1.0, 1.0) if drawn else float(count)
    crps_each = error - weights @ np.sort(members, axis=0) / (count * others)
    share = (np.digitize(members, EDGES) == np.digitize(seen, EDGES)).mean(axis=0)
    bits = -np.log2((DRAWS * share + 1.0) / (DRAWS + len(EDGES) + 1.0))
    low, first, third, high = np.quantile(members, (0.05, 0.25, 0.75, 0.95), axis=0)
    outside = np.maximum(low - seen, 0.0) + np.maximum(seen - high, 0.0)
    return Scores(
        len(seen),
        float(crps_each.mean()),
        float(bits.mean()),
        float((high - low + 2.0 / (1.0 - SHARE) * outside).mean()),
        float(((low <= seen) & (seen <= high)).mean()),
        float(((first <= seen) & (seen <= third)).mean()),
    )


def weighted(worlds: Floats, weights: Floats, seen: Floats) -> Scores:
    """Scores of weighed worlds, (S, B); with equal weights those of `score`."""
    pairs = list(zip(worlds.T, seen.tolist(), strict=True))
    ends = {
        share: [weighted_central(members, weights, share) for members, _ in pairs]
        for share in (SHARE, 0.5)
    }
    held = {
        share: float(np.mean([holds_between(*e, s) for e, s in zip(own, seen, strict=True)]))
        for share, own in ends.items()
    }
    return Scores(
        len(pairs),
        float(np.mean([weighted_crps(members, weights, value) for members, value in pairs])),
        float(np.mean([_bits(_share(members, value, weights)) for members, value in pairs])),
        float(np.mean([_interval(*e, s) for e, s in zip(ends[SHARE], seen, strict=True)])),
        held[SHARE],
        held[0.5],
    )


def weighted_crps(members: Floats, weights: Floats, seen: float) -> float:
    """The fair CRPS of weighed members: pairs of a member with itself do not count."""
    error = float(weights @ np.abs(members - seen))
    order = np.argsort(members)
    x, w = members[order], weights[order]
    below, pairs = np.cumsum(w) - w, 1.0 - float(weights @ weights)
    if pairs <= 0.0:
        return error
    apart = float((w * x * (2.0 * below + w - 1.0)).sum())  # half the mean distance of pairs
    return error - apart / pairs


def weighted_central(members: Floats, weights: Floats, share: float) -> tuple[float, float]:
    """Ends of the central interval of so much of the weight; equal weights: as `central`."""
    order = np.argsort(members)
    x, w = members[order], weights[order]
    at = np.cumsum(w) - w
    top = at[-1] if at[-1] > 0.0 else 1.0
    low, high = np.interp([(1.0 - share) / 2.0, (1.0 + share) / 2.0], at / top, x)
    return float(low), float(high)


def crps_error(worlds: Floats, seen: Floats) -> float:
    """Standard error of the mean CRPS that comes of having so few worlds, (N, B): jackknife.

    NaN for fewer than three worlds.
    """
    count = len(worlds)
    if count < 3:
        return NAN
    rest = [np.delete(worlds, row, axis=0) for row in range(count)]
    means = [crps_of_each(each, seen).mean() for each in rest]
    return float(np.sqrt((count - 1.0) * np.var(means)))


def ignorance(members: Floats, seen: float) -> float:
    """Minus log2 of the probability given to the bin (EDGES) of what was seen, in bits.

    An ensemble counts as DRAWS draws whatever its size, and each bin gets one draw more, as in
    the challenge: an empty bin costs log2(1016) = 9.99 bits, not infinitely many.
    """
    return _bits(_share(members, seen))


def _share(members: Floats, seen: float, weights: Floats | None = None) -> float:
    """Of the members (or of their weight) in the bin of what was seen."""
    return float(np.average(np.digitize(members, EDGES) == np.digitize(seen, EDGES), None, weights))


def _bits(share: float) -> float:
    return -float(np.log2((DRAWS * share + 1.0) / (DRAWS + len(EDGES) + 1.0)))


def interval_score(members: Floats, seen: float) -> float:
    """Width of the central 90 % interval, and 20 times what was seen lies outside it."""
    return _interval(*central(members, SHARE), seen)


def _interval(low: float, high: float, seen: float) -> float:
    outside = max(low - seen, 0.0) + max(seen - high, 0.0)
    return high - low + 2.0 / (1.0 - SHARE) * outside


def holds(members: Floats, seen: float, share: float) -> bool:
    """Whether the central interval holds what was seen."""
    return holds_between(*central(members, share), seen)


def holds_between(low: float, high: float, seen: float) -> bool:
    """Whether an interval, its ends included, holds what was seen."""
    return low <= seen <= high


def central(members: Floats, share: float) -> tuple[float, float]:
    """Ends of the central interval of so much of the members, quantiles by linear steps."""
    low, high = np.quantile(members, [(1.0 - share) / 2.0, (1.0 + share) / 2.0])
    return float(low), float(high)
