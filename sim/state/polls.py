"""An election's count: who votes for whom, and what stands behind whoever lost it."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.state.factions import FIGHTING, FOR_GOVERNMENT, SIGNED
from sim.state.items import ELECTIONS
from sim.state.mission import working
from sim.state.world import World, governs, opposes, strength_of

UNARMED: Final = -1  # a winner who has no force of its own


@rule
def stands(world: World, f: int) -> bool:
    """Whether a party asks for votes: it wants to govern, and has signed instead of fighting."""
    factions = world.factions
    wants = factions["goal"][f] == FOR_GOVERNMENT and not factions["foreign"][f]
    return bool(wants and factions["standing"][f] == SIGNED and not governs(world, f))


@rule
def certified(world: World) -> float:
    """How firmly the mission certifies the count, as far as it can, 0 to 1."""
    return world.plan.elections.certification * working(world.mission, ELECTIONS)


@rule
def count(world: World) -> Any:
    """(F + 2,) votes, persons: for each party that stands, then who governs, then who is unarmed.

    A place votes as far as it is safe and not under a party at war with who governs.
    """
    r, places = world.rules.ballots, world.places
    votes = np.zeros(len(world.factions) + 2)
    for p in range(len(places)):
        open_polls = math.exp(-r.danger_keeps * np.float64(places["danger"][p])) * _free(world, p)
        for c in range(world.mood.shape[1]):
            people = world.mood[p, c, 0] * open_polls
            if people > 0.0:
                for_it = stays(world, p, c)
                votes[len(votes) - 2] += people * for_it
                _oppose(world, c, people * (1.0 - for_it), votes)
    return votes


@rule
def _free(world: World, p: int) -> float:
    """Share of a place that no party at war with who governs holds."""
    shut = 0.0
    for f in range(world.faction_count):
        if opposes(world, f):
            shut += np.float64(world.control[f, p])
    return max(1.0 - shut, 0.0)


@rule
def stays(world: World, p: int, c: int) -> float:
    """Share of a community's voters in a place who vote for who governs, 0 to 1.

    By what the state is worth to them and what they suffered; by kin on either side; and by who
    holds the polling station, as far as nobody watches the count.
    """
    r, places = world.rules.ballots, world.places
    content = 0.5 * (np.float64(places["trust_state"][p]) + 1.0 - world.mood[p, c, 2])
    content *= 1.0 - r.fear_blames * world.mood[p, c, 1]
    ours, theirs = False, False
    for f in range(world.faction_count):
        if world.factions["community"][f] == c:
            ours = ours or (governs(world, f) and world.factions["standing"][f] == FIGHTING)
            theirs = theirs or stands(world, f)
    if ours and not theirs:
        content += r.kin_votes * (1.0 - content)
    elif theirs and not ours:
        content *= 1.0 - r.kin_votes
    office = r.office * np.float64(places["state_control"][p])
    office *= 1.0 - r.certification_effect * certified(world)
    return content + office * (1.0 - content)


@rule
def _oppose(world: World, c: int, people: float, votes: R8) -> None:
    """Who votes against who governs votes for kin, else for whoever kept its men in hand."""
    factions, kin, trusted = world.factions, 0.0, 1.0  # the unarmed harmed nobody
    for f in range(world.faction_count):
        if stands(world, f):
            kin += factions["community"][f] == c
            trusted += np.float64(factions["discipline"][f])
    for f in range(world.faction_count):
        if stands(world, f):
            if kin > 0.0:
                votes[f] += people / kin if factions["community"][f] == c else 0.0
            else:
                votes[f] += people * np.float64(factions["discipline"][f]) / trusted
    if kin == 0.0:
        votes[len(votes) - 1] += people / trusted


@rule
def strongest_rival(votes: R8) -> int:
    """The party with most votes among those that do not govern; UNARMED for the unarmed."""
    best, most = UNARMED, votes[len(votes) - 1]
    for f in range(len(votes) - 2):
        if votes[f] > most:
            best, most = f, votes[f]
    return best


@rule
def arms_of_state(world: World) -> float:
    """Strength of the side that governs, of its own and that of all who fight it or have signed."""
    ours, theirs = 1.0, 0.0
    for f in range(world.faction_count):
        standing = world.factions["standing"][f]
        if governs(world, f):
            ours += strength_of(world, f)
        elif standing == SIGNED or standing == FIGHTING:
            theirs += strength_of(world, f)
    return ours / (ours + theirs)
