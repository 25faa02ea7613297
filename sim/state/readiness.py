"""How ready a party is for a deal: what hurts, who reaches it, for whom a text is meant."""

from __future__ import annotations

import math

import numpy as np

from sim.fields.compiled import rule
from sim.fields.conversions import TINY
from sim.state.factions import GANG, JIHADIST
from sim.state.items import MEDIATION
from sim.state.mission import working
from sim.state.works import cover
from sim.state.world import World, fighting, governs, strength_of


@rule
def ripeness(world: World, f: int) -> float:
    """How far a stalemate hurts both sides and both know where they stand, 0 to 1."""
    r, factions = world.rules.politics, world.factions
    against = 0.0
    weary = 0.0
    for foe in range(len(factions)):
        if world.hostile[f, foe] and governs(world, foe):
            strength = strength_of(world, foe) + 1.0
            against += strength
            weary += np.float64(factions["weariness"][foe]) * strength
    if against == 0.0:
        return 0.0
    theirs = weary / against
    own = np.float64(factions["weariness"][f])
    strength = strength_of(world, f) + 1.0
    share = strength / (strength + against)
    felt = r.hurt_own * own + (1.0 - r.hurt_own) * theirs
    hurting = min(r.hurt_scale * math.sqrt(own * felt), 1.0)
    gap = min(2.0 * abs(np.float64(factions["belief"][f]) - share), 1.0)
    return hurting * (1.0 - r.misjudged * gap)


@rule
def reach_of_mediators(world: World, f: int) -> float:
    """How far mediators reach this faction and are heard, 0 to 1."""
    table, r = world.plan.mediation, world.rules.politics
    ready = working(world.mission, MEDIATION)
    if ready <= 0.0 or table.teams == 0 or not world.named_parties[f]:
        return 0.0
    armed = 0
    strongest = TINY  # nobody may have a fighter left
    for g in fighting(world):
        if not governs(world, g):
            armed += 1
            strongest = max(strongest, strength_of(world, g))
    rank = strength_of(world, f) / strongest
    rest = table.inclusion + (1.0 - table.inclusion) * (rank * rank)
    invited = 1.0 if rank >= r.as_strong else rest
    teams = table.teams * ready / max(armed, 1)
    seen_fair = r.biased_heard + (1.0 - r.biased_heard) * table.impartiality
    heed = min(0.5 + np.float64(world.factions["heed"][f]), 1.0)
    return cover(teams, r.teams_half) * invited * seen_fair * heed * r.mediators_heard


@rule
def meant_for(world: World, f: int, g: int) -> float:
    """How far a text that one has signed is meant for another, 0 to 1.

    Wholly where both are offered terms from outside; where mediators sat at both tables, by how far
    they bring in the weaker.
    """
    factions = world.factions
    if factions["offered"][f] > 0 and factions["offered"][g] > 0:
        return 1.0
    together = factions["mediated"][f] and factions["mediated"][g] and factions["talks"][g] > 0
    return float(world.plan.mediation.inclusion) if together else 0.0


@rule
def heeds(world: World, f: int) -> float:
    """How ready a party of its kind is to talk, against others."""
    r, kind = world.rules.politics, world.factions["kind"][f]
    if kind == JIHADIST:
        return r.jihadist_talks
    return r.gang_talks if kind == GANG else 1.0
