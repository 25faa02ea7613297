"""Factors whose product is a rate of violence: one reading of the state for rates and causes."""

from __future__ import annotations

import math

import numpy as np

from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.fields.conversions import PER_THOUSAND
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
from sim.state.factions import CAMPAIGN, STATE
from sim.state.world import World


@rule
def factors(world: World, c: int, p: int, out: R8) -> float:
    """Fill `out`, (FACTORS,) ratios, for a channel and place; returns the constant before them.

    Callers see to it that the forces needed are there.
    """
    for k in range(len(out)):
        out[k] = 1.0
    kind = world.channels["kind"][c]
    if kind == COMMUNAL:
        return _communal(world, c, p, out)
    if kind == ON_MISSION:
        return _on_mission(world, c, p, out)
    if kind == BATTLE:
        return _battle(world, c, p, out)
    return _onesided(world, c, p, out)


@rule
def _battle(world: World, c: int, p: int, out: R8) -> float:
    v, focus = world.rules.violence, world.rules.tempo.focus
    places, drive = world.places, world.drive
    a, b = world.channels["a"][c], world.channels["b"][c]
    out[VALUE] = np.float64(places["value"][p])
    out[HEAT] = 1.0 + np.float64(places["heat"][p])
    both = world.strength[a, p] * world.strength[b, p]
    out[FORCES] = (math.sqrt(both) / PER_THOUSAND) ** v.rate_exponent
    out[POSTURE] = 0.5 * (drive[a, 0] + drive[b, 0])
    act = 0.5 * (
        drive[a, 0] * _focus(world, a, p, focus) + drive[b, 0] * _focus(world, b, p, focus)
    )
    out[TARGET] = act / out[POSTURE] if out[POSTURE] > 0.0 else 1.0
    out[SEASON] = world.slow
    return v.level * v.battle_rate


@rule
def _on_mission(world: World, c: int, p: int, out: R8) -> float:
    v, a = world.rules.violence, world.channels["a"][c]
    troops = np.float64(world.places["infantry"][p])
    out[FORCES] = troops / PER_THOUSAND * world.strength[a, p] / PER_THOUSAND
    out[INDISCIPLINE] = np.float64(world.factions["hostility"][a])
    out[POSTURE] = v.mission_attack_idle + world.drive[a, 0]
    return v.mission_attack_rate


@rule
def _onesided(world: World, c: int, p: int, out: R8) -> float:
    v, places, factions = world.rules.violence, world.places, world.factions
    a = world.channels["a"][c]
    heat = np.float64(places["heat"][p])
    out[VALUE] = np.float64(places["value"][p])
    out[HEAT] = (1.0 + heat) * (1.0 + v.revenge * heat)
    out[INDISCIPLINE] = 2.0 * (1.0 - np.float64(factions["discipline"][a]))
    out[POSTURE] = world.drive[a, 1]
    out[TARGET] = _focus(world, a, p, 0.5 * (1.0 + world.rules.tempo.focus))
    people, start = places["persons"][p], places["start_persons"][p]
    out[PEOPLE] = people / (people + v.people_half * start) if people > 0.0 else 0.0
    if world.channels["by_state"][c]:
        out[WORKS] = (1.0 - np.float64(world.works["restraint"][p])) * _open(world, p)
    else:
        out[WORKS] = _lure(world, p)
    own = world.strength[a, p]
    if factions["kind"][a] == STATE:
        enemy = _enemies(world, a, p)
        met = math.sqrt(own * enemy) / PER_THOUSAND
        out[FORCES] = met**v.rate_exponent if enemy > 0.0 else 0.0
        return v.level * v.state_onesided_rate
    out[FORCES] = (own / PER_THOUSAND) ** v.rate_exponent
    out[CONTESTED] = 0.5 + np.float64(places["contested"][p])
    return v.level * v.onesided_rate


@rule
def _communal(world: World, c: int, p: int, out: R8) -> float:
    v, places, mood = world.rules.violence, world.places, world.mood
    a, b = world.channels["a"][c], world.channels["b"][c]
    here = places["persons"][p] + 1.0
    halves = 2.0 * mood[p, a, 0] * (2.0 * mood[p, b, 0])
    out[PEOPLE] = halves / (here * here)  # 1 where each of the two is half of the people
    around = v.communal_calm + (1.0 - v.communal_calm) * min(np.float64(places["danger"][p]), 1.0)
    out[TENSION] = 0.5 * around * (mood[p, a, 2] + mood[p, b, 2])
    out[HEAT] = 1.0 + np.float64(places["heat"][p])
    out[WORKS] = 1.0 - np.float64(world.works["calm"][p])
    return v.communal_rate * v.level


@rule
def _enemies(world: World, f: int, p: int) -> float:
    """Strength of a faction's enemies in a place."""
    enemy = 0.0
    for g in range(world.strength.shape[0]):
        if world.hostile[f, g]:
            enemy += world.strength[g, p]
    return enemy


@rule
def _focus(world: World, f: int, p: int, focus: float) -> float:
    """A campaign strikes harder at its target."""
    if world.factions["posture"][f] == CAMPAIGN and world.factions["target"][f] == p:
        return focus
    return 1.0


@rule
def _lure(world: World, p: int) -> float:
    """What programmes and unguarded zones draw on themselves, and what guarded ones keep off."""
    works = world.works
    open_zone = np.float64(works["zone"][p]) * (1.0 - np.float64(works["guarded"][p]))
    drawn = max(1.0 + np.float64(works["lure"][p]), 0.5)
    return drawn * _open(world, p) * (1.0 + world.rules.protection.zone_lure * open_zone)


@rule
def _open(world: World, p: int) -> float:
    """What is left to attack where guarded zones shelter part of the people, from whomever."""
    kept = np.float64(world.works["sheltered"][p]) * np.float64(world.works["guarded"][p])
    return 1.0 - world.rules.protection.zone_shield * kept
