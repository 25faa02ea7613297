"""Sums and exponentials as a loop over rows takes them, to the last bit.

numpy adds pairwise and has exponentials of its own: neither is what a compiled loop, or plain
Python, would get. Rules that work on whole columns add in the order of rows and take `math`'s.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray


def total(values: Any) -> float:
    """The sum of numbers in their order, in float64; 0 of none."""
    column = np.asarray(values, np.float64)
    return float(np.add.accumulate(column)[-1]) if len(column) else 0.0


def exps(values: Any) -> NDArray[np.float64]:
    """The exponential of each number, in float64."""
    return np.array([math.exp(x) for x in np.asarray(values, np.float64)])


def log1ps(values: Any) -> NDArray[np.float64]:
    """The logarithm of one more than each number, in float64."""
    return np.array([math.log1p(x) for x in np.asarray(values, np.float64)])
