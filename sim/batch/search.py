"""A search for good mixes under a budget: scipy's differential evolution, then fresh seeds.

The search sees a few seeds many times over and so picks luck along with quality: what it says of
its find is too good (the winner's curse). Its best candidates are therefore run again, beside the
plan as it is, in worlds that took no part; only that is an answer.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.batch.budget import Market, Mix
from sim.case.scenario import Scenario
from sim.machine import workers
from sim.pairs.compare import Comparison, compare
from sim.pairs.paired import Paired
from sim.pairs.worlds import threads_for
from sim.runs.outcomes import OUTCOMES
from sim.runs.run import run

POPULATION = 4  # candidates a lever in each generation
WEIGHTS = (0.0, 1.0)  # of money, before they are made shares

Floats = NDArray[np.float64]


class _EnoughError(Exception):
    """All tries are spent."""


@dataclass(frozen=True)
class Candidate:
    """A mix that the search found: what it seemed to change there, and what it does when checked.

    `seemed`: mean difference to the plan on the seeds of the search; `found`: on fresh ones.
    """

    mix: Mix
    seemed: float
    checked: Comparison
    outcome: str

    @property
    def found(self) -> Paired:
        """The outcome over the fresh pairs."""
        return self.checked.found[self.outcome]

    @property
    def curse(self) -> float:
        """How much better it seemed than it is; below 0 where the search was modest."""
        sign = -1.0 if OUTCOMES[self.outcome].direction == "up" else 1.0
        return sign * (self.found.diff - self.seemed)


def search(
    market: Market,
    dollars: float,
    outcome: str = "civilian_deaths",
    *,
    seeds: Sequence[int] = tuple(range(8)),
    fresh: Sequence[int] = tuple(range(1000, 1032)),
    tries: int = 40,
    keep: int = 3,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> list[Candidate]:
    """The best mixes of a sum found in so many `tries` (mixes), those best when checked first.

    `seeds`: worlds of the search, the same for every mix; `fresh`: of the check; `keep`: how many
    candidates are checked; `seed`: of the search's own luck. ValueError: seeds that are in both,
    or an outcome without a direction.
    """
    from scipy.optimize import differential_evolution

    _check(outcome, seeds, fresh)
    sign = -1.0 if OUTCOMES[outcome].direction == "up" else 1.0
    base = _outcome(market.case, outcome, seeds)
    tried: dict[tuple[float, ...], tuple[Mix, float]] = {}

    def loss(weights: Floats) -> float:
        mix = market.buy(-np.log(np.clip(weights, 1e-9, 1.0 - 1e-9)), dollars)
        key = tuple(mix.amounts.values())
        if key not in tried:
            if len(tried) >= tries:
                raise _EnoughError
            values = _outcome(market.case.replace(mix.amounts), outcome, seeds)
            tried[key] = mix, float(np.nanmean(values - base))
            if progress is not None:
                progress(len(tried), tries)
        return sign * tried[key][1]

    with contextlib.suppress(_EnoughError):
        differential_evolution(
            loss,
            [WEIGHTS] * len(market.levers),
            maxiter=tries,
            popsize=POPULATION,
            seed=seed,
            polish=False,
        )
    first = sorted(tried.values(), key=lambda one: sign * one[1])[:keep]
    found = [
        Candidate(
            mix, seemed, compare(market.case, market.case.replace(mix.amounts), fresh), outcome
        )
        for mix, seemed in first
    ]
    return sorted(found, key=lambda one: sign * one.found.diff)


def _check(outcome: str, seeds: Sequence[int], fresh: Sequence[int]) -> None:
    if OUTCOMES[outcome].direction not in ("up", "down"):
        raise ValueError(f"{outcome} has no direction, so no mix is best; take another outcome")
    both = sorted(set(seeds) & set(fresh))
    if both or not seeds or not fresh:
        said = f"seed {both[0]} is in both" if both else "one of them is empty"
        raise ValueError(f"seeds and fresh: {said}; the check needs worlds of its own")


def _outcome(case: Scenario, outcome: str, seeds: Sequence[int]) -> Floats:
    """(seeds,) the outcome in each world."""
    work = list(seeds)
    done = workers.in_threads(lambda s: run(case, s).outcomes[outcome], work, threads_for(case))
    return np.array(list(done), dtype=float)
