"""The one pool of units: who guards, patrols, escorts, secures polling, and where units are based.

A unit-week is tasked once: guards of zones and cantonments are taken first where they stand,
then patrols, escorts and polling share what is left; the rest keeps its base. Of a reserve, part
goes ahead to places under alert. Where no road leads out, no patrol leaves.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.fields.column import R4, R8
from sim.fields.compiled import entry, rule
from sim.fields.parameter import Group, number
from sim.state.items import PATROLS, PROTECTION
from sim.state.mission import working
from sim.state.peacekeepers import guarded
from sim.state.units import (
    ENGINEERS,
    GUARD,
    INFANTRY,
    OBSERVERS,
    PARTNERS,
    POLICE,
    PRESENT,
    RESERVE,
    Units,
)
from sim.state.units import KINDS as UNIT_KINDS
from sim.state.world import World


class TaskingNumbers(Group):
    """How units are spread, sent out and based."""

    TABLE = "tasking"

    reach_hours: float = number(
        12.0,
        "hours",
        0.0,
        200.0,
        "assumption",
        "hours from its base within which a reserve is sent: a day's march",
    )
    ready_hours: float = number(
        4.0,
        "hours",
        0.1,
        200.0,
        "assumption",
        "hours away at which half of a reserve counts as at hand",
    )
    way_hours: float = number(
        12.0,
        "hours",
        0.1,
        200.0,
        "assumption",
        "hours away over which the pull of a place on patrols falls to about a third",
    )
    risk_pull: float = number(
        4.0,
        "ratio",
        0.0,
        100.0,
        "assumption",
        "pull of a place at full risk on patrols led by it, against a fixed round",
    )
    kept_in: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "what a unit kept on static guard by its capital does outside, against others",
    )
    sappers_half: float = number(
        500.0,
        "persons",
        1.0,
        100_000.0,
        "assumption",
        "engineers at which half of what the rains add to the roads is undone",
    )
    guard_weight: float = number(
        1.0,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "how far bases follow the guards that zones and cantonments want",
    )
    guard_most: float = number(
        0.8, "share", 0.0, 1.0, "assumption", "infantry based by those guards at most"
    )
    guard_odds: float = number(
        3.0,
        "fighters",
        0.1,
        100.0,
        "assumption",
        "attackers whom a guard behind defences stands up to by half",
    )
    threat_near: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "part of an armed party one road away that threatens a zone or camp",
    )
    moved_most: float = number(
        0.1,
        "share per month",
        0.0,
        1.0,
        "assumption",
        "of the units of a kind that move to another base in a month, one at least",
    )
    surplus_least: float = number(
        0.75,
        "units",
        0.0,
        10.0,
        "assumption",
        "surplus of a place, in units of its size, from which a unit moves on",
    )


@rule
def assign(world: World, polling: float) -> None:
    """Task every unit for this week; `polling`: share of the infantry that secures an election."""
    _clear(world)
    able = _stand(world)
    _send(world, able, _hours(world), _shares(world, polling))


@rule
def _clear(world: World) -> None:
    places = world.places
    for p in range(len(places)):
        places["infantry"][p] = 0.0
        places["patrols"][p] = 0.0
        places["posts"][p] = 0.0
        places["reserve"][p] = 0.0
        places["police"][p] = 0.0
        places["observers"][p] = 0.0


@rule
def _stand(world: World) -> R8:
    """Count who stands where, and what share of the wanted guards is there.

    Returns (P,) infantry that is able to go out, persons.
    """
    units, places, works = world.mission.units, world.places, world.works
    able = np.zeros(len(places))
    for u in range(len(units)):
        p, kind, persons = units["place"][u], units["kind"][u], units["persons"][u]
        if units["status"][u] != PRESENT or p < 0:
            continue
        if kind == POLICE:
            places["police"][p] += persons
        elif kind == OBSERVERS:
            places["observers"][p] += persons
        elif kind != ENGINEERS:
            places["infantry"][p] += persons
            if kind != RESERVE:
                able[p] += persons * np.float64(units["readiness"][u])
    for p in range(len(places)):
        works["guarded"][p] = guarded(world, p, able[p])
        works["escorts"][p] = 0.0
    return able


@rule
def _hours(world: World) -> R4:
    """Travel along each road this week: engineers undo part of what the rains add."""
    dry, wet = world.roads.hours, world.roads.hours_wet
    hours = dry.copy()
    if world.wet:
        sappers = world.mission.present[ENGINEERS]
        open_roads = sappers / (sappers + world.rules.tasking.sappers_half)
        for k in range(len(hours)):
            slow = np.float64(wet[k])
            hours[k] = slow + open_roads * (np.float64(dry[k]) - slow)
    return hours


@rule
def _shares(world: World, polling: float) -> tuple[float, float, float]:
    """Shares of the infantry that are asked for patrols, escorts and polling."""
    patrols = world.plan.patrols.share * world.mission.paid[PATROLS]
    escorts = world.plan.protection.escorts * working(world.mission, PROTECTION)
    return patrols, escorts, polling


@rule
def _send(world: World, able: R8, hours: R4, shares: tuple[float, float, float]) -> None:
    units = world.mission.units
    for u in range(len(units)):
        kind, base = units["kind"][u], units["place"][u]
        if units["status"][u] != PRESENT or base < 0:
            continue
        ready = units["persons"][u] * np.float64(units["readiness"][u])
        if kind == RESERVE:
            held = world.rules.tasking.kept_in if units["task"][u] == GUARD else 1.0
            units["patrol_share"][u] = _stand_by(world, base, ready * held)
        if kind == INFANTRY or kind == PARTNERS:
            scale = _divide(world, u, able[base], shares)
            world.works["escorts"][base] += ready * scale * shares[1]
            _patrol(world, base, ready * scale * shares[0], hours)


@rule
def _stand_by(world: World, base: int, ready: float) -> float:
    """A reserve: part of it goes ahead to places under alert, the rest waits to respond.

    Returns the part that went ahead.
    """
    places, hours, r = world.places, world.roads.hours_between[base], world.rules.tasking
    warned = 0
    for p in range(len(places)):
        if places["alert"][p] and np.float64(hours[p]) <= r.reach_hours:
            warned += 1
    gone = world.rules.early_warning.ahead if warned > 0 else 0.0
    for p in range(len(places)):
        away = np.float64(hours[p])
        if away <= r.reach_hours:
            places["reserve"][p] += ready * (1.0 - gone) / (1.0 + away / r.ready_hours)
            if places["alert"][p]:
                places["patrols"][p] += ready * gone / warned
    return gone


@rule
def _divide(world: World, u: int, able: float, shares: tuple[float, float, float]) -> float:
    """A unit's people: guards are taken first, the rest shared as asked.

    `able`: infantry able to go out at its base. Returns what becomes of each share that is asked.
    """
    units, r = world.mission.units, world.rules.tasking
    wanted = np.float64(world.works["guards"][units["place"][u]])
    asked = shares[0] + shares[1] + shares[2]
    guards = min(wanted / able, 1.0) if able > 0.0 else 0.0
    scale = min((1.0 - guards) / asked, 1.0) if asked > 0.0 else 0.0
    if units["task"][u] == GUARD:
        scale *= r.kept_in  # its capital keeps most of it in the base
    units["guard_share"][u] = guards
    units["patrol_share"][u] = scale * shares[0]
    units["escort_share"][u] = scale * shares[1]
    units["poll_share"][u] = scale * shares[2]
    return scale


@rule
def _patrol(world: World, base: int, out: float, hours: R4) -> None:
    """Patrols of a base: some stay out, others go to places one road away, as each draws them."""
    patrols, risk, road = world.places["patrols"], world.places["risk"], world.roads.target
    out -= _stay_out(world, base, out * world.plan.patrols.temporary_bases, hours)
    ways = range(world.roads.indptr[base], world.roads.indptr[base + 1])
    total = 0.0
    for k in ways:
        total += _pull(world, np.float64(risk[road[k]]), np.float64(hours[k]))
    beyond = out * world.rules.patrols.patrol_reach if total > 0.0 else 0.0
    patrols[base] += out - beyond
    if beyond > 0.0:
        for k in ways:
            drawn = _pull(world, np.float64(risk[road[k]]), np.float64(hours[k]))
            patrols[road[k]] += beyond * drawn / total


@rule
def _stay_out(world: World, base: int, out: float, hours: R4) -> float:
    """Temporary bases: here and one road away, by risk and nearness; returns how many stay out."""
    posts, risk, road = world.places["posts"], world.places["risk"], world.roads.target
    ways, far = range(world.roads.indptr[base], world.roads.indptr[base + 1]), 0.0
    total = np.float64(risk[base])
    for k in ways:
        far = math.exp(-np.float64(hours[k]) / world.rules.tasking.way_hours)
        total += np.float64(risk[road[k]]) * far
    if out <= 0.0 or total <= 0.0:
        return 0.0
    posts[base] += out * np.float64(risk[base]) / total
    for k in ways:
        far = math.exp(-np.float64(hours[k]) / world.rules.tasking.way_hours)
        posts[road[k]] += out * np.float64(risk[road[k]]) * far / total
    return out


@rule
def _pull(world: World, risk: float, hours: float) -> float:
    """How strongly a neighbouring place draws patrols."""
    led, r = world.plan.patrols.risk_led, world.rules.tasking
    return (1.0 - led + led * r.risk_pull * risk) * math.exp(-hours / r.way_hours)


@entry
def base_units(world: World, worth: R8) -> None:
    """Give every present unit a base: places get units in proportion to `worth`, (P,) >= 0.

    Units already well placed stay; few of the others move in a month. Zones and
    cantonments get their guards first.
    """
    units = world.mission.units
    for kind in range(len(UNIT_KINDS)):
        rows = np.flatnonzero((units["status"] == PRESENT) & (units["kind"] == kind))
        if len(rows) > 0:
            own = _worth(world, kind, worth)
            _move(world, rows, _wanted(world, rows, own, kind == INFANTRY))


@rule
def _worth(world: World, kind: int, worth: R8) -> R8:
    """(P,) where units of a kind should be: police among people, observers beside the armed."""
    if kind != POLICE and kind != OBSERVERS:
        return worth
    own, whole = np.zeros(len(worth)), 0.0
    for p in range(len(worth)):
        if kind == POLICE:
            own[p] = world.places["persons"][p]
        else:
            for f in range(world.faction_count):
                own[p] += world.strength[f, p]
        whole += own[p]
    return own if whole > 0.0 else worth


@rule
def _wanted(world: World, rows: Any, worth: R8, guarding: bool) -> R8:
    """(P,) persons of a kind that each place should have, of those there are; `rows`: its units."""
    r, guards = world.rules.tasking, world.works["guards"].astype(np.float64)
    force, whole, asked, first = 0.0, 0.0, 0.0, 0.0
    for u in rows:
        force += world.mission.units["persons"][u]
    for p in range(len(worth)):
        whole += worth[p]
        asked += guards[p]
    share = min(1.0, r.guard_most * force / asked) if guarding and asked > 0.0 else 0.0
    for p in range(len(guards)):
        guards[p] = guards[p] * share * r.guard_weight
        first += guards[p]
    return guards + worth / whole * (force - first)


@rule
def _move(world: World, rows: Any, want: R8) -> None:
    """A month of moving units of a kind to where persons are missing."""
    units, r = world.mission.units, world.rules.tasking
    have = np.zeros(len(want))
    for u in rows:
        if units["place"][u] >= 0:
            have[units["place"][u]] += units["persons"][u]
    moves = max(int(len(rows) * r.moved_most), 1)
    for u in _worst_placed(units, rows, want, have):
        old, persons = units["place"][u], units["persons"][u]
        if old >= 0:
            if moves <= 0 or have[old] - want[old] < r.surplus_least * persons:
                continue
            have[old] -= persons
            moves -= 1
        new = np.argmax(want - have)
        units["place"][u] = new
        have[new] += persons


@rule
def _worst_placed(units: Units, rows: Any, want: R8, have: R8) -> Any:
    """Unbased units first, then those where most stand too many; ties by unit order."""
    missing = np.zeros(len(rows))
    for i in range(len(rows)):
        p = units["place"][rows[i]]
        missing[i] = want[p] - have[p] if p >= 0 else -np.inf
    return rows[np.argsort(missing, kind="mergesort")]
