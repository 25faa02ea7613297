"""How well the past foretells: the country by month, places by the mission's own risk (G3)."""

from __future__ import annotations

import numpy as np

from sim.evidence.columns import Bools, Floats
from sim.evidence.digest.past import Past

BINS = 60
FADING = 0.85  # weight of a month's deaths against those of the month after
CALM = 3  # months without an event before one counts as onset
MOST = 12.0  # largest score, log of deaths


def measured(past: Past) -> dict[str, float | Floats]:
    """(2, BINS) counts of scores without and with violence; AUC is taken over all worlds."""
    months = int(past.month[-1]) + 1
    deaths = np.bincount(past.month, weights=past.deaths, minlength=months)
    score = np.zeros(months)
    for month in range(1, months):
        score[month] = FADING * score[month - 1] + deaths[month - 1]
    active = deaths > 0
    calm = np.array([m >= CALM and not active[m - CALM : m].any() for m in range(months)])
    known = np.arange(months) >= 12
    place = np.log1p(score) / MOST
    late = slice(past.deployed, past.weeks - 1)
    risk = past.places["risk"][late].ravel().astype(np.float64)
    next_week = past.places["events"][past.deployed + 1 :].ravel() > 0
    return {
        "history_incidence": _histogram(place[known], active[known]),
        "history_onset": _histogram(place[known & calm], active[known & calm]),
        "risk_next_week": _histogram(risk, next_week),
    }


def _histogram(score: Floats, event: Bools) -> Floats:
    """(2, BINS) how many of each score, 0 to 1, had no event and had one."""
    cell = np.clip((score * BINS).astype(np.int64), 0, BINS - 1) + BINS * event
    return np.bincount(cell, minlength=2 * BINS).reshape(2, BINS).astype(np.float64)


def auc(histogram: Floats) -> float:
    """Area under the ROC curve of scores counted without and with events; NaN without either."""
    calm, event = histogram
    if calm.sum() <= 0.0 or event.sum() <= 0.0:
        return float("nan")
    below = np.cumsum(calm) - calm
    return float((event * (below + 0.5 * calm)).sum() / (event.sum() * calm.sum()))
