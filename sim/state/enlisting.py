"""How people become fighters: off their communities, into the rows and bands of a faction."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.fields.column import I8, R8
from sim.fields.compiled import rule
from sim.fields.rows import longer
from sim.luck import streams
from sim.luck.distributions import whole
from sim.state.world import RECRUITED, World


@rule
def enlist(world: World, numbers: I8, each: R8) -> None:
    """New rows of fighters, (F, P) of them, of `each` (F,) persons; they are civilians no more."""
    first = len(world.combatants)
    if numbers.sum() > 0:
        world.combatants = longer(world.combatants, numbers.sum())  # once: it copies every row
    for f in range(len(numbers)):
        rows = numbers[f].sum()
        if rows > 0:
            _join(world, f, numbers[f], each[f], first)
            first += rows
            world.outflow[RECRUITED] += rows * each[f]
            old = world.factions["fighters"][f]
            fresh = old / (old + rows * each[f])  # who has just joined is not tired of war
            world.factions["weariness"][f] = np.float64(world.factions["weariness"][f]) * fresh


@rule
def row_weights(world: World) -> R8:
    """(F,) persons a new row of a faction stands for: as its rows on average, or the first's."""
    faction, weight = world.combatants["faction"], world.combatants["weight"]
    each, rows = np.zeros(len(world.factions)), np.zeros(len(world.factions))
    for i in range(len(faction)):
        if weight[i] > 0.0:
            each[faction[i]] += weight[i]
            rows[faction[i]] += 1.0
    for f in range(len(each)):
        each[f] = each[f] / rows[f] if rows[f] > 0.0 else world.rules.recruitment.first_row
    return each


@rule
def call_up(world: World, f: int, wanted: R8, each: float) -> I8:
    """(P,) rows that join of (P, C) who want to: whole ones by keyed luck, a share at most."""
    key, most = world.factions["key"][f], world.rules.recruitment.join_most
    numbers = np.zeros(len(wanted), np.int64)
    for p in range(len(wanted)):
        asked, room = 0.0, 0.0
        for c in range(wanted.shape[1]):
            free = max(most * world.mood[p, c, 0] - world.joined[p, c], 0.0)
            wanted[p, c] = min(wanted[p, c], free)
            asked += wanted[p, c]
            room += free
        if asked <= 0.0:
            continue
        luck = streams.u(world.seed, streams.RECRUIT, world.week, p, key)
        numbers[p] = max(min(whole(luck, asked / each), int(room / each)), 0)
        _take_from(world, p, wanted, asked, numbers[p] * each)
    return numbers


@rule
def _take_from(world: World, p: int, wanted: R8, asked: float, persons: float) -> None:
    """Those who join are taken off their communities, as far as each has room; 0 to 1 below."""
    most, left = world.rules.recruitment.join_most, persons
    for c in range(wanted.shape[1]):
        share = min(wanted[p, c] / asked * persons, most * world.mood[p, c, 0] - world.joined[p, c])
        world.joined[p, c] += max(share, 0.0)
        left -= max(share, 0.0)
    for c in range(wanted.shape[1]):  # what does not fit goes where there is room
        more = min(left, max(most * world.mood[p, c, 0] - world.joined[p, c], 0.0))
        world.joined[p, c] += more
        left -= more


@rule
def _join(world: World, f: int, numbers: I8, each: float, first: int) -> None:
    """Recruits join their faction's nearest band, or make one, in rows from `first`.

    Their id is (faction, place, week, ordinal).
    """
    key = world.factions["key"][f]
    n = first
    for p in range(len(numbers)):
        if numbers[p] == 0:
            continue
        band = _band_of(world, f, p, numbers[p] * each)
        for ordinal in range(numbers[p]):
            luck = streams.hash64(key, streams.RECRUIT, world.week, p, ordinal)
            put_in(world, n, luck, each, band, p)
            n += 1


@rule
def put_in(world: World, n: int, luck: Any, persons: float, band: int, home: int) -> None:
    """A new row of fighters, in a band: it is where the band is, and lives in its home."""
    rows, bands = world.combatants, world.bands
    rows["key"][n] = np.int64(luck >> np.uint64(2))
    rows["weight"][n], rows["band"][n], rows["home"][n] = persons, band, home
    rows["faction"][n], rows["place"][n] = bands["faction"][band], bands["place"][band]
    rows["livelihood"][n], rows["abusive"][n] = 0.5, bands["abusive"][band]


@rule
def _band_of(world: World, f: int, p: int, persons: float) -> int:
    """The band that recruits of a place join: a new one, where they are many and none is there."""
    nearest = nearest_band(world, f, p)
    there = nearest >= 0 and world.bands["place"][nearest] == p
    own = 0
    for b in range(len(world.bands)):
        own += world.bands["faction"][b] == f
    few = persons < world.rules.recruitment.new_band and nearest >= 0
    if there or few or own >= world.rules.start.bands_most:
        return nearest
    return found_band(world, f, p)


@rule
def nearest_band(world: World, f: int, p: int) -> int:
    """The row of a faction's band that is soonest in a place; -1: it has none."""
    bands, hours = world.bands, world.roads.hours_between
    best = -1
    for b in range(len(bands)):
        if bands["faction"][b] == f and (
            best < 0 or hours[p, bands["place"][b]] < hours[p, bands["place"][best]]
        ):
            best = b
    return best


@rule
def go_over(world: World, i: int, f: int) -> None:
    """A fighter joins the nearest band of another faction, if it has any."""
    table, bands = world.combatants, world.bands
    best = nearest_band(world, f, table["place"][i])
    if best >= 0:
        table["faction"][i], table["band"][i] = f, best
        table["place"][i] = bands["place"][best]


@rule
def found_band(world: World, f: int, p: int) -> int:
    """A new commander of a faction in a place, by luck as abusive as its discipline lets him."""
    world.bands = longer(world.bands, 1)
    bands, b = world.bands, len(world.bands) - 1
    key = world.factions["key"][f]
    bands["key"][b] = np.int64(
        streams.hash64(key, streams.NEW_BAND, world.week, p, b) >> np.uint64(2)
    )
    bands["faction"][b], bands["place"][b], bands["home"][b] = f, p, p
    luck = streams.u(world.seed, streams.NEW_BAND, world.week, key, b)
    rough = (1.0 - np.float64(world.factions["discipline"][f])) * (0.5 + luck)
    bands["abusive"][b] = min(rough, 1.0)
    return b
