"""Seeds: whole numbers, whatever integer type they come in."""

from __future__ import annotations

import operator
from typing import Any, Final

import numpy as np

MOST: Final = 2**63 - 1


def whole_seed(seed: Any) -> int:
    """A seed as a plain int; numpy's integers count.

    ValueError: no whole number from 0 to 2**63 - 1. True, "1", 1.0 and None are none.
    """
    try:
        found = -1 if isinstance(seed, (bool, np.bool_)) else operator.index(seed)
    except TypeError:
        found = -1
    if not 0 <= found <= MOST:
        raise ValueError(f"seed is {seed!r}; must be a whole number from 0 to 2**63 - 1")
    return found
