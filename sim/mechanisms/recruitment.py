"""Recruitment, supply and desertion: how factions grow and shrink, month by month.

Grievance, revenge, pay and coercion draw people where a faction has control; a faction near its
ceiling, or denied a place by peacekeepers, draws fewer. Recruits leave the civilians one by one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim import streams
from sim.distributions import whole
from sim.populations import factions as fac
from sim.world import World

WRITES = (
    "combatants", "factions.supply", "factions.weariness", "factions.losses", "factions.belief",
    "places.toll",
)


def supply(world: World) -> None:
    """Tax, rents, loot and outside money against upkeep; unpaid fighters leave."""
    r = world.rules.recruitment
    places = world.places
    denied = 1.0 - world.rules.protection.denial * places["presence"]
    for f in world.fighting():
        row = world.factions[f]
        fighters = max(float(row["fighters"]), 1.0)
        held = world.control[f].astype(np.float64)
        income = r.tax / 100.0 * float((held * places["persons"] * denied).sum())
        income += r.rent * float((held * places["resource"] * denied).sum())
        share = income / fighters + float(row["support"])
        if row["kind"] == fac.STATE:
            share = 0.6 + 0.4 * share  # the treasury, beyond local revenue (assumption)
        if row["posture"] == fac.PREY:
            share += r.loot
        row["supply"] = 0.7 * float(row["supply"]) + 0.3 * min(share, 1.0)


def tire(world: World) -> None:
    """War-weariness and beliefs about relative strength after a month of war."""
    r = world.rules.recruitment
    factions = world.factions
    for f in world.fighting():
        row = factions[f]
        lost = float(row["losses"]) / max(float(row["fighters"]), 1.0)
        gain = r.weariness_loss * lost + r.weariness_time / 12.0
        if row["posture"] == fac.REST:
            gain -= r.weariness_rest
        row["weariness"] = min(max(float(row["weariness"]) + gain, 0.0), 1.0)
        own = float(row["fighters"]) * float(row["quality"])
        foes = np.flatnonzero(world.hostile[f])
        theirs = float((factions["fighters"][foes] * factions["quality"][foes]).sum())
        seen = own / max(own + theirs, 1.0)
        learn = r.belief_rate * (1.0 + 5.0 * lost)
        row["belief"] += min(learn, 1.0) * (seen - float(row["belief"]))
        row["losses"] = 0.0


def recruit(world: World) -> None:
    """New fighters join, the unpaid go home."""
    new = [world.combatants]
    for f in world.fighting():
        if world.factions[f]["foreign"]:
            continue
        wanted = _state_gap(world, f) if world.factions[f]["kind"] == fac.STATE else (
            _volunteers(world, f))
        rows = _enlist(world, f, wanted)
        if len(rows):
            new.append(rows)
    if len(new) > 1:
        world.combatants = np.concatenate(new)
    _desert(world.combatants, world.factions, world.rules.recruitment.desertion, world.seed,
            world.week)


def _volunteers(world: World, f: int) -> NDArray[np.float64]:
    """(P,) persons who would join a faction this month."""
    r = world.rules.recruitment
    places, row = world.places, world.factions[f]
    motive = r.from_grievance * places["grievance"].astype(np.float64)
    if row["community"] >= 0:
        people = np.maximum(places["persons"], 1.0)
        kin = world.mood[:, row["community"], 0] / people
        motive *= 0.4 + 0.6 * kin
    motive += r.from_revenge * np.minimum(places["heat"], 1.0) * places["fear"]
    motive += r.from_money * float(row["supply"]) * (1.0 - places["livelihood"])
    motive += r.from_coercion * (1.0 - float(row["discipline"]))
    ceiling = r.ceiling * float(row["initial"])
    room = max(1.0 - float(row["fighters"]) / ceiling, 0.0)
    denied = 1.0 - world.rules.protection.denial * places["presence"]
    reach = world.control[f] * (world.strength[f] > 0.0)
    wanted: NDArray[np.float64] = (
        r.rate / 12.0 * places["persons"] * 0.5 * reach * motive * room * denied
    )
    return wanted


def _state_gap(world: World, f: int) -> NDArray[np.float64]:
    """(P,) persons the state recruits: a share of its gap, where it is in control."""
    row = world.factions[f]
    gap = max(float(row["authorised"]) - float(row["fighters"]), 0.0)
    held = world.control[f] * world.places["persons"]
    total = float(held.sum())
    wanted: NDArray[np.float64] = world.rules.recruitment.state_rate * gap * held / max(total, 1.0)
    return wanted


def _enlist(world: World, f: int, wanted: NDArray[np.float64]) -> NDArray[np.void]:
    """Rows of new fighters; the people they were are put on their places' toll."""
    own = np.flatnonzero(world.bands["faction"] == f)
    table = world.combatants
    mine = table["weight"][(table["faction"] == f) & (table["weight"] > 0.0)]
    if not len(own) or wanted.sum() <= 0.0:
        return np.zeros(0, fac.COMBATANT_DTYPE)
    each = float(np.median(mine)) if len(mine) else 10.0
    key = int(world.factions[f]["key"])
    rows = []
    for p in np.flatnonzero(wanted > 1e-6):
        luck = streams.u(world.seed, streams.RECRUIT, world.week, int(p), key)
        number = whole(luck, float(wanted[p]) / each)
        if number <= 0:
            continue
        room = 0.2 * (float(world.places[p]["persons"]) - float(world.places[p]["toll"]))
        number = min(number, int(room / each))
        band = own[np.argmin(world.roads.hours_between[p, world.bands["place"][own]])]
        for ordinal in range(number):
            mark = streams.key_of(key, int(p), world.week, ordinal)
            rows.append((mark, each, band, f, world.bands[band]["place"], 0, 0.5,
                         world.bands[band]["abusive"], fac.ACTIVE))
        world.places[p]["toll"] += number * each
        world.outflow["recruited"] = world.outflow.get("recruited", 0.0) + number * each
    return np.array(rows, dtype=fac.COMBATANT_DTYPE)


@njit(cache=True, nogil=True)
def _desert(combatants: Any, factions: Any, rate: float, seed: int, week: int) -> None:
    """Fighters of unpaid factions go home; they stay in the table as demobilised."""
    status = combatants["status"]
    for i in range(status.shape[0]):
        if status[i] != fac.ACTIVE and status[i] != fac.REMOBILISED:
            continue
        chance = rate * (1.0 - float(factions["supply"][combatants["faction"][i]]))
        if streams.u(seed, streams.DESERT, week, combatants["key"][i], 0) < chance:
            status[i] = fac.DEMOBILISED
            combatants["weeks"][i] = 0
