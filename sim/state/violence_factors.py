"""Factors whose product is a rate of violence: one reading of the state for rates and causes."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from sim.fields.column import I1, R8
from sim.fields.conversions import PER_THOUSAND
from sim.nature.war import Tempo, Violence
from sim.state.events import (
    BATTLE,
    COMMUNAL,
    CONTESTED,
    FORCES,
    HEAT,
    INDISCIPLINE,
    ON_MISSION,
    PEOPLE,
    POSTURE,
    SEASON,
    TARGET,
    TENSION,
    VALUE,
    WORKS,
)
from sim.state.factions import CAMPAIGN, STATE, Factions
from sim.state.places import Places
from sim.state.works import Works


@njit(cache=True, nogil=True, forceinline=True)
def factors(
    kind: int,
    a: int,
    b: int,
    p: int,
    by_state: int,
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
    out: R8,
) -> float:
    """Fill `out`, (FACTORS,) ratios, for one channel and place; returns the constant before them.

    `drive`: (F, 2) activities; `zones`: shield and draw of safe zones. Callers see to it that
    the forces needed are there.
    """
    if kind == COMMUNAL:
        return communal(a, b, p, places, works, mood, v, out)
    for k in range(out.shape[0]):
        out[k] = 1.0
    own = np.float64(strength[a, p])
    if kind == ON_MISSION:
        troops = np.float64(places["infantry"][p])
        out[FORCES] = troops / PER_THOUSAND * own / PER_THOUSAND
        out[INDISCIPLINE] = np.float64(factions["hostility"][a])
        out[POSTURE] = v.mission_attack_idle + drive[a, 0]
        return v.mission_attack_rate
    out[VALUE] = np.float64(places["value"][p])
    heat = np.float64(places["heat"][p])
    if kind == BATTLE:
        out[HEAT] = 1.0 + heat
        both = own * np.float64(strength[b, p])
        out[FORCES] = (math.sqrt(both) / PER_THOUSAND) ** v.rate_exponent
        out[POSTURE] = 0.5 * (drive[a, 0] + drive[b, 0])
        act = 0.5 * (
            drive[a, 0] * _focus(factions, a, p, tempo.focus)
            + drive[b, 0] * _focus(factions, b, p, tempo.focus)
        )
        out[TARGET] = act / out[POSTURE] if out[POSTURE] > 0.0 else 1.0
        out[SEASON] = slow
        return v.level * v.battle_rate
    out[HEAT] = (1.0 + heat) * (1.0 + v.revenge * heat)
    out[INDISCIPLINE] = 2.0 * (1.0 - np.float64(factions["discipline"][a]))
    out[POSTURE] = drive[a, 1]
    out[TARGET] = _focus(factions, a, p, 0.5 * (1.0 + tempo.focus))
    people = np.float64(places["persons"][p])
    start = np.float64(places["start_persons"][p])
    out[PEOPLE] = people / (people + v.people_half * start) if people > 0.0 else 0.0
    if by_state:
        out[WORKS] = (1.0 - np.float64(works["restraint"][p])) * _open(works, p, zones)
    else:
        out[WORKS] = _lure(works, p, zones)
    if factions["kind"][a] == STATE:
        enemy = 0.0
        for g in range(strength.shape[0]):
            if hostile[a, g]:
                enemy += np.float64(strength[g, p])
        met = math.sqrt(own * enemy) / PER_THOUSAND
        out[FORCES] = met**v.rate_exponent if enemy > 0.0 else 0.0
        return v.level * v.state_onesided_rate
    out[FORCES] = (own / PER_THOUSAND) ** v.rate_exponent
    out[CONTESTED] = 0.5 + np.float64(places["contested"][p])
    return v.level * v.onesided_rate


@njit(cache=True, nogil=True, forceinline=True)
def communal(
    a: int, b: int, p: int, places: Places, works: Works, mood: R8, v: Violence, out: R8
) -> float:
    """`factors` for a clash of two communities."""
    for k in range(out.shape[0]):
        out[k] = 1.0
    here = np.float64(places["persons"][p]) + 1.0
    halves = 2.0 * np.float64(mood[p, a, 0]) * (2.0 * np.float64(mood[p, b, 0]))
    out[PEOPLE] = halves / (here * here)  # 1 where each of the two is half of the people
    around = v.communal_calm + (1.0 - v.communal_calm) * min(np.float64(places["danger"][p]), 1.0)
    out[TENSION] = 0.5 * around * (np.float64(mood[p, a, 2]) + np.float64(mood[p, b, 2]))
    out[HEAT] = 1.0 + np.float64(places["heat"][p])
    out[WORKS] = 1.0 - np.float64(works["calm"][p])
    return v.communal_rate * v.level


@njit(cache=True, nogil=True, forceinline=True)
def _focus(factions: Factions, f: int, p: int, focus: float) -> float:
    """A campaign strikes harder at its target."""
    if factions["posture"][f] == CAMPAIGN and factions["target"][f] == p:
        return focus
    return 1.0


@njit(cache=True, nogil=True, forceinline=True)
def _lure(works: Works, p: int, zones: tuple[float, float]) -> float:
    """What programmes and unguarded zones draw on themselves, and what guarded ones keep off."""
    open_zone = np.float64(works["zone"][p]) * (1.0 - np.float64(works["guarded"][p]))
    drawn = max(1.0 + np.float64(works["lure"][p]), 0.5)
    return drawn * _open(works, p, zones) * (1.0 + zones[1] * open_zone)


@njit(cache=True, nogil=True, forceinline=True)
def _open(works: Works, p: int, zones: tuple[float, float]) -> float:
    """What is left to attack where guarded zones shelter part of the people, from whomever."""
    kept = np.float64(works["sheltered"][p]) * np.float64(works["guarded"][p])
    return 1.0 - zones[0] * kept
