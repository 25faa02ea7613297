"""Claims tried: each lever and mechanism on paired worlds, in the main and the no-effect world.

A lever's arm is a plain force, ample money and the lever at one of its amounts, with what it needs
of others in every arm; a mechanism's arms are the teaching case with and without it. A claim
holds where the 95 % interval of the paired difference lies on the claimed side of zero, and fails
where it lies on the other side; between them it is too noisy to say. It fails, too, where the
no-effect world moves: there the difference must be zero to the bit (or, where a residue is named,
at most a third of the effect); bookkeeping may stay.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.case.asked import arm_of
from sim.case.extending import parts_in_use
from sim.case.scenario import load_scenario
from sim.evidence.arms import AMPLE, CIVILIANS, nothing_but_force
from sim.fields.claim import Claim
from sim.fields.errors import ScenarioError
from sim.machine import workers
from sim.mechanisms import MECHANISMS
from sim.nature.mechanism import Mechanism
from sim.pairs.paired import interval
from sim.policy.lever import Lever
from sim.runs.outcomes import declare_in_use
from sim.runs.run import run

NONE, LOW, HIGH = range(3)
HOLDS, TOO_NOISY, FAILS = "holds", "too noisy", "fails"
RESIDUE: Final = 1.0 / 3.0  # of the effect that may remain where a residue is named (assumption)
CHUNK: Final = 4  # seeds a task
LEAVING: Final = {"zambara": "2006-01-02", "sierra-leone": "2002-07-01"}  # when an exit begins
TIGHT: Final = {"policy.force.troops": 6_000, "policy.funding.budget": 3.9e8}  # money that binds
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Arm:
    """A scenario and what it changes, as sorted pairs; the same arm is run once."""

    scenario: str
    changes: tuple[tuple[str, Any], ...]
    seeds: tuple[int, ...]


@dataclass(frozen=True)
class Tried:
    """A claim and what became of it: mean paired differences with their 95 % intervals.

    `verdict`: holds, too noisy or fails; `fault`: why not. `without_effect` is None where
    bookkeeping or a mechanism needs no no-effect world.
    """

    owner: str
    claim: Claim
    scenario: str
    effect: tuple[float, float, float]  # mean, lo, hi
    without_effect: tuple[float, float, float] | None
    pairs: int
    verdict: str
    fault: str


def lever_changes(lever: Lever, scenario: str, amount: int, variant: str) -> dict[str, Any]:
    """All that an arm of a lever sets; `amount`: NONE, LOW or HIGH."""
    changes: dict[str, Any] = {
        f"policy.{name}.phases": []
        for name, table in load_scenario(scenario).policy.levers()
        if table.phases and (name != "force" or lever.name in ("force", "funding"))
    }
    changes |= nothing_but_force()
    changes |= {"nature.civilians": CIVILIANS, "nature.variant": variant}
    changes |= {"policy.patrols.share": 0.3, "policy.funding.budget": AMPLE}
    if lever.name == "funding":
        changes |= TIGHT | {"policy.funding.cut_start": LEAVING[scenario]}
    if lever.name == "exit":
        if amount != NONE:
            changes["policy.exit.begin"] = LEAVING[scenario]
            changes["policy.exit.months"] = lever.amounts["months"][amount]
        return changes
    changes |= dict(lever.needs)
    for name, values in lever.amounts.items():
        changes[f"policy.{lever.name}.{name}"] = values[amount]
    return changes


def _arm(scenario: str, changes: Mapping[str, Any], seeds: Sequence[int]) -> Arm:
    pairs = sorted(changes.items())
    plain = tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in pairs)
    return Arm(scenario, plain, tuple(seeds))


@dataclass(frozen=True)
class Trial:
    """A claim with the arms it needs: base and moved, in the main and the no-effect world."""

    owner: str
    claim: Claim
    main: tuple[Arm, Arm]
    none: tuple[Arm, Arm] | None


def trials(seeds: Sequence[int], only: Sequence[str] = ()) -> list[Trial]:
    """Every claim of levers and mechanisms; `only`: owners by name."""
    found = []
    for lever in parts_in_use().levers:
        found += [t for t in _of_lever(lever, seeds) if not only or lever.name in only]
    for mechanism in (*MECHANISMS, *parts_in_use().mechanisms):
        found += [t for t in _of_mechanism(mechanism, seeds) if not only or t.owner in only]
    known = {*[lever.name for lever in parts_in_use().levers], *[t.owner for t in found]}
    if unknown := sorted(set(only) - known):
        text = "claims nothing here; levers by name, a mechanism as 'name (mechanism)'"
        raise ScenarioError([f"claims: {unknown[0]!r} {text}"])
    return found


def _of_lever(lever: Lever, seeds: Sequence[int]) -> Iterator[Trial]:
    for claim in lever.claims:
        for scenario in claim.where:
            arms = {
                (amount, variant): _arm(
                    scenario, lever_changes(lever, scenario, amount, variant), seeds
                )
                for amount in (NONE, HIGH)
                for variant in ("main", "no-effect")
            }
            none = (arms[NONE, "no-effect"], arms[HIGH, "no-effect"])
            main = (arms[NONE, "main"], arms[HIGH, "main"])
            yield Trial(lever.name, claim, main, None if claim.bookkeeping else none)


def _of_mechanism(mechanism: Mechanism, seeds: Sequence[int]) -> Iterator[Trial]:
    for claim in mechanism.claims:
        for scenario in claim.where:
            base = {"nature.civilians": CIVILIANS}
            arms = (
                _arm(scenario, base | dict(mechanism.without), seeds),
                _arm(scenario, base, seeds),
            )
            yield Trial(f"{mechanism.name} (mechanism)", claim, arms, None)


def work(arm: Arm) -> list[dict[str, float]]:
    """Outcomes of an arm, a dict a seed (what a worker process does)."""
    declare_in_use()
    changes = {k: list(v) if isinstance(v, tuple) else v for k, v in arm.changes}
    scenario = arm_of(arm.scenario, changes)
    return [run(scenario, seed).outcomes for seed in arm.seeds]


def check(
    seeds: int,
    only: Sequence[str] = (),
    processes: int | None = None,
    progress: Progress | None = None,
) -> list[Tried]:
    """Try every claim on seeds 0 to `seeds` - 1. The result depends on nothing else."""
    todo = trials(range(seeds), only)
    arms = dict.fromkeys(arm for t in todo for arm in (*t.main, *(t.none or ())))
    found = _run_all(list(arms), processes, progress)
    return [_tried(trial, found) for trial in todo]


def _run_all(
    arms: Sequence[Arm], processes: int | None, progress: Progress | None
) -> dict[Arm, list[dict[str, float]]]:
    parts = [
        Arm(arm.scenario, arm.changes, arm.seeds[i : i + CHUNK])
        for arm in arms
        for i in range(0, len(arm.seeds), CHUNK)
    ]
    done = []
    for found in workers.in_order(work, parts, processes):
        done.append(found)
        if progress is not None:
            progress(len(done), len(parts))
    rows = iter(done)
    return {
        arm: [row for _ in range(0, len(arm.seeds), CHUNK) for row in next(rows)] for arm in arms
    }


def _tried(trial: Trial, found: Mapping[Arm, list[dict[str, float]]]) -> Tried:
    claim = trial.claim
    main = _differences(trial.main, found, claim.outcome)
    none = _differences(trial.none, found, claim.outcome) if trial.none else None
    return Tried(
        trial.owner,
        claim,
        trial.main[0].scenario,
        _spread(main),
        None if none is None else _spread(none),
        len(main),
        *_verdict(claim, main, none),
    )


def _differences(
    arms: tuple[Arm, Arm], found: Mapping[Arm, list[dict[str, float]]], outcome: str
) -> np.ndarray[Any, np.dtype[np.float64]]:
    base, moved = ([row[outcome] for row in found[arm]] for arm in arms)
    both = np.array(moved, float) - np.array(base, float)
    return both[np.isfinite(both)]


def _spread(differences: np.ndarray[Any, Any]) -> tuple[float, float, float]:
    if not len(differences):
        return math.nan, math.nan, math.nan
    return float(differences.mean()), *interval(differences)


def _verdict(
    claim: Claim, main: np.ndarray[Any, Any], none: np.ndarray[Any, Any] | None
) -> tuple[str, str]:
    """Holds, too noisy or fails, and why it does not hold."""
    if len(main) < 3:
        return TOO_NOISY, f"only {len(main)} pairs know {claim.outcome}: nothing can be said"
    mean, lo, hi = _spread(main)
    if leak := _leak(claim, mean, none):
        return FAILS, leak
    side = "above" if claim.sign > 0 else "below"
    text = f"{mean:+.4g} ({lo:+.4g} to {hi:+.4g}): must lie {side} zero"
    if (hi if claim.sign > 0 else -lo) < 0.0 or (lo == hi and mean == 0.0):
        return FAILS, text
    return (HOLDS, "") if (lo > 0.0 if claim.sign > 0 else hi < 0.0) else (TOO_NOISY, text)


def _leak(claim: Claim, mean: float, none: np.ndarray[Any, Any] | None) -> str:
    """What a lever still does in the no-effect world, where that is more than it may."""
    if none is None or not len(none):
        return ""
    if not claim.residue:
        changed = int((none != 0.0).sum())
        return f"without effect it still moves in {changed} of {len(none)} worlds" * (changed > 0)
    left = float(none.mean())
    if abs(left) > RESIDUE * abs(mean) and _spread(none)[1] * _spread(none)[2] > 0.0:
        return f"without effect {left:+.4g} remains of {mean:+.4g}: more than a third"
    return ""
