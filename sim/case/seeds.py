"""Seeds: whole numbers, whatever integer type they come in."""

from __future__ import annotations

import operator
import os
from typing import Any, Final

import numpy as np

MOST: Final = 2**63 - 1
DRAWN_BYTES: Final = 6  # of a seed nobody gave: whole in a table of floats, too


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


def chosen_seed(seed: Any, rng: Any = None) -> int:
    """The seed of a Mesa model: given as `seed` or as `rng`; where both are None, one is drawn.

    ValueError: both are given, or what is given is no whole number (a Generator or a list, say).
    """
    if seed is not None and rng is not None:
        raise ValueError(f"seed is {seed!r} and rng is {rng!r}; give one of them")
    given = seed if rng is None else rng
    if given is None:
        return int.from_bytes(os.urandom(DRAWN_BYTES))
    return whole_seed(given)
