"""Rates: who could strike whom (channels), and how often each week in each place.

A rate is a product of named factors; the same factors, against what is ordinary, are the causes
that an event keeps (`sim.mechanisms.causes`). Tempo (postures), campaigns\' focus, the lasting
value of places and limited self-excitation shape them; `presence` then lowers some.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.fields.arithmetic import exps
from sim.fields.claim import Claim
from sim.fields.column import I1, R8
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.nature.war import Tempo, Violence
from sim.state.events import (
    BATTLE,
    CHANNEL_DTYPE,
    COMMUNAL,
    FACTORS,
    ON_MISSION,
    ONESIDED,
    UCDP_NON_STATE,
    UCDP_ONE_SIDED,
    UCDP_STATE,
    Channels,
)
from sim.state.factions import GOVERNMENT_SIDE, Factions
from sim.state.places import Places
from sim.state.violence_factors import communal, factors
from sim.state.works import Works
from sim.state.world import World

PAIR_STEP: Final = 1000  # keys of luck of two communities: there are fewer
TABLES_KEPT: Final = 64  # of activity, for as many worlds with numbers of their own


def open_channels(world: World) -> None:
    """List who may strike whom while standings stay as they are."""
    rows: list[tuple[int, int, int, int, int, int]] = []
    keys, sides = world.factions["key"].tolist(), world.factions["side"].tolist()
    fighting = world.fighting()
    for a in fighting:
        key = keys[a]
        ours = sides[a] == GOVERNMENT_SIDE
        rows.append((key ^ 1, a, -1, ONESIDED, UCDP_ONE_SIDED, ours))
        if not ours:
            rows.append((key ^ 2, a, -1, ON_MISSION, UCDP_STATE, 0))
        for b in fighting:
            if b > a and world.hostile[a, b]:
                pair = streams.key_of(*sorted((key, keys[b])))
                state = ours or sides[b] == GOVERNMENT_SIDE
                first, second = (a, b) if ours or not state else (b, a)  # GED: the state is side A
                named = UCDP_STATE if state else UCDP_NON_STATE
                rows.append((pair, first, second, BATTLE, named, state))
    for c in range(world.mood.shape[1]):
        for d in range(c + 1, world.mood.shape[1]):
            rows.append((PAIR_STEP * c + d, c, d, COMMUNAL, UCDP_NON_STATE, 0))
    world.channels = np.array(rows, dtype=CHANNEL_DTYPE)
    world.rates = np.zeros((len(rows), world.place_count))


@lru_cache(maxsize=TABLES_KEPT)
def _activity(t: Tempo) -> NDArray[np.float64]:
    """(postures, 2) battle and one-sided activity of each posture; `t`: the numbers of tempo."""
    battle = (
        t.rest_battle,
        t.hold_battle,
        t.campaign_battle,
        t.prey_battle,
        0.5 * t.hold_battle,
        t.rest_battle,
        0.0,
        t.campaign_battle,
    )
    onesided = (
        t.rest_onesided,
        t.hold_onesided,
        t.campaign_onesided,
        t.prey_onesided,
        0.5 * t.hold_onesided,
        t.rest_onesided,
        0.0,
        t.prey_onesided,
    )
    table = np.array([battle, onesided]).T
    table.flags.writeable = False  # all worlds with these numbers read it
    return table


@njit(cache=True, nogil=True)
def _rates(
    rates: R8,
    channels: Channels,
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
) -> None:
    each = np.empty(FACTORS)
    for c in range(rates.shape[0]):
        a = channels["a"][c]
        b = channels["b"][c]
        kind = channels["kind"][c]
        if kind == COMMUNAL:  # by itself: they are many, and need little of what the others need
            for p in range(rates.shape[1]):
                rate = communal(a, b, p, places, works, mood, v, each)
                for k in range(FACTORS):
                    rate *= each[k]
                rates[c, p] = rate
            continue
        for p in range(rates.shape[1]):
            rates[c, p] = 0.0
            if strength[a, p] <= 0.0:
                continue
            if kind == BATTLE and strength[b, p] <= 0.0:
                continue
            if kind == ON_MISSION and places["infantry"][p] <= 0.0:
                continue
            rate = factors(
                kind,
                a,
                b,
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
                rate *= each[k]
            rates[c, p] = rate


def set_rates(world: World) -> None:
    """Expected events of this week: `world.rates`, (channels, P)."""
    if world.month_begins or not len(world.channels):
        open_channels(world)
    tempo, factions = world.rules.tempo, world.factions
    brake = exps(-tempo.tired_brake * factions["weariness"].astype(np.float64))
    world.drive = _activity(tempo)[factions["posture"]] * brake[:, None]  # the tired do less
    world.slow = 1.0 - world.rules.tempo.wet_brake if world.wet else 1.0
    _rates(
        world.rates,
        world.channels,
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
    )


__all__ = ["ONESIDED", "open_channels", "set_rates"]

MECHANISM = Mechanism(
    name="rates",
    writes=("rates", "channels", "drive"),
    without={"nature.tempo.focus": 1.0},
    claims=(Claim("events_battle", +1),),
)
