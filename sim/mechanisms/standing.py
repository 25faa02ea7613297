"""Standing: factions sign, split, fade out, are defeated, or take up arms again.

A war has ended when no faction fights the state's side any more; endings are defined by what
factions are, not by quiet (residual violence counterfeits relapse).
"""

from __future__ import annotations

import numpy as np

from sim import streams
from sim.populations import factions as fac
from sim.world import World, hostilities

WRITES = (
    "factions",
    "hostile",
    "control",
    "bands.faction",
    "combatants.faction",
    "combatants.status",
    "names",
)
STATE_SIDE = 0


def settle(world: World) -> None:
    """A month's changes of standing, for every faction but the state's own forces."""
    for f in world.fighting():
        if world.factions[f]["kind"] == fac.STATE:
            continue
        if accepts_terms(world, f):
            world.factions[f]["standing"] = fac.SIGNED
            world.factions[f]["posture"] = fac.IMPLEMENT
            continue
        if not _fades(world, f):
            _splits(world, f)
    _return_to_arms(world)
    open_offers = world.factions["offered"]
    open_offers[open_offers > 0] -= 1
    world.hostile = hostilities(world.factions)
    _note_endings(world)


def accepts_terms(world: World, f: int) -> bool:
    """Whether a faction takes an open offer: once its war-weariness passes a threshold."""
    row = world.factions[f]
    return bool(row["offered"] > 0) and float(row["weariness"]) >= (
        world.rules.recruitment.offer_weariness
    )


def _chance(world: World, stream: int, f: int) -> float:
    return streams.u(world.seed, stream, world.week, int(world.factions[f]["key"]), 0)


def _fades(world: World, f: int) -> bool:
    """A faction that has shrunk to a remnant, or is worn out, may dissolve; a rout is a defeat."""
    r, row = world.rules.recruitment, world.factions[f]
    weak = float(row["fighters"]) < r.fade_share * float(row["initial"])
    worn = float(row["weariness"]) >= 1.0
    if not (weak or worn) or _chance(world, streams.FADE, f) >= r.fade_rate:
        return False
    held = float(world.control[f].sum())
    row["standing"] = fac.DEFEATED if weak and held < 0.5 else fac.FADED
    row["posture"] = fac.REST
    table = world.combatants
    own = (table["faction"] == f) & (
        (table["status"] == fac.ACTIVE) | (table["status"] == fac.REMOBILISED)
    )
    table["status"][own] = fac.DEMOBILISED
    table["weeks"][own] = 0
    return True


def _splits(world: World, f: int) -> None:
    """Commanders may leave together: a new faction, on a side of its own."""
    row = world.factions[f]
    hazard = world.rules.recruitment.split / 12.0 * (1.0 - float(row["cohesion"]))
    new = len(world.names)
    if new >= fac.MOST or _chance(world, streams.SPLIT, f) >= hazard:
        return
    own = np.flatnonzero(world.bands["faction"] == f)
    luck = np.array(
        [
            streams.u(world.seed, streams.SPLIT_BAND, world.week, int(key), 0)
            for key in world.bands["key"][own]
        ]
    )
    leaving = own[luck < 0.35]
    if not len(leaving) or len(leaving) == len(own):
        return
    world.factions[new] = row
    child = world.factions[new]
    ordinal = sum(1 for parent in world.factions["parent"][:new] if parent == f) + 1
    name = f"{world.names[f]} splinter {ordinal}"
    child["key"] = streams.key_of(int(row["key"]), ordinal)
    child["parent"], child["side"] = f, len(world.sides)
    share = len(leaving) / len(own)
    child["initial"] = float(row["initial"]) * share
    child["fighters"] = float(row["fighters"]) * share
    world.names.append(name)
    world.sides.append(name)
    world.bands["faction"][leaving] = new
    world.combatants["faction"][np.isin(world.combatants["band"], leaving)] = new
    world.control[new] = share * world.control[f]
    world.control[f] -= world.control[new]


def _return_to_arms(world: World) -> None:
    """A faction that faded out may return through the ties of its old commanders."""
    r = world.rules.recruitment
    for f in np.flatnonzero(np.isin(world.factions["standing"], (fac.FADED, fac.DEFEATED))):
        anger = float((world.places["grievance"] * world.places["persons"]).sum()) / float(
            world.places["persons"].sum()
        )
        hazard = r.remobilise / 12.0 * 2.0 * anger
        if _chance(world, streams.REMOBILISE, int(f)) >= hazard:
            continue
        row = world.factions[f]
        row["standing"], row["posture"], row["weariness"] = fac.FIGHTING, fac.HOLD, 0.2
        table = world.combatants
        old = (table["faction"] == f) & (table["status"] == fac.DEMOBILISED)
        back = old & (table["abusive"] > np.median(table["abusive"][old]) if old.any() else old)
        table["status"][back] = fac.REMOBILISED
        table["weeks"][back] = 0


def _note_endings(world: World) -> None:
    """When the war ended, and whether it came back."""
    opposed = any(world.factions[f]["side"] != STATE_SIDE for f in world.fighting())
    if not opposed and world.war_over < 0:
        world.war_over = world.week
    elif opposed and world.war_over >= 0 and world.relapsed < 0:
        world.relapsed = world.week
