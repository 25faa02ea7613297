"""Causes: every event keeps the few factors that weighed most in its rate.

A factor weighs by the logarithm of its ratio to what is ordinary for its kind of event (the
table below). What peacekeepers deterred there, or drove there from next door, is a factor too.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from sim.nature.mechanism import Mechanism
from sim.state.events import FACTORS, FORCES, INDISCIPLINE, KEPT, PEOPLE, POSTURE, PRESENCE, TENSION
from sim.state.violence_factors import factors
from sim.state.world import World

# what is ordinary: of each factor (rows) in battles, attacks on civilians, clashes, attacks on
# peacekeepers (columns); rounded medians over events of zambara, Sierra Leone and Mali, of postures
# the mean over months
ORDINARY = np.ones((FACTORS, 4))
ORDINARY[FORCES] = (0.7, 0.7, 1.0, 0.2)
ORDINARY[POSTURE] = (0.6, 0.5, 1.0, 0.5)
ORDINARY[INDISCIPLINE] = (1.0, 1.4, 1.0, 0.8)
ORDINARY[PEOPLE] = (1.0, 0.83, 0.45, 1.0)
ORDINARY[TENSION] = (1.0, 1.0, 0.6, 1.0)


@njit(cache=True, nogil=True)
def _name(
    events: Any,
    channels: Any,
    rates: Any,
    places: Any,
    works: Any,
    factions: Any,
    strength: Any,
    mood: Any,
    hostile: Any,
    drive: Any,
    v: Any,
    tempo: Any,
    slow: float,
    zones: Any,
    ordinary: Any,
) -> None:
    each = np.empty(FACTORS)
    for i in range(events.shape[0]):
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
            each[k] = math.log(max(each[k], 1e-9) / ordinary[k, kind])
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
        ORDINARY,
    )


MECHANISM = Mechanism(
    name="causes",
    writes=("events.cause", "events.weight"),
)
