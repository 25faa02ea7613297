"""Factors whose product is a rate of violence: one reading of the state for rates and causes."""

from __future__ import annotations

import math

import numpy as np

from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.fields.conversions import PER_THOUSAND
from sim.fields.rows import row
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
from sim.state.peacekeepers import exposure
from sim.state.world import World


@rule
def rate(world: World, c: int, p: int, out: R8) -> float:
    """Events a week of a channel in a place: a constant times the factors that fill `out`.

    `out`: (FACTORS,) ratios. Callers see to it that the forces or people needed are there.
    """
    for k in range(len(out)):
        out[k] = 1.0
    kind = world.channels["kind"][c]
    if kind == COMMUNAL:
        product = _communal(world, c, p, out)
    elif kind == ON_MISSION:
        product = _on_mission(world, c, p, out)
    elif kind == BATTLE:
        product = _battle(world, c, p, out)
    else:
        product = _onesided(world, c, p, out)
    for k in range(len(out)):
        product *= out[k]
    return product


@rule
def _battle(world: World, c: int, p: int, out: R8) -> float:
    v, focus = world.rules.violence, world.rules.tempo.focus
    a, b = world.channels["a"][c], world.channels["b"][c]
    out[VALUE] = np.float64(world.places["value"][p])
    out[HEAT] = 1.0 + np.float64(world.places["heat"][p])
    out[FORCES] = _force(world, math.sqrt(world.force[a, p] * world.force[b, p]))
    of_a, of_b = world.drive[a, 0], world.drive[b, 0]
    out[POSTURE] = 0.5 * (of_a + of_b)
    act = 0.5 * (of_a * _focus(world, a, p, focus) + of_b * _focus(world, b, p, focus))
    out[TARGET] = act / out[POSTURE] if out[POSTURE] > 0.0 else 1.0
    out[SEASON] = world.slow
    return v.level * v.battle_rate


@rule
def _on_mission(world: World, c: int, p: int, out: R8) -> float:
    v, a = world.rules.violence, world.channels["a"][c]
    troops = np.float64(world.places["infantry"][p])
    out[FORCES] = troops / PER_THOUSAND * world.strength[a, p] / PER_THOUSAND * exposure(world, p)
    out[INDISCIPLINE] = np.float64(world.factions["hostility"][a])
    out[POSTURE] = v.mission_attack_idle + world.drive[a, 0]
    return v.mission_attack_rate


@rule
def _onesided(world: World, c: int, p: int, out: R8) -> float:
    v, a = world.rules.violence, world.channels["a"][c]
    place, faction = row(world.places, p), row(world.factions, a)
    heat = np.float64(place["heat"])
    out[VALUE] = np.float64(place["value"])
    out[HEAT] = (1.0 + heat) * (1.0 + v.revenge * heat)
    out[INDISCIPLINE] = 2.0 * (1.0 - np.float64(faction["discipline"]))
    out[POSTURE] = world.drive[a, 1]
    out[TARGET] = _focus(world, a, p, 0.5 * (1.0 + world.rules.tempo.focus))
    out[TARGET] *= _cleansing(world, a, p)
    people, start = place["persons"], place["start_persons"]
    there = people / (people + v.people_half * start) if people > 0.0 else 0.0
    out[PEOPLE] = there * _among(world, p, world.hatred[a])
    restrained = (1.0 - np.float64(world.works["restraint"][p])) * _open(world, p)
    out[WORKS] = restrained if world.channels["by_state"][c] else _lure(world, p)
    own = world.force[a, p]
    if faction["kind"] == STATE:
        enemy = _enemies(world, a, p)
        out[FORCES] = _force(world, math.sqrt(own * enemy)) if enemy > 0.0 else 0.0
        constant = v.level * v.state_onesided_rate
    else:
        out[FORCES] = _force(world, own)
        out[CONTESTED] = 0.5 + np.float64(place["contested"])
        constant = v.level * v.onesided_rate
    return constant


@rule
def _force(world: World, fighters: float) -> float:
    """How a rate grows with the forces that meet, or prey."""
    return (fighters / PER_THOUSAND) ** world.rules.violence.rate_exponent


@rule
def _communal(world: World, c: int, p: int, out: R8) -> float:
    v, places, mood = world.rules.violence, world.places, world.mood
    a, b = world.channels["a"][c], world.channels["b"][c]
    here = places["persons"][p] + 1.0
    halves = 2.0 * mood[p, a, 0] * (2.0 * mood[p, b, 0])
    out[PEOPLE] = halves / (here * here)  # 1 where each of the two is half of the people
    around = v.communal_calm + (1.0 - v.communal_calm) * min(np.float64(places["danger"][p]), 1.0)
    feud = math.log(1.0 + world.wounds[p, a]) + math.log(1.0 + world.wounds[p, b])
    out[TENSION] = 0.5 * around * (mood[p, a, 2] + mood[p, b, 2] + v.feud * feud)
    out[HEAT] = 1.0 + np.float64(places["heat"][p])
    out[WORKS] = 1.0 - np.float64(world.works["calm"][p])
    return v.communal_rate * v.level


@rule
def _enemies(world: World, f: int, p: int) -> float:
    """Strength of a faction's enemies in a place."""
    enemy = 0.0
    for g in range(world.strength.shape[0]):
        if world.hostile[f, g]:
            enemy += world.force[g, p]
    return enemy


@rule
def _cleansing(world: World, f: int, p: int) -> float:
    """How much more it attacks people who must fear it, where it rules or has just come to rule."""
    r, place = world.rules.sieges, row(world.places, p)
    feared = _among(world, p, world.threat[f])
    more = r.cleanse * np.float64(world.control[f, p]) * feared
    if (
        place["sacked"] > 0
        and world.factions["side"][place["controller"]] == (world.factions["side"][f])
    ):
        more += (r.sack - 1.0) * feared
    return 1.0 + more


@rule
def _among(world: World, p: int, by_community: R8) -> float:
    """The mean, over those who live in a place, of what differs by community."""
    people, whole = 0.0, 0.0
    for c in range(world.mood.shape[1]):
        people += world.mood[p, c, 0]
        whole += world.mood[p, c, 0] * by_community[c]
    return whole / people if people > 0.0 else 0.0


@rule
def _focus(world: World, f: int, p: int, focus: float) -> float:
    """A campaign strikes harder at its target."""
    faction = row(world.factions, f)
    aims_here = faction["posture"] == CAMPAIGN and faction["target"] == p
    return focus if aims_here else 1.0


@rule
def _lure(world: World, p: int) -> float:
    """What programmes and unguarded zones draw on themselves, and what guarded ones keep off."""
    works = world.works
    inside = np.float64(works["zone"][p]) * np.float64(works["sheltered"][p])
    open_zone = inside * (1.0 - np.float64(works["guarded"][p]))
    drawn = max(1.0 + np.float64(works["lure"][p]), 0.5)
    return drawn * _open(world, p) * (1.0 + world.rules.protection.zone_lure * open_zone)


@rule
def _open(world: World, p: int) -> float:
    """What is left to attack where guarded zones shelter part of the people, from whomever."""
    kept = np.float64(world.works["sheltered"][p]) * np.float64(world.works["guarded"][p])
    return 1.0 - world.rules.protection.zone_shield * kept
