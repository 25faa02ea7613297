"""Endings: factions split, fade out, are defeated, win, or take up arms again.

A war has ended when no faction fights the state's side any more; endings are defined by what
factions are, not by quiet (residual violence counterfeits relapse).
"""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import MONTHS_A_YEAR, TINY
from sim.fields.parameter import Group, number
from sim.fields.rows import emptied
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state import transitions, upheavals
from sim.state.factions import (
    DEFEATED,
    FADED,
    FIGHTING,
    FOR_TERRITORY,
    SIGNED,
    STATE,
)
from sim.state.places import over_people
from sim.state.stances import stand_anew, take_aim
from sim.state.world import World, fighting, governs, might, opposes, set_hostilities


class EndingsNumbers(Group):
    """How factions split, fade out, win and return."""

    TABLE = "endings"

    split: float = number(
        0.04, "per year", 0.0, 5.0, "assumption", "hazard that a faction without cohesion splits"
    )
    fade_share: float = number(
        0.25,
        "share of start",
        0.0,
        1.0,
        "assumption",
        "below this many fighters a faction may fade out",
    )
    fade_rate: float = number(
        0.15,
        "per month",
        0.0,
        1.0,
        "evidence:C8",
        "hazard of fading out of a faction that weak, or wholly worn out and unsupplied",
    )
    fade_worn: float = number(
        0.1,
        "0 to 1",
        0.0,
        1.0,
        "evidence:C8",
        "war-weariness beyond which a faction may fade out, sooner the less it is supplied",
    )
    remobilise: float = number(
        0.01,
        "per year",
        0.0,
        5.0,
        "assumption",
        "hazard that a faction that faded out takes up arms again through its commanders",
    )
    split_talks: float = number(
        1.0, "ratio", 0.0, 10.0, "evidence:C7", "splits added by talks and implementation"
    )
    partition: float = number(
        0.06,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard that a frozen line ends the war of who holds its homeland, where it hurts fully",
    )
    homeland: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "people of a faction's community under it from which it holds a homeland",
    )
    presence_calms: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "evidence:A7",
        "of returns to arms by those who faded out prevented by full presence",
        effect=True,
    )
    beaten_might: float = number(
        0.2,
        "share",
        0.0,
        1.0,
        "assumption",
        "of its own and its enemies' strength below which a faction that dissolves is beaten",
    )
    beaten_ground: float = number(
        0.05,
        "share of people",
        0.0,
        1.0,
        "assumption",
        "people under a faction below which it holds no ground and can be beaten",
    )
    fade_poor: float = number(
        1.2,
        "ratio",
        0.0,
        5.0,
        "assumption",
        "how worn a faction without supply is by its weariness; full supply takes 1 off",
    )
    young_months: float = number(
        36.0,
        "months",
        0.0,
        240.0,
        "assumption",
        "age up to which a deal is young, so that carrying it out can split a party",
    )
    split_bands: float = number(
        0.35,
        "share",
        0.0,
        1.0,
        "assumption",
        "chance that a band goes along when its faction splits",
    )
    rearmed_weary: float = number(
        0.2,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "war-weariness of a faction that takes up arms again",
    )


@rule
def settle(world: World) -> None:
    """A month's changes of standing, for every faction but the state's own forces."""
    factions = world.factions
    for f in range(world.faction_count):
        standing = factions["standing"][f]
        if factions["kind"][f] == STATE or (standing != FIGHTING and standing != SIGNED):
            continue
        if standing == FIGHTING and (_fades(world, f) or _parts(world, f)):
            continue
        _splits(world, f)
    _return_to_arms(world)
    set_hostilities(world)
    world.channels = emptied(world.channels)  # to be opened anew
    _note_endings(world)


@rule
def _parts(world: World, f: int) -> bool:
    """Who holds its people's land, and hurts as its enemy does, may end its war at the line."""
    r, factions = world.rules.endings, world.factions
    own = factions["community"][f]
    wants = factions["goal"][f] == FOR_TERRITORY and own >= 0 and opposes(world, f)
    if not wants or _homeland(world, f) < r.homeland:
        return False
    if _chance(world, streams.PARTITION, f) >= r.partition * _hurts(world, f):
        return False
    upheavals.divide_land(world, f)
    return True


@rule
def _homeland(world: World, f: int) -> float:
    """Share of the people of a faction's community under it; 0 for one of no community."""
    own = world.factions["community"][f]
    if own < 0:
        return 0.0
    people, held = 1.0, 0.0
    for p in range(len(world.places)):
        people += world.mood[p, own, 0]
        held += world.mood[p, own, 0] * np.float64(world.control[f, p])
    return held / people


