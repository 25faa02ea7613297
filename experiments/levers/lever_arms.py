"""The arms of the lever table: a worker's task. What each lever is set to stands in the lever.

A module of its own, so that worker processes can import it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.case.parts import PARTS
from sim.case.scenario import load_scenario
from sim.evidence.claims import lever_changes
from sim.policy.lever import Lever
from sim.runs.run import run

SCENARIOS = ("zambara", "sierra-leone")
LEVERS: dict[str, Lever] = {lever.name: lever for lever in PARTS.levers}


@dataclass(frozen=True)
class Task:
    """One arm of one scenario: some of its seeds."""

    scenario: str
    lever: str
    amount: int  # 0 none, 1 low, 2 high
    variant: str
    seeds: tuple[int, ...]


def overrides(task: Task) -> dict[str, Any]:
    """All that an arm sets: a plain force, ample money, and the lever's amount."""
    return lever_changes(LEVERS[task.lever], task.scenario, task.amount, task.variant)


def work(task: Task) -> list[dict[str, float]]:
    """Outcomes of an arm, a dict a seed."""
    scenario = load_scenario(task.scenario, overrides(task))
    return [run(scenario, seed).outcomes for seed in task.seeds]
