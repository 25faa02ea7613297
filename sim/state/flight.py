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
# tell who of them does, 0 or more; how far they have to fear who rules there
ALIVE, FRIGHT, OUTRAGE, SAFE, JOINS, LEAST, FEARED = range(7)
TOLD: Final = 7


@rule
def find_ways(world: World, own: R8, ways: R8, leave: R8) -> None:
    """Cumulative chances of the roads out of each place, and of the border, for who flees.

    (C, 2E) and (C, P), by community. Who have to fear the rulers of the places around, too, rather
    cross the border.
    """
    r, border, mood = world.rules.civilian, world.places["border"], world.mood
    indptr, road = world.roads.indptr, world.roads.target
    hours = world.roads.hours_wet if world.wet else world.roads.hours
    drawn = np.empty((mood.shape[1], len(border)))  # what each place has for who comes
    for q in range(len(border)):
        _draw(world, q, own[q], drawn)
    for p in range(len(border)):
        share = np.float64(border[p]) * r.abroad / max(indptr[p + 1] - indptr[p], 1)
        for c in range(len(ways)):
            total, open_to_them = 0.0, 0.0
            for k in range(indptr[p], indptr[p + 1]):
                pull = drawn[c, road[k]] / (r.road_hours + np.float64(hours[k]))
                total += pull * (1.0 - own[road[k], c, FEARED])
                open_to_them += pull
                ways[c, k] = total
            out = share * (open_to_them + TINY)
            leave[c, p] = out / (total + out) if total + out > 0.0 else 0.0
            for k in range(indptr[p], indptr[p + 1]):
                ways[c, k] = ways[c, k] / total if total > 0.0 else 1.0


@rule
def _draw(world: World, q: int, own: R8, drawn: R8) -> None:
    """How much a place draws those of each community, but for the way to it and who rules it."""
    places, works = world.places, world.works
    open_to_all = math.sqrt(np.float64(places["start_persons"][q]))
    guarded = np.float64(works["zone"][q]) * np.float64(works["guarded"][q])
    open_to_all *= 1.0 + world.rules.protection.zone_draw * guarded
    people = max(places["persons"][q], 1.0)
    for c in range(len(own)):
        kin = world.rules.civilian.kin_draw * world.mood[q, c, 0] / people
        drawn[c, q] = own[c, SAFE] * open_to_all * (1.0 + kin)
