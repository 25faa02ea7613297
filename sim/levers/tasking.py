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

from sim.state.units import (
    ENGINEERS,
    GUARD,
    INFANTRY,
    OBSERVERS,
    PARTNERS,
    POLICE,
    PRESENT,
    RESERVE,
)
from sim.state.units import KINDS as UNIT_KINDS
from sim.state.world import World

REACH_HOURS = 12.0  # a reserve can be sent this far within a day's march (assumption)
GUARD_WEIGHT = 1.0  # how far bases follow the guards that zones and cantonments want (assumption)


@njit(cache=True, nogil=True)
def _clear(places: Any) -> None:
    for p in range(places.shape[0]):
        places["infantry"][p] = 0.0
        places["patrols"][p] = 0.0
        places["reserve"][p] = 0.0
        places["police"][p] = 0.0
        places["observers"][p] = 0.0


@njit(cache=True, nogil=True)
def _stand(units: Any, places: Any, works: Any, able: Any) -> None:
    """Count who stands where, and what share of the wanted guards is there."""
    for i in range(units.shape[0]):
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
    units: Any,
    places: Any,
    works: Any,
    able: Any,
    indptr: Any,
    road: Any,
    hours: Any,
    between: Any,
    shares: Any,
    led: float,
    reach: float,
    ahead: float,
    most_hours: float,
) -> None:
    patrols = places["patrols"]
    risk = places["risk"]
    asked = shares[0] + shares[1] + shares[2]
    for i in range(units.shape[0]):
        p = units["place"][i]
        kind = units["kind"][i]
        if units["status"][i] != PRESENT or p < 0:
            continue
        ready = np.float64(units["persons"][i]) * np.float64(units["readiness"][i])
        if kind == RESERVE:
            units["patrol_share"][i] = _stand_by(places, between[p], ready, ahead, most_hours)
        if kind != INFANTRY and kind != PARTNERS:
            continue
        guards = min(np.float64(works["guards"][p]) / able[p], 1.0) if able[p] > 0.0 else 0.0
        scale = min((1.0 - guards) / asked, 1.0) if asked > 0.0 else 0.0
        if units["task"][i] == GUARD:
            scale *= 0.3  # its capital keeps most of it in the base
        units["guard_share"][i] = guards
        units["patrol_share"][i] = scale * shares[0]
        units["escort_share"][i] = scale * shares[1]
        units["poll_share"][i] = scale * shares[2]
        works["escorts"][p] += ready * scale * shares[1]
        out = ready * scale * shares[0]
        total = 0.0
        for k in range(indptr[p], indptr[p + 1]):
            total += _pull(np.float64(risk[road[k]]), np.float64(hours[k]), led)
        beyond = out * reach if total > 0.0 else 0.0
        patrols[p] += out - beyond
        for k in range(indptr[p], indptr[p + 1]):
            patrols[road[k]] += (
                beyond * _pull(np.float64(risk[road[k]]), np.float64(hours[k]), led) / total
            )


@njit(cache=True, nogil=True)
def _stand_by(places: Any, hours: Any, ready: float, ahead: float, most_hours: float) -> float:
    """A reserve: part of it goes ahead to places under alert, the rest waits to respond.

    Returns the part that went ahead. `hours`: (P,) travel from its base.
    """
    alert = places["alert"]
    warned = 0
    for q in range(alert.shape[0]):
        if alert[q] and hours[q] <= most_hours:
            warned += 1
    gone = ahead if warned > 0 else 0.0
    for q in range(alert.shape[0]):
        away = np.float64(hours[q])
        if away <= most_hours:
            places["reserve"][q] += ready * (1.0 - gone) / (1.0 + away / 4.0)
            if alert[q]:
                places["patrols"][q] += ready * gone / warned
    return gone


@njit(cache=True, nogil=True)
def _pull(risk: float, hours: float, led: float) -> float:
    """How strongly a neighbouring place draws patrols."""
    return (1.0 - led + led * 4.0 * risk) * math.exp(-hours / 12.0)


def assign(world: World, polling: float) -> None:
    """Task every unit for this week; `polling`: share of the infantry that secures an election."""
    roads, mission, policy = world.roads, world.mission, world.policy
    hours = roads.hours
    if world.wet:
        sappers = mission.persons(ENGINEERS)
        open_roads = sappers / (sappers + 500.0)
        hours = roads.hours_wet + open_roads * (roads.hours - roads.hours_wet)
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
        REACH_HOURS,
    )


def base_units(world: World, worth: NDArray[np.float64]) -> None:
    """Give every present unit a base: places get units in proportion to `worth`, (P,) >= 0.

    Units already well placed stay; at most a tenth of the force moves in a month. Zones and
    cantonments get their guards first.
    """
    units = world.mission.units
    if not len(units):
        return
    guards = world.works["guards"].astype(np.float64)
    for kind in range(len(UNIT_KINDS)):
        rows = np.flatnonzero((units["status"] == PRESENT) & (units["kind"] == kind))
        if not len(rows):
            continue
        force = float(units["persons"][rows].sum())
        want = worth / worth.sum() * force
        if kind == INFANTRY and guards.any():
            first = guards * min(1.0, 0.8 * force / float(guards.sum())) * GUARD_WEIGHT
            want = first + worth / worth.sum() * (force - float(first.sum()))
        have = np.zeros(world.place_count)
        based = rows[units["place"][rows] >= 0]
        np.add.at(have, units["place"][based], units["persons"][based])
        moves = max(len(rows) // 10, 1)
        for i in _worst_placed(units, rows, want, have):
            old = int(units["place"][i])
            if old >= 0 and (moves <= 0 or have[old] - want[old] < 0.75 * units["persons"][i]):
                continue
            if old >= 0:
                have[old] -= units["persons"][i]
                moves -= 1
            new = int(np.argmax(want - have))
            units["place"][i] = new
            have[new] += units["persons"][i]


def _worst_placed(units: Any, rows: Any, want: Any, have: Any) -> Any:
    """Unbased units first, then those where most stand too many; ties by unit order."""
    place = units["place"][rows]
    over = np.where(place < 0, np.inf, (have - want)[place])
    return rows[np.argsort(-over, kind="stable")]
