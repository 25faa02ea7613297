"""Violence: who could strike whom (channels), how often (rates), and what happens (events).

Weekly Poisson rates per place and channel; sizes lognormal and rounded down, so that what
kills nobody goes unrecorded, as in event data. Tempo (postures), campaigns' focus, the lasting
value of places and limited self-excitation shape the rates; `presence` then lowers some.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim import streams
from sim.distributions import lognormal_size, poisson, whole
from sim.populations import events as ev
from sim.populations.events import BATTLE, COMMUNAL, ON_MISSION, ONESIDED
from sim.populations.factions import CAMPAIGN, STATE
from sim.world import World

WRITES = ("channels", "rates", "events", "places.heat")
STATE_SIDE = 0


def open_channels(world: World) -> None:
    """List who may strike whom while standings stay as they are."""
    rows: list[tuple[int, int, int, int, int, int]] = []
    factions = world.factions
    fighting = world.fighting()
    for a in fighting:
        key = int(factions[a]["key"])
        ours = int(factions[a]["side"]) == STATE_SIDE
        rows.append((key ^ 1, a, -1, ONESIDED, 3, ours))
        if not ours:
            rows.append((key ^ 2, a, -1, ON_MISSION, 1, 0))
        for b in fighting:
            if b > a and world.hostile[a, b]:
                pair = streams.key_of(*sorted((key, int(factions[b]["key"]))))
                state = ours or int(factions[b]["side"]) == STATE_SIDE
                first, second = (a, b) if ours or not state else (b, a)  # GED: the state is side A
                rows.append((pair, first, second, BATTLE, 1 if state else 2, state))
    for c in range(world.mood.shape[1]):
        for d in range(c + 1, world.mood.shape[1]):
            rows.append((1000 * c + d, c, d, COMMUNAL, 2, 0))
    world.channels = np.array(rows, dtype=ev.CHANNEL_DTYPE)
    world.rates = np.zeros((len(rows), world.place_count))


def _activity(world: World) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Battle and one-sided activity of each faction from its posture, (MOST,) each."""
    t = world.rules.tempo
    battle = np.array(
        [
            t.rest_battle,
            t.hold_battle,
            t.campaign_battle,
            t.prey_battle,
            0.5 * t.hold_battle,
            t.rest_battle,
            0.0,
            t.campaign_battle,
        ]
    )
    onesided = np.array(
        [
            t.rest_onesided,
            t.hold_onesided,
            t.campaign_onesided,
            t.prey_onesided,
            0.5 * t.hold_onesided,
            t.rest_onesided,
            0.0,
            t.prey_onesided,
        ]
    )
    posture = world.factions["posture"]
    return battle[posture], onesided[posture]


@njit(cache=True, nogil=True)
def _rates(
    rates: Any,
    channels: Any,
    places: Any,
    works: Any,
    factions: Any,
    strength: Any,
    mood: Any,
    hostile: Any,
    battle: Any,
    onesided: Any,
    v: Any,
    focus: float,
    slow: float,
    shield: float,
    draw: float,
) -> None:
    kind = channels["kind"]
    side_a = channels["a"]
    side_b = channels["b"]
    value = places["value"]
    heat = places["heat"]
    contested = places["contested"]
    persons = places["persons"]
    start = places["start_persons"]
    infantry = places["infantry"]
    for c in range(rates.shape[0]):
        a = side_a[c]
        b = side_b[c]
        for p in range(rates.shape[1]):
            rate = 0.0
            base = v.level * float(value[p]) * (1.0 + float(heat[p]))
            if kind[c] == BATTLE:
                both = float(strength[a, p]) * float(strength[b, p])
                if both > 0.0:
                    act = 0.5 * (
                        _at_target(factions, a, p, battle, focus)
                        + _at_target(factions, b, p, battle, focus)
                    )
                    met = (math.sqrt(both) / 1000.0) ** v.rate_exponent
                    rate = base * slow * v.battle_rate * act * met
            elif kind[c] == ONESIDED:
                own = float(strength[a, p])
                if own > 0.0 and persons[p] > 0.0:
                    harsh = 2.0 * (1.0 - float(factions["discipline"][a]))
                    harsh *= 1.0 + v.revenge * float(heat[p])
                    enemy = 0.0
                    for g in range(strength.shape[0]):
                        if hostile[a, g]:
                            enemy += float(strength[g, p])
                    act = _at_target(factions, a, p, onesided, 0.5 * (1.0 + focus))
                    if factions["kind"][a] == STATE:
                        met = math.sqrt(own * enemy) / 1000.0
                        rate = v.state_onesided_rate * met**v.rate_exponent
                    else:
                        rate = v.onesided_rate * (own / 1000.0) ** v.rate_exponent
                        rate *= 0.5 + float(contested[p])
                    left = float(persons[p]) / (float(persons[p]) + 0.2 * float(start[p]))
                    rate *= base * harsh * act * left
                    if channels["by_state"][c]:
                        rate *= 1.0 - float(works["restraint"][p])
                    else:
                        open_zone = float(works["zone"][p]) * (1.0 - float(works["guarded"][p]))
                        held_zone = float(works["sheltered"][p]) * float(works["guarded"][p])
                        rate *= max(1.0 + float(works["lure"][p]), 0.5)
                        rate *= (1.0 - shield * held_zone) * (1.0 + draw * open_zone)
            elif kind[c] == ON_MISSION:
                rate = (
                    v.mission_attack_rate
                    * float(infantry[p])
                    / 1000.0
                    * float(strength[a, p])
                    / 1000.0
                    * float(factions["hostility"][a])
                    * (0.3 + battle[a])
                )
            else:
                here = float(persons[p]) + 1.0
                pair = 4.0 * float(mood[p, a, 0]) * float(mood[p, b, 0]) / (here * here)
                tension = 0.5 * (float(mood[p, a, 2]) + float(mood[p, b, 2]))
                rate = v.communal_rate * v.level * pair * tension * (1.0 + float(heat[p]))
                rate *= 1.0 - float(works["calm"][p])
            rates[c, p] = rate


