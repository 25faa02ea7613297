"""Casualties: the dead of this week's events are taken off fighters, civilians and units.

Every death of the log is a person less among the living; where fewer are left than an event
claims, the event is corrected, so that log and populations always agree.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from sim.fields.conversions import TINY
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state.events import COMMUNAL, ON_MISSION, Events
from sim.state.factions import ACTIVE, KILLED, REMOBILISED, Combatants, Factions
from sim.state.places import Places
from sim.state.units import PRESENT
from sim.state.world import World


class CasualtiesNumbers(Group):
    """How many can die at most, and what losses do to units of peacekeepers."""

    TABLE = "casualties"

    clash_parts: float = number(
        3.0,
        "persons",
        2.0,
        1000.0,
        "assumption",
        "of so many people of a place one side of a communal clash loses one at most",
    )
    heart_lost: float = number(
        5.0,
        "ratio",
        0.0,
        100.0,
        "assumption",
        "share of a unit's morale that is lost to the share of its strength that falls",
    )


@njit(cache=True, nogil=True)
def _bury(
    events: Events,
    places: Places,
    factions: Factions,
    combatants: Combatants,
    clash_parts: float,
    seed: int,
    week: int,
) -> int:
    """Write the dead down in their places; returns how many fighters fell."""
    fighters = 0
    toll = places["toll"]
    persons = places["persons"]
    for name in (
        places["events"],
        places["deaths"],
        places["deaths_civilian"],
        places["deaths_by_state"],
        places["dead_mission"],
    ):
        for p in range(name.shape[0]):
            name[p] = 0
    for i in range(len(events)):
        p = events["place"][i]
        kind = events["kind"][i]
        civilian = events["deaths_civilian"][i]
        a = events["deaths_a"][i]
        b = events["deaths_b"][i]
        if kind == COMMUNAL:
            room = max(np.float64(persons[p]) - np.float64(toll[p]), 0.0)
            events["deaths_a"][i] = a = min(a, int(math.floor(room / clash_parts)))
            events["deaths_b"][i] = b = min(b, int(math.floor(room / clash_parts)))
            toll[p] += a + b
        else:
            mark = events["luck"][i]
            events["deaths_a"][i] = a = _fall(
                combatants, factions, events["a"][i], p, a, seed, week, mark
            )
            fighters += a
            if kind != ON_MISSION and events["b"][i] >= 0:
                events["deaths_b"][i] = b = _fall(
                    combatants, factions, events["b"][i], p, b, seed, week, mark ^ 1
                )
                fighters += b
        room = max(np.float64(persons[p]) - np.float64(toll[p]), 0.0)
        events["deaths_civilian"][i] = civilian = min(civilian, int(math.floor(room)))
        toll[p] += civilian
        if kind == ON_MISSION:
            places["dead_mission"][p] += b
        places["deaths_civilian"][p] += civilian
        if events["by_state"][i] and kind != ON_MISSION:
            places["deaths_by_state"][p] += civilian
        if a + b + civilian > 0:
            places["events"][p] += 1
        places["deaths"][p] += a + b + civilian
    return fighters


@njit(cache=True, nogil=True)
def _fall(
    combatants: Combatants,
    factions: Factions,
    f: int,
    p: int,
    deaths: int,
    seed: int,
    week: int,
    mark: int,
) -> int:
    """Take `deaths` persons off a faction's fighters in a place; returns how many there were."""
    if deaths <= 0 or f < 0:
        return 0
    weight = combatants["weight"]
    status = combatants["status"]
    faction = combatants["faction"]
    place = combatants["place"]
    here = np.empty(weight.shape[0], np.int32)
    n = 0
    for i in range(weight.shape[0]):
        if place[i] == p and faction[i] == f and (status[i] == ACTIVE or status[i] == REMOBILISED):
            here[n] = i
            n += 1
    start = int(n * streams.u(seed, streams.CASUALTY, week, p, mark))
    left = np.float64(deaths)
    for step in range(n):
        i = here[(start + step) % n]
        w = np.float64(weight[i])
        if w > left:
            weight[i] = w - left
            left = np.float64(0.0)
        else:
            left -= w
            weight[i] = 0.0
            status[i] = KILLED
        if left <= 0.0:
            break
    fallen = deaths - int(math.ceil(left - TINY))
    if fallen < deaths:  # give back a last fraction of a person
        short = deaths - left - fallen
        if short > 0.0:
            _give_back(combatants, f, p, short)
    factions["losses"][f] += fallen
    return fallen


@njit(cache=True, nogil=True)
def _give_back(combatants: Combatants, f: int, p: int, persons: float) -> None:
    for i in range(combatants["weight"].shape[0]):
        if (
            combatants["faction"][i] == f
            and combatants["place"][i] == p
            and (combatants["status"][i] == KILLED)
        ):
            combatants["weight"][i] = persons
            combatants["status"][i] = ACTIVE
            return


def bury(world: World) -> None:
    """Take the week's dead off the living and drop events in which nobody was left to die."""
    first, last = world.week_events.start, world.week_events.stop
    events = world.events[first:last]
    fell = _bury(
        events,
        world.places,
        world.factions,
        world.combatants,
        world.rules.of(CasualtiesNumbers).clash_parts,
        world.seed,
        world.week,
    )
    if last == first:
        return
    dead = events["deaths_a"] + events["deaths_b"] + events["deaths_civilian"]
    killed = world.outflow.get("killed fighters", 0.0)
    world.outflow["killed fighters"] = killed + fell
    struck = events["place"][events["kind"] == ON_MISSION]
    for place in sorted(set(struck.tolist())):
        _peacekeepers_fall(world, place, int(world.places["dead_mission"][place]))
    if not dead.all():
        kept = events[dead > 0]
        world.events[first : first + len(kept)] = kept
        world.event_count = first + len(kept)
        world.week_events = slice(first, world.event_count)


def _peacekeepers_fall(world: World, place: int, deaths: int) -> None:
    units, lost = world.mission.units, world.rules.of(CasualtiesNumbers).heart_lost
    here = np.flatnonzero((units["status"] == PRESENT) & (units["place"] == place))
    for i in here[np.argsort(-units["persons"][here], kind="stable")]:
        taken = min(float(deaths), float(units["persons"][i]))
        units["persons"][i] -= taken
        units["losses"][i] += taken
        full = max(float(units["authorised"][i]), 1.0)
        units["morale"][i] = float(units["morale"][i]) * (1.0 - min(lost * taken / full, 0.5))
        deaths -= int(taken)
        if deaths <= 0:
            return


MECHANISM = Mechanism(
    name="casualties",
    numbers=CasualtiesNumbers,
    writes=(
        "combatants.weight",
        "combatants.status",
        "factions.losses",
        "events",
        "places.toll",
        "places.events",
        "places.deaths",
        "places.deaths_civilian",
        "places.deaths_by_state",
        "places.dead_mission",
        "units.persons",
        "units.losses",
        "units.morale",
    ),
)
