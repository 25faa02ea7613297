"""Scenarios and comparisons that several tests use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from sim import week
from sim.case.parts import Policy
from sim.case.scenario import Scenario
from sim.fields.compiled import ROW
from sim.fields.parameter import parameters
from sim.model import PeaceModel
from sim.state.factions import KILLED
from sim.state.world import World

# everything that can happen, soon and often: new factions, splits, fading, coups, floods, offers
BUSY: Mapping[str, Any] = {
    "nature.violence.level": 3.0,
    "nature.violence.mission_attack_rate": 10.0,
    "nature.endings.split": 1.0,
    "nature.combatants": 1500,
    "nature.civilian.abroad": 5.0,
    "nature.endings.fade_rate": 0.2,
    "nature.endings.fade_share": 0.5,
    "nature.endings.remobilise": 1.0,
    "policy.force.troops": 6000,
    "policy.force.police": 500,
    "policy.force.observers": 100,
    "policy.early_warning.analysts": 30,
    "policy.early_warning.liaison": 50,
    "policy.early_warning.drones": 2,
    "policy.funding.budget": 5.0e8,
}


def everything_on() -> dict[str, Any]:
    """Every number of policy that is 0 by default at a third of its range, every switch on."""
    changes: dict[str, Any] = {}
    for p in parameters(Policy, "policy"):
        if isinstance(p.default, bool):
            changes[p.path] = True
        elif p.low is not None and p.high is not None and p.default == 0 and "cut" not in p.path:
            value = p.low + (p.high - p.low) / 3.0
            changes[p.path] = int(value) if isinstance(p.default, int) else value
    return changes


def busy(case: Scenario) -> Scenario:
    """A scenario in which every mechanism has something to do within a year or two."""
    day = case.monday
    rebels = next(f.name for f in case.factions if f.kind == "rebels")
    state = next(f.name for f in case.factions if f.kind == "state")
    events = [
        {"date": case.date_of(6), "kind": "coup", "amount": 0.3},
        {"date": case.date_of(8), "kind": "disaster", "amount": 0.2},
        {"date": case.date_of(9), "kind": "outside_force", "faction": rebels, "amount": 500.0},
        {"date": case.date_of(12), "kind": "outside_money", "faction": rebels, "amount": 1.0},
        {"date": case.date_of(16), "kind": "election"},
        {"date": case.date_of(20), "kind": "outside_force", "faction": state, "amount": -500.0},
        {"date": case.date_of(30), "kind": "offer", "parties": [rebels], "months": 12},
    ]
    guest = {
        "name": "Guests",
        "kind": "militia",
        "side": "government",
        "foreign": True,
        "fighters": 800,
        "enters": case.date_of(5),
        "leaves": case.date_of(40),
    }
    factions = [*case.to_dict()["factions"], guest]
    mission = {"mission.start": day, "mission.end": case.date_of(90)}
    return case.replace({**without_phases(case), **BUSY, **mission, "events": events}).replace(
        {"factions": factions}
    )


def step_by_step(patch: pytest.MonkeyPatch) -> None:
    """Run the pieces of a week as plain Python: each step in them is looked up by its name."""
    for name, piece in list(vars(week).items()):
        if hasattr(piece, "py_func"):
            patch.setattr(week, name, piece.py_func)


def without_phases(case: Scenario) -> dict[str, Any]:
    """Overrides that let the base values of every lever hold throughout."""
    return {f"policy.{name}.phases": [] for name, table in case.policy.levers() if table.phases}


def columns(world: World) -> dict[str, np.ndarray]:
    """Copies of all arrays and numbers of a world by name; tables field by field (no padding)."""
    found: dict[str, np.ndarray] = {}
    arrays: dict[str, Any] = world.__getstate__()  # as it is now: rules replace arrays
    arrays["units"] = world.mission.units
    arrays["ledger"] = world.mission.ledger
    arrays["record"] = world.record.series
    arrays["kept places"] = world.record.places
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray):
            continue
        if name == "events":
            array = array[: world.event_count]
        if array.dtype.names is None:
            found[name] = array.copy()
            continue
        for field in array.dtype.names:
            found[field if name == ROW else f"{name}.{field}"] = array[field].copy()
    return found


def differences(before: Mapping[str, np.ndarray], after: Mapping[str, np.ndarray]) -> set[str]:
    """Names of the columns that are not the same to the bit (NaN equals NaN)."""
    return {
        name
        for name in before.keys() | after.keys()
        if name not in before
        or name not in after
        or not np.array_equal(before[name], after[name], equal_nan=before[name].dtype.kind == "f")
    }


def assert_same_world(one: PeaceModel, two: PeaceModel) -> None:
    """Two models are in the same state, to the bit."""
    assert not differences(columns(one.world), columns(two.world))
    assert one.world.outflow == two.world.outflow
    assert one.world.names == two.world.names


def people_alive(world: World) -> float:
    """Persons among the living: civilians and fighters of every status, each in its table."""
    fighters = world.combatants["weight"][world.combatants["status"] != KILLED]
    return float(world.civilians["weight"].sum() + fighters.sum())
