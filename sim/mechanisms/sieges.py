"""Lines and sieges: places fall to who assaults them in strength; lines hold, and shut towns in.

Forces that hold lines fight from next door, too, so that violence lasts where two of them meet.
A town shut in by them starves (`society`) until the ring breaks or it falls; who falls with nowhere
to go is captured, and people who had to fear the victor are massacred. Irregular forces give way.
"""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import MOST_COUNTED
from sim.fields.parameter import Group, number
from sim.fields.rows import row
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state import tally
from sim.state.factions import ACTIVE, CAMPAIGN, DEMOBILISED, FIGHTING, REMOBILISED
from sim.state.transitions import begin_life
from sim.state.world import World


class SiegesNumbers(Group):
    """How places fall, and what a siege is."""

    TABLE = "sieges"

    fall: float = number(
        0.311,
        "per week",
        0.0,
        1.0,
        "calibrated",
        "chance that a place falls to a campaign that meets nobody there",
    )
    defence: float = number(
        1.5, "ratio", 1.0, 10.0, "assumption", "worth of a defender of a place, of an attacker's"
    )
    starved_weeks: float = number(
        104.0,
        "weeks",
        1.0,
        1000.0,
        "assumption",
        "siege after which what defence adds is worth a third",
    )
    seize: float = number(
        0.8,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the control of a place's other holders that goes to who takes it by assault",
    )
    captured: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "defenders with nowhere to go who are captured or disperse when their place falls",
    )
    sack_weeks: int = number(
        3, "weeks", 0, 52, "assumption", "how long people must fear those who took their place"
    )
    sack: float = number(
        9.5,
        "ratio",
        1.0,
        100.0,
        "calibrated",
        "attacks on enemies' people by who has just taken their place, against other weeks",
    )
    cleanse: float = number(
        2.31,
        "ratio",
        0.0,
        100.0,
        "calibrated",
        "added to attacks on people who must fear a faction fully, where it is in full control",
    )
    lines_reach: float = number(
        0.395,
        "ratio",
        0.0,
        1.0,
        "calibrated",
        "strength in lines next door that fights in a place, shared out over roads",
    )
    ring: float = number(
        0.8,
        "share of roads",
        0.1,
        1.0,
        "assumption",
        "roads out of a town that must lead to enemies who hold lines, for a siege",
    )


@rule
def press(world: World) -> None:
    """A week of assaults and sieges, after bands have marched."""
    places = world.places
    fallen = False
    for p in range(len(places)):
        places["sacked"][p] = max(int(places["sacked"][p]) - 1, 0)
    for f in range(world.faction_count):
        faction = row(world.factions, f)
        assaults = faction["standing"] == FIGHTING and faction["posture"] == CAMPAIGN
        if assaults and faction["target"] >= 0:
            fallen = _assault(world, f, int(faction["target"])) or fallen
    if fallen:
        tally.fighters(world)
    _see_lines(world)
    _besiege(world)


# assault


@rule
def _assault(world: World, f: int, p: int) -> bool:
    """A campaign may take the place it aims at, the likelier the more it outnumbers its enemies."""
    r, side = world.rules.sieges, world.factions["side"]
    ours, theirs, held = 0.0, 0.0, 0.0
    for g in range(world.faction_count):
        if side[g] == side[f]:
            ours += world.strength[g, p]
        elif world.hostile[f, g]:
            theirs += world.strength[g, p]
            held += np.float64(world.control[g, p])
    weeks = np.float64(world.places["besieged"][p])
    theirs *= 1.0 + (r.defence - 1.0) * math.exp(-weeks / r.starved_weeks)
    chance = r.fall * (ours - theirs) / (ours + theirs + 1.0)
    luck = streams.u(world.seed, streams.ASSAULT, world.week, world.factions["key"][f], p)
    falls = bool(world.strength[f, p] > 0.0 and held > 0.0 and luck < chance)
    if falls:
        _take(world, f, p)
    return falls


@rule
def _take(world: World, f: int, p: int) -> None:
    """A place falls: enemies give way or are captured, and the victor holds it."""
    for b in range(len(world.bands)):
        g = world.bands["faction"][b]
        if world.bands["place"][b] == p and world.hostile[f, g]:
            _give_way(world, b, g, p)
    seized = 0.0
    for g in range(world.faction_count):
        if world.hostile[f, g]:
            lost = world.rules.sieges.seize * np.float64(world.control[g, p])
            world.control[g, p] = np.float64(world.control[g, p]) - lost
            seized += lost
    world.control[f, p] = np.float64(world.control[f, p]) + seized
    world.places["sacked"][p] = int(world.rules.sieges.sack_weeks)
    world.places["besieged"][p] = 0  # who holds it now has not starved in it


