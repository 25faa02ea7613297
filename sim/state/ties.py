"""Ties: what draws a fighter who has left the war back to arms, and to whose band (evidence D5)."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.fields.column import I8
from sim.fields.compiled import rule
from sim.state.factions import IN_COMMAND, STATE
from sim.state.world import World, at_war

PULL_MOST: Final = 1.0  # of `drawn`: shares, and supply, are 1 at most


@rule
def drawn(world: World, i: int, nearest: I8) -> tuple[float, int]:
    """The strongest pull on one who has left the war, and the band that it is of.

    His own commander's at war, wherever he is; a band of his side, or of whoever hires, near by.
    """
    p, table, factions = world.rules.demobilisation, world.combatants, world.factions
    own, f, at = table["band"][i], table["faction"][i], table["place"][i]
    tie = tie_of(world, i)
    most, to = 0.0, int(own)
    if at_war(world, f):
        near = _near(world, at, world.bands["place"][own])
        most = tie * (p.far_pull + (1.0 - p.far_pull) * near)
    for g in range(world.faction_count):
        band = nearest[g, at]
        if g == f or band < 0:
            continue
        if factions["side"][g] == factions["side"][f]:
            pull = tie * p.kin_pull
        else:
            pull = p.hire_pull * np.float64(factions["supply"][g])
        pull *= _near(world, at, world.bands["place"][band])
        if pull > most:
            most, to = pull, int(band)
    return most, to


@rule
def tie_of(world: World, i: int) -> float:
    """What ties to a commander are worth: whole while he is there, less through his officers.

    To his successor, of whom they knew little, no more than to those.
    """
    band = world.combatants["band"][i]
    left = max(world.week - world.combatants["weeks"][i], 0)  # in this week of the run
    there = world.bands["commander"][band] == IN_COMMAND and left >= world.bands["led_since"][band]
    return 1.0 if there else world.rules.demobilisation.absent_pull


@rule
def _near(world: World, here: int, there: int) -> float:
    """How much of a pull reaches from one place to another: all where they are the same."""
    hours = np.float64(world.roads.hours_between[here, there])
    return world.rules.demobilisation.near_hours / (world.rules.demobilisation.near_hours + hours)


@rule
def nearest_bands(world: World) -> I8:
    """(F, P) the nearest band of each faction at war that takes men as they come, -1: none."""
    factions, bands, hours = world.factions, world.bands, world.roads.hours_between
    nearest = np.full((len(factions), len(world.places)), -1)
    takes = np.zeros(len(factions), np.bool_)
    for f in range(world.faction_count):
        own_people = factions["kind"][f] != STATE and not factions["foreign"][f]
        takes[f] = own_people and at_war(world, f)
    for b in range(len(bands)):
        f = bands["faction"][b]
        if not takes[f] or bands["persons"][b] <= 0.0:
            continue
        for p in range(nearest.shape[1]):
            best = nearest[f, p]
            if best < 0 or hours[p, bands["place"][b]] < hours[p, bands["place"][best]]:
                nearest[f, p] = b
    return nearest
