"""A small world that a test sets by hand: rules are tried on it one call at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.case.scenario import load_scenario
from sim.model import PeaceModel
from sim.state.world import World

SMALL = {"nature.civilians": 100, "nature.combatants": 100}


def a_world(changes: Mapping[str, Any] | None = None, seed: int = 1) -> World:
    """Zambara before its first week, few people sampled, the mission mandated and all of it built.

    Week and date are set to 0 and the scenario's first Monday, as if the week had begun.
    """
    world = PeaceModel(load_scenario("zambara", {**SMALL, **(changes or {})}), seed=seed).world
    world.week, world.today, world.month_begins, world.month_weeks = 0, world.case.monday, True, 4
    world.mission.mandated = True
    for name in world.mission.items.programmes:
        world.mission.built[name] = world.mission.paid[name] = 1.0
    return world


def set_policy(world: World, lever: str, **values: Any) -> None:
    """Give fields of a lever other values, for this world only."""
    world.policy = world.policy.having({(lever, name): value for name, value in values.items()})


def billed(world: World, bill: Callable[[World], None]) -> dict[str, float]:
    """What a lever's bill comes to, dollars by item; items that cost nothing are left out."""
    world.mission.bills = {}
    bill(world)
    return {name: dollars for name, dollars in world.mission.bills.items() if dollars}


def set_numbers(world: World, table: str, **values: float) -> None:
    """Give numbers of a table of nature other values, for this world only."""
    setattr(world.rules, table, getattr(world.rules, table)._replace(**values))