@rule
def _give_way(world: World, b: int, g: int, p: int) -> None:
    """A band leaves a place that has fallen, for where its side holds most; or it is lost."""
    indptr, road, side = world.roads.indptr, world.roads.target, world.factions["side"]
    best, most = -1, -2.0  # less than any place is worth: -1 where foes hold all of it
    for k in range(indptr[p], indptr[p + 1]):
        friends, foes = 0.0, 0.0
        for h in range(world.faction_count):
            if side[h] == side[g]:
                friends += np.float64(world.control[h, road[k]])
            elif world.hostile[g, h]:
                foes += np.float64(world.control[h, road[k]])
        open_to = friends > foes or world.factions["lines"][g] < 0.5
        if open_to and friends - foes > most:
            best, most = road[k], friends - foes
    if best >= 0:
        _retreat(world, b, best)
    else:
        _disperse(world, b)


@rule
def _retreat(world: World, b: int, p: int) -> None:
    """A band and its fighters make another place their own."""
    world.bands["place"][b], world.bands["home"][b] = p, p
    table = world.combatants
    for i in range(len(table)):
        if table["band"][i] == b:
            table["place"][i] = p


@rule
def _disperse(world: World, b: int) -> None:
    """A part of a band that has nowhere to go is captured or goes home."""
    table, share = world.combatants, world.rules.sieges.captured
    for i in range(len(table)):
        status = table["status"][i]
        if table["band"][i] == b and (status == ACTIVE or status == REMOBILISED):
            luck = streams.u(world.seed, streams.ASSAULT, world.week, table["key"][i], 1)
            if luck < share:
                begin_life(world, i, DEMOBILISED)


# lines


@rule
def _see_lines(world: World) -> None:
    """Strength that can fight in each place: who stands there, and lines next door."""
    indptr, road, strength, force = (
        world.roads.indptr,
        world.roads.target,
        world.strength,
        world.force,
    )
    for f in range(world.faction_count):
        lines = world.rules.sieges.lines_reach * np.float64(world.factions["lines"][f])
        for p in range(force.shape[1]):
            force[f, p] = strength[f, p]
            if lines <= 0.0:
                continue
            for k in range(indptr[p], indptr[p + 1]):
                q = road[k]
                force[f, p] += lines * strength[f, q] / (indptr[q + 1] - indptr[q])


@rule
def _besiege(world: World) -> None:
    """A town whose roads lead to enemies who hold lines is besieged, a week longer."""
    places, indptr, road = world.places, world.roads.indptr, world.roads.target
    for p in range(len(places)):
        holder, shut, ways = places["controller"][p], 0.0, indptr[p + 1] - indptr[p]
        for k in range(indptr[p], indptr[p + 1]):
            shut += _lines_against(world, holder, road[k]) > 0.5
        closed = ways > 0 and shut >= world.rules.sieges.ring * ways
        weeks = min(int(places["besieged"][p]) + 1, MOST_COUNTED)
        places["besieged"][p] = weeks if closed else 0


@rule
def _lines_against(world: World, holder: int, q: int) -> float:
    """Share of a place that those hold who shut a faction's towns in."""
    enemy = 0.0
    for g in range(world.faction_count):
        if world.hostile[holder, g]:
            lines = np.float64(world.factions["lines"][g])
            enemy += lines * np.float64(world.control[g, q])
    return enemy


MECHANISM = Mechanism(
    name="sieges",
    numbers=SiegesNumbers,
    writes=(
        "bands.place",
        "bands.home",
        "bands.persons",
        "factions.fighters",
        "control",
        "force",
        "strength",
        "places.besieged",
        "places.sacked",
        "combatants.place",
        "combatants.status",
        "combatants.weeks",
    ),
    without={
        "nature.sieges.fall": 0.0,
        "nature.sieges.lines_reach": 0.0,
        "nature.sieges.cleanse": 0.0,
    },
    claims=(Claim("displaced_peak", +1, where=("bosnia",)),),
)
