"""What happens to a faction, by name: talks, truces, deals, endings, splits, returns to war.

Each says only what the change is. Whether and when it comes about is decided by the mechanisms
(`sim.mechanisms.politics`, `standing`, `calendar`) and the leaders, and so is how much of
anything: numbers of nature and luck are handed in.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.fields.column import copy_row
from sim.luck import streams
from sim.state.factions import (
    ABSENT,
    ACTIVE,
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
from sim.state.world import World

ALL_POWER: Final = 4  # dimensions of power there are to share


def take_posture(world: World, f: int, posture: int) -> None:
    """Its leader begins something new: no months yet, no target."""
    factions = world.factions
    factions["posture"][f], factions["months"][f], factions["target"][f] = posture, 0, -1


def enter(world: World, f: int) -> None:
    """It joins the war from outside."""
    world.factions["standing"][f] = FIGHTING


def leave(world: World, f: int) -> None:
    """It goes back to where it came from."""
    world.factions["standing"][f] = ABSENT


# talks


def offer_terms(world: World, f: int, months: int, sharing: int, guarantee: float) -> None:
    """Terms are put to it from outside and stand for some months; an old refusal is forgotten."""
    factions = world.factions
    factions["offered"][f], factions["refused"][f] = months, 0
    factions["sharing"][f], factions["promised"][f] = sharing, guarantee


def let_offers_age(world: World) -> None:
    """Offers are a month older; who fights on when one runs out has refused it."""
    offers = world.factions["offered"]
    ending = offers == 1
    world.factions["refused"][ending & (world.factions["standing"] == FIGHTING)] = 1
    offers[offers > 0] -= 1


def begin_talks(world: World, f: int, mediated: bool) -> None:
    """It sits down with the state's side, with mediators at the table or without."""
    factions = world.factions
    factions["talks"][f], factions["mediated"][f] = 1, mediated
    world.note(f, "talks")
    take_posture(world, f, TALK)


def drop_talks(world: World, f: int) -> None:
    """Talks and truce are over without a word: there is nobody left to talk with."""
    factions = world.factions
    factions["talks"][f], factions["truce"][f] = 0, 0


def break_off(world: World, f: int, hardened: float) -> None:
    """Talks fail, and its will to fight hardens: so much war-weariness is undone."""
    factions = world.factions
    drop_talks(world, f)
    world.note(f, "talks fail")
    factions["weariness"][f] = max(float(factions["weariness"][f]) - hardened, 0.0)
    factions["posture"][f] = HOLD


def cease_fire(world: World, f: int) -> None:
    """The guns are silent while the talks go on."""
    factions = world.factions
    factions["truce"][f], factions["posture"][f] = 1, CEASEFIRE
    world.note(f, "ceasefire")


def break_truce(world: World, f: int) -> None:
    """The ceasefire breaks; the talks do not."""
    factions = world.factions
    factions["truce"][f], factions["posture"][f] = 0, TALK
    world.note(f, "ceasefire broken")


# deals


def sign_terms(world: World, f: int, quality: float, sharing: int, promised: float) -> None:
    """It signs a deal of this quality; what it had been given or promised before stays."""
    factions = world.factions
    factions["promised"][f] = max(float(factions["promised"][f]), promised)
    factions["sharing"][f] = max(int(factions["sharing"][f]), sharing)
    factions["ripe"][f], factions["kept"][f], factions["signed"][f] = quality, 0.0, 1
    end_war(world, f, "agreement")


def end_war(world: World, f: int, kind: str) -> None:
    """Its war has ended for now, by an agreement or in a truce: it carries out what was agreed."""
    factions = world.factions
    take_posture(world, f, IMPLEMENT)
    factions["standing"][f], factions["refused"][f] = SIGNED, 0
    drop_talks(world, f)
    factions["signed"][f] = max(int(factions["signed"][f]), 1)
    world.endings.append((world.week, f, kind))
    world.note(f, kind)


