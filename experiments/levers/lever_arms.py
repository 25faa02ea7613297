"""The arms of the lever table: what each lever is set to, and a worker's task.

A module of its own, so that worker processes can import it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.case.scenario import load_scenario
from sim.evidence.arms import nothing_but_force
from sim.runs.run import run

SCENARIOS = ("zambara", "sierra-leone")
AMPLE = 3.0e9
CIVILIANS = 500

# lever -> fields at none, low, high; a field that is not amount stays the same in all three
AMOUNTS: dict[str, dict[str, tuple[Any, Any, Any]]] = {
    "force": {"troops": (0, 3_000, 15_000), "police": (0, 300, 1_500)},
    "patrols": {"share": (0.0, 0.2, 0.8)},
    "early_warning": {"analysts": (0, 10, 60), "liaison": (0, 30, 300), "drones": (0, 2, 12)},
    "protection": {"zones": (0, 2, 10), "escorts": (0.0, 0.05, 0.2), "evacuation": (0.0, 0.3, 1.0)},
    "ddr": {
        "places": (0, 2_000, 12_000),
        "reintegration": (0.0, 0.5, 1.0),
        "capital": (0.0, 0.3, 1.0),
        "cvr": (0, 500, 5_000),
    },
    "dialogue": {"facilitators": (0, 20, 150)},
    "aid": dict.fromkeys(("food", "water", "health", "shelter"), (0, 100000, 600000)),
    "development": dict.fromkeys(
        ("livelihoods", "infrastructure", "education", "quick_impact"), (0.0, 4000000.0, 40000000.0)
    ),
    "capacity": dict.fromkeys(("administration", "rule_of_law", "police", "ssr"), (0, 20, 150)),
    "community": {
        "liaison": (0, 60, 400),
        "committees": (0, 40, 400),
        "human_rights": (0, 20, 150),
    },
    "mediation": {"teams": (0, 1, 8), "guarantees": (0.0, 0.3, 1.0)},
    "elections": {
        "registration": (0.0, 1.0e7, 5.0e7),
        "education": (0.0, 2.0e6, 2.0e7),
        "certification": (0.0, 0.3, 1.0),
        "security": (0.0, 0.1, 0.5),
    },
    "partners": {"troops": (0, 2_000, 8_000)},
    "exit": {"months": (0, 60, 6)},  # no exit, a slow one, a cliff; begins on EXITS
    "funding": {"cut": (0.0, 0.15, 0.5)},
}
EXITS = {"zambara": "2006-01-02", "sierra-leone": "2002-07-01"}
# what a lever needs of others to act at all, in every arm of it
STANDING: dict[str, dict[str, Any]] = {
    "force": {"force.mandate": "robust"},
    "early_warning": {"force.reserve": 0.3},  # somebody to send
    "protection": {  # a warning to evacuate on, aid to escort
        "early_warning.analysts": 20,
        "early_warning.liaison": 100,
        "aid.access": "escorted",
        **dict.fromkeys(("aid.food", "aid.water", "aid.health", "aid.shelter"), 200_000),
    },
}


@dataclass(frozen=True)
class Task:
    """One arm of one scenario: some of its seeds. `lever` empty: the common base."""

    scenario: str
    lever: str
    amount: int  # 0 none, 1 low, 2 high
    variant: str
    seeds: tuple[int, ...]


def unphased(name: str) -> dict[str, Any]:
    """Overrides that take the scenario's own phases away where a lever is set here.

    The force keeps its phases unless it is the lever moved: otherwise nobody would be there.
    """
    scenario = load_scenario(name)
    return {
        f"policy.{lever}.phases": []
        for lever, table in scenario.policy.levers()
        if table.phases and lever not in ("force", "funding")
    }


def overrides(task: Task) -> dict[str, Any]:
    """All that an arm sets: a plain force, ample money, and the lever's amount."""
    changes = nothing_but_force() | unphased(task.scenario)
    changes |= {"nature.civilians": CIVILIANS, "nature.variant": task.variant}
    changes |= {"policy.patrols.share": 0.3}
    changes |= {"policy.funding.phases": [], "policy.funding.budget": AMPLE}
    if task.lever in ("force", "funding"):
        changes["policy.force.phases"] = []
    if task.lever == "funding":  # money that binds: what the force alone costs, and the cut
        changes |= {"policy.force.troops": 6_000, "policy.funding.budget": 3.9e8}
        changes["policy.funding.cut_start"] = EXITS[task.scenario]
    if task.lever == "exit":
        if task.amount:
            changes["policy.exit.begin"] = EXITS[task.scenario]
            changes["policy.exit.months"] = AMOUNTS["exit"]["months"][task.amount]
        return changes
    for name, value in STANDING.get(task.lever, {}).items():
        changes[f"policy.{name}"] = value
    for name, values in AMOUNTS[task.lever].items():
        changes[f"policy.{task.lever}.{name}"] = values[task.amount]
    return changes


def work(task: Task) -> list[dict[str, float]]:
    """Outcomes of an arm, a dict a seed."""
    scenario = load_scenario(task.scenario, overrides(task))
    return [run(scenario, seed).outcomes for seed in task.seeds]
