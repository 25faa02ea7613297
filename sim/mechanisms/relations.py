"""Relations: who is whose enemy, how that shifts, and whom each makes suffer.

Two factions are allied, wary or hostile: a number from 0 to 1 (`world.enmity`) that begins with
what they are (`world.natural`), rises with the blood of each other's people and with quarrels over
the same ground, and returns slowly. Only who is hostile fights. From it follow whose people a
faction attacks or spares (`world.hatred`), and who has to fear its rule (`world.threat`).
"""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import PER_HUNDRED_THOUSAND
from sim.fields.parameter import Group, number
from sim.nature.mechanism import Mechanism
from sim.state.stances import meets, take_aim
from sim.state.world import World, set_hostilities


class RelationsNumbers(Group):
    """How parties stand to each other, and to each other's people."""

    TABLE = "relations"

    fight_from: float = number(
        0.5, "0 to 1", 0.05, 1.0, "assumption", "enmity from which two factions fight"
    )
    against_state: float = number(
        1.0, "0 to 1", 0.0, 1.0, "assumption", "enmity of rebels and jihadists to the state's side"
    )
    gang_state: float = number(
        0.6, "0 to 1", 0.0, 1.0, "assumption", "enmity of gangs to the state's side"
    )
    militia_state: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "enmity to the state's side of a militia that fights beside it or for itself",
    )
    same_enemy: float = number(
        0.35,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "enmity between two armed groups that both fight the state",
    )
    guards_own: float = number(
        0.45,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "enmity of a community's militia to armed groups of other communities",
    )
    returns: float = number(
        0.04, "per month", 0.0, 1.0, "assumption", "how fast enmity returns to what parties are"
    )
    blood: float = number(
        0.02,
        "per log of killed per 100,000 a month",
        0.0,
        1.0,
        "assumption",
        "enmity from civilians of one party's community killed by the other",
    )
    quarrel: float = number(
        1.0,
        "per share of people a month",
        0.0,
        10.0,
        "assumption",
        "enmity between armed groups of different sides over ground that both hold",
    )
    own_spared: float = number(
        0.1,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "how readily a faction attacks its own community, against strangers",
    )
    enemy_kin: float = number(
        2.82,
        "ratio",
        0.0,
        50.0,
        "calibrated",
        "added to how readily it attacks the community of a full enemy, against strangers",
    )
    raiders_expel: float = number(
        0.25,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the fear of an enemy's rule that irregular forces spread, or who wants no territory",
    )
    trust_back: float = number(
        0.01, "per month", 0.0, 1.0, "assumption", "how fast trust between parties returns"
    )


@rule
def shift(world: World) -> None:
    """A month's shift of relations, and what follows for whom each attacks."""
    for f in range(world.faction_count):
        for g in range(f):
            if meets(world, f) and meets(world, g):
                _shift_pair(world, f, g)
    set_hostilities(world)
    take_aim(world)
    for f in range(world.blood.shape[0]):
        for c in range(world.blood.shape[1]):
            world.blood[f, c] = 0.0


@rule
def _shift_pair(world: World, f: int, g: int) -> None:
    r, side = world.rules.relations, world.factions["side"]
    before = np.float64(world.enmity[f, g])
    now = before + r.returns * (np.float64(world.natural[f, g]) - before)
    if side[f] != side[g]:
        hurt = _shed(world, f, g) + _shed(world, g, f)
        if side[f] != world.governing and side[g] != world.governing:
            hurt += r.quarrel * _shared_ground(world, f, g)
        now += hurt * (1.0 - now)
    now = min(max(now, 0.0), 1.0)
    world.enmity[f, g], world.enmity[g, f] = now, now
    for one, other in ((f, g), (g, f)):
        believed = np.float64(world.trust[one, other])
        world.trust[one, other] = believed + r.trust_back * (0.5 - believed)


@rule
def _shed(world: World, f: int, g: int) -> float:
    """Enmity from what the first did to the second's people this month."""
    community = world.factions["community"][g]
    if community < 0:
        return 0.0
    people = 0.0
    for p in range(len(world.places)):
        people += world.mood[p, community, 0]
    killed = world.blood[f, community] / max(people / PER_HUNDRED_THOUSAND, 1.0)
    return world.rules.relations.blood * math.log(1.0 + killed)


@rule
def _shared_ground(world: World, f: int, g: int) -> float:
    """Share of the country's people under whom both hold something of."""
    people, shared = 1.0, 0.0
    for p in range(len(world.places)):
        persons = world.places["persons"][p]
        people += persons
        both = min(np.float64(world.control[f, p]), np.float64(world.control[g, p]))
        shared += persons * both
    return shared / people


MECHANISM = Mechanism(
    name="relations",
    numbers=RelationsNumbers,
    writes=(
        "enmity",
        "trust",
        "hostile",
        "hatred",
        "threat",
        "blood",
    ),
    without={"nature.relations.blood": 0.0, "nature.relations.quarrel": 0.0},
    claims=(Claim("events_nonstate", +1),),
)
