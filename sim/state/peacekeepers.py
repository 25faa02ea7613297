"""What peacekeepers in a place amount to: who is out, stands between, guards, sees, polices."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sim.fields.compiled import rule
from sim.fields.conversions import PER_THOUSAND
from sim.state.factions import FIGHTING, SIGNED
from sim.state.items import EARLY_WARNING
from sim.state.mission import working
from sim.state.world import World

MANDATES: Final = range(3)  # as Force.mandate lists them
OBSERVER, TRADITIONAL, ROBUST = MANDATES


@rule
def may_fight(world: World) -> float:
    """What the mandate lets troops do for civilians, against a robust one."""
    mandate = world.plan.force.mandate
    if mandate == ROBUST:
        return 1.0
    r = world.rules.presence
    return r.traditional if mandate == TRADITIONAL else r.observer


@rule
def ready(world: World) -> float:
    """What training and the host's consent make of peacekeepers who are felt."""
    r, consent = world.rules.presence, world.mission.consent
    trained = r.untrained + (1.0 - r.untrained) * world.plan.force.training
    return trained * (r.unwelcome + (1.0 - r.unwelcome) * consent)


@rule
def felt(world: World, p: int) -> float:
    """Troops of a place by how far they are felt, persons on patrol.

    Static guards are felt less than patrols, and who stays in the base hardly.
    """
    r, places = world.rules.presence, world.places
    patrols, posts = np.float64(places["patrols"][p]), np.float64(places["posts"][p])
    inside = max(np.float64(places["infantry"][p]) - patrols - posts, 0.0)
    guards = min(np.float64(world.works["guards"][p]), inside)
    static = r.guard_worth * guards + r.base_worth * (inside - guards)
    return patrols + r.post_worth * posts + static


@rule
def exposure(world: World, p: int) -> float:
    """How open to attack the troops based in a place are, against ordinary: more where more go out.

    Who goes out with the host's army is taken for one of it.
    """
    r, places = world.rules.presence, world.places
    infantry = max(np.float64(places["infantry"][p]), 1.0)
    outside = min(np.float64(places["patrols"][p]) / infantry, 1.0)
    outside += r.post_risk * min(np.float64(places["posts"][p]) / infantry, 1.0)
    outside /= r.ordinary_out
    table = world.plan.patrols
    joint = table.joint if table.share > 0.0 else 0.0
    return (r.inside_risk + (1.0 - r.inside_risk) * outside) * (1.0 + r.joint_target * joint)


@rule
def _line(world: World, p: int) -> float:
    """Troops who can stand between parties that fight in a place, persons."""
    places = world.places
    out = np.float64(places["patrols"][p]) + np.float64(places["posts"][p])
    inside = max(np.float64(places["infantry"][p]) - out, 0.0)
    return out + world.rules.presence.turn_out * inside


@rule
def between(world: World, a: int, b: int, p: int) -> float:
    """Share of the battles of two parties that troops who stand between them prevent.

    Hardly any where the parties are the stronger, most where the force dwarfs them; it weighs
    more against parties of which one is under a truce or a deal, and there consent is enough.
    """
    r, factions = world.rules.presence, world.factions
    facing = world.force[a, p] + world.force[b, p]
    if facing <= 0.0:
        return 0.0
    troops = _line(world, p)
    if troops <= 0.0:
        return 0.0
    pact = factions["truce"][a] > 0 or factions["truce"][b] > 0
    pact = pact or factions["standing"][a] == SIGNED or factions["standing"][b] == SIGNED
    power = ready(world)
    if pact and world.plan.force.mandate != OBSERVER:
        troops *= r.pact_weight
    else:
        power *= may_fight(world)
    odds = (troops / facing) ** 2
    return r.interpose * power * odds / (1.0 + odds)


@rule
def guarded(world: World, p: int, able: float) -> float:
    """How far guards stand up to the strongest armed party near by; 1 where nothing is to guard.

    A zone protects as far as the mandate lets its guards fight; a camp's fighters agreed to them.
    """
    works = world.works
    zone = works["zone"][p] > 0.0
    if not zone and works["cantoned"][p] <= 0.0:
        return 1.0
    guards = min(able, np.float64(works["guards"][p]))
    needed = max(_threat(world, p) / world.rules.tasking.guard_odds, 1.0)
    held = guards / (guards + needed)
    return held * may_fight(world) if zone else held


@rule
def _threat(world: World, p: int) -> float:
    """Strength of the strongest party at war that could attack a place, from one road away too."""
    strength, roads, r = world.strength, world.roads, world.rules.tasking
    most = 0.0
    for f in range(world.faction_count):
        if world.factions["standing"][f] == FIGHTING:
            own = strength[f, p]
            for k in range(roads.indptr[p], roads.indptr[p + 1]):
                own += r.threat_near * strength[f, roads.target[k]]
            most = max(most, own)
    return most


@rule
def monitored(world: World, f: int) -> float:
    """How far a party's breaches are seen and shown by the mission where it stands, 0 to 1."""
    r, strength = world.rules.presence, world.strength
    if not world.mission.mandated:
        return 0.0
    whole, seen = 0.0, 0.0
    for p in range(len(world.places)):
        if strength[f, p] > 0.0:
            eyes = _eyes(world, p)
            whole += strength[f, p]
            seen += strength[f, p] * eyes / (eyes + r.watch_half)
    return r.monitor * seen / whole if whole > 0.0 else 0.0


@rule
def _eyes(world: World, p: int) -> float:
    """Who sees what armed parties do in a place: observers, patrols and drones, as observers."""
    r, places, roads = world.rules.presence, world.places, world.roads
    eyes = np.float64(places["observers"][p])
    for k in range(roads.indptr[p], roads.indptr[p + 1]):
        eyes += r.watch_near * np.float64(places["observers"][roads.target[k]])
    eyes += r.patrol_eyes * (np.float64(places["patrols"][p]) + np.float64(places["posts"][p]))
    drones = world.plan.early_warning.drones * working(world.mission, EARLY_WARNING)
    return eyes + r.drone_eyes * drones / len(places)


@rule
def police_cover(world: World, p: int) -> float:
    """How far UN police cover the people of a place, 0 to 1."""
    police = np.float64(world.places["police"][p])
    if police <= 0.0:
        return 0.0
    return 1.0 - math.exp(-police / (world.places["persons"][p] / PER_THOUSAND + 1.0))


@rule
def either(one: float, other: float) -> float:
    """Share that at least one of two prevents, each by itself."""
    return 1.0 - (1.0 - one) * (1.0 - other)
