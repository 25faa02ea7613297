"""How factions stand to each other by what they are, and what follows for each other's people."""

from __future__ import annotations

import numpy as np

from sim.fields.compiled import entry, rule
from sim.state.factions import FIGHTING, FOR_TERRITORY, GANG, MILITIA, SIGNED
from sim.state.world import World, governs


@rule
def natural(world: World, f: int, g: int) -> float:
    """How two factions stand by kind, side, goal and community, 0 allied to 1 hostile."""
    r, factions = world.rules.relations, world.factions
    if factions["side"][f] == factions["side"][g]:
        return 0.0
    of_state = governs(world, f) or governs(world, g)
    other = g if governs(world, f) else f
    own_people = factions["community"][f] != factions["community"][g]
    guards = factions["kind"][f] == MILITIA or factions["kind"][g] == MILITIA
    stand = r.same_enemy
    if of_state:
        stand = r.against_state
        if factions["kind"][other] == GANG:
            stand = r.gang_state
        elif factions["kind"][other] == MILITIA and factions["goal"][other] == FOR_TERRITORY:
            stand = r.militia_state
    elif guards and own_people:
        stand = r.guards_own
    return stand


@entry
def stand_anew(world: World, f: int) -> None:
    """How a faction stands to all others, when it has appeared or changed its place."""
    for g in range(world.faction_count):
        if g != f:
            stand = natural(world, f, g)
            world.natural[f, g], world.natural[g, f] = stand, stand
            world.enmity[f, g], world.enmity[g, f] = stand, stand


@rule
def meets(world: World, f: int) -> bool:
    """Whether a faction is there to be met, in war or under a deal."""
    standing = world.factions["standing"][f]
    return bool(standing == FIGHTING or standing == SIGNED)


# whose people suffer


@entry
def take_aim(world: World) -> None:
    """Whom each faction attacks or spares, and who has to fear its rule."""
    for f in range(world.faction_count):
        for c in range(world.hatred.shape[1]):
            enmity = _enmity_to(world, f, c)
            world.hatred[f, c] = _readiness(world, f, c, enmity)
            world.threat[f, c] = _feared(world, f, enmity)


@rule
def _enmity_to(world: World, f: int, c: int) -> float:
    """Enmity to the worst of those who stand for a community; 0: it is its own, or nobody's."""
    factions, worst = world.factions, 0.0
    if factions["community"][f] != c:
        for g in range(world.faction_count):
            if factions["community"][g] == c and meets(world, g):
                worst = max(worst, np.float64(world.enmity[f, g]))
    return worst if worst >= world.rules.relations.fight_from else 0.0


@rule
def _readiness(world: World, f: int, c: int, enmity: float) -> float:
    """How readily it attacks people of a community, 1 as strangers."""
    r = world.rules.relations
    if world.factions["community"][f] == c:
        return r.own_spared
    return 1.0 + r.enemy_kin * enmity


@rule
def _feared(world: World, f: int, enmity: float) -> float:
    """How far people whose side it fights must fear its rule, 0 to 1."""
    r, factions = world.rules.relations, world.factions
    lines = np.float64(factions["lines"][f]) if factions["goal"][f] == FOR_TERRITORY else 0.0
    wild = 1.0 - np.float64(factions["discipline"][f])
    return enmity * wild * (r.raiders_expel + (1.0 - r.raiders_expel) * lines)


@rule
def enemy_rule(world: World, p: int, c: int) -> float:
    """How far people of a community have to fear who controls a place, 0 to 1."""
    feared = 0.0
    for f in range(world.faction_count):
        feared += np.float64(world.control[f, p]) * world.threat[f, c]
    return min(feared, 1.0)


@rule
def somebody_signed(world: World) -> bool:
    """Whether anybody but who governs is under a deal."""
    standing, side = world.factions["standing"], world.factions["side"]
    found = False
    for f in range(len(standing)):
        if standing[f] == SIGNED and side[f] != world.governing:
            found = True
    return found
