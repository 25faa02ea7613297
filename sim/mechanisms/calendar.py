"""Calendar: the date, the season, phases of levers, dated events of the scenario.

A dated event sets only what the parties could not decide (outside forces and money, coups,
election dates, disasters and their dead, an offer of terms); never violence, postures or an ending.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from sim.fields.arithmetic import total
from sim.fields.calendar_days import date_of
from sim.fields.column import R4
from sim.fields.compiled import entry
from sim.fields.conversions import CALENDAR_MONTHS, DAYS_A_WEEK, SUNDAY
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state import transitions, upheavals
from sim.state.civilians import AT_HOME, DISPLACED
from sim.state.factions import ACTIVE, REMOBILISED, STATE
from sim.state.parties import DatedEvent
from sim.state.world import World, set_hostilities


def open_week(world: World) -> None:
    """Turn the calendar to the next Monday and do what the scenario's dates say."""
    turn(world, world.case.monday.toordinal())
    week, monday = world.week, world.today
    sunday = monday + timedelta(days=SUNDAY)
    if week == 0 or week in world.phase_changes:
        world.policy = world.case.policy.on(sunday).having(world.adapted)
    _come_and_go(world, monday, sunday)
    for event in world.agenda.get(week, ()):
        _happen(world, event)


@entry
def turn(world: World, first_monday: int) -> None:
    """A week on: the date, the month, the season, an election that is due."""
    world.week += 1
    world.day = first_monday + int(DAYS_A_WEEK) * world.week
    year, month, _ = date_of(world.day)
    before = world.month
    world.month = year * CALENDAR_MONTHS + month
    world.month_begins = world.week == 0 or world.month != before
    if world.month_begins:
        world.month_weeks, world.month_start = world.week - world.month_start, world.week
    world.perished = 0.0
    world.wet = False
    for wet_month in world.roads.wet_months:
        if wet_month == month:
            world.wet = True
    world.ballot_due = False
    for week in world.ballot_weeks:
        if week == world.week:
            world.ballot_due = True


def _come_and_go(world: World, monday: date, sunday: date) -> None:
    """Forces that enter or leave on a day."""
    for row, spec in enumerate(world.case.factions):
        if spec.enters is not None and monday <= spec.enters <= sunday:
            _reinforce(world, row, float(spec.fighters))
            transitions.enter(world, row)
            set_hostilities(world)
        if spec.leaves is not None and monday <= spec.leaves <= sunday:
            _reinforce(world, row, -float("inf"))
            transitions.leave(world, row)
            set_hostilities(world)


def _happen(world: World, event: DatedEvent) -> None:
    """What a dated event changes; an election is due (`ballot_due`), and no more."""
    row = world.names.index(event.faction) if event.faction in world.names else -1
    if event.kind == "outside_force" and row >= 0:
        _reinforce(world, row, event.amount)
    elif event.kind == "outside_money" and row >= 0:
        world.factions["support"][row] = event.amount
    elif event.kind == "sanctuary" and row >= 0:
        world.factions["sanctuary"][row] = event.amount
    elif event.kind == "coup":
        state = world.factions["kind"] == STATE
        _shrink(world.factions["cohesion"], state, 1.0 - event.amount)
        _shrink(world.governments["capacity"], slice(None), 1.0 - 0.5 * event.amount)
        _shrink(world.governments["legitimacy"], slice(None), 1.0 - event.amount)
        upheavals.usurp(world, event.amount)
        months = event.amount * world.rules.politics.crisis_months
        world.crisis = max(world.crisis, months)
    elif event.kind == "disaster":
        _strike(world, event)
    elif event.kind == "offer":
        for name in event.parties:
            if name in world.names:
                to = world.names.index(name)
                transitions.offer_terms(world, to, event.months, event.sharing, event.guarantee)


def _strike(world: World, event: DatedEvent) -> None:
    """A disaster takes lives, homes, livelihoods, services and offices in its places."""
    names = world.case.region.names
    struck = [names.index(name) for name in event.places] or list(range(len(names)))
    _shrink(world.places["economy"], struck, 1.0 - event.amount)
    _shrink(world.governments["services"], struck, 1.0 - event.amount)
    _shrink(world.governments["capacity"], struck, 1.0 - 0.5 * event.amount)
    people = world.places["persons"][struck]
    everybody = max(total(people), 1.0)
    dead = min(event.dead / everybody, 1.0) * people
    world.places["toll"][struck] += dead  # taken off the living with the week's other dead
    world.perished += total(dead)
    table = world.civilians
    lives = (table["displaced"] == AT_HOME) & np.isin(table["place"], struck)
    for i in np.flatnonzero(lives):
        luck = streams.u(world.seed, streams.DISASTER, world.week, int(i), 0)
        if luck < event.homeless / everybody:  # in camps near by, until they return
            table["displaced"][i] = DISPLACED


def _shrink(column: R4, rows: Any, by: float) -> None:
    """Multiply some rows of a column, in float64."""
    column[rows] = column[rows].astype(np.float64) * by


def _reinforce(world: World, row: int, persons: float) -> None:
    """Fighters come from abroad or go back there, spread over the faction's own bands."""
    table = world.combatants
    armed = (table["status"] == ACTIVE) | (table["status"] == REMOBILISED)
    own = np.flatnonzero((table["faction"] == row) & armed)
    if not len(own):
        return
    before = total(table["weight"][own])
    after = max(before + persons, 0.0)
    if persons > 0.0:  # who has just come is not tired of war
        _shrink(world.factions["weariness"], row, before / max(after, 1.0))
    if before > 0.0:
        table["weight"][own] *= after / before
    else:
        table["weight"][own] = after / len(own)
    world.outflow["from abroad"] = world.outflow["from abroad"] + after - before
    if world.factions["kind"][row] == STATE:
        world.factions["authorised"][row] = max(
            float(world.factions["authorised"][row]) + persons, 0.0
        )


MECHANISM = Mechanism(
    name="calendar",
    writes=(
        "week",
        "day",
        "month",
        "month_begins",
        "month_start",
        "month_weeks",
        "wet",
        "ballot_due",
        "crisis",
        "outflow",
        "perished",
        "usurped",
        "places.economy",
        "places.toll",
        "civilians.displaced",
        "governments",
        "factions",
        "hostile",
        "combatants.weight",
    ),
)
