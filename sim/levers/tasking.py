"""The one pool of units: who guards, patrols, escorts, secures polling, and where units are based.

A unit-week is tasked once: guards of zones and cantonments are taken first where they stand,
then patrols, escorts and polling share what is left; the rest keeps its base. Of a reserve, part
goes ahead to places under alert. Where no road leads out, no patrol leaves.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.fields.arithmetic import total
from sim.fields.column import I2, I4, R4, R8, as_table
from sim.fields.parameter import Group, number
from sim.state.places import Places
from sim.state.units import (
    ENGINEERS,
    GUARD,
    INFANTRY,
    OBSERVERS,
    PARTNERS,
    POLICE,
    PRESENT,
    RESERVE,
    Units,
)
from sim.state.units import KINDS as UNIT_KINDS
from sim.state.works import Works
from sim.state.world import World


class TaskingNumbers(Group):
    """How units are spread, sent out and based."""

    TABLE = "tasking"

    reach_hours: float = number(
        12.0,
        "hours",
        0.0,
        200.0,
        "assumption",
        "hours from its base within which a reserve is sent: a day's march",
    )
    ready_hours: float = number(
        4.0,
        "hours",
        0.1,
        200.0,
        "assumption",
        "hours away at which half of a reserve counts as at hand",
    )
    way_hours: float = number(
        12.0,
        "hours",
        0.1,
        200.0,
        "assumption",
        "hours away over which the pull of a place on patrols falls to about a third",
    )
    risk_pull: float = number(
        4.0,
        "ratio",
        0.0,
        100.0,
        "assumption",
        "pull of a place at full risk on patrols led by it, against a fixed round",
    )
    kept_in: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "what a unit kept on static guard by its capital does outside, against others",
    )
    sappers_half: float = number(
        500.0,
        "persons",
        1.0,
        100_000.0,
        "assumption",
        "engineers at which half of what the rains add to the roads is undone",
    )
    guard_weight: float = number(
        1.0,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "how far bases follow the guards that zones and cantonments want",
    )
    guard_most: float = number(
        0.8, "share", 0.0, 1.0, "assumption", "infantry based by those guards at most"
    )
    moved_most: float = number(
        0.1,
        "share per month",
        0.0,
        1.0,
        "assumption",
        "of the units of a kind that move to another base in a month, one at least",
    )
    surplus_least: float = number(
        0.75,
        "units",
        0.0,
        10.0,
        "assumption",
        "surplus of a place, in units of its size, from which a unit moves on",
    )


@njit(cache=True, nogil=True)
def _clear(places: Places) -> None:
    for p in range(len(places)):
        places["infantry"][p] = 0.0
        places["patrols"][p] = 0.0
        places["reserve"][p] = 0.0
        places["police"][p] = 0.0
        places["observers"][p] = 0.0


@njit(cache=True, nogil=True)
def _stand(units: Units, places: Places, works: Works, able: R8) -> None:
    """Count who stands where, and what share of the wanted guards is there."""
    for i in range(len(units)):
        p = units["place"][i]
        if units["status"][i] != PRESENT or p < 0:
            continue
        kind = units["kind"][i]
        persons = np.float64(units["persons"][i])
        if kind == POLICE:
            places["police"][p] += persons
        elif kind == OBSERVERS:
            places["observers"][p] += persons
        elif kind != ENGINEERS:
            places["infantry"][p] += persons
            if kind != RESERVE:
                able[p] += persons * np.float64(units["readiness"][i])
    for p in range(able.shape[0]):
        wanted = np.float64(works["guards"][p])
        works["guarded"][p] = min(able[p] / wanted, 1.0) if wanted > 0.0 else 1.0
        works["escorts"][p] = 0.0


@njit(cache=True, nogil=True)
def _send(
    units: Units,
    places: Places,
    works: Works,
    able: R8,
    indptr: I4,
    road: I2,
    hours: R4,
    between: R4,
    shares: R8,
    led: float,
    reach: float,
    ahead: float,
    r: TaskingNumbers,
) -> None:
    patrols = places["patrols"]
    risk = places["risk"]
    asked = shares[0] + shares[1] + shares[2]
    for i in range(len(units)):
        p = units["place"][i]
        kind = units["kind"][i]
        if units["status"][i] != PRESENT or p < 0:
            continue
        ready = np.float64(units["persons"][i]) * np.float64(units["readiness"][i])
        if kind == RESERVE:
            units["patrol_share"][i] = _stand_by(places, between[p], ready, ahead, r)
        if kind != INFANTRY and kind != PARTNERS:
            continue
        guards = min(np.float64(works["guards"][p]) / able[p], 1.0) if able[p] > 0.0 else 0.0
        scale = min((1.0 - guards) / asked, 1.0) if asked > 0.0 else 0.0
        if units["task"][i] == GUARD:
            scale *= r.kept_in  # its capital keeps most of it in the base
        units["guard_share"][i] = guards
        units["patrol_share"][i] = scale * shares[0]
        units["escort_share"][i] = scale * shares[1]
        units["poll_share"][i] = scale * shares[2]
        works["escorts"][p] += ready * scale * shares[1]
        out = ready * scale * shares[0]
        total = 0.0
        for k in range(indptr[p], indptr[p + 1]):
            total += _pull(np.float64(risk[road[k]]), np.float64(hours[k]), led, r)
        beyond = out * reach if total > 0.0 else 0.0
        patrols[p] += out - beyond
        for k in range(indptr[p], indptr[p + 1]):
            patrols[road[k]] += (
                beyond * _pull(np.float64(risk[road[k]]), np.float64(hours[k]), led, r) / total
            )


@njit(cache=True, nogil=True)
def _stand_by(places: Places, hours: R4, ready: float, ahead: float, r: TaskingNumbers) -> float:
    """A reserve: part of it goes ahead to places under alert, the rest waits to respond.

    Returns the part that went ahead. `hours`: (P,) travel from its base.
    """
    alert = places["alert"]
    warned = 0
    for q in range(alert.shape[0]):
        if alert[q] and hours[q] <= r.reach_hours:
            warned += 1
    gone = ahead if warned > 0 else 0.0
    for q in range(alert.shape[0]):
        away = np.float64(hours[q])
        if away <= r.reach_hours:
            places["reserve"][q] += ready * (1.0 - gone) / (1.0 + away / r.ready_hours)
            if alert[q]:
                places["patrols"][q] += ready * gone / warned
    return gone


@njit(cache=True, nogil=True)
def _pull(risk: float, hours: float, led: float, r: TaskingNumbers) -> float:
    """How strongly a neighbouring place draws patrols."""
    return (1.0 - led + led * r.risk_pull * risk) * math.exp(-hours / r.way_hours)


def assign(world: World, polling: float) -> None:
    """Task every unit for this week; `polling`: share of the infantry that secures an election."""
    roads, mission, policy = world.roads, world.mission, world.policy
    r = world.rules.of(TaskingNumbers)
    hours = roads.hours
    if world.wet:
        sappers = mission.persons(ENGINEERS)
        open_roads = sappers / (sappers + r.sappers_half)
        dry, wet = roads.hours.astype(np.float64), roads.hours_wet.astype(np.float64)
        hours = (wet + open_roads * (dry - wet)).astype(np.float32)
    shares = np.array(
        [
            policy.patrols.share * mission.paid["patrols"],
            policy.protection.escorts * mission.working("protection"),
            polling,
        ]
    )
    able = np.zeros(world.place_count)
    _clear(world.places)
    _stand(mission.units, world.places, world.works, able)
    _send(
        mission.units,
        world.places,
        world.works,
        able,
        roads.indptr,
        roads.target,
        hours,
        roads.hours_between,
        shares,
        policy.patrols.risk_led,
        world.rules.patrols.patrol_reach,
        world.rules.early_warning.ahead,
        r,
    )


def base_units(world: World, worth: NDArray[np.float64]) -> None:
    """Give every present unit a base: places get units in proportion to `worth`, (P,) >= 0.

    Units already well placed stay; few of the others move in a month. Zones and
    cantonments get their guards first.
    """
    units, r = world.mission.units, world.rules.of(TaskingNumbers)
    if not len(units):
        return
    guards = world.works["guards"].astype(np.float64)
    worth = worth.astype(np.float64)
    whole = total(worth)
    for kind in range(len(UNIT_KINDS)):
        rows = np.flatnonzero((units["status"] == PRESENT) & (units["kind"] == kind))
        if not len(rows):
            continue
        force = total(units["persons"][rows])
        want = worth / whole * force
        if kind == INFANTRY and guards.any():
            first = guards * min(1.0, r.guard_most * force / total(guards)) * r.guard_weight
            want = first + worth / whole * (force - total(first))
        have = np.zeros(world.place_count)
        based = rows[units["place"][rows] >= 0]
        np.add.at(have, units["place"][based], units["persons"][based])
        moves = max(int(len(rows) * r.moved_most), 1)
        for i in _worst_placed(as_table(Units, units), rows, want, have):
            old = int(units["place"][i])
            if old >= 0 and (
                moves <= 0 or have[old] - want[old] < r.surplus_least * units["persons"][i]
            ):
                continue
            if old >= 0:
                have[old] -= units["persons"][i]
                moves -= 1
            new = int(np.argmax(want - have))
            units["place"][i] = new
            have[new] += units["persons"][i]


def _worst_placed(units: Units, rows: Any, want: Any, have: Any) -> Any:
    """Unbased units first, then those where most stand too many; ties by unit order."""
    place = units["place"][rows]
    over = np.where(place < 0, np.inf, (have - want)[place])
    return rows[np.argsort(-over, kind="stable")]