def return_to_war(world: World, f: int, rested: float, least: float) -> None:
    """It breaks its deal: the cantoned take up their arms, and nothing of the deal is left.

    `rested`: war-weariness that has gone by; `least`: what of it stays in any case.
    """
    factions = world.factions
    world.note(f, "deal broken")
    factions["standing"][f], factions["posture"][f], factions["months"][f] = FIGHTING, CAMPAIGN, 0
    factions["weariness"][f] = max(float(factions["weariness"][f]) - rested, least)
    (
        factions["signed"][f],
        factions["sharing"][f],
        factions["promised"][f],
        factions["mediated"][f],
    ) = 0, 0, 0.0, 0
    table = world.combatants
    _go_over(world, (table["faction"] == f) & (table["status"] == CANTONED), REMOBILISED)


# endings


def fade_out(world: World, f: int) -> None:
    """It dissolves quietly: its fighters go home."""
    _dissolve(world, f, FADED)
    world.endings.append((world.week, f, "fading"))
    world.note(f, "fading")


def suffer_defeat(world: World, f: int) -> None:
    """It is beaten: who is left of its fighters goes home."""
    _dissolve(world, f, DEFEATED)
    world.endings.append((world.week, f, "victory"))
    world.note(f, "defeated")


def _dissolve(world: World, f: int, standing: int) -> None:
    factions, table = world.factions, world.combatants
    factions["standing"][f], factions["posture"][f] = standing, REST
    drop_talks(world, f)
    under_arms = (table["status"] == ACTIVE) | (table["status"] == REMOBILISED)
    _go_over(world, (table["faction"] == f) & under_arms, DEMOBILISED)


def take_the_state(world: World, f: int) -> None:
    """It has won: all power is its own, and it owes nobody anything."""
    factions = world.factions
    factions["standing"][f], factions["posture"][f], factions["talks"][f] = SIGNED, HOLD, 0
    factions["signed"][f], factions["ripe"][f], factions["kept"][f], factions["sharing"][f] = (
        1,
        1.0,
        1.0,
        ALL_POWER,
    )
    world.endings.append((world.week, f, "victory"))
    world.note(f, "takes the state")


def take_up_arms(world: World, f: int, weariness: float) -> None:
    """A faction that had gone home is back: with the more abusive half of its old fighters."""
    factions = world.factions
    factions["standing"][f], factions["posture"][f], factions["weariness"][f] = (
        FIGHTING,
        HOLD,
        weariness,
    )
    world.note(f, "returns to war")
    table = world.combatants
    old = (table["faction"] == f) & (table["status"] == DEMOBILISED)
    abusive = table["abusive"].astype(np.float64)
    back = old & (abusive > np.median(abusive[old]) if old.any() else old)
    _go_over(world, back, REMOBILISED)


def _go_over(world: World, who: NDArray[np.bool_], status: int) -> None:
    """These fighters begin a new life."""
    world.combatants["status"][who] = status
    world.combatants["weeks"][who] = 0


# splits


def split_off(world: World, f: int, leaving: NDArray[np.int64], share: float) -> int:
    """These of its bands leave, with their share of ground: a new faction on a side of its own.

    `share`: of the bands, and so of fighters and ground. Returns the new faction's row.
    """
    factions, new = world.factions, len(world.names)
    copy_row(factions, f, new)
    ordinal = sum(1 for parent in world.factions["parent"][:new] if parent == f) + 1
    name = f"{world.names[f]} splinter {ordinal}"
    factions["key"][new] = streams.key_of(int(factions["key"][f]), ordinal)
    factions["parent"][new], factions["side"][new] = f, len(world.sides)
    factions["standing"][new], factions["posture"][new], factions["talks"][new] = FIGHTING, SPOIL, 0
    factions["signed"][new], factions["offered"][new], factions["refused"][new] = 0, 0, 0
    factions["initial"][new] = float(factions["initial"][f]) * share
    factions["fighters"][new] = float(factions["fighters"][f]) * share
    world.note(f, "split")
    world.names.append(name)
    world.sides.append(name)
    world.bands["faction"][leaving] = new
    world.combatants["faction"][np.isin(world.combatants["band"], leaving)] = new
    ground = world.control[f].astype(np.float64)
    world.control[new] = share * ground
    world.control[f] = ground - world.control[new]  # of what was stored, so that nothing is lost
    return new
