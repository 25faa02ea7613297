"""Faction leaders: which posture to take, and where to campaign."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from sim.fields.compiled import entry, rule
from sim.fields.rows import row
from sim.levers.force import ROBUST
from sim.luck import streams
from sim.state.factions import (
    CAMPAIGN,
    CEASEFIRE,
    FIGHTING,
    FOR_GOVERNMENT,
    FOR_RENTS,
    HOLD,
    PREY,
    REST,
    TALK,
)
from sim.state.transitions import take_posture
from sim.state.world import World

CHOICES: Final = (REST, HOLD, CAMPAIGN, PREY)


@entry
def decide_all(world: World) -> None:
    """Every leader decides, in the order of rows."""
    for f in range(world.faction_count):
        decide(world, f)


@entry
def decide(world: World, f: int) -> None:
    """Once a month: keep to the posture or choose another; campaigns get a target."""
    factions = world.factions
    before = factions["posture"][f]
    if factions["standing"][f] != FIGHTING or before == TALK or before == CEASEFIRE:
        return
    factions["months"][f] += 1
    learn(world, f)
    if _luck(world, f, 0) < wish_to_change(world, f):
        choice = CHOICES[pick(weigh_postures(world, f), _luck(world, f, 1))]
        if choice != before:
            take_posture(world, f, choice)
    if factions["posture"][f] == CAMPAIGN and factions["target"][f] < 0:
        factions["target"][f] = choose_target(world, f)


@rule
def _luck(world: World, f: int, ordinal: int) -> float:
    key = world.factions["key"][f]
    return streams.u(world.seed, streams.POSTURE, world.week, key, ordinal)


@rule
def pick(weights: Any, luck: float) -> int:
    """The index into which `luck` falls when weights (>= 0, some > 0) share out (0, 1)."""
    whole = 0.0
    for weight in weights:
        whole += weight
    edge = 0.0
    for index in range(len(weights)):
        edge += weights[index]
        if luck * whole < edge:
            return index
    return len(weights) - 1


# what a posture brings


@rule
def learn(world: World, f: int) -> None:
    """What last month brought counts for the posture that it was spent in.

    Ground and pay are worth what the faction wants; losses count against.
    """
    own, factions = world.rules.leaders, world.factions
    supply = np.float64(factions["supply"][f])
    gained = own.ground_worth * np.float64(factions["won"][f])
    earned = supply - np.float64(factions["fed"][f])
    if factions["goal"][f] == FOR_RENTS:
        earned *= own.rents_worth
    reward = gained + earned - own.losses_worth * np.float64(factions["lost"][f])
    factions["fed"][f] = supply
    posture = factions["posture"][f]
    for k in range(len(CHOICES)):
        if CHOICES[k] == posture:
            world.payoff[f, k] += own.learn * (reward - world.payoff[f, k])


# postures


@rule
def wish_to_change(world: World, f: int) -> float:
    """Probability of leaving the posture this month; an enemy's campaign shakes the idle."""
    posture = world.factions["posture"][f]
    chance = 1.0 / _usual_months(world, posture)
    if posture == REST or posture == HOLD:
        war = share_of_enemies(world, f, CAMPAIGN)
        if war > 0.0:
            chance *= math.exp(0.5 * world.rules.tempo.coupling * war)
    return min(chance, 1.0)


@rule
def _usual_months(world: World, posture: int) -> float:
    """How long a posture lasts on average; one month where nobody chose it."""
    t = world.rules.tempo
    if posture == REST:
        return t.rest_months
    if posture == HOLD:
        return t.hold_months
    if posture == CAMPAIGN:
        return t.campaign_months
    if posture == PREY:
        return t.prey_months
    return 1.0


