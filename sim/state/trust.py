"""What parties believe of each other and of the mission, and how far terms meet what they want."""

from __future__ import annotations

import math

import numpy as np

from sim.fields.compiled import rule
from sim.state.factions import FOR_RENTS, FOR_TERRITORY
from sim.state.world import World, governs


@rule
def believes(world: World, f: int) -> float:
    """How far it believes who governs, 1 where it neither trusts nor mistrusts."""
    trust = 1.0
    if world.governor >= 0:
        trust = 0.5 + np.float64(world.trust[f, world.governor])
    return trust


@rule
def believed(world: World, f: int) -> float:
    """How far who governs believes it, 1 where it neither trusts nor mistrusts."""
    trust = 1.0
    if world.governor >= 0:
        trust = 0.5 + np.float64(world.trust[world.governor, f])
    return trust


@rule
def meets_wants(world: World, f: int) -> float:
    """How far the terms on the table meet what it wants, 0 to 1: power, or more than its rents."""
    r, factions = world.rules.politics, world.factions
    sharing = r.own_terms
    if factions["mediated"][f]:
        sharing = np.float64(world.plan.mediation.power_sharing)
    sharing = max(sharing, np.float64(factions["sharing"][f]))
    meets = r.unmet_terms + (1.0 - r.unmet_terms) * min(sharing / r.all_power, 1.0)
    if factions["goal"][f] == FOR_RENTS:
        meets *= 1.0 - r.rents_kept * np.float64(factions["supply"][f])
    elif factions["goal"][f] == FOR_TERRITORY:
        meets *= 1.0 - r.ground_kept * _ground_lost(world, f)
    return meets


@rule
def _ground_lost(world: World, f: int) -> float:
    """Share of the people under it whom a party to territory would give up by terms, 0 to 1.

    Terms leave it the lands of its own community: as many people as that has.
    """
    own, held = world.factions["community"][f], np.float64(world.factions["ground"][f])
    people, kin = 0.0, 0.0
    for p in range(len(world.places)):
        people += world.places["persons"][p]
        if own >= 0:
            kin += world.mood[p, own, 0]
    fair = kin / people if own >= 0 and people > 0.0 else 1.0
    return max(held - fair, 0.0) / held if held > 0.0 else 0.0


@rule
def lose_trust(world: World, f: int, share: float) -> None:
    """Who governs, and all of its side, believe a party less that broke its word."""
    for g in range(world.faction_count):
        if governs(world, g):
            world.trust[g, f] = np.float64(world.trust[g, f]) * (1.0 - share)


@rule
def feel_abuse(world: World, f: int) -> None:
    """A party believes who governs less when its own people are killed all the same."""
    community, share = world.factions["community"][f], world.rules.politics.abuse_betrays
    if community < 0 or world.governor < 0:
        return
    killed = 0.0
    for g in range(world.faction_count):
        if governs(world, g):
            killed += world.blood[g, community]
    left = math.exp(-share * math.log(1.0 + killed))
    for g in range(world.faction_count):
        if governs(world, g):
            world.trust[f, g] = np.float64(world.trust[f, g]) * left
    promised = np.float64(world.factions["promised"][f])  # and who had promised to stand by it
    heed = np.float64(world.factions["heed"][f])
    world.factions["heed"][f] = heed * (1.0 - promised * (1.0 - left))