@njit(cache=True, nogil=True)
def _at_target(factions: Any, f: int, p: int, activity: Any, focus: float) -> float:
    """A campaign strikes harder at its target."""
    act = float(activity[f])
    if factions["posture"][f] == CAMPAIGN and factions["target"][f] == p:
        act *= focus
    return act


def set_rates(world: World) -> None:
    """Expected events of this week: `world.rates`, (channels, P)."""
    if world.month_begins or not len(world.channels):
        open_channels(world)
    battle, onesided = _activity(world)
    slow = 1.0 - world.rules.tempo.wet_brake if world.wet else 1.0
    _rates(
        world.rates,
        world.channels,
        world.places,
        world.works,
        world.factions,
        world.strength,
        world.mood,
        world.hostile,
        battle,
        onesided,
        world.rules.violence,
        world.rules.tempo.focus,
        slow,
        world.rules.programmes.zone_shield,
        world.rules.programmes.zone_lure,
    )


@njit(cache=True, nogil=True)
def _strike(
    rates: Any,
    channels: Any,
    places: Any,
    strength: Any,
    log: Any,
    first: int,
    v: Any,
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
            rate = float(rates[c, p])
            if rate <= 0.0:
                continue
            count = poisson(streams.u(seed, streams.EVENT_COUNT, week, p, key), rate)
            for k in range(count):
                if n >= log.shape[0]:
                    return n
                mark = p * 1000 + k
                luck = streams.u(seed, streams.EVENT_SIZE, week, mark, key)
                if kind == BATTLE:
                    small = min(float(strength[a, p]), float(strength[b, p]))
                    where = v.battle_location + v.force_exponent * math.log(small / 100.0)
                    size = lognormal_size(luck, where, v.battle_sigma, 0.3 * small + 1.0)
                elif kind == ONESIDED:
                    where = v.onesided_location + v.force_exponent * math.log(
                        float(strength[a, p]) / 100.0
                    )
                    size = lognormal_size(luck, where, v.onesided_sigma, 0.05 * float(persons[p]))
                elif kind == COMMUNAL:
                    size = lognormal_size(
                        luck, v.onesided_location, v.battle_sigma, 0.02 * float(persons[p])
                    )
                else:
                    size = lognormal_size(luck, losses, 0.9, 0.1 * float(infantry[p]))
                if size < 1:
                    continue
                split = streams.u(seed, streams.EVENT_SPLIT, week, mark, key)
                log["luck"][n] = key ^ (k * 7919)
                log["week"][n] = week
                log["place"][n] = p
                log["a"][n] = a
                log["b"][n] = b
                log["kind"][n] = kind
                log["type"][n] = channels["type"][c]
                log["by_state"][n] = channels["by_state"][c]
                log["day"][n] = int(7.0 * streams.u(seed, streams.EVENT_DAY, week, mark, key))
                log["response"][n] = 0
                _divide(log, n, kind, size, split, strength, a, b, p, v.crossfire)
                n += 1
    return n


@njit(cache=True, nogil=True)
def _divide(
    log: Any,
    n: int,
    kind: int,
    size: int,
    split: float,
    strength: Any,
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
            odds = float(strength[b, p]) / (float(strength[a, p]) + float(strength[b, p]))
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
            world.rules.protection.attack_losses,
            world.seed,
            world.week,
        )
        if last < len(world.events):
            break
        world.events = np.concatenate([world.events, np.zeros(len(world.events), ev.DTYPE)])
    world.event_count = last
    world.week_events = slice(first, last)
    _inflame(world.places, world.events[world.week_events], world.rules.violence)


@njit(cache=True, nogil=True)
def _inflame(places: Any, events: Any, v: Any) -> None:
    """Self-excitation fades and is fed by events; it limits itself."""
    heat = places["heat"]
    keep = math.exp(-1.0 / v.heat_weeks)
    for p in range(heat.shape[0]):
        heat[p] = float(heat[p]) * keep
    for i in range(events.shape[0]):
        p = events["place"][i]
        h = float(heat[p])
        heat[p] = h + v.heat_gain * (1.0 - h / v.heat_most) if h < v.heat_most else h


__all__ = ["open_channels", "set_rates", "strike"]
