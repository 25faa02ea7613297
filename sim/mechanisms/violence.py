"""Violence: what happens this week, drawn from the rates.

Weekly Poisson counts; sizes lognormal and rounded down, so that what kills nobody goes
unrecorded, as in event data.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numba import njit

from sim.fields.claim import Claim
from sim.fields.column import R8
from sim.fields.conversions import DAYS_A_WEEK, PER_HUNDRED
from sim.luck import streams
from sim.luck.distributions import lognormal_size, poisson, whole
from sim.nature.mechanism import Mechanism
from sim.nature.war import Violence
from sim.state.events import BATTLE, COMMUNAL, ON_MISSION, ONESIDED, Channels, Events
from sim.state.events import DTYPE as EVENT_DTYPE
from sim.state.places import Places
from sim.state.world import World

MARK_STEP: Final = 1000  # keys of luck: a place and channel have fewer events a week
LUCK_STEP: Final = 7919  # keys of an event's further luck: a prime, so that they differ


@njit(cache=True, nogil=True)
def _strike(
    rates: R8,
    channels: Channels,
    places: Places,
    strength: R8,
    log: Events,
    first: int,
    v: Violence,
    losses: float,
    seed: int,
    week: int,
) -> int:
    """Draw this week's events into `log` from row `first`; returns the row after the last."""
    n = first
    kinds = channels["kind"]
    keys = channels["key"]
    persons = places["persons"]
    infantry = places["infantry"]
    for c in range(rates.shape[0]):
        a = channels["a"][c]
        b = channels["b"][c]
        kind = kinds[c]
        key = keys[c]
        for p in range(rates.shape[1]):
            rate = np.float64(rates[c, p])
            if rate <= 0.0:
                continue
            count = poisson(streams.u(seed, streams.EVENT_COUNT, week, p, key), rate)
            for k in range(count):
                if n >= len(log):
                    return n
                mark = p * MARK_STEP + k
                luck = streams.u(seed, streams.EVENT_SIZE, week, mark, key)
                if kind == BATTLE:
                    small = min(np.float64(strength[a, p]), np.float64(strength[b, p]))
                    where = v.battle_location + v.force_exponent * math.log(small / PER_HUNDRED)
                    size = lognormal_size(luck, where, v.battle_sigma, v.battle_most * small + 1.0)
                elif kind == ONESIDED:
                    where = v.onesided_location + v.force_exponent * math.log(
                        np.float64(strength[a, p]) / PER_HUNDRED
                    )
                    size = lognormal_size(
                        luck, where, v.onesided_sigma, v.onesided_most * np.float64(persons[p])
                    )
                elif kind == COMMUNAL:
                    size = lognormal_size(
                        luck,
                        v.onesided_location,
                        v.battle_sigma,
                        v.communal_most * np.float64(persons[p]),
                    )
                else:
                    size = lognormal_size(
                        luck, losses, v.attack_sigma, v.attack_most * np.float64(infantry[p])
                    )
                if size < 1:
                    continue
                split = streams.u(seed, streams.EVENT_SPLIT, week, mark, key)
                log["luck"][n] = key ^ (k * LUCK_STEP)
                log["week"][n] = week
                log["place"][n] = p
                log["a"][n] = a
                log["b"][n] = b
                log["kind"][n] = kind
                log["channel"][n] = c
                log["type"][n] = channels["type"][c]
                log["by_state"][n] = channels["by_state"][c]
                day = DAYS_A_WEEK * streams.u(seed, streams.EVENT_DAY, week, mark, key)
                log["day"][n] = int(day)
                log["response"][n] = 0
                _divide(log, n, kind, size, split, strength, a, b, p, v.crossfire)
                n += 1
    return n


@njit(cache=True, nogil=True)
def _divide(
    log: Events,
    n: int,
    kind: int,
    size: int,
    split: float,
    strength: R8,
    a: int,
    b: int,
    p: int,
    crossfire: float,
) -> None:
    """Share a size out among the dead of side A, side B and civilians."""
    of_a = 0
    of_b = 0
    civilian = 0
    if kind == ONESIDED:
        civilian = size
    elif kind == ON_MISSION:
        of_b = size
        of_a = whole(split, 0.5 * size)
    else:
        civilian = whole(split, crossfire * size)
        rest = size - civilian
        odds = 0.5
        if kind == BATTLE:
            odds = np.float64(strength[b, p]) / (
                np.float64(strength[a, p]) + np.float64(strength[b, p])
            )
        tilt = min(max(odds + 0.5 * (split - 0.5), 0.0), 1.0)
        of_a = int(math.floor(rest * tilt + 0.5))
        of_b = rest - of_a
    log["deaths_a"][n] = of_a
    log["deaths_b"][n] = of_b
    log["deaths_civilian"][n] = civilian


def strike(world: World) -> None:
    """Let this week's violence happen: rows `world.week_events` of `world.events`."""
    first = world.event_count
    while True:
        last = _strike(
            world.rates,
            world.channels,
            world.places,
            world.strength,
            world.events,
            first,
            world.rules.violence,
            world.rules.violence.attack_losses,
            world.seed,
            world.week,
        )
        if last < len(world.events):
            break
        world.events = np.concatenate([world.events, np.zeros(len(world.events), EVENT_DTYPE)])
    world.event_count = last
    world.week_events = slice(first, last)


def inflame(world: World) -> None:
    """Let places remember this week's events: self-excitation that limits itself."""
    _inflame(world.places, world.events[world.week_events], world.rules.violence)


@njit(cache=True, nogil=True)
def _inflame(places: Places, events: Events, v: Violence) -> None:
    """Self-excitation fades and is fed by events; it limits itself."""
    heat = places["heat"]
    keep = math.exp(-1.0 / v.heat_weeks)
    for p in range(heat.shape[0]):
        heat[p] = np.float64(heat[p]) * keep
    for i in range(len(events)):
        p = events["place"][i]
        h = np.float64(heat[p])
        heat[p] = h + v.heat_gain * (1.0 - h / v.heat_most) if h < v.heat_most else h


MECHANISM = Mechanism(
    name="violence",
    writes=("events", "places.heat"),
    without={"nature.violence.mission_attack_rate": 0.0},
    claims=(Claim("peacekeeper_deaths", +1),),
)