@rule
def weigh_postures(world: World, f: int) -> Any:
    """Weights of rest, hold, campaign and prey, (4,).

    Confidence and supply favour a campaign, weariness rest, want and indiscipline preying;
    enemies' campaigns and rest are answered in kind (`tempo.coupling`).
    """
    t, own, factions = world.rules.tempo, world.rules.leaders, world.factions
    weariness, supply = np.float64(factions["weariness"][f]), np.float64(factions["supply"][f])
    belief, discipline = np.float64(factions["belief"][f]), np.float64(factions["discipline"][f])
    war = share_of_enemies(world, f, CAMPAIGN)
    calm = share_of_enemies(world, f, REST)
    rest = t.rest_weight * math.exp(2.0 * weariness + t.coupling * (calm - war))
    hold = t.hold_weight
    campaign = (
        t.campaign_weight
        * supply
        * math.exp(2.0 * (belief - 0.5) - weariness + t.coupling * (war - calm))
    )
    want = own.prey_supplied + own.prey_want * (1.0 - supply)
    prey = t.prey_weight * 2.0 * (1.0 - discipline) * want
    if factions["goal"][f] == FOR_RENTS:
        prey *= own.rents_prey
    campaign *= math.exp(-own.troops_seen * _troops_in_the_way(world, f))
    weights = np.array([rest, hold, campaign, prey])
    for k in range(len(weights)):
        weights[k] *= math.exp(min(max(own.payoff * world.payoff[f, k], -own.most), own.most))
    if not world.hostile[f].any():  # its war is over
        weights[1], weights[2], weights[3] = t.idle * hold, 0.0, t.idle * prey
    return weights


@rule
def _troops_in_the_way(world: World, f: int) -> float:
    """How far robust peacekeepers are felt where a faction stands, 0 to 1."""
    if not world.mission.mandated or world.plan.force.mandate != ROBUST:
        return 0.0
    own, felt = 0.0, 0.0
    for p in range(len(world.places)):
        own += world.strength[f, p]
        felt += world.strength[f, p] * np.float64(world.places["presence"][p])
    return felt / own if own > 0.0 else 0.0


# enemies


@rule
def share_of_enemies(world: World, f: int, posture: int) -> float:
    """Strength-weighted share of its enemies who hold a posture, 0 to 1."""
    factions = world.factions
    those, everybody = 0.0, 0.0
    for g in range(len(factions)):
        if world.hostile[f, g]:
            strength = factions["fighters"][g] * np.float64(factions["quality"][g]) + 1.0
            everybody += strength
            if factions["posture"][g] == posture:
                those += strength
    return those / everybody if everybody > 0.0 else 0.0


# where a campaign goes


@rule
def choose_target(world: World, f: int) -> int:
    """A place within reach of its own bands, worth having and in others' hands; -1: none."""
    stands = np.flatnonzero(world.strength[f] > 0.0)
    if len(stands) == 0:
        return -1
    reach = max(world.rules.tempo.muster_hours, world.rules.leaders.muster_least)
    best, most = 0, -np.inf
    for p in range(len(world.places)):
        near = math.exp(-_hours_from(world, stands, p) / reach)
        foes = _held_by_enemies(world, f, p) + world.rules.leaders.empty_lure
        key = world.factions["key"][f]
        luck = -math.log(streams.u(world.seed, streams.TARGET, world.week, key, p))
        worth = _worth(world, f, p) * near * foes / luck
        if worth > most:
            best, most = p, worth
    return best


@rule
def _worth(world: World, f: int, p: int) -> float:
    """What a place is worth to who wants government, territory or rents."""
    own, factions, place = world.rules.leaders, world.factions, row(world.places, p)
    worth = np.float64(place["value"])
    if factions["goal"][f] == FOR_GOVERNMENT:
        near = math.exp(-np.float64(world.roads.hours_between[p, world.seat]) / own.seat_hours)
        worth *= 1.0 + own.seat_worth * near
    elif factions["goal"][f] == FOR_RENTS:
        worth *= 1.0 + own.wealth_worth * np.float64(place["resource"])
    elif factions["community"][f] >= 0:
        kin = world.mood[p, factions["community"][f], 0] / max(place["persons"], 1.0)
        worth *= own.strange_land + (1.0 - own.strange_land) * kin
    return worth


@rule
def _hours_from(world: World, stands: Any, p: int) -> float:
    """Travel time to a place from the nearest of some others."""
    least = np.inf
    for q in stands:
        least = min(least, np.float64(world.roads.hours_between[q, p]))
    return least


@rule
def _held_by_enemies(world: World, f: int, p: int) -> float:
    """Share of a place that its enemies control, 0 to 1."""
    held = 0.0
    for g in range(len(world.factions)):
        if world.hostile[f, g]:
            held += np.float64(world.control[g, p])
    return held
