"""The mission: where its headquarters bases the units, and how far capitals let them be used."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.fields.compiled import entry, rule
from sim.levers import tasking
from sim.luck import streams
from sim.state.units import GUARD, PATROL, PRESENT
from sim.state.world import World


@entry
def plan(world: World) -> None:
    """Under a mandate, base the units where the plan wants them."""
    if world.mission.mandated:
        tasking.base_units(world, weigh_places(world))


@rule
def weigh_places(world: World) -> Any:
    """(P,) how much of the force each place should have: by people, and by last year's dead.

    `policy.patrols.concentration` moves weight from people to where violence persists:
    troops go where it burns, late (evidence B3).
    """
    places = len(world.places)
    people, burning, weights = np.zeros(places), np.zeros(places), np.zeros(places)
    all_people, all_burning = 0.0, 0.0
    for p in range(places):
        people[p] = math.sqrt(world.places["persons"][p])
        quiet = world.rules.leaders.quiet_places
        burning[p] = people[p] * (quiet + math.log1p(_dead_of_last_year(world, p)))
        all_people += people[p]
        all_burning += burning[p]
    share = world.plan.patrols.concentration
    for p in range(places):
        if all_people <= 0.0:
            weights[p] = 1.0  # an empty country
            continue
        weights[p] = (1.0 - share) * people[p] / all_people + share * burning[p] / all_burning
    return weights


@rule
def _dead_of_last_year(world: World, p: int) -> float:
    """The dead of a place in the weeks that the plan looks back on."""
    record = world.record
    first = max(record.weeks - int(world.rules.leaders.plan_weeks), 0)
    dead = 0.0
    for week in range(first, record.weeks):
        dead += record.all_places["deaths"][week, p]
    return dead


# capitals


@entry
def set_tasks(world: World) -> None:
    """Every capital decides on its units, in the order of rows."""
    for u in range(len(world.mission.units)):
        set_task(world, u)


@entry
def set_task(world: World, u: int) -> None:
    """Where it is dangerous, a capital with caveats may keep its unit in the base."""
    units = world.mission.units
    place = units["place"][u]
    if units["status"][u] != PRESENT or place < 0:
        return
    feared = world.rules.leaders.losses_frighten * units["losses"][u]
    risky = np.float64(world.places["danger"][place]) + feared
    luck = streams.u(world.seed, streams.CAVEAT, world.week, units["key"][u], 0)
    held = luck < np.float64(units["caveat"][u]) * min(2.0 * risky, 1.0)
    units["task"][u] = GUARD if held else PATROL
