"""Where people flee to, and what a week means to those of one community in a place."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.fields.conversions import TINY
from sim.state.world import World

# what it means for those of one community there: share of them who live on; share of the remaining
# distance to full fear, and to full grievance; how safe the place is to come to, 1 in peace and
# more where there is shelter; share of the living who take up arms; what is added to grievance to
# tell who of them does, 0 or more
ALIVE, FRIGHT, OUTRAGE, SAFE, JOINS, LEAST = range(6)
TOLD: Final = 6


@rule
def find_ways(world: World, own: R8, c: int, ways: R8, leave: R8) -> None:
    """Cumulative chances of the roads out of each place, and of the border, for who flees."""
    r = world.rules.civilian
    zone_draw = world.rules.protection.zone_draw
    zone, guarded = world.works["zone"], world.works["guarded"]
    persons, border = world.places["start_persons"], world.places["border"]
    now, mood = world.places["persons"], world.mood
    indptr, road = world.roads.indptr, world.roads.target
    hours = world.roads.hours_wet if world.wet else world.roads.hours
    for p in range(len(border)):
        total = 0.0
        for k in range(indptr[p], indptr[p + 1]):
            q = road[k]
            far = r.road_hours + np.float64(hours[k])
            pull = own[q, c, SAFE] * math.sqrt(np.float64(persons[q])) / far
            pull *= 1.0 + zone_draw * np.float64(zone[q]) * np.float64(guarded[q])
            pull *= 1.0 + r.kin_draw * mood[q, c, 0] / max(now[q], 1.0)
            total += pull
            ways[k] = total
        out = np.float64(border[p]) * r.abroad * (total + TINY) / max(indptr[p + 1] - indptr[p], 1)
        leave[p] = out / (total + out) if total + out > 0.0 else 0.0
        for k in range(indptr[p], indptr[p + 1]):
            ways[k] = ways[k] / total if total > 0.0 else 1.0
