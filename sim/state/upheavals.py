"""What turns a country over, by name: states taken and lost, coups, militias, mergers, lines."""

from __future__ import annotations

import numpy as np

from sim.fields.compiled import rule
from sim.state.chronicle import (
    COUP,
    FORMED,
    IN_OPPOSITION,
    JOINS_GOVERNMENT,
    PARTITION,
    TAKES_THE_STATE,
    VICTORY,
    WINS_ELECTION,
)
from sim.state.chronicle import MERGED as JOINED
from sim.state.factions import (
    FIGHTING,
    FOR_GOVERNMENT,
    FOR_TERRITORY,
    HOLD,
    MERGED,
    MILITIA,
    REBELS,
    REST,
    SIGNED,
    STATE,
)
from sim.state.transitions import drop_talks, end_war, take_posture
from sim.state.world import World, governs, note, note_ending


@rule
def take_the_state(world: World, f: int) -> None:
    """It has won: its side governs, it is the state's army, and it owes nobody anything.

    Who governed before is left as it stands, on a side of its own (`lose_power`).
    """
    factions = world.factions
    world.governing, world.governor = int(factions["side"][f]), f
    world.falls += 1
    factions["kind"][f] = STATE
    for g in range(world.faction_count):
        if governs(world, g) and factions["standing"][g] == SIGNED:
            factions["standing"][g] = FIGHTING  # its deal was with who is gone
        if governs(world, g):
            drop_talks(world, g)
            _forget_terms(world, g)
    take_posture(world, f, HOLD)
    world.usurped = 1.0
    note_ending(world, f, VICTORY)
    note(world, f, TAKES_THE_STATE)


@rule
def hand_over(world: World, winner: int) -> None:
    """Who won the vote governs, with all of its side that has signed; their men are the state's."""
    factions, before = world.factions, world.factions["side"][winner]
    for g in range(world.faction_count):
        if factions["side"][g] == before and factions["standing"][g] == SIGNED:
            factions["side"][g], factions["standing"][g] = world.governing, FIGHTING
            factions["kind"][g], factions["authorised"][g] = STATE, factions["fighters"][g]
            drop_talks(world, g)
            _forget_terms(world, g)
            take_posture(world, g, HOLD)
            note(world, g, WINS_ELECTION if g == winner else JOINS_GOVERNMENT)
    world.governor = winner


@rule
def meet_mission(world: World, owed: float) -> None:
    """A new government wants the mission as its men do; more than the last if it owes it so much.

    `owed`: 0 to 1, how far it came to power with the mission's help.
    """
    mission = world.mission
    wants = 1.0 - np.float64(world.factions["hostility"][world.governor])
    mission.consent = min(mission.consent, wants) + owed * max(wants - mission.consent, 0.0)


@rule
def lose_power(world: World, f: int) -> None:
    """Its government has fallen: who is left of the army fights to come back."""
    factions = world.factions
    factions["kind"][f], factions["authorised"][f] = REBELS, 0.0
    factions["goal"][f] = FOR_GOVERNMENT
    take_posture(world, f, HOLD)
    note(world, f, IN_OPPOSITION)


@rule
def _forget_terms(world: World, f: int) -> None:
    factions = world.factions
    factions["signed"][f], factions["sharing"][f], factions["promised"][f] = 0, 0, 0.0
    factions["offered"][f], factions["refused"][f], factions["mediated"][f] = 0, 0, 0


@rule
def suffer_coup(world: World, army: int, loss: float) -> None:
    """The army turns on its government: it holds together less, and offices count for less."""
    cohesion = world.factions["cohesion"]
    cohesion[army] = np.float64(cohesion[army]) * (1.0 - loss)
    keep_legitimacy(world, 1.0 - loss)
    usurp(world, loss)
    note(world, army, COUP)


@rule
def usurp(world: World, share: float) -> None:
    """So much of its power who governs has from a coup, and not from a vote."""
    world.usurped += share * (1.0 - world.usurped)


@rule
def keep_legitimacy(world: World, share: float) -> None:
    """Local governments count for so much of what they did, after power was taken."""
    legitimacy = world.governments["legitimacy"]
    for p in range(len(legitimacy)):
        legitimacy[p] = np.float64(legitimacy[p]) * share


@rule
def form(world: World, f: int, community: int, key: int, beside: bool) -> None:
    """A community's own militia, on the side that governs or on one of its own."""
    factions = world.factions
    factions["key"][f], factions["kind"][f], factions["goal"][f] = key, MILITIA, FOR_TERRITORY
    factions["community"][f], factions["parent"][f] = community, -1
    factions["belief"][f], factions["standing"][f] = 0.5, FIGHTING
    factions["side"][f] = world.governing
    if not beside:
        factions["side"][f] = world.side_count
        world.side_count += 1
    take_posture(world, f, HOLD)
    note(world, f, FORMED)


@rule
def merge(world: World, f: int, into: int) -> None:
    """It goes over to another faction, with its bands and its ground."""
    factions, table = world.factions, world.combatants
    for b in range(len(world.bands)):
        if world.bands["faction"][b] == f:
            world.bands["faction"][b] = into
    for i in range(len(table)):
        if table["faction"][i] == f:
            table["faction"][i] = into
    for p in range(world.control.shape[1]):
        ground = np.float64(world.control[into, p]) + np.float64(world.control[f, p])
        world.control[into, p], world.control[f, p] = ground, 0.0
    factions["fighters"][into] += factions["fighters"][f]
    factions["fighters"][f] = 0.0
    drop_talks(world, f)
    take_posture(world, f, REST)
    factions["standing"][f] = MERGED
    note(world, f, JOINED)


@rule
def divide_land(world: World, f: int) -> None:
    """The line where it stands is the end of its war: it keeps what it holds."""
    end_war(world, f, PARTITION)
    world.factions["ripe"][f], world.factions["kept"][f] = 0.5, 0.0
