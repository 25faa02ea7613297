"""A Gaussian process for each target: what a run would miss it by, without running it.

All targets share the points and a few lengths, so that one decomposition a length serves all;
length and noise of each are those under which its runs are likeliest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.evidence.columns import Floats

LENGTHS: Final = (1.0, 2.0, 4.0)  # on a cube of side 2
NOISES: Final = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)  # variance of luck, of what is explained
LEAST: Final = 1e-9
FOLDS: Final = 5


@dataclass(frozen=True)
class _OfLength:
    """One length: its decomposed kernel, and what belongs to the targets that take it."""

    length: float
    vectors: Floats  # (n, n)
    values: Floats  # (n,)
    targets: np.ndarray  # type: ignore[type-arg]  # which of all
    weights: Floats  # (n, targets)
    noise: Floats  # (targets,)
    scale: Floats  # (targets,) variance of the signal


class Emulator:
    """Fitted on points `at` (n, d), shares 0..1, and what came out there, `misses` (n, T)."""

    def __init__(self, at: Floats, misses: Floats) -> None:
        self.at = 2.0 * at - 1.0
        self.mean = misses.mean(axis=0)
        centred = misses - self.mean
        tried = [_tried(self.at, centred, length) for length in LENGTHS]
        best = np.argmax([likely for *_, likely, _, _ in tried], axis=0)  # (T,)
        self.parts: list[_OfLength] = []
        for number, (values, vectors, _, noise, scale) in enumerate(tried):
            own = np.flatnonzero(best == number)
            if len(own) == 0:
                continue
            turned = vectors.T @ centred[:, own]
            weights = vectors @ (turned / (values[:, None] + noise[own]))
            length = LENGTHS[number]
            self.parts.append(
                _OfLength(length, vectors, values, own, weights, noise[own], scale[own])
            )

    def predict(self, at: Floats) -> tuple[Floats, Floats]:
        """Mean and variance of the mean, (m, T) each, at new points."""
        new = 2.0 * at - 1.0
        mean = np.repeat(self.mean[None, :], len(new), axis=0)
        variance = np.zeros_like(mean)
        for part in self.parts:
            near = kernel(new, self.at, part.length)
            mean[:, part.targets] += near @ part.weights
            known = (near @ part.vectors) ** 2 @ (
                1.0 / (part.values[:, None] + part.noise[None, :])
            )
            variance[:, part.targets] = part.scale * np.maximum(1.0 - known, 0.0)
        return mean, variance


def kernel(one: Floats, other: Floats, length: float) -> Floats:
    """(n, m) likeness of points: 1 for the same, falling with the squared distance."""
    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None, :]
    apart = np.maximum(squares - 2.0 * one @ other.T, 0.0)
    like: Floats = np.exp(-apart / (2.0 * length * length))
    return like


def _tried(at: Floats, centred: Floats, length: float) -> tuple[Floats, ...]:
    """Values and vectors of a length's kernel; by target log likelihood, noise and scale."""
    values, vectors = np.linalg.eigh(kernel(at, at, length))
    values = np.maximum(values, 0.0)
    squares = (vectors.T @ centred) ** 2  # (n, T)
    noises = np.array(NOISES)
    spread = values[:, None] + noises[None, :]  # (n, N)
    scale = np.maximum((1.0 / spread).T @ squares / len(at), LEAST)  # (N, T)
    likely = -0.5 * (len(at) * np.log(scale) + np.log(spread).sum(axis=0)[:, None])
    best = np.argmax(likely, axis=0)
    column = np.arange(centred.shape[1])
    return values, vectors, likely[best, column], noises[best], scale[best, column]


def explained(at: Floats, misses: Floats, seed: int) -> Floats:
    """(T,) share of the variance of points left out that an emulator of the others tells."""
    order = np.random.default_rng(seed).permutation(len(at))
    left = np.zeros_like(misses)
    for fold in np.array_split(order, FOLDS):
        others = np.setdiff1d(order, fold)
        left[fold] = misses[fold] - Emulator(at[others], misses[others]).predict(at[fold])[0]
    told: Floats = 1.0 - left.var(axis=0) / np.maximum(misses.var(axis=0), LEAST)
    return told
