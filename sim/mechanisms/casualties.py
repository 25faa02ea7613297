"""Casualties: the dead of this week's events are taken off fighters, civilians and units.

Every death of the log is a person less among the living; where fewer are left than an event
claims, the event is corrected, so that log and populations always agree.
"""

from __future__ import annotations

import math

import numpy as np

from sim.fields.compiled import rule
from sim.fields.conversions import TINY
from sim.fields.parameter import Group, number
from sim.fields.rows import copy_row
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state.events import COMMUNAL, ON_MISSION
from sim.state.factions import ACTIVE, KILLED, REMOBILISED
from sim.state.units import PRESENT
from sim.state.world import KILLED_FIGHTERS, World


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
    wound_weeks: float = number(
        26.0,
        "weeks",
        1.0,
        520.0,
        "assumption",
        "how long a community remembers its killed (e-folding)",
    )
    heart_lost: float = number(
        5.0,
        "ratio",
        0.0,
        100.0,
        "assumption",
        "share of a unit's morale that is lost to the share of its strength that falls",
    )


@rule
def bury(world: World) -> None:
    """Take the week's dead off the living and drop events in which nobody was left to die."""
    _count_the_dead(world)
    for p in range(len(world.places)):
        _peacekeepers_fall(world, p, world.places["dead_mission"][p])
    _drop_bloodless(world)


@rule
def _count_the_dead(world: World) -> None:
    """Take the dead of events off fighters and people, and count them in their places."""
    places = world.places
    for p in range(len(places)):
        places["events"][p], places["deaths"][p], places["deaths_civilian"][p] = 0, 0, 0
        places["deaths_by_state"][p], places["dead_mission"][p] = 0, 0
    for c in range(world.slain.shape[1]):
        for p in range(len(places)):
            world.slain[p, c], world.abused[p, c] = 0.0, 0.0
            world.wounds[p, c] *= 1.0 - 1.0 / world.rules.casualties.wound_weeks
    for i in range(world.week_first, world.event_count):
        _take_off(world, i)
        _write_down(world, i)


@rule
def _take_off(world: World, i: int) -> None:
    """Take an event's dead off those who live; where there are fewer, the event is corrected."""
    events = world.events
    p, mark = events["place"][i], events["luck"][i]
    of_a, of_b, civilian = events["deaths_a"], events["deaths_b"], events["deaths_civilian"]
    toll = world.places["toll"]
    if events["kind"][i] == COMMUNAL:
        most = int(math.floor(_alive(world, p) / world.rules.casualties.clash_parts))
        of_a[i], of_b[i] = min(of_a[i], most), min(of_b[i], most)
        toll[p] += of_a[i] + of_b[i]
        world.wounds[p, events["a"][i]] += of_a[i]
        world.wounds[p, events["b"][i]] += of_b[i]
    else:
        of_a[i] = _fall(world, events["a"][i], p, of_a[i], mark)
        world.outflow[KILLED_FIGHTERS] += of_a[i]
        if events["kind"][i] != ON_MISSION and events["b"][i] >= 0:
            of_b[i] = _fall(world, events["b"][i], p, of_b[i], mark ^ 1)
            world.outflow[KILLED_FIGHTERS] += of_b[i]
    victims = events["victims"][i]
    if victims < 0:
        civilian[i] = min(civilian[i], int(math.floor(_alive(world, p))))
        toll[p] += civilian[i]
    else:
        left = world.mood[p, victims, 0] - world.joined[p, victims] - world.slain[p, victims]
        left = max(left, 0.0)
        civilian[i] = min(civilian[i], int(math.floor(min(left, _alive(world, p)))))
        world.slain[p, victims] += civilian[i]
        if events["by_state"][i]:
            world.abused[p, victims] += civilian[i]
        world.wounds[p, victims] += civilian[i]
        world.blood[events["a"][i], victims] += civilian[i]


@rule
def _alive(world: World, p: int) -> float:
    """People of a place who are not among this week's dead."""
    alive = world.places["persons"][p] - world.places["toll"][p]
    for c in range(world.slain.shape[1]):
        alive -= world.slain[p, c] + world.joined[p, c]
    return max(alive, 0.0)


