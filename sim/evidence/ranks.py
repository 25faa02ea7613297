"""Rank correlation."""

from __future__ import annotations

import numpy as np

from sim.evidence.columns import Floats


def rank_correlation(a: Floats, b: Floats) -> float:
    """Spearman's, ties sharing their ranks; NaN where one of the two is constant."""
    return float(rank_correlations(a[None], b)[0])


def rank_correlations(many: Floats, one: Floats) -> Floats:
    """(S,) Spearman's of each row of (S, P) with (P,)."""
    from scipy.stats import rankdata

    rows, other = rankdata(many, axis=1), rankdata(one)
    rows -= rows.mean(axis=1, keepdims=True)
    other -= other.mean()
    spread = np.sqrt((rows**2).sum(axis=1) * (other**2).sum())
    return np.divide(rows @ other, spread, out=np.full(len(rows), np.nan), where=spread > 0)
