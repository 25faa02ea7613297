"""Presence: what peacekeepers on the ground deter, and what of it moves next door."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from sim.fields.claim import Claim
from sim.fields.column import I2, I4, R8
from sim.fields.conversions import LOG2
from sim.fields.parameter import Group, number
from sim.nature.mechanism import Mechanism
from sim.state.events import BATTLE, COMMUNAL, ON_MISSION, Channels
from sim.state.places import Places
from sim.state.world import World


class PresenceNumbers(Group):
    """What peacekeepers' presence does, and how it is limited."""

    TABLE = "presence"

    deter_rebels: float = number(
        0.95,
        "share",
        0.0,
        1.0,
        "evidence:A1",
        "attacks on civilians by rebels deterred at full presence, robust mandate",
        effect=True,
    )
    deter_state: float = number(
        0.0,
        "share",
        0.0,
        1.0,
        "evidence:B1",
        "attacks on civilians by the state deterred at full presence",
        effect=True,
    )
    deter_battles: float = number(
        0.15, "share", 0.0, 1.0, "evidence:A4", "battles deterred at full presence", effect=True
    )
    deter_communal: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "evidence:B12",
        "communal clashes deterred at full presence",
        effect=True,
    )
    next_door: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "part of what is deterred that moves to places one road away",
    )
    half_presence: float = number(
        60.0,
        "persons",
        1.0,
        100_000.0,
        "assumption",
        "peacekeepers on patrol in a place at which presence is half full",
    )
    guard_worth: float = number(
        0.3, "ratio", 0.0, 1.0, "assumption", "presence from a static guard against a patrol"
    )
    traditional: float = number(
        0.4,
        "ratio",
        0.0,
        1.0,
        "evidence:A6",
        "deterrence under a traditional mandate against a robust one",
    )
    observer: float = number(
        0.05,
        "ratio",
        0.0,
        1.0,
        "evidence:A6",
        "deterrence under an observer mandate against a robust one",
    )
    untrained: float = number(
        0.75,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "deterrence by an untrained force against a fully trained one",
    )
    unwelcome: float = number(
        0.6,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "deterrence by a force without the host's consent against one with all of it",
    )
    denial: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "evidence:A6",
        "recruitment and taxation by rebels prevented at full presence",
        effect=True,
    )


@njit(cache=True, nogil=True)
def _presence(places: Places, worth: float, half: float) -> None:
    presence = places["presence"]
    patrols = places["patrols"]
    infantry = places["infantry"]
    for p in range(presence.shape[0]):
        felt = np.float64(patrols[p]) + worth * max(
            np.float64(infantry[p]) - np.float64(patrols[p]), 0.0
        )
        presence[p] = 1.0 - math.exp(-LOG2 * felt / half)


@njit(cache=True, nogil=True)
def _deter(
    rates: R8,
    channels: Channels,
    presence: Any,
    indptr: I4,
    road: I2,
    rules: PresenceNumbers,
    power: float,
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
    rules = world.rules.of(PresenceNumbers)
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


MECHANISM = Mechanism(
    name="presence",
    numbers=PresenceNumbers,
    writes=("rates", "places.presence"),
    without={"nature.presence.deter_rebels": 0.0},
    claims=(Claim("events_onesided", -1),),
)
