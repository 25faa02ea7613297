"""Presence: what peacekeepers on the ground deter, and what of it moves next door."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from sim.state.events import BATTLE, COMMUNAL, ON_MISSION
from sim.state.world import World

WRITES = ("rates", "places.presence")


@njit(cache=True, nogil=True)
def _presence(places: Any, worth: float, half: float) -> None:
    presence = places["presence"]
    patrols = places["patrols"]
    infantry = places["infantry"]
    for p in range(presence.shape[0]):
        felt = np.float64(patrols[p]) + worth * max(
            np.float64(infantry[p]) - np.float64(patrols[p]), 0.0
        )
        presence[p] = 1.0 - math.exp(-0.6931471805599453 * felt / half)


@njit(cache=True, nogil=True)
def _deter(
    rates: Any, channels: Any, presence: Any, indptr: Any, road: Any, rules: Any, power: float
) -> None:
    kind = channels["kind"]
    for c in range(rates.shape[0]):
        if kind[c] == ON_MISSION:
            continue
        if kind[c] == BATTLE:
            most = rules.deter_battles
        elif kind[c] == COMMUNAL:
            most = rules.deter_communal
        elif channels["by_state"][c]:
            most = rules.deter_state
        else:
            most = rules.deter_rebels
        most *= power
        if most <= 0.0:
            continue
        row = rates[c].copy()
        for p in range(rates.shape[1]):
            stopped = np.float64(row[p]) * most * np.float64(presence[p])
            rates[c, p] -= stopped
            if kind[c] == COMMUNAL or stopped <= 0.0:
                continue
            ways = indptr[p + 1] - indptr[p]
            for k in range(indptr[p], indptr[p + 1]):
                q = road[k]
                open_to = 1.0 - most * np.float64(presence[q])
                rates[c, q] += stopped * rules.next_door * open_to / ways


def deter(world: World) -> None:
    """Lower the rates where peacekeepers are felt; part of what they stop goes elsewhere."""
    rules = world.rules.protection
    _presence(world.places, rules.guard_worth, rules.half_presence)
    mission = world.mission
    if not mission.mandated:
        return
    mandate = {"robust": 1.0, "traditional": rules.traditional, "observer": rules.observer}
    force = world.policy.force
    power = mandate[force.mandate]
    power *= rules.untrained + (1.0 - rules.untrained) * force.training
    power *= rules.unwelcome + (1.0 - rules.unwelcome) * mission.consent
    _deter(
        world.rates,
        world.channels,
        world.places["presence"],
        world.roads.indptr,
        world.roads.target,
        rules,
        power,
    )
