"""How well a set of numbers tells the record, by emulator, and draws from the sets that tell it.

A miss is a target's distance from the record in half widths of what the record leaves open, its
inverse hyperbolic sine taken, so that one wild target counts little more than a bad one. The
score is that of experiments/calibration/fit_violence.py, log(1 + z**2) summed over targets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.evidence.columns import Floats
from sim.evidence.emulator import Emulator

STEPS: Final = 1500
JITTER: Final = 0.005
LEAP: Final = 10  # every so many steps a chain may jump from one region to another


@dataclass(frozen=True)
class Told:
    """Emulators and weights of targets: log posterior of a point, up to a constant.

    `luck`: (T,) variance of a miss from world to world; the record is one world. `weight`: (T,)
    what a target counts for: targets that move together tell the same.
    """

    emulator: Emulator
    luck: Floats
    weight: Floats

    def log(self, at: Floats) -> Floats:
        """(m,) of (m, d) points."""
        mean, unsure = self.emulator.predict(at)
        apart = mean / np.sqrt(1.0 + self.luck + unsure)
        return -(score_of(apart) * self.weight).sum(axis=1)


def score_of(miss: Floats) -> Floats:
    """log(1 + z**2) of a miss asinh(z)."""
    size = np.abs(miss)
    score: Floats = 2.0 * (size + np.log1p(np.exp(-2.0 * size)) - np.log(2.0))
    return score


def independent(misses: Floats) -> float:
    """How many independent targets (n, T) are worth, from how they move together."""
    moving = misses[:, misses.std(axis=0) > 0.0]
    if moving.shape[1] == 0:
        return 1.0
    values = np.linalg.eigvalsh(np.corrcoef(moving, rowvar=False).reshape(moving.shape[1], -1))
    return float(values.sum() ** 2 / (values**2).sum())


def sample(told: Told, size: int, numbers: int, seed: int, steps: int = STEPS) -> Floats:
    """(size, numbers) draws: where as many chains stand in the end (differential evolution).

    Chains leap by the difference of two others (ter Braak 2006), and begin spread over the prior.
    """
    luck = np.random.default_rng(seed)
    chains = max(size, 2 * numbers)
    at = luck.random((chains, numbers))
    now = told.log(at)
    step = 2.38 / np.sqrt(2.0 * numbers)
    for number in range(steps):
        first = luck.integers(1, chains, chains)
        second = luck.integers(1, chains, chains)
        rows = np.arange(chains)
        apart = at[(rows + first) % chains] - at[(rows + second) % chains]
        far = 1.0 if number % LEAP == 0 else step
        new = at + far * apart + JITTER * luck.standard_normal(at.shape)
        inside = ((new >= 0.0) & (new <= 1.0)).all(axis=1)
        then = told.log(np.clip(new, 0.0, 1.0))
        taken = inside & (np.log(luck.random(chains)) < then - now)
        at[taken], now[taken] = new[taken], then[taken]
    return at[luck.permutation(chains)[:size]]
