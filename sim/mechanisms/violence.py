"""Violence: what happens this week, drawn from the rates.

Weekly Poisson counts; sizes lognormal and rounded down, so that what kills nobody goes
unrecorded, as in event data.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import DAYS_A_WEEK, PER_HUNDRED
from sim.fields.rows import longer, row
from sim.luck import streams
from sim.luck.distributions import lognormal_size, poisson, whole
from sim.nature.mechanism import Mechanism
from sim.state.events import BATTLE, COMMUNAL, ON_MISSION, ONESIDED
from sim.state.world import World, governs

MARK_STEP: Final = 1000  # keys of luck: a place and channel have fewer events a week
LUCK_STEP: Final = 7919  # keys of an event's further luck: a prime, so that they differ


@rule
def strike(world: World) -> None:
    """Let this week's violence happen: rows `world.week_events` of `world.events`."""
    rates, keys = world.rates, world.channels["key"]
    luck = streams.prefix(world.seed, streams.EVENT_COUNT, world.week)
    world.week_first = world.event_count
    for c in range(rates.shape[0]):
        for p in range(rates.shape[1]):
            if rates[c, p] > 0.0:
                count = poisson(streams.u_after(luck, p, keys[c]), rates[c, p])
                for k in range(count):
                    _happen(world, c, p, k)


@rule
def _happen(world: World, c: int, p: int, k: int) -> None:
    """Event `k` of a channel and place this week; what kills nobody goes unrecorded."""
    seed, week, channels = world.seed, world.week, world.channels
    key, mark = channels["key"][c], p * MARK_STEP + k
    size = _size(world, c, p, streams.u(seed, streams.EVENT_SIZE, week, mark, key))
    if size < 1:
        return
    log, n = world.events, world.event_count
    log["channel"][n], log["place"][n], log["week"][n] = c, p, week
    log["a"][n], log["b"][n] = channels["a"][c], channels["b"][c]
    log["kind"][n], log["type"][n] = channels["kind"][c], channels["type"][c]
    log["by_state"][n] = channels["by_state"][c]
    log["luck"][n] = key ^ (k * LUCK_STEP)
    log["day"][n] = int(DAYS_A_WEEK * streams.u(seed, streams.EVENT_DAY, week, mark, key))
    log["response"][n] = 0
    log["victims"][n] = -1
    if channels["kind"][c] == ONESIDED:
        luck = streams.u(seed, streams.VICTIMS, week, mark, key)
        log["victims"][n] = _victims(world, channels["a"][c], p, luck)
    _divide(world, n, size, streams.u(seed, streams.EVENT_SPLIT, week, mark, key))
    world.event_count += 1
    if world.event_count == len(log):  # there is always a free row
        world.events = longer(log, len(log))


@rule
def _victims(world: World, f: int, p: int, luck: float) -> int:
    """Of which community those are whom a faction attacks: by people and by its hatred."""
    weights = np.empty(world.mood.shape[1])
    whole, edge = 0.0, 0.0
    for c in range(len(weights)):
        weights[c] = world.mood[p, c, 0] * world.hatred[f, c]
        whole += weights[c]
    for c in range(len(weights)):
        edge += weights[c]
        if luck * whole < edge:
            return c
    return -1


@rule
def _size(world: World, c: int, p: int, luck: float) -> int:
    """How many an event kills: more where forces are larger, and so many at most."""
    v, kind = world.rules.violence, world.channels["kind"][c]
    if kind == ON_MISSION:
        most = v.attack_most * np.float64(world.places["infantry"][p])
        return lognormal_size(luck, v.attack_losses, v.attack_sigma, most)
    persons = world.places["persons"][p]
    if kind == COMMUNAL:
        return lognormal_size(luck, v.onesided_location, v.battle_sigma, v.communal_most * persons)
    forces = world.force[world.channels["a"][c], p]
    if kind == BATTLE:
        forces = min(forces, world.force[world.channels["b"][c], p])
    if forces <= 0.0:  # driven here from next door, where they do stand
        return 0
    grown = v.force_exponent * math.log(forces / PER_HUNDRED)
    if kind == BATTLE:
        most = v.battle_most * forces + 1.0
        return lognormal_size(luck, v.battle_location + grown, v.battle_sigma, most)
    most = v.onesided_most * persons
    return lognormal_size(luck, v.onesided_location + grown, v.onesided_sigma, most)


@rule
def _divide(world: World, n: int, size: int, split: float) -> None:
    """Share an event's size out among the dead of side A, side B and civilians."""
    log, force = world.events, world.force
    kind, a, b, p = log["kind"][n], log["a"][n], log["b"][n], log["place"][n]
    of_a = 0
    of_b = 0
    civilian = 0
    if kind == ONESIDED:
        civilian = size
    elif kind == ON_MISSION:
        of_b = size
        of_a = whole(split, 0.5 * size)
    else:
        civilian = whole(split, world.rules.violence.crossfire * size)
        rest = size - civilian
        odds = 0.5
        if kind == BATTLE:
            of_one, of_other = force[a, p] * _edge(world, a, p), force[b, p] * _edge(world, b, p)
            odds = of_other / (of_one + of_other)
        tilt = min(max(odds + 0.5 * (split - 0.5), 0.0), 1.0)
        of_a = int(math.floor(rest * tilt + 0.5))
        of_b = rest - of_a
    log["deaths_a"][n], log["deaths_b"][n], log["deaths_civilian"][n] = of_a, of_b, civilian


@rule
def _edge(world: World, f: int, p: int) -> float:
    """What local knowledge makes of a fighter: whom people warn and hide, and whom they tell."""
    v, factions, place = world.rules.violence, world.factions, row(world.places, p)
    edge, own = 1.0, factions["community"][f]
    if governs(world, f):
        told = np.float64(place["trust_state"]) * (1.0 - np.float64(place["fear"]))
        edge += v.tips_edge * told
    if own >= 0:
        kin = world.mood[p, own, 0] / max(place["persons"], 1.0)
        edge += v.local_edge * kin * (1.0 - np.float64(factions["lines"][f]))
    return edge


@rule
def inflame(world: World) -> None:
    """Let places remember this week's events: self-excitation that fades and limits itself."""
    v, heat, place = world.rules.violence, world.places["heat"], world.events["place"]
    keep = math.exp(-1.0 / v.heat_weeks)
    for p in range(len(heat)):
        heat[p] = np.float64(heat[p]) * keep
    for i in range(world.week_first, world.event_count):
        h = np.float64(heat[place[i]])
        if h < v.heat_most:
            heat[place[i]] = h + v.heat_gain * (1.0 - h / v.heat_most)


MECHANISM = Mechanism(
    name="violence",
    writes=("events", "event_count", "week_first", "places.heat"),
    without={"nature.violence.mission_attack_rate": 0.0},
    claims=(Claim("peacekeeper_deaths", +1),),
)
