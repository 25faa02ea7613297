"""Designs: which settings of the factors are run. Each gives samples in a fixed order.

Points of Sobol sequences are the first points of longer ones: a doubled design holds all of
the old one. Everything random comes from the design's own seed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.batch.factors import Factor, Level

Setting = dict[str, Level]  # the level of each factor that is set; others stay the scenario's
MOST_SAMPLES = 1_000_000
MOST_VALUES = 20_000_000  # of a sampled design: points by factors
LEVELS = {"morris": 4}  # where nobody says; else 3
LISTED = ("factorial", "one-at-a-time")


def check(kind: str, samples: int, levels: int) -> None:
    """Raise ValueError for numbers that a kind of design does not take."""
    if kind in ("sobol", "saltelli") and samples & (samples - 1):
        near = 1 << samples.bit_length()
        raise ValueError(f"samples is {samples}; Sobol takes a power of two, e.g. {near}")
    if kind == "morris" and (levels < 2 or levels % 2):
        raise ValueError(f"levels is {levels}; Morris takes an even number, e.g. 4")


def factorial(factors: Sequence[Factor], levels: int) -> list[Setting]:
    """Every combination; a range gives `levels` evenly spaced values. The first varies slowest."""
    columns = [factor.spread(levels) for factor in factors]
    size = int(np.prod([len(column) for column in columns], dtype=float)) if columns else 1
    if size > MOST_SAMPLES:
        raise ValueError(f"gives {size:,} combinations; at most {MOST_SAMPLES:,}, or sample them")
    names = [factor.name for factor in factors]
    return [dict(zip(names, row, strict=True)) for row in itertools.product(*columns)]


def one_at_a_time(factors: Sequence[Factor], levels: int) -> list[Setting]:
    """The scenario as it is, then every level of every factor alone."""
    settings: list[Setting] = [{}]
    for factor in factors:
        settings += [{factor.name: level} for level in factor.spread(levels)]
    return settings


def sobol(factors: Sequence[Factor], samples: int, seed: int) -> list[Setting]:
    """The first `samples` (a power of two) points of a scrambled Sobol sequence."""
    return _settings(factors, _sobol(len(factors), samples, seed))


def _sobol(dimensions: int, samples: int, seed: int) -> NDArray[np.float64]:
    from scipy.stats import qmc

    check("sobol", samples, 0)
    cube = qmc.Sobol(dimensions, scramble=True, seed=seed).random(samples)
    return np.asarray(cube, dtype=float)


def latin_hypercube(factors: Sequence[Factor], samples: int, seed: int) -> list[Setting]:
    """A Latin hypercube; it cannot be extended."""
    from scipy.stats import qmc

    return _settings(factors, qmc.LatinHypercube(len(factors), seed=seed).random(samples))


def saltelli(factors: Sequence[Factor], samples: int, seed: int) -> list[Setting]:
    """Sobol indices' design: for each of `samples` base points A, AB_1 .. AB_k, B.

    (k + 2) rows a base point, the order SALib's analysis expects without second order.
    """
    count = len(factors)
    both = _sobol(2 * count, samples, seed)
    rows = []
    for a, b in zip(both[:, :count], both[:, count:], strict=True):
        rows.append(a)
        for i in range(count):
            mixed = a.copy()
            mixed[i] = b[i]
            rows.append(mixed)
        rows.append(b)
    return _settings(factors, np.array(rows))


def morris(factors: Sequence[Factor], samples: int, seed: int, levels: int) -> list[Setting]:
    """Morris's elementary effects: `samples` trajectories of k + 1 points on a grid."""
    check("morris", samples, levels)
    return _settings(factors, morris_cube(len(factors), samples, seed, levels))


def morris_cube(count: int, samples: int, seed: int, levels: int) -> NDArray[np.float64]:
    """(samples * (count + 1), count) grid points 0..1; neighbours of a trajectory differ in one."""
    rng = np.random.default_rng(seed)
    step = levels // 2  # the usual delta of p / (2 (p - 1))
    rows = []
    for _ in range(samples):
        point = rng.integers(0, levels, size=count)
        rows.append(point.copy())
        for i in rng.permutation(count):
            point[i] += step if point[i] < step else -step
            rows.append(point.copy())
    return np.array(rows, dtype=float).reshape(-1, count) / (levels - 1)


def _settings(factors: Sequence[Factor], cube: Any) -> list[Setting]:
    return [
        {factor.name: factor.at(float(u)) for factor, u in zip(factors, row, strict=True)}
        for row in cube
    ]


KINDS: dict[str, Callable[[Sequence[Factor], int, int, int], list[Setting]]] = {
    "factorial": lambda f, samples, seed, levels: factorial(f, levels),
    "one-at-a-time": lambda f, samples, seed, levels: one_at_a_time(f, levels),
    "sobol": lambda f, samples, seed, levels: sobol(f, samples, seed),
    "lhs": lambda f, samples, seed, levels: latin_hypercube(f, samples, seed),
    "saltelli": lambda f, samples, seed, levels: saltelli(f, samples, seed),
    "morris": morris,
}


def make(
    kind: str, factors: Sequence[Factor], samples: int, seed: int, levels: int | None
) -> list[Setting]:
    """The samples of a design by its kind; `levels` of a range, without it 4 for Morris, else 3.

    Raises ValueError for numbers it cannot take."""
    if not factors:
        return [{}]
    rows = {"saltelli": samples * (len(factors) + 2), "morris": samples * (len(factors) + 1)}
    size = rows.get(kind, 1 if kind in LISTED else samples)
    if size * len(factors) > MOST_VALUES:
        text = f"samples is {samples}: {size:,} points of {len(factors)} factors"
        raise ValueError(f"{text}; at most {MOST_VALUES // len(factors):,} points")
    levels = LEVELS.get(kind, 3) if levels is None else levels
    return KINDS[kind](factors, samples, seed, levels)
