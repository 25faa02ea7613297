"""What happens to a faction, by name: talks, truces, deals, endings, splits, returns to war.

Each says only what the change is. Whether and when it comes about is decided by the mechanisms
(`sim.mechanisms.politics`, `standing`, `calendar`) and the leaders, and so is how much of
anything: numbers of nature and luck are handed in.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.fields.compiled import rule
from sim.fields.rows import copy_row
from sim.state.chronicle import (
    AGREEMENT,
    DEAL_BROKEN,
    FADING,
    RETURNS_TO_WAR,
    SPLIT,
    TALKS,
    TALKS_FAIL,
    TRUCE_BEGINS,
    TRUCE_BROKEN,
    VICTORY,
)
from sim.state.chronicle import (
    DEFEATED as BEATEN,
)
from sim.state.factions import (
    ABSENT,
    ACTIVE,
    BOUGHT,
    CAMPAIGN,
    CANTONED,
    CEASEFIRE,
    DEFEATED,
    DEMOBILISED,
    FADED,
    FIGHTING,
    HOLD,
    IMPLEMENT,
    REMOBILISED,
    REST,
    SIGNED,
    SPOIL,
    TALK,
)
from sim.state.mission import REARMED
from sim.state.world import World, governs, note, note_ending


@rule
def take_posture(world: World, f: int, posture: int) -> None:
    """Its leader begins something new: no months yet, no target."""
    factions = world.factions
    factions["posture"][f], factions["months"][f], factions["target"][f] = posture, 0, -1


@rule
def enter(world: World, f: int) -> None:
    """It joins the war from outside."""
    world.factions["standing"][f] = FIGHTING


@rule
def leave(world: World, f: int) -> None:
    """It goes back to where it came from."""
    world.factions["standing"][f] = ABSENT


# talks


@rule
def offer_terms(world: World, f: int, months: int, sharing: int, guarantee: float) -> None:
    """Terms are put to it from outside and stand for some months; an old refusal is forgotten."""
    factions = world.factions
    factions["offered"][f], factions["refused"][f] = months, 0
    factions["sharing"][f], factions["promised"][f] = sharing, guarantee


@rule
def let_offers_age(world: World) -> None:
    """Offers are a month older; who fights on when one runs out has refused it."""
    factions = world.factions
    for f in range(len(factions)):
        fights_on = factions["standing"][f] == FIGHTING and not governs(world, f)
        if factions["offered"][f] == 1 and fights_on:
            factions["refused"][f] = 1
        if factions["offered"][f] > 0:
            factions["offered"][f] -= 1


@rule
def bind_army(world: World, f: int, bound: bool) -> None:
    """The state's army is named in a deal that holds, or in none any more."""
    world.factions["signed"][f] = 1 if bound else 0


@rule
def begin_talks(world: World, f: int, mediated: bool) -> None:
    """It sits down with the state's side, with mediators at the table or without."""
    factions = world.factions
    factions["talks"][f], factions["mediated"][f] = 1, mediated
    note(world, f, TALKS)
    take_posture(world, f, TALK)


@rule
def drop_talks(world: World, f: int) -> None:
    """Talks and truce are over without a word: there is nobody left to talk with."""
    factions = world.factions
    factions["talks"][f], factions["truce"][f] = 0, 0


@rule
def break_off(world: World, f: int, hardened: float) -> None:
    """Talks fail, and its will to fight hardens: so much war-weariness is undone."""
    factions = world.factions
    drop_talks(world, f)
    note(world, f, TALKS_FAIL)
    factions["weariness"][f] = max(np.float64(factions["weariness"][f]) - hardened, 0.0)
    factions["posture"][f] = HOLD


@rule
def cease_fire(world: World, f: int) -> None:
    """The guns are silent while the talks go on."""
    factions = world.factions
    factions["truce"][f], factions["posture"][f] = 1, CEASEFIRE
    note(world, f, TRUCE_BEGINS)


@rule
def break_truce(world: World, f: int) -> None:
    """The ceasefire breaks; the talks do not."""
    factions = world.factions
    factions["truce"][f], factions["posture"][f] = 0, TALK
    note(world, f, TRUCE_BROKEN)


# deals


@rule
def sign_terms(world: World, f: int, quality: float, sharing: int, promised: float) -> None:
    """It signs a deal of this quality; what it had been given or promised before stays."""
    factions = world.factions
    factions["promised"][f] = max(np.float64(factions["promised"][f]), promised)
    factions["sharing"][f] = max(int(factions["sharing"][f]), sharing)
    factions["ripe"][f], factions["kept"][f], factions["signed"][f] = quality, 0.0, 1
    end_war(world, f, AGREEMENT)