@rule
def _hurts(world: World, f: int) -> float:
    """How far both a faction and the army it faces are worn, 0 to 1."""
    factions, governor = world.factions, world.governor
    if governor < 0:
        return 0.0
    return np.float64(factions["weariness"][f]) * np.float64(factions["weariness"][governor])


@rule
def _chance(world: World, stream: int, f: int) -> float:
    return streams.u(world.seed, stream, world.week, world.factions["key"][f], 0)


@rule
def _held(world: World, f: int) -> float:
    """Share of the people under a faction."""
    return over_people(world.places["persons"], world.control[f])


@rule
def _fades(world: World, f: int) -> bool:
    """A faction that has shrunk to a remnant, or is worn out, may dissolve; a rout is a defeat.

    Who still holds much of the country, or of its own people's land, has reasons to go on.
    """
    r, factions = world.rules.endings, world.factions
    held = _held(world, f)
    weak = 1.0 if factions["fighters"][f] < r.fade_share * factions["initial"][f] else 0.0
    weariness, supply = np.float64(factions["weariness"][f]), np.float64(factions["supply"][f])
    worn = max(weariness - r.fade_worn, 0.0) / (1.0 - r.fade_worn + TINY)
    kept = max(held, _homeland(world, f))
    worn *= (r.fade_poor - supply) * ((1.0 - kept) * (1.0 - kept))
    hazard = r.fade_rate * max(weak, worn) * (1.0 - np.float64(factions["sanctuary"][f]))
    if governs(world, f) or _chance(world, streams.FADE, f) >= hazard:
        return False
    if held < r.beaten_ground and might(world, f) < r.beaten_might:
        transitions.suffer_defeat(world, f)
    else:
        transitions.fade_out(world, f)
    return True


@rule
def _splits(world: World, f: int) -> None:
    """Commanders may leave together: a new faction, on a side of its own."""
    r, factions = world.rules.endings, world.factions
    hazard = r.split / MONTHS_A_YEAR * (1.0 - np.float64(factions["cohesion"][f]))
    if factions["talks"][f] > 0 or 0 < factions["signed"][f] < r.young_months:
        hazard *= 1.0 + r.split_talks
    if world.faction_count >= len(factions) or _chance(world, streams.SPLIT, f) >= hazard:
        return
    own = np.flatnonzero(world.bands["faction"] == f)
    goes = np.zeros(len(own), np.bool_)
    for n in range(len(own)):
        key = world.bands["key"][own[n]]
        goes[n] = streams.u(world.seed, streams.SPLIT_BAND, world.week, key, 0) < r.split_bands
    leaving = own[goes]
    if 0 < len(leaving) < len(own):
        new = transitions.split_off(world, f, leaving, len(leaving) / len(own))
        stand_anew(world, new)
        take_aim(world)


@rule
def _return_to_arms(world: World) -> None:
    """A faction that faded out may return through the ties of its old commanders."""
    for f in range(len(world.factions)):
        standing = world.factions["standing"][f]
        if standing != FADED and standing != DEFEATED:
            continue
        if _chance(world, streams.REMOBILISE, f) < _rearming(world):
            transitions.take_up_arms(world, f, world.rules.endings.rearmed_weary)


@rule
def _rearming(world: World) -> float:
    """Hazard a month that a faction which is gone returns: people are angry, and nobody calms."""
    r, places = world.rules.endings, world.places
    people = 0.0
    anger = 0.0
    for p in range(len(places)):
        persons = places["persons"][p]
        people += persons
        anger += np.float64(places["grievance"][p]) * persons
    felt = over_people(places["persons"], places["presence"])
    calmed = 1.0 - r.presence_calms * min(2.0 * felt, 1.0)
    hazard = r.remobilise / MONTHS_A_YEAR * 2.0 * (anger / people) * calmed
    if world.crisis > 0.0:
        hazard += 0.5 * world.rules.politics.crisis_return
    return hazard


@rule
def _note_endings(world: World) -> None:
    """When the war ended, and whether it came back."""
    opposed = False
    for f in fighting(world):
        if opposes(world, f):
            opposed = True
    if not opposed and world.war_over < 0:
        world.war_over = world.week
    elif opposed and world.war_over >= 0 and world.relapsed < 0:
        world.relapsed = world.week


MECHANISM = Mechanism(
    name="endings",
    numbers=EndingsNumbers,
    writes=(
        "factions",
        "hostile",
        "control",
        "bands.faction",
        "combatants.faction",
        "combatants.place",
        "combatants.status",
        "faction_count",
        "side_count",
        "channels",
        "combatants.weeks",
        "combatants.enrolled",
        "natural",
        "enmity",
        "hatred",
        "threat",
        "ends",
        "war_over",
        "relapsed",
        "notes",
    ),
    without={"nature.endings.fade_rate": 0.0},
    claims=(Claim("stability_peace", +1),),
)
