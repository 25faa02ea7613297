"""A Poisson panel with place and period effects, as the field estimates local effects (B1)."""

from __future__ import annotations

import numpy as np

from sim.evidence.columns import Floats

ROUNDS = 60
SMALL = 1e-12


def two_way_poisson(counts: Floats, cause: Floats) -> tuple[float, float]:
    """Coefficient and information of `cause` in E[counts] = exp(place + period + b cause).

    `counts`, `cause`: (P, T). Maximum likelihood: the effects are fitted to the margins in
    turn, b by Newton's method on the score. Places and periods without an event carry no
    information and are left out. Information is 1 / variance of b; (NaN, 0) where b cannot be
    had (no events, no variation, no convergence within bounds).
    """
    y, x = _informative(counts, cause)
    if y.size == 0:
        return float("nan"), 0.0
    place, period = np.ones(y.shape[0]), np.full(y.shape[1], y.mean())
    b, information = 0.0, 0.0
    for _ in range(ROUNDS):
        lift = np.exp(b * x)
        for _ in range(8):
            place = y.sum(1) / ((lift * period).sum(1) + SMALL)
            period = y.sum(0) / ((lift * place[:, None]).sum(0) + SMALL)
        mean = place[:, None] * period * lift
        apart = _residual(x, mean)
        information = float((mean * apart * apart).sum())
        if information < 1e-6:
            return float("nan"), 0.0
        step = float(((y - mean) * x).sum()) / information
        b += min(max(step, -1.0), 1.0)
        if abs(b) > 8.0:
            return float("nan"), 0.0
        if abs(step) < 1e-6:
            break
    return b, information


def _informative(counts: Floats, cause: Floats) -> tuple[Floats, Floats]:
    """The places and periods that had an event."""
    rows = np.flatnonzero(counts.sum(axis=1) > 0)
    columns = np.flatnonzero(counts.sum(axis=0) > 0)
    return counts[np.ix_(rows, columns)], cause[np.ix_(rows, columns)].astype(np.float64)


def _residual(x: Floats, weight: Floats) -> Floats:
    """`x` less its weighted means by place and period (alternating projections)."""
    apart = x.copy()
    rows, columns = weight.sum(1) + SMALL, weight.sum(0) + SMALL
    for _ in range(30):
        apart = apart - ((weight * apart).sum(1) / rows)[:, None]
        apart = apart - (weight * apart).sum(0) / columns
    return apart


def pooled(estimates: Floats, information: Floats) -> float:
    """Mean of estimates weighed by what each tells, (S,) and (S,); NaN without any."""
    known = np.isfinite(estimates) & (information > 0.0)
    if not known.any():
        return float("nan")
    return float(np.average(estimates[known], weights=information[known]))