@rule
def end_war(world: World, f: int, kind: int) -> None:
    """Its war has ended for now, by an agreement or in a truce: it carries out what was agreed."""
    factions = world.factions
    take_posture(world, f, IMPLEMENT)
    factions["standing"][f], factions["refused"][f] = SIGNED, 0
    drop_talks(world, f)
    factions["signed"][f] = max(int(factions["signed"][f]), 1)
    note_ending(world, f, kind)
    note(world, f, kind)


@rule
def return_to_war(world: World, f: int, rested: float, least: float) -> None:
    """It breaks its deal: the cantoned take up their arms, and nothing of the deal is left.

    Men whose commander was bought off stay in their camp. `rested`: war-weariness that has gone
    by; `least`: what of it stays in any case.
    """
    factions = world.factions
    note(world, f, DEAL_BROKEN)
    factions["standing"][f], factions["posture"][f], factions["months"][f] = FIGHTING, CAMPAIGN, 0
    factions["weariness"][f] = max(np.float64(factions["weariness"][f]) - rested, least)
    (
        factions["signed"][f],
        factions["sharing"][f],
        factions["promised"][f],
        factions["mediated"][f],
    ) = 0, 0, 0.0, 0
    table = world.combatants
    for i in range(len(table)):
        led = world.bands["commander"][table["band"][i]] != BOUGHT
        if table["faction"][i] == f and table["status"][i] == CANTONED and led:
            begin_life(world, i, REMOBILISED)


# endings


@rule
def fade_out(world: World, f: int) -> None:
    """It dissolves quietly: its fighters go home."""
    _dissolve(world, f, FADED)
    note_ending(world, f, FADING)
    note(world, f, FADING)


@rule
def suffer_defeat(world: World, f: int) -> None:
    """It is beaten: who is left of its fighters goes home."""
    _dissolve(world, f, DEFEATED)
    note_ending(world, f, VICTORY)
    note(world, f, BEATEN)


@rule
def _dissolve(world: World, f: int, standing: int) -> None:
    factions, table = world.factions, world.combatants
    factions["standing"][f], factions["posture"][f] = standing, REST
    drop_talks(world, f)
    for i in range(len(table)):
        status = table["status"][i]
        if table["faction"][i] == f and (status == ACTIVE or status == REMOBILISED):
            begin_life(world, i, DEMOBILISED)


@rule
def take_up_arms(world: World, f: int, weariness: float) -> None:
    """A faction is back: with the more abusive half of its old fighters, less the bought off."""
    factions = world.factions
    factions["standing"][f], factions["posture"][f], factions["weariness"][f] = (
        FIGHTING,
        HOLD,
        weariness,
    )
    note(world, f, RETURNS_TO_WAR)
    table = world.combatants
    old = np.flatnonzero((table["faction"] == f) & (table["status"] == DEMOBILISED))
    if len(old) == 0:
        return
    abusive = table["abusive"].astype(np.float64)
    half = np.median(abusive[old])
    for i in old:
        if abusive[i] > half and world.bands["commander"][table["band"][i]] != BOUGHT:
            begin_life(world, i, REMOBILISED)


@rule
def begin_life(world: World, fighter: Any, status: int) -> None:
    """A sampled fighter begins a new life; who takes up arms is where his band is."""
    table = world.combatants
    if status == REMOBILISED:
        table["enrolled"][fighter] = 0
        world.mission.demobilisation[REARMED] += np.float64(table["weight"][fighter])
        table["place"][fighter] = world.bands["place"][table["band"][fighter]]
    table["status"][fighter], table["weeks"][fighter] = status, 0


# splits


@rule
def split_off(world: World, f: int, leaving: Any, share: float) -> int:
    """These of its bands leave, with their share of ground: a new faction on a side of its own.

    `leaving`: rows of bands; `share`: of the bands, and so of fighters and ground. Returns the new
    faction's row; its name follows from its parent's (`World.names`).
    """
    factions, new = world.factions, world.faction_count
    copy_row(factions, f, new)
    before = 0
    for g in range(new):
        before += factions["parent"][g] == f
    factions["key"][new] = world.heirs[f, before]
    factions["parent"][new], factions["side"][new] = f, world.side_count
    factions["standing"][new], factions["posture"][new], factions["talks"][new] = FIGHTING, SPOIL, 0
    factions["signed"][new], factions["offered"][new], factions["refused"][new] = 0, 0, 0
    factions["initial"][new] = factions["initial"][f] * share
    factions["fighters"][new] = factions["fighters"][f] * share
    factions["ground"][new] = np.float64(factions["ground"][f]) * share
    note(world, f, SPLIT)
    world.faction_count += 1
    world.side_count += 1
    table = world.combatants
    for b in leaving:
        world.bands["faction"][b] = new
        for i in range(len(table)):
            if table["band"][i] == b:
                table["faction"][i] = new
    for p in range(world.control.shape[1]):
        ground = np.float64(world.control[f, p])
        world.control[new, p] = share * ground
        world.control[f, p] = ground - np.float64(world.control[new, p])  # nothing is lost
    return new
