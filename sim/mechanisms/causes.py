"""Causes: every event keeps the few factors that weighed most in its rate.

A factor weighs by the logarithm of its ratio to what is ordinary for its kind of event (its
numbers here). What peacekeepers deterred there, or drove there from next door, is a factor too.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.fields.conversions import TINY
from sim.fields.parameter import Group, number
from sim.nature.mechanism import Mechanism
from sim.state.events import (
    BATTLE,
    COMMUNAL,
    FACTORS,
    FORCES,
    INDISCIPLINE,
    KEPT,
    KINDS,
    ON_MISSION,
    ONESIDED,
    PEOPLE,
    POSTURE,
    PRESENCE,
    TENSION,
)
from sim.state.violence_factors import rate
from sim.state.world import World

COUNT_OF_KINDS: Final = len(KINDS)


class CausesNumbers(Group):
    """What is ordinary, of each factor by kind of event; 1 where none is told here.

    Rounded medians over events of zambara, Sierra Leone and Mali, of postures the mean over months.
    """

    TABLE = "causes"

    forces_battle: float = number(
        0.7,
        "power of thousands",
        0.01,
        10.0,
        "assumption",
        "forces that meet in an ordinary battle",
    )
    forces_onesided: float = number(
        0.7,
        "power of thousands",
        0.01,
        10.0,
        "assumption",
        "force of attackers in an ordinary attack on civilians",
    )
    forces_mission: float = number(
        0.2,
        "thousands times thousands",
        0.01,
        10.0,
        "assumption",
        "forces that meet in an ordinary attack on peacekeepers",
    )
    posture_battle: float = number(
        0.6, "ratio", 0.01, 10.0, "assumption", "mean activity of both sides in an ordinary battle"
    )
    posture_onesided: float = number(
        0.5,
        "ratio",
        0.01,
        10.0,
        "assumption",
        "activity of attackers in an ordinary attack on civilians",
    )
    posture_mission: float = number(
        0.5,
        "ratio",
        0.01,
        10.0,
        "assumption",
        "activity of attackers in an ordinary attack on peacekeepers",
    )
    indiscipline_onesided: float = number(
        1.4,
        "ratio",
        0.01,
        10.0,
        "assumption",
        "indiscipline of attackers in an ordinary attack on civilians",
    )
    hostility_mission: float = number(
        0.8,
        "ratio",
        0.01,
        10.0,
        "assumption",
        "hostility of attackers in an ordinary attack on peacekeepers",
    )
    people_onesided: float = number(
        0.83,
        "ratio",
        0.01,
        10.0,
        "assumption",
        "how far people are left to attack in an ordinary attack on civilians",
    )
    people_communal: float = number(
        0.45,
        "ratio",
        0.01,
        10.0,
        "assumption",
        "how evenly mixed a place is in an ordinary communal clash",
    )
    tension_communal: float = number(
        0.6,
        "ratio",
        0.01,
        10.0,
        "assumption",
        "tension between communities in an ordinary clash of them",
    )


@rule
def ordinary(world: World) -> R8:
    """What is ordinary: (FACTORS, kinds) of each factor by kind of event."""
    r = world.rules.causes
    table = np.ones((FACTORS, COUNT_OF_KINDS))
    table[FORCES, BATTLE] = r.forces_battle
    table[FORCES, ONESIDED] = r.forces_onesided
    table[FORCES, ON_MISSION] = r.forces_mission
    table[POSTURE, BATTLE] = r.posture_battle
    table[POSTURE, ONESIDED] = r.posture_onesided
    table[POSTURE, ON_MISSION] = r.posture_mission
    table[INDISCIPLINE, ONESIDED] = r.indiscipline_onesided
    table[INDISCIPLINE, ON_MISSION] = r.hostility_mission
    table[PEOPLE, ONESIDED] = r.people_onesided
    table[PEOPLE, COMMUNAL] = r.people_communal
    table[TENSION, COMMUNAL] = r.tension_communal
    return table


@rule
def name(world: World) -> None:
    """Note the causes of this week's events, before anything the rates were made of changes."""
    if world.event_count == world.week_first:
        return
    usual, each = ordinary(world), np.empty(FACTORS)
    events, rates = world.events, world.rates
    for i in range(world.week_first, world.event_count):
        c, p = events["channel"][i], events["place"][i]
        wish = rate(world, c, p, each)
        each[PRESENCE] = rates[c, p] / wish if wish > 0.0 else 1.0
        for k in range(FACTORS):
            each[k] = math.log(max(each[k], TINY) / usual[k, events["kind"][i]])
        for rank in range(KEPT):
            best = _heaviest(each)
            events["cause"][i, rank] = best
            events["weight"][i, rank] = each[best]
            each[best] = 0.0


@rule
def _heaviest(weights: R8) -> int:
    """The factor that weighs most, up or down."""
    best = 0
    for k in range(FACTORS):
        if abs(weights[k]) > abs(weights[best]):
            best = k
    return best


MECHANISM = Mechanism(
    name="causes",
    numbers=CausesNumbers,
    writes=("events.cause", "events.weight"),
)
