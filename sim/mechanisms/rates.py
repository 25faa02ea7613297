"""Rates: who could strike whom (channels), and how often each week in each place.

A rate is a product of named factors; the same factors, against what is ordinary, are the causes
that an event keeps (`sim.mechanisms.causes`). Tempo (postures), campaigns' focus, the lasting
value of places and limited self-excitation shape them; `presence` then lowers some.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.rows import emptied, longer
from sim.nature.mechanism import Mechanism
from sim.state.events import (
    BATTLE,
    COMMUNAL,
    FACTORS,
    ON_MISSION,
    ONESIDED,
    UCDP_NON_STATE,
    UCDP_ONE_SIDED,
    UCDP_STATE,
)
from sim.state.factions import CAMPAIGN, CEASEFIRE, HOLD, PREY, REST, SPOIL, TALK
from sim.state.violence_factors import rate
from sim.state.world import World, fighting

PAIR_STEP: Final = 1000  # keys of luck of two communities: there are fewer


@rule
def set_rates(world: World) -> None:
    """Expected events of this week: `world.rates`, (channels, P)."""
    if world.month_begins or len(world.channels) == 0:
        open_channels(world)
    _set_drive(world)
    world.slow = 1.0 - world.rules.tempo.wet_brake if world.wet else 1.0
    rates, kinds = world.rates, world.channels["kind"]
    of_a, of_b = world.channels["a"], world.channels["b"]
    strength, force, mood = world.strength, world.force, world.mood
    infantry = world.places["infantry"]
    each = np.empty(FACTORS)
    for c in range(rates.shape[0]):
        kind, a, b = kinds[c], of_a[c], of_b[c]
        for p in range(rates.shape[1]):
            if kind == COMMUNAL:
                there = mood[p, a, 0] > 0.0 and mood[p, b, 0] > 0.0
            elif kind == BATTLE:
                there = force[a, p] > 0.0 and force[b, p] > 0.0
            elif kind == ON_MISSION:
                there = strength[a, p] > 0.0 and infantry[p] > 0.0
            else:
                there = force[a, p] > 0.0
            rates[c, p] = rate(world, c, p, each) if there else 0.0


@rule
def open_channels(world: World) -> None:
    """List who may strike whom while standings stay as they are."""
    world.channels = emptied(world.channels)
    at_war, sides = fighting(world), world.factions["side"]
    governing = world.governing
    for a in at_war:
        key = world.factions["key"][a]
        ours = sides[a] == governing
        _open(world, key ^ 1, a, -1, ONESIDED, UCDP_ONE_SIDED, ours)
        if not ours:
            _open(world, key ^ 2, a, -1, ON_MISSION, UCDP_STATE, False)
        for b in at_war:
            if b > a and world.hostile[a, b]:
                state = ours or sides[b] == governing
                first, second = (a, b) if ours or not state else (b, a)  # GED: the state is side A
                named = UCDP_STATE if state else UCDP_NON_STATE
                _open(world, world.pair_keys[a, b], first, second, BATTLE, named, state)
    communities = world.mood.shape[1]
    for c in range(communities):
        for d in range(c + 1, communities):
            _open(world, PAIR_STEP * c + d, c, d, COMMUNAL, UCDP_NON_STATE, False)
    world.rates = np.zeros((len(world.channels), len(world.places)))


@rule
def _open(world: World, key: int, a: int, b: int, kind: int, named: int, by_state: bool) -> None:
    """One channel more; `named`: its type in UCDP's terms."""
    world.channels = longer(world.channels, 1)
    channels, last = world.channels, len(world.channels) - 1
    channels["key"][last], channels["a"][last], channels["b"][last] = key, a, b
    channels["kind"][last], channels["type"][last] = kind, named
    channels["by_state"][last] = by_state


@rule
def _set_drive(world: World) -> None:
    """How active each faction is in battles and against civilians: the tired do less."""
    factions, tired_brake = world.factions, world.rules.tempo.tired_brake
    drive = np.zeros((len(factions), 2))
    for f in range(len(factions)):
        brake = math.exp(-tired_brake * np.float64(factions["weariness"][f]))
        battle, onesided = _activity(world, factions["posture"][f])
        drive[f, 0], drive[f, 1] = battle * brake, onesided * brake
    world.drive = drive


@rule
def _activity(world: World, posture: int) -> tuple[float, float]:
    """Activity of a posture in battles and against civilians."""
    t = world.rules.tempo
    if posture == REST or posture == CEASEFIRE:
        return t.rest_battle, t.rest_onesided
    if posture == HOLD:
        return t.hold_battle, t.hold_onesided
    if posture == TALK:
        return 0.5 * t.hold_battle, 0.5 * t.hold_onesided
    if posture == CAMPAIGN:
        return t.campaign_battle, t.campaign_onesided
    if posture == PREY:
        return t.prey_battle, t.prey_onesided
    if posture == SPOIL:
        return t.campaign_battle, t.prey_onesided
    return 0.0, 0.0  # who implements a deal


MECHANISM = Mechanism(
    name="rates",
    writes=("rates", "channels", "drive", "slow"),
    without={"nature.tempo.focus": 1.0},
    claims=(Claim("events_battle", +1),),
)
