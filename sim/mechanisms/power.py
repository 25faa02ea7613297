"""Power: who governs. A state falls to who fights for it, or to a coup of its own army.

The victor's side governs, and its force is the state's army; the old army fights on in opposition,
goes over or goes home; everybody's relations to who governs change.
"""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state import tally, transitions, upheavals
from sim.state.enlisting import go_over
from sim.state.factions import (
    ACTIVE,
    DEMOBILISED,
    FIGHTING,
    FOR_GOVERNMENT,
    REMOBILISED,
    STATE,
)
from sim.state.places import over_people
from sim.state.stances import stand_anew, take_aim
from sim.state.world import World, fighting, governs, opposes, set_hostilities, strength_of


class PowerNumbers(Group):
    """How a government falls, and what becomes of its army."""

    TABLE = "power"

    victory: float = number(
        0.3,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard that a state falls to rebels who hold its capital and dwarf its army",
    )
    rout: float = number(
        0.3,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard that an army breaks that is dwarfed and does not hold together",
    )
    rout_from: float = number(
        0.75,
        "share",
        0.5,
        0.99,
        "assumption",
        "of both sides' strength, from which an army may break",
    )
    defiant: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "soldiers of a fallen government who fight on, where their army held together fully",
    )
    absorbed: float = number(
        0.4, "share", 0.0, 1.0, "assumption", "of the others, who join the victor's army"
    )
    least_left: float = number(
        300.0, "persons", 1.0, 100_000.0, "assumption", "soldiers with whom a fallen army fights on"
    )
    victor_legitimacy: float = number(
        0.8,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "legitimacy of local governments after power was taken by force, against before",
    )
    coup: float = number(
        0.03,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard of a coup by an army without cohesion whose government loses the country",
    )
    coup_cohesion: float = number(
        0.3, "share", 0.0, 1.0, "assumption", "cohesion and legitimacy lost to a coup"
    )


@rule
def change_hands(world: World) -> None:
    """A month's changes of who governs."""
    for f in range(world.faction_count):
        if _wins(world, f):
            _change_government(world, f)
    _turn_on_government(world)


@rule
def _chance(world: World, stream: int, f: int) -> float:
    return streams.u(world.seed, stream, world.week, world.factions["key"][f], 0)


@rule
def _wins(world: World, f: int) -> bool:
    """Who fights for government takes it with the capital, or when the army breaks."""
    r, factions = world.rules.power, world.factions
    governor = world.governor
    wants = factions["goal"][f] == FOR_GOVERNMENT and opposes(world, f)
    if not wants or factions["foreign"][f] or governor < 0:  # who came to help does not govern
        return False
    share = _share_of_strength(world, f)
    pressed = max(2.0 * share - 1.0, 0.0)
    hazard = r.victory * pressed * _side_holds(world, f, world.seat)
    loose = 1.0 - 0.5 * np.float64(factions["cohesion"][governor])
    hazard += r.rout * loose * max(share - r.rout_from, 0.0) / (1.0 - r.rout_from)
    return _chance(world, streams.VICTORY, f) < hazard


@rule
def _share_of_strength(world: World, f: int) -> float:
    """Strength of a faction's side, of that and of the side that governs; 0 to 1."""
    factions = world.factions
    ours, theirs = 0.0, 1.0
    for g in fighting(world):
        if factions["side"][g] == factions["side"][f]:
            ours += strength_of(world, g)
        elif governs(world, g):
            theirs += strength_of(world, g)
    return ours / (ours + theirs)


@rule
def _side_holds(world: World, f: int, p: int) -> float:
    """Share of a place that a faction's side controls."""
    held = 0.0
    for g in range(world.faction_count):
        if world.factions["side"][g] == world.factions["side"][f]:
            held += np.float64(world.control[g, p])
    return held


@rule
def _change_government(world: World, f: int) -> None:
    """The state falls to a faction: its army is gone over, gone home or in opposition."""
    r, factions, before = world.rules.power, world.factions, world.governing
    upheavals.take_the_state(world, f)
    factions["ripe"][f] = 1.0
    for g in range(world.faction_count):
        there = factions["side"][g] == before and factions["standing"][g] == FIGHTING
        if there and factions["kind"][g] == STATE and not factions["foreign"][g]:
            _end_army(world, g, f)
    tally.fighters(world)
    factions["authorised"][f] = factions["fighters"][f]
    upheavals.keep_legitimacy(world, r.victor_legitimacy)
    upheavals.meet_mission(world, 1.0 if world.claimant == f else 0.0)
    world.claimant = -1
    for g in range(world.faction_count):
        if factions["side"][g] == before or governs(world, g):
            stand_anew(world, g)
    set_hostilities(world)
    take_aim(world)


@rule
def _end_army(world: World, g: int, victor: int) -> None:
    """Soldiers of a fallen government fight on, join the victor or go home."""
    r, factions, table = world.rules.power, world.factions, world.combatants
    stay, left = r.defiant * np.float64(factions["cohesion"][g]), 0.0
    for i in range(len(table)):
        armed = table["status"][i] == ACTIVE or table["status"][i] == REMOBILISED
        if table["faction"][i] == g and armed:
            luck = streams.u(world.seed, streams.DEFECT, world.week, table["key"][i], 0)
            if luck < stay:
                left += table["weight"][i]
            elif luck < stay + (1.0 - stay) * r.absorbed:
                go_over(world, i, victor)
            else:
                transitions.begin_life(world, i, DEMOBILISED)
    upheavals.lose_power(world, g)
    if left < r.least_left:
        transitions.suffer_defeat(world, g)
    for p in range(world.control.shape[1]):  # offices go to who governs, where its side stands
        ground = np.float64(world.control[g, p])
        if left < r.least_left or p == world.seat:
            world.control[victor, p] = np.float64(world.control[victor, p]) + ground
            world.control[g, p] = 0.0


@rule
def _turn_on_government(world: World) -> None:
    """An army that falls apart while the country is lost may turn on its own government."""
    r, factions, army = world.rules.power, world.factions, world.governor
    if army < 0 or world.crisis > 0.0 or world.war_over >= 0:
        return
    held = over_people(world.places["persons"], world.places["state_control"])
    loose = 1.0 - np.float64(factions["cohesion"][army])
    if _chance(world, streams.COUP, army) < r.coup * loose * loose * (1.0 - held):
        upheavals.suffer_coup(world, army, r.coup_cohesion)
        world.crisis = r.coup_cohesion * world.rules.politics.crisis_months
        world.falls += 1


MECHANISM = Mechanism(
    name="power",
    numbers=PowerNumbers,
    writes=(
        "factions",
        "hostile",
        "control",
        "combatants.faction",
        "combatants.status",
        "combatants.weeks",
        "combatants.band",
        "combatants.place",
        "bands.persons",
        "strength",
        "governing",
        "governor",
        "falls",
        "claimant",
        "usurped",
        "crisis",
        "natural",
        "enmity",
        "hatred",
        "threat",
        "governments.legitimacy",
        "mission",
        "ends",
        "notes",
    ),
    without={"nature.power.victory": 0.0, "nature.power.rout": 0.0, "nature.power.coup": 0.0},
    claims=(Claim("government_changes", +1, where=("mali",)),),  # few fall in zambara
)
