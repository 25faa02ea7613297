"""Sums of fighters by band, place and faction, and of civilians by place and community."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.fields.column import R8
from sim.fields.compiled import entry, rule
from sim.state.civilians import ABROAD, AT_HOME
from sim.state.factions import ACTIVE, REMOBILISED
from sim.state.world import World


@entry
def fighters(world: World) -> None:
    """Persons under arms: of each band and faction; `world.strength` weighs them by quality."""
    bands, factions, strength = world.bands, world.factions, world.strength
    _count_bands(world)
    for f in range(len(factions)):
        factions["fighters"][f] = 0.0
        for p in range(strength.shape[1]):
            strength[f, p] = 0.0
    for b in range(len(bands)):
        f, persons = bands["faction"][b], bands["persons"][b]
        factions["fighters"][f] += persons
        strength[f, bands["place"][b]] += persons * np.float64(factions["quality"][f])


@rule
def _count_bands(world: World) -> None:
    persons = world.bands["persons"]
    band, weight = world.combatants["band"], world.combatants["weight"]
    status = world.combatants["status"]
    for b in range(len(persons)):
        persons[b] = 0.0
    for i in range(len(weight)):
        if status[i] == ACTIVE or status[i] == REMOBILISED:
            persons[band[i]] += weight[i]


@entry
def civilians(world: World) -> None:
    """People, the displaced and mean attitudes of each place.

    `world.mood`: (P, C, 3) float64: weight, mean fear and mean grievance of each community's
    members present, for next week's rumours.
    """
    table, places, mood = world.civilians, world.places, world.mood
    weight = table["weight"]
    home = table["home"]
    place = table["place"]
    community = table["community"]
    displaced = table["displaced"]
    fears = table["fear"]
    grievances = table["grievance"]
    trusts = table["trust_state"]
    missions = table["trust_mission"]
    livelihoods = table["livelihood"]
    means = (
        places["fear"],
        places["grievance"],
        places["trust_state"],
        places["trust_mission"],
        places["livelihood"],
    )
    persons = places["persons"]
    idp = places["displaced"]
    away = places["away"]
    abroad = places["abroad"]
    tips = places["tips"]
    count = persons.shape[0]
    for p in range(count):
        persons[p] = 0.0
        idp[p] = 0.0
        away[p] = 0.0
        abroad[p] = 0.0
        tips[p] = 0.0
        for c in range(mood.shape[1]):
            for k in range(3):
                mood[p, c, k] = 0.0
    trust = np.zeros((count, 3))
    for i in range(weight.shape[0]):
        w = np.float64(weight[i])
        at = np.uintp(place[i])  # a number that cannot be negative needs no check of it
        d = displaced[i]
        if d != AT_HOME:
            away[np.uintp(home[i])] += w
            if d == ABROAD:
                abroad[at] += w
                continue
            idp[at] += w
        persons[at] += w
        fear = np.float64(fears[i])
        mission = np.float64(missions[i])
        own = np.uintp(community[i])
        mood[at, own, 0] += w
        mood[at, own, 1] += w * fear
        mood[at, own, 2] += w * np.float64(grievances[i])
        trust[at, 0] += w * np.float64(trusts[i])
        trust[at, 1] += w * mission
        trust[at, 2] += w * np.float64(livelihoods[i])
        tips[at] += w * mission * (1.0 - fear)
    for p in range(count):
        _means(p, np.float64(persons[p]), mood, trust, means)


@rule
def _means(p: int, people: float, mood: R8, trust: R8, means: Any) -> None:
    if people <= 0.0:
        return
    fears, grievances, states, missions, livelihoods = means
    fear = 0.0
    grievance = 0.0
    for c in range(mood.shape[1]):
        w = np.float64(mood[p, c, 0])
        fear += np.float64(mood[p, c, 1])
        grievance += np.float64(mood[p, c, 2])
        if w > 0.0:
            mood[p, c, 1] /= w
            mood[p, c, 2] /= w
    fears[p] = fear / people
    grievances[p] = grievance / people
    states[p] = trust[p, 0] / people
    missions[p] = trust[p, 1] / people
    livelihoods[p] = trust[p, 2] / people
