"""How deadly single events are (F3)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.evidence.columns import Floats, Ints

TAIL_FROM = 5  # deaths: smaller events are coded too unevenly to fit
TAIL_NEEDS = 20  # events in the tail: below, the exponent's standard error passes 0.25

_EXPONENTS = np.arange(1.05, 8.0, 0.005)
_TERMS = 20  # summed one by one before the Euler-Maclaurin remainder


def tail_exponent(sizes: Ints, smallest: int = TAIL_FROM) -> float:
    """Exponent of a discrete power law fitted to `sizes` >= `smallest` by maximum likelihood.

    Solves E[log x] = mean log x for p(x) = x^-a / zeta(a, smallest) (Clauset, Shalizi & Newman
    2009, section 3). NaN with fewer than 20 events in the tail or no solution in 1.05..8.
    """
    tail = sizes[sizes >= smallest]
    if len(tail) < TAIL_NEEDS:
        return float("nan")
    mean_log = float(np.log(tail).mean())
    expected = _expected_log(smallest)
    if not expected[-1] <= mean_log <= expected[0]:
        return float("nan")
    return float(np.interp(mean_log, expected[::-1], _EXPONENTS[::-1]))


@lru_cache(maxsize=8)
def _expected_log(smallest: int) -> Floats:
    """E[log x] = -zeta'(a, smallest) / zeta(a, smallest) at every exponent of the grid."""
    a = _EXPONENTS
    terms = np.arange(smallest, smallest + _TERMS)[:, None]
    powers = terms**-a
    end = float(smallest + _TERMS)
    log_end = np.log(end)
    rest = end ** (1 - a) / (a - 1)
    zeta = powers.sum(0) + rest + end**-a / 2 + a * end ** (-a - 1) / 12
    slope = (
        (np.log(terms) * powers).sum(0)
        + rest * (log_end + 1 / (a - 1))
        + log_end * end**-a / 2
        + (a * log_end - 1) * end ** (-a - 1) / 12
    )
    return np.asarray(slope / zeta, dtype=np.float64)


def share_at_least(sizes: Ints, deaths: int) -> float:
    """Share of events that killed `deaths` or more; NaN without events."""
    return float((sizes >= deaths).mean()) if len(sizes) else float("nan")


def median_size(sizes: Ints) -> float:
    """Median deaths of an event; NaN without events."""
    return float(np.median(sizes)) if len(sizes) else float("nan")