@rule
def _write_down(world: World, i: int) -> None:
    """Count an event and its dead in its place."""
    events, places = world.events, world.places
    p, civilian = events["place"][i], events["deaths_civilian"][i]
    if events["kind"][i] == ON_MISSION:
        places["dead_mission"][p] += events["deaths_b"][i]
    elif events["by_state"][i]:
        places["deaths_by_state"][p] += civilian
    places["deaths_civilian"][p] += civilian
    dead = events["deaths_a"][i] + events["deaths_b"][i] + civilian
    places["deaths"][p] += dead
    if dead > 0:
        places["events"][p] += 1


@rule
def _fall(world: World, f: int, p: int, deaths: int, mark: int) -> int:
    """Take `deaths` persons off a faction's fighters in a place; returns how many there were."""
    if deaths <= 0 or f < 0:
        return 0
    p = _where_they_stand(world, f, p)
    table = world.combatants
    weight, status, faction, place = (
        table["weight"],
        table["status"],
        table["faction"],
        table["place"],
    )
    band, band_losses = table["band"], world.bands["losses"]
    here = np.empty(len(table), np.int32)
    n = 0
    for i in range(len(table)):
        if place[i] == p and faction[i] == f and (status[i] == ACTIVE or status[i] == REMOBILISED):
            here[n] = i
            n += 1
    start = int(n * streams.u(world.seed, streams.CASUALTY, world.week, p, mark))
    left = deaths + 0.0
    for step in range(n):
        i = here[(start + step) % n]
        band_losses[band[i]] += min(weight[i], left)
        if weight[i] > left:
            weight[i] -= left
            left = 0.0
        else:
            left -= weight[i]
            weight[i] = 0.0
            status[i] = KILLED
        if left <= 0.0:
            break
    fallen = deaths - int(math.ceil(left - TINY))
    if fallen < deaths:  # give back a last fraction of a person
        _give_back(world, f, p, deaths - left - fallen)
    world.factions["losses"][f] += fallen
    return fallen


@rule
def _where_they_stand(world: World, f: int, p: int) -> int:
    """The place whose fighters of a faction fight here: this one, or from lines next door."""
    indptr, road, best = world.roads.indptr, world.roads.target, p
    if world.strength[f, p] <= 0.0:
        for k in range(indptr[p], indptr[p + 1]):
            if world.strength[f, road[k]] > world.strength[f, best]:
                best = road[k]
    return best


@rule
def _give_back(world: World, f: int, p: int, persons: float) -> None:
    """A part of a person lives on, as the first of the killed."""
    table = world.combatants
    if persons <= 0.0:
        return
    for i in range(len(table)):
        if table["faction"][i] == f and table["place"][i] == p and table["status"][i] == KILLED:
            table["weight"][i], table["status"][i] = persons, ACTIVE
            return


@rule
def _peacekeepers_fall(world: World, p: int, deaths: int) -> None:
    """The largest unit in a place bears its losses and loses heart; then the next."""
    units, heart_lost = world.mission.units, world.rules.casualties.heart_lost
    while deaths > 0:
        largest = _largest(world, p)
        if largest < 0:
            return
        taken = min(np.float64(deaths), units["persons"][largest])
        units["persons"][largest] -= taken
        units["losses"][largest] += taken
        lost = heart_lost * taken / max(units["authorised"][largest], 1.0)
        morale = np.float64(units["morale"][largest])
        units["morale"][largest] = morale * (1.0 - min(lost, 0.5))
        deaths -= int(taken)


@rule
def _largest(world: World, p: int) -> int:
    """The unit with most people in a place; -1 where nobody is left."""
    units, most, largest = world.mission.units, 0.0, -1
    for u in range(len(units)):
        here = units["status"][u] == PRESENT and units["place"][u] == p
        if here and units["persons"][u] > most:
            most, largest = units["persons"][u], u
    return largest


@rule
def _drop_bloodless(world: World) -> None:
    """Keep those of this week's events in which somebody died, in their order."""
    events, kept = world.events, world.week_first
    for i in range(world.week_first, world.event_count):
        if events["deaths_a"][i] + events["deaths_b"][i] + events["deaths_civilian"][i] > 0:
            if kept < i:
                copy_row(events, i, kept)
            kept += 1
    world.event_count = kept


MECHANISM = Mechanism(
    name="casualties",
    numbers=CasualtiesNumbers,
    writes=(
        "combatants.weight",
        "combatants.status",
        "factions.losses",
        "bands.losses",
        "outflow",
        "events",
        "event_count",
        "slain",
        "abused",
        "wounds",
        "blood",
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
