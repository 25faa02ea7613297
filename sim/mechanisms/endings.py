"""Endings: factions split, fade out, are defeated, win, or take up arms again.

A war has ended when no faction fights the state's side any more; endings are defined by what
factions are, not by quiet (residual violence counterfeits relapse).
"""

from __future__ import annotations

import numpy as np

from sim.fields.arithmetic import total
from sim.fields.claim import Claim
from sim.fields.conversions import MONTHS_A_YEAR, TINY
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state import transitions
from sim.state.factions import DEFEATED, FADED, FIGHTING, GOVERNMENT_SIDE, SIGNED, STATE
from sim.state.world import World, hostilities


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
        0.4,
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
    victory_share: float = number(
        0.35,
        "share of people",
        0.1,
        1.0,
        "assumption",
        "people under a rebel faction at which the state may fall to it",
    )
    victory: float = number(
        0.05,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard of that fall while the faction is stronger than the army",
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


def settle(world: World) -> None:
    """A month's changes of standing, for every faction but the state's own forces."""
    factions = world.factions
    for f in range(len(world.names)):
        standing = factions["standing"][f]
        if factions["kind"][f] == STATE or standing not in (FIGHTING, SIGNED):
            continue
        if standing == FIGHTING and (_fades(world, f) or _wins(world, f)):
            continue
        _splits(world, f)
    _return_to_arms(world)
    world.hostile = hostilities(world.factions, world.peace)
    world.channels = world.channels[:0]  # to be opened anew
    _note_endings(world)


def _wins(world: World, f: int) -> bool:
    """Rebels who hold much of the country and are stronger than its army may take the state."""
    r, factions = world.rules.of(EndingsNumbers), world.factions
    if factions["side"][f] == GOVERNMENT_SIDE or _held(world, f) < r.victory_share:
        return False
    if world.might(f) <= 0.5 or _chance(world, streams.VICTORY, f) >= r.victory:
        return False
    transitions.take_the_state(world, f)
    return True


def _chance(world: World, stream: int, f: int) -> float:
    return streams.u(world.seed, stream, world.week, int(world.factions["key"][f]), 0)


def _held(world: World, f: int) -> float:
    """Share of the people under a faction."""
    people = world.places["persons"]
    return total(world.control[f] * people) / max(total(people), 1.0)


def _fades(world: World, f: int) -> bool:
    """A faction that has shrunk to a remnant, or is worn out, may dissolve; a rout is a defeat.

    Who still holds much of the country has reasons to go on.
    """
    r, factions = world.rules.of(EndingsNumbers), world.factions
    held = _held(world, f)
    weak = float(factions["fighters"][f]) < r.fade_share * float(factions["initial"][f])
    worn = max(float(factions["weariness"][f]) - r.fade_worn, 0.0) / (1.0 - r.fade_worn + TINY)
    worn *= (r.fade_poor - float(factions["supply"][f])) * ((1.0 - held) * (1.0 - held))
    hazard = r.fade_rate * max(float(weak), worn)
    if factions["side"][f] == GOVERNMENT_SIDE or _chance(world, streams.FADE, f) >= hazard:
        return False
    beaten = held < r.beaten_ground and world.might(f) < r.beaten_might
    dissolve = transitions.suffer_defeat if beaten else transitions.fade_out
    dissolve(world, f)
    return True


def _splits(world: World, f: int) -> None:
    """Commanders may leave together: a new faction, on a side of its own."""
    r, factions = world.rules.of(EndingsNumbers), world.factions
    hazard = r.split / MONTHS_A_YEAR * (1.0 - float(factions["cohesion"][f]))
    if factions["talks"][f] > 0 or 0 < factions["signed"][f] < r.young_months:
        hazard *= 1.0 + r.split_talks
    if world.faction_count >= len(world.factions) or _chance(world, streams.SPLIT, f) >= hazard:
        return
    own = (world.bands["faction"] == f).nonzero()[0]
    luck = np.array(
        [
            streams.u(world.seed, streams.SPLIT_BAND, world.week, int(key), 0)
            for key in world.bands["key"][own]
        ]
    )
    leaving = own[luck < r.split_bands]
    if len(leaving) and len(leaving) < len(own):
        transitions.split_off(world, f, leaving, len(leaving) / len(own))


def _return_to_arms(world: World) -> None:
    """A faction that faded out may return through the ties of its old commanders."""
    r = world.rules.of(EndingsNumbers)
    standing = world.factions["standing"]
    gone = ((standing == FADED) | (standing == DEFEATED)).nonzero()[0]
    if not len(gone):
        return
    people = world.places["persons"]
    felt = total(world.places["presence"] * people) / max(total(people), 1.0)
    calmed = 1.0 - r.presence_calms * min(2.0 * felt, 1.0)
    for f in gone:
        anger = total(world.places["grievance"] * people) / total(people)
        hazard = r.remobilise / MONTHS_A_YEAR * 2.0 * anger * calmed
        if world.crisis > 0.0:
            hazard += 0.5 * world.rules.politics.crisis_return
        if _chance(world, streams.REMOBILISE, int(f)) < hazard:
            transitions.take_up_arms(world, int(f), r.rearmed_weary)


def _note_endings(world: World) -> None:
    """When the war ended, and whether it came back."""
    opposed = any(world.factions["side"][f] != GOVERNMENT_SIDE for f in world.fighting())
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
        "combatants.status",
        "names",
        "channels",
        "combatants.weeks",
        "endings",
    ),
    without={"nature.endings.fade_rate": 0.0},
    claims=(Claim("stability_peace", +1),),
)
