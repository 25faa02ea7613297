"""How events are spread over places (F10, F16, F21)."""

from __future__ import annotations

import numpy as np

from sim.evidence.columns import Bools, Floats

NAN = float("nan")


def concentration(events: Floats, share: float) -> float:
    """Smallest share of places, busiest first, that holds `share` of the events.

    `events` (P,): count of each place. Linear within the place that is passed; NaN without
    events.
    """
    total = float(events.sum())
    if total <= 0:
        return NAN
    held = np.concatenate(([0.0], np.cumsum(np.sort(events)[::-1]) / total))
    passed = int(np.searchsorted(held, share - 1e-12))
    if passed == 0:
        return 0.0
    inside = (share - held[passed - 1]) / (held[passed] - held[passed - 1])
    return float((passed - 1 + inside) / len(events))


def persistence(active: Bools) -> tuple[float, float]:
    """P(active | active the month before) and P(active | inactive), over places and months.

    `active` (P, M): had an event. NaN where the condition never held.
    """
    before, now = active[:, :-1], active[:, 1:]
    was, was_not = int(before.sum()), int((~before).sum())
    stays = float((now & before).sum()) / was if was else NAN
    starts = float((now & ~before).sum()) / was_not if was_not else NAN
    return stays, starts


def median_spell(active: Bools) -> float:
    """Median length in months of unbroken activity of a place; NaN without any.

    Spells cut by the window count as long as they are seen.
    """
    edge = np.zeros((len(active), 1), dtype=np.int8)
    steps = np.diff(np.hstack((edge, active.astype(np.int8), edge)), axis=1)
    begins = np.nonzero(steps.ravel() == 1)[0]
    ends = np.nonzero(steps.ravel() == -1)[0]
    return float(np.median(ends - begins)) if len(begins) else NAN


def variance_ratio(events: Floats) -> float:
    """Variance of the country's monthly events over the sum of its places' variances.

    `events` (P, M). 1 when places are independent, P when they move as one; NaN without
    variance.
    """
    if events.shape[1] < 3:
        return NAN
    apart = float(events.var(axis=1, ddof=1).sum())
    return float(events.sum(axis=0).var(ddof=1)) / apart if apart > 0 else NAN


def comovement(events: Floats, roads: Bools) -> tuple[float, float]:
    """Own lag and synchrony with far places: what tells excitation from a common tempo.

    `events` (P, M) counts, `roads` (P, P). Least squares over places i and months t >= 1, each
    variable less its mean over the months of the place (place effects):

        y[i, t] = a y[i, t-1] + b near[i, t-1] + c far[i, t]

    near: mean of the places joined to i by a road, the month before; far: mean of all others
    but i, in the same month. Returns (a, c). Of the estimators tried this natural one comes
    nearest to the printed values (0.26, 0.20 Sierra Leone 1991-2001; 0.24, 0.18 Mali). NaN
    with fewer than 13 months, fewer than four places, or nothing to explain.
    """
    places, months = events.shape
    if places < 4 or months < 13:
        return NAN, NAN
    apart = ~roads & ~np.eye(places, dtype=np.bool_)
    own = events[:, :-1]
    near = _mean_over(roads) @ own
    far = _mean_over(apart) @ events[:, 1:]
    y, *causes = (_within(v) for v in (events[:, 1:], own, near, far))
    if not y.any() or not causes[-1].any():
        return NAN, NAN
    own_lag, _, synchrony = np.linalg.lstsq(np.stack(causes, axis=1), y, rcond=None)[0]
    return float(own_lag), float(synchrony)


def _mean_over(chosen: Bools) -> Floats:
    """Weights, (P, P), that average over the chosen places of each row."""
    weight: Floats = chosen.astype(np.float64)
    weight /= np.maximum(weight.sum(axis=1, keepdims=True), 1.0)
    return weight


def _within(values: Floats) -> Floats:
    """Values less the mean of their place, flat."""
    apart: Floats = values - values.mean(axis=1, keepdims=True)
    return apart.ravel()
