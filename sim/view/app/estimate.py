"""An answer at once: a surface fitted to all known policies, and how far off it was.

A policy's effect is taken as the sum of what its settings do, each along its own line from the
baseline, and of what each two of them do together: a Gaussian process with the kernels of a
straight line, of a Brownian path (how far the line bends) and of their products. How much each
setting can move is told by its own ends, and shrunk as far as luck could have done it. Policies
that were run are predicted from all others to say how far off that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.case.scenario import Scenario
from sim.view.app.asking import Question
from sim.view.app.fields import all_fields
from sim.view.app.known import Known, memory, plain
from sim.view.app.panel import ends
from sim.view.app.reach import effect_of
from sim.view.app.setting import Setting, Times, base_value

Floats = NDArray[np.float64]
FEWEST: Final = 12  # known policies below which nothing is estimated
TOGETHER: Final = (0.0, 0.03, 0.1, 0.3)  # of what two settings do alone: what they do together
BENT: Final = (0.15, 0.5, 1.0)  # share of a setting's variance that is not a straight line
SURE: Final = 1.96  # standard errors of a 95 % interval
TRIED: Final = 6  # held-out policies below which its own errors are not used
LEAST: Final = 0.5  # standard errors that a setting may move, whatever its ends were
SMALL: Final = 1e-12


@dataclass(frozen=True)
class Estimate:
    """`by`: the change estimated, with its 95 % interval; `base`: median of the baseline.

    `known`: policies it rests on; `off`: median distance of the estimate from what was run, in
    policies held out, `tried` of them (NaN where there are none).
    """

    by: float
    lo: float
    hi: float
    base: float
    known: int
    off: float
    tried: int


def steps_of(case: Scenario, setting: Setting) -> dict[str, float]:
    """How far each setting is moved: 1 at an end of its slider; each direction by itself."""
    found = {}
    for path, value in setting.changes:
        field = all_fields()[path]
        if not path.startswith("policy."):
            continue
        if isinstance(value, (str, bool)):
            found[f"{path}={value}"] = 1.0
            continue
        base = 1.0 if isinstance(value, Times) else float(base_value(case, field))
        now = value.factor if isinstance(value, Times) else float(value)
        low, high = ends(case, path)
        room = high - base if now > base else base - low
        if now != base:
            found[f"{path}{'+' if now > base else '-'}"] = abs(now - base) / max(room, SMALL)
    for lever, phases in setting.phases:
        found[f"{lever}.phases={phases!r}"] = 1.0
    return found


@dataclass(frozen=True)
class Surface:
    """A fitted surface of one outcome.

    `names`: of the directions; `size`: (directions,) variance of a whole step in each; `points`:
    (n, directions); `weights`: (n,); `inverse`: (n, n) of the covariance of what is known.
    """

    names: tuple[str, ...]
    size: Floats
    usual: float
    together: float
    bent: float
    points: Floats
    weights: Floats
    inverse: Floats

    def at(self, steps: dict[str, float]) -> tuple[float, float]:
        """The effect at a point and its standard error."""
        place = {name: i for i, name in enumerate(self.names)}
        new = [name for name in steps if name not in place]
        size = np.concatenate([self.size, np.full(len(new), self.usual)])
        place |= {name: len(self.names) + i for i, name in enumerate(new)}
        point = np.zeros((1, len(size)))
        for name, step in steps.items():
            point[0, place[name]] = step
        known = np.pad(self.points, ((0, 0), (0, len(new))))
        across = _kernel(known, point, size, self.together, self.bent)[:, 0]
        own = _kernel(point, point, size, self.together, self.bent)[0, 0]
        left = own - float(across @ self.inverse @ across)
        return float(across @ self.weights), float(np.sqrt(max(left, 0.0)))


def _kernel(one: Floats, other: Floats, size: Floats, together: float, bent: float) -> Floats:
    """(n, m) covariance of effects: of single settings, and of each two of them together."""
    whole, squares = np.zeros((2, len(one), len(other)))
    for i, variance in enumerate(size):
        first, second = one[:, None, i], other[None, :, i]
        single = variance * (bent * np.minimum(first, second) + (1.0 - bent) * first * second)
        whole += single
        squares += single**2
    pairs = 0.5 * (whole**2 - squares)
    return np.asarray(whole + together * pairs / max(float(size.mean()), SMALL))


def fit(case: Scenario, moves: Sequence[Known], name: str) -> tuple[Surface, Floats, Floats]:
    """The surface of an outcome; the error and its standard error of each policy left out, (n,)."""
    effects = [effect_of(known, name) for known in moves]
    steps = [steps_of(case, known.setting) for known in moves]
    names = tuple(sorted({direction for step in steps for direction in step}))
    points = np.array([[step.get(direction, 0.0) for direction in names] for step in steps])
    by = np.array([effect.by for effect in effects])
    error = np.array([effect.error for effect in effects])
    size, usual = _sizes(points, by, error)
    tried: list[tuple[float, Surface, Floats, Floats]] = []
    for bent, together in product(BENT, TOGETHER):
        cover = _kernel(points, points, size, together, bent)
        cover += np.diag(error**2 + 1e-9 + SMALL * usual)
        inverse: Floats = np.linalg.inv(cover).astype(np.float64)
        weights = inverse @ by
        spread = 1.0 / np.diag(inverse)
        left_out = weights * spread
        score = float(-0.5 * (left_out**2 / spread + np.log(spread)).sum())
        surface = Surface(names, size, usual, together, bent, points, weights, inverse)
        tried.append((score, surface, left_out, np.asarray(np.sqrt(spread))))
    _, surface, left_out, spread = max(tried, key=lambda row: row[0])
    return surface, left_out, spread


def _sizes(points: Floats, by: Floats, error: Floats) -> tuple[Floats, float]:
    """(directions,) variance of a whole step in each direction; that of one nobody tried."""
    single = (points > 0.0).sum(axis=1) == 1
    found = np.full(points.shape[1], np.nan)
    for i in range(points.shape[1]):
        own = single & (points[:, i] > 0.0)
        if own.any():
            excess = (by[own] ** 2 - error[own] ** 2) / points[own, i]
            found[i] = max(float(excess.max()), (LEAST * float(error[own].min())) ** 2)
    usual = float(np.nanmean(found)) if not np.isnan(found).all() else float((by**2).mean())
    return np.where(np.isnan(found), usual, found), max(usual, SMALL)


@lru_cache(maxsize=64)
def _fitted(
    question: Question, version: int, name: str
) -> tuple[Surface, Floats, Floats, float, int] | None:
    moves = [known for known in memory().moves(question) if _told(known, name)]
    if len(moves) < FEWEST:
        return None
    surface, off, error = fit(question.base, moves, name)
    out = np.array([known.of != "reach" for known in moves])
    base = max(moves, key=lambda known: len(known.base))
    return surface, off[out], error[out], effect_of(base, name).base, len(moves)


def _told(known: Known, name: str) -> bool:
    return bool(np.isfinite(effect_of(known, name).by))


def estimate(question: Question, name: str) -> Estimate | None:
    """What a question's policy changes, at once; None where too little is known."""
    group = memory().group(question)
    base = baseline_like(question)
    found = _fitted(base, group.version, name)
    if found is None:
        return None
    surface, off, error, middle, known = found
    by, spread = surface.at(steps_of(question.base, plain(question.setting)))
    tried = len(off)
    if tried >= TRIED:  # its own errors, where they are larger than it says
        spread *= max(1.0, float(np.sqrt(np.mean((off / error) ** 2))))
    distance = float(np.median(np.abs(off))) if tried else float("nan")
    half = SURE * spread
    return Estimate(by, by - half, by + half, middle, known, distance, tried)


def baseline_like(question: Question) -> Question:
    """The question with its policy left out: what all policies of a group share."""
    nature = question.setting.only("nature")
    return replace(question, what=question.base, what_changes=question.base_changes, setting=nature)
