"""The world at the start of a scenario."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from sim.case.extending import guarded_lever, guarded_mechanism
from sim.case.parts import PARTS
from sim.case.scenario import Scenario
from sim.fields.column import as_array, blank
from sim.levers import setup
from sim.luck import streams
from sim.nature.packing import Rules
from sim.nature.start import Start
from sim.state import tally
from sim.state.civilians import DISPLACED, settle
from sim.state.factions import (
    BAND_DTYPE,
    COMBATANT_DTYPE,
    STATE,
    bands_of,
    combatants_of,
    factions_of,
    presence_of,
)
from sim.state.mission import Items, Mission
from sim.state.parties import RELATIONS, DatedEvent
from sim.state.places import Roads, governments_of, places_of
from sim.state.record import Record
from sim.state.stances import stand_anew, take_aim
from sim.state.works import Works
from sim.state.world import World, set_hostilities


def _forces(
    case: Scenario,
    factions: NDArray[np.void],
    persons: NDArray[np.float64],
    start: Start,
    seed: int,
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    present = [spec for spec in case.factions if spec.enters is None]
    each = max(sum(spec.fighters for spec in present) / case.nature.combatants, 1.0)
    bands: list[NDArray[np.void]] = [np.zeros(0, BAND_DTYPE)]
    combatants: list[NDArray[np.void]] = [np.zeros(0, COMBATANT_DTYPE)]
    first = 0
    for row, spec in enumerate(case.factions):
        presence = presence_of(spec, case.region, persons)
        own = bands_of(row, factions[row], presence, start, seed)
        fighters = combatants_of(own, first, each)
        if spec.enters is not None:
            fighters["weight"] = 0.0  # they come when their day comes
        bands.append(own)
        combatants.append(fighters)
        first += len(own)
    return np.concatenate(bands), np.concatenate(combatants)


def build(case: Scenario, seed: int) -> World:
    """The world at the start of a scenario, before its first week."""
    key = streams.seed_of(seed)
    region, nature, parts = case.region, case.nature, case.parts
    rules = Rules(nature)
    start = rules.of(Start)
    places = places_of(region, case.start.year, nature.violence, key)
    governments = governments_of(len(places), start, key)
    people = settle(
        key,
        nature.civilians,
        places["persons"],
        region.community_shares,
        governments["legitimacy"],
        start,
    )
    factions, sides = factions_of(case.factions, region.community_names, start)
    bands, combatants = _forces(case, factions, places["persons"], start, key)
    rows = len(factions)
    mood = np.zeros((len(places), len(region.community_names), 3))
    world = World(case, key)
    world.rules, world.roads = rules, Roads(region)
    world.places, world.governments, world.civilians = places, governments, people
    world.works, world.mood = as_array(blank(Works, len(places))), mood
    world.factions, world.bands, world.combatants = factions, bands, combatants
    world.first_names, world.first_sides = [spec.name for spec in case.factions], sides
    world.faction_count, world.side_count = len(case.factions), len(sides)
    _nobody_knows_anybody(world, rows)
    world.heirs = np.zeros((rows, rows), np.int64)
    world.pair_keys = np.zeros((rows, rows), np.int64)
    world.named_parties = np.zeros(rows, bool)
    world.strength = np.zeros((rows, len(places)))
    world.control = np.zeros((rows, len(places)), np.float32)
    world.levers = tuple(guarded_lever(lever) for lever in parts.levers)
    world.own_levers = tuple(lever for lever in world.levers if lever not in PARTS.levers)
    world.mechanisms = tuple(guarded_mechanism(one) for one in parts.mechanisms)
    world.mission = Mission(case.mission, case.weeks, Items.of(parts.levers))
    setup.note_months(world)
    world.record = Record(len(places), case.weeks, parts.columns())
    world.agenda = agenda = _agenda(case)
    world.ballot_weeks = [
        week for week, days in agenda.items() if any(e.kind == "election" for e in days)
    ]
    world.deciding_weeks = [
        week
        for week, days in agenda.items()
        if any(e.kind == "election" and e.decides for e in days)
    ]
    world.policy = case.policy.on(case.monday)
    world.phase_changes = phase_weeks(case)
    _relate(world, case)  # from here on rules may be asked: the world is whole
    _flee(world, case)
    tally.civilians(world)
    _remember(world, case)
    tally.fighters(world)
    world.control[:] = _first_control(world.strength, factions, start.administration)
    world.places["controller"] = world.control.argmax(axis=0)
    world.factions["heed"][:] = case.mission.seen_impartial
    persons = world.places["persons"]
    world.factions["ground"] = world.control.astype(float) @ persons / persons.sum()
    return world


def _nobody_knows_anybody(world: World, rows: int) -> None:
    """Room for what factions are to each other and to people, before anything has happened."""
    places, communities, _ = world.mood.shape
    world.hostile = np.zeros((rows, rows), np.int8)
    world.natural, world.enmity = np.zeros((rows, rows)), np.zeros((rows, rows))
    world.trust = np.full((rows, rows), 0.5)
    world.hatred, world.threat = np.ones((rows, communities)), np.zeros((rows, communities))
    world.blood, world.payoff = np.zeros((rows, communities)), np.zeros((rows, 4))
    world.wounds, world.slain = np.zeros((places, communities)), np.zeros((places, communities))
    world.abused, world.joined = np.zeros((places, communities)), np.zeros((places, communities))
    world.driven = np.zeros((places, communities))
    world.force = np.zeros((rows, places))
    world.seat = int(world.places["persons"].argmax())


def _flee(world: World, case: Scenario) -> None:
    """People who have fled before the start: to relatives, or next door where they have none."""
    people, roads = world.civilians, world.roads
    for left in case.before:
        p = case.region.names.index(left.place)
        rows = np.flatnonzero(people["home"] == p)
        people["fear"][rows] = left.fear
        gone = np.floor(left.displaced * (np.arange(len(rows)) + 1.0))
        fled = rows[np.diff(gone, prepend=0.0) > 0.0]  # as evenly as there are rows
        first, last = roads.indptr[p : p + 2]
        if first == last:
            continue
        near = roads.target[first + int(roads.hours[first:last].argmin())]
        kin = people["kin"][fled]
        people["place"][fled] = np.where(kin == p, near, kin)
        people["displaced"][fled] = DISPLACED


def _remember(world: World, case: Scenario) -> None:
    """What the time before the start has left in places; whom it struck is not known."""
    for left in case.before:
        p = case.region.names.index(left.place)
        world.places["heat"][p], world.places["danger"][p] = left.heat, left.danger
        here = world.mood[p, :, 0]
        world.wounds[p] = left.wounds * here / max(here.sum(), 1.0)


def _relate(world: World, case: Scenario) -> None:
    """How factions stand to each other at the start, and who governs."""
    names = [spec.name for spec in case.factions]
    kinds = [(spec.kind, spec.foreign) for spec in case.factions]
    world.governor = kinds.index(("state", False)) if ("state", False) in kinds else -1
    for row in range(len(names)):
        stand_anew(world, row)
    for row, spec in enumerate(case.factions):
        told = dict.fromkeys(spec.at_peace_with, "wary") | dict(spec.relations)
        for other, word in told.items():
            g, stand = names.index(other), 0.5 * RELATIONS.index(word)
            if word == "wary":
                stand *= world.rules.relations.fight_from  # half-way to fighting
            world.natural[row, g] = world.natural[g, row] = stand
    world.enmity[:] = world.natural
    set_hostilities(world)
    take_aim(world)


def _first_control(
    strength: NDArray[np.float64], factions: NDArray[np.void], administration: float
) -> NDArray[np.float32]:
    control = strength.copy()
    state = np.flatnonzero(factions["kind"] == STATE)
    holder = int(state[0]) if len(state) else 0
    control[holder] += administration  # even where no soldier stands
    return (control / control.sum(axis=0)).astype(np.float32)


def _agenda(case: Scenario) -> dict[int, list[DatedEvent]]:
    agenda: dict[int, list[DatedEvent]] = {}
    for event in case.events:
        agenda.setdefault(case.week_of(event.date), []).append(event)
    return agenda


def phase_weeks(case: Scenario) -> frozenset[int]:
    """Weeks in which some lever's values may change."""
    days = case.policy.changes()
    return frozenset(case.week_of(day) for day in days) | {
        case.week_of(day + timedelta(days=6)) for day in days
    }
