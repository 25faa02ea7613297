"""Lever `patrols`: who goes out from which base, and what it costs.

The headquarters bases units monthly; each week part of the infantry patrols its own place and
the places one road away, led by warnings as far as the user wants. No road, no patrol elsewhere.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from sim.populations import units as un
from sim.world import World

REACH_HOURS = 12.0  # a reserve can be sent this far within a day's march (assumption)


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week's patrols as planned."""
    return {"patrols": world.rules.contributors.patrol_week * _planned(world)}


def _planned(world: World) -> float:
    units = world.mission.units
    out = (units["status"] == un.PRESENT) & (units["kind"] == un.INFANTRY) & (units["place"] >= 0)
    persons = float((units["persons"] * units["readiness"])[out].sum())
    return world.policy.patrols.share * persons


@njit(cache=True, nogil=True)
def _spread(
    units: Any,
    places: Any,
    indptr: Any,
    road: Any,
    hours: Any,
    hours_between: Any,
    share: float,
    led: float,
    reach: float,
    most_hours: float,
) -> None:
    infantry = places["infantry"]
    patrols = places["patrols"]
    reserve = places["reserve"]
    risk = places["risk"]
    for p in range(infantry.shape[0]):
        infantry[p] = 0.0
        patrols[p] = 0.0
        reserve[p] = 0.0
        places["police"][p] = 0.0
        places["observers"][p] = 0.0
    for i in range(units.shape[0]):
        p = units["place"][i]
        if units["status"][i] != un.PRESENT or p < 0:
            continue
        persons = float(units["persons"][i])
        kind = units["kind"][i]
        able = persons * float(units["readiness"][i])
        if kind == un.RESERVE:
            infantry[p] += persons
            for q in range(infantry.shape[0]):
                away = float(hours_between[p, q])
                if away <= most_hours:
                    reserve[q] += able / (1.0 + away / 4.0)
        elif kind == un.POLICE:
            places["police"][p] += persons
        elif kind == un.OBSERVERS:
            places["observers"][p] += persons
        else:
            infantry[p] += persons
            out = able * share * (0.3 if units["task"][i] == un.GUARD else 1.0)
            units["patrol_share"][i] = out / persons if persons > 0.0 else 0.0
            total = 0.0
            for k in range(indptr[p], indptr[p + 1]):
                total += _pull(float(risk[road[k]]), float(hours[k]), led)
            away = out * reach if total > 0.0 else 0.0
            patrols[p] += out - away
            for k in range(indptr[p], indptr[p + 1]):
                part = _pull(float(risk[road[k]]), float(hours[k]), led) / total
                patrols[road[k]] += away * part


@njit(cache=True, nogil=True)
def _pull(risk: float, hours: float, led: float) -> float:
    """How strongly a neighbouring place draws patrols."""
    return (1.0 - led + led * 4.0 * risk) * math.exp(-hours / 12.0)


def assign(world: World) -> None:
    """Send out this week's patrols and make the reserve ready."""
    roads = world.roads
    table = world.policy.patrols
    hours = roads.hours_wet if world.wet else roads.hours
    share = table.share * world.mission.paid["patrols"]
    _spread(
        world.mission.units,
        world.places,
        roads.indptr,
        roads.target,
        hours,
        roads.hours_between,
        share,
        table.risk_led,
        world.rules.protection.patrol_reach,
        REACH_HOURS,
    )


def base_units(world: World, worth: np.ndarray[Any, np.dtype[np.float64]]) -> None:
    """Give every present unit a base: places get units in proportion to `worth`, (P,) >= 0.

    Units already well placed stay; at most a fifth of the force moves in a month.
    """
    units = world.mission.units
    for kind in range(len(un.KINDS)):
        rows = np.flatnonzero((units["status"] == un.PRESENT) & (units["kind"] == kind))
        if not len(rows):
            continue
        want = worth / worth.sum() * float(units["persons"][rows].sum())
        have = np.zeros(world.place_count)
        based = rows[units["place"][rows] >= 0]
        np.add.at(have, units["place"][based], units["persons"][based])
        moves = max(len(rows) // 5, 1)
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
