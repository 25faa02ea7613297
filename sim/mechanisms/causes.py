"""Causes: every event keeps the few factors that weighed most in its rate.

A factor weighs by the logarithm of its ratio to what is ordinary for its kind of event (its
numbers here). What peacekeepers deterred there, or drove there from next door, is a factor too.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.fields.column import I1, R8
from sim.fields.conversions import TINY
from sim.fields.parameter import Group, number
from sim.nature.mechanism import Mechanism
from sim.nature.war import Tempo, Violence
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
    Channels,
    Events,
)
from sim.state.factions import Factions
from sim.state.places import Places
from sim.state.violence_factors import factors
from sim.state.works import Works
from sim.state.world import World

TABLES_KEPT: Final = 64  # of what is ordinary, for as many worlds with numbers of their own


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


@lru_cache(maxsize=TABLES_KEPT)
def ordinary(r: CausesNumbers) -> NDArray[np.float64]:
    """What is ordinary: (FACTORS, KINDS) of each factor by kind of event."""
    table = np.ones((FACTORS, len(KINDS)))
    table[FORCES, [BATTLE, ONESIDED, ON_MISSION]] = (
        r.forces_battle,
        r.forces_onesided,
        r.forces_mission,
    )
    table[POSTURE, [BATTLE, ONESIDED, ON_MISSION]] = (
        r.posture_battle,
        r.posture_onesided,
        r.posture_mission,
    )
    table[INDISCIPLINE, [ONESIDED, ON_MISSION]] = r.indiscipline_onesided, r.hostility_mission
    table[PEOPLE, [ONESIDED, COMMUNAL]] = r.people_onesided, r.people_communal
    table[TENSION, COMMUNAL] = r.tension_communal
    table.flags.writeable = False  # all worlds with these numbers read it
    return table


@njit(cache=True, nogil=True)
def _name(
    events: Events,
    channels: Channels,
    rates: R8,
    places: Places,
    works: Works,
    factions: Factions,
    strength: R8,
    mood: R8,
    hostile: I1,
    drive: R8,
    v: Violence,
    tempo: Tempo,
    slow: float,
    zones: tuple[float, float],
    ordinary: R8,
) -> None:
    each = np.empty(FACTORS)
    for i in range(len(events)):
        c = events["channel"][i]
        p = events["place"][i]
        kind = events["kind"][i]
        wish = factors(
            kind,
            channels["a"][c],
            channels["b"][c],
            p,
            channels["by_state"][c],
            places,
            works,
            factions,
            strength,
            mood,
            hostile,
            drive,
            v,
            tempo,
            slow,
            zones,
            each,
        )
        for k in range(FACTORS):
            wish *= each[k]
        each[PRESENCE] = rates[c, p] / wish if wish > 0.0 else 1.0
        for k in range(FACTORS):
            each[k] = math.log(max(each[k], TINY) / ordinary[k, kind])
        for rank in range(KEPT):
            best = 0
            for k in range(FACTORS):
                if abs(each[k]) > abs(each[best]):
                    best = k
            events["cause"][i, rank] = best
            events["weight"][i, rank] = each[best]
            each[best] = 0.0


def name(world: World) -> None:
    """Note the causes of this week\'s events, before anything the rates were made of changes."""
    if world.week_events.stop == world.week_events.start:
        return
    _name(
        world.events[world.week_events],
        world.channels,
        world.rates,
        world.places,
        world.works,
        world.factions,
        world.strength,
        world.mood,
        world.hostile,
        world.drive,
        world.rules.violence,
        world.rules.tempo,
        world.slow,
        world.zones,
        ordinary(world.rules.of(CausesNumbers)),
    )


MECHANISM = Mechanism(
    name="causes",
    numbers=CausesNumbers,
    writes=("events.cause", "events.weight"),
)
