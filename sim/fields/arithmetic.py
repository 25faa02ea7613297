"""Sums as a loop over rows takes them, to the last bit.

numpy adds pairwise, and Python 3.12 and later make up for what rounding loses.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def total(values: Any) -> float:
    """The sum of numbers in their order, in float64; 0 of none."""
    column = np.asarray(values, np.float64)
    return float(np.add.accumulate(column)[-1]) if len(column) else 0.0
