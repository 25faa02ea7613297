"""Commanders: killed in battle, bought off after a deal, arrested; who comes after them.

A band without its commander is less loyal, its faction holds together less, and its former
fighters feel less of a pull back to arms; not none, as ties run through the ranks below (D5).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.fields.claim import Claim
from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.fields.conversions import MONTHS_A_YEAR, PER_THOUSAND
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.luck.distributions import whole
from sim.nature.mechanism import Mechanism
from sim.state.chronicle import COMMANDER_ARRESTED, COMMANDER_BOUGHT, COMMANDER_KILLED
from sim.state.factions import (
    ARRESTED,
    BOUGHT,
    FALLEN,
    FIGHTING,
    IN_COMMAND,
    KILLED,
    SIGNED,
)
from sim.state.items import COMMUNITY, DDR
from sim.state.mission import COMMANDERS_OUT, working
from sim.state.works import cover
from sim.state.world import World, governs, note

OFFERED, SOUGHT = -1, -2  # keys of luck for how many are approached in a month
SUCCEEDED, ACCEPTED, CAUGHT = range(1, 4)  # ordinals of luck, by what is decided


class CommandersNumbers(Group):
    """What becomes of commanders, and of those they leave behind."""

    TABLE = "commanders"

    exposed: float = number(
        0.5,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "a commander's risk of being killed against that of the fighters of his band",
    )
    succession: float = number(
        0.15,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard that a band of a faction at war finds a new commander",
    )
    held_together: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "cohesion lost with a commander killed or arrested, against his share of its people",
    )
    leaderless: float = number(
        0.6, "ratio", 0.0, 1.0, "assumption", "loyalty of a band without its commander"
    )
    accepts: float = number(
        0.6,
        "share",
        0.0,
        1.0,
        "assumption",
        "commanders of parties to a deal who take the money and the post that they are offered",
        effect=True,
    )
    bought_keeps: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the hazard that a signatory breaks its deal prevented by buying off its commanders",
    )
    caught: float = number(
        0.6,
        "share",
        0.0,
        1.0,
        "assumption",
        "wanted commanders who are arrested where police or a willing government reach them",
        effect=True,
    )
    caught_war: float = number(
        0.3, "ratio", 0.0, 1.0, "assumption", "of these, of a faction at war, among armed followers"
    )
    arrest_anger: float = number(
        0.2,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "attacks on civilians added for a month where a commander is arrested",
    )
    arrest_consent: float = number(
        0.02,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "consent of the host lost when a commander of its own side is arrested",
    )
    police_half: float = number(
        0.5,
        "persons per 1,000",
        0.001,
        100.0,
        "assumption",
        "UN police among a place's people at which half of those wanted there can be reached",
    )


@rule
def come_and_go(world: World) -> None:
    """A month of losses, successions, bargains and arrests."""
    followers = _followers(world)
    _fall(world, followers)
    _succeed(world)
    ddr, community = world.plan.ddr, world.plan.community
    _approach(world, followers, BOUGHT, ddr.commanders * working(world.mission, DDR))
    _approach(world, followers, ARRESTED, community.arrests * working(world.mission, COMMUNITY))
    _count_bought(world, followers)


@rule
def _followers(world: World) -> R8:
    """(B,) persons who fight or have fought under each commander."""
    table, followers = world.combatants, np.zeros(len(world.bands))
    for i in range(len(table)):
        if table["status"][i] != KILLED:
            followers[table["band"][i]] += table["weight"][i]
    return followers


@rule
def _luck(world: World, b: int, ordinal: int) -> float:
    key = world.bands["key"][b]
    return streams.u(world.seed, streams.COMMANDER, world.week, key, ordinal)


@rule
def _fall(world: World, followers: R8) -> None:
    """A commander may be killed with his men, the likelier the more of them were."""
    bands, exposed = world.bands, world.rules.commanders.exposed
    for b in range(len(bands)):
        lost = np.float64(bands["losses"][b])
        bands["losses"][b] = 0.0
        if lost <= 0.0 or bands["commander"][b] != IN_COMMAND:
            continue
        part = lost / (lost + np.float64(bands["persons"][b]))
        if _luck(world, b, 0) < 1.0 - math.exp(-exposed * part):
            _lose(world, b, FALLEN, followers)


@rule
def _succeed(world: World) -> None:
    """Bands of factions at war find new commanders."""
    bands, factions, r = world.bands, world.factions, world.rules.commanders
    for b in range(len(bands)):
        headless = bands["commander"][b] != IN_COMMAND
        at_war = factions["standing"][bands["faction"][b]] == FIGHTING
        if headless and at_war and _luck(world, b, SUCCEEDED) < r.succession:
            bands["commander"][b], bands["led_since"][b] = IN_COMMAND, world.week


@rule
def _lose(world: World, b: int, how: int, followers: R8) -> None:
    """A band loses its commander; the end of a faction's chief one is told."""
    bands, factions = world.bands, world.factions
    f = bands["faction"][b]
    whole_of_it = 0.0
    chief = True
    for other in range(len(bands)):
        if bands["faction"][other] == f:
            whole_of_it += followers[other]
            chief = chief and followers[other] <= followers[b]
    bands["commander"][b] = how
    if how != BOUGHT:
        share = followers[b] / max(whole_of_it, 1.0)
        held = np.float64(factions["cohesion"][f])
        factions["cohesion"][f] = held * (1.0 - world.rules.commanders.held_together * share)
    world.mission.demobilisation[COMMANDERS_OUT] += 1.0
    if chief and how == FALLEN:
        note(world, f, COMMANDER_KILLED)
    elif chief:
        note(world, f, COMMANDER_BOUGHT if how == BOUGHT else COMMANDER_ARRESTED)


@rule
def _count_bought(world: World, followers: R8) -> None:
    """(F,) share of each faction's people whose commander has been bought off."""
    bands, factions = world.bands, world.factions
    everybody, theirs = np.zeros(len(factions)), np.zeros(len(factions))
    for b in range(len(bands)):
        everybody[bands["faction"][b]] += followers[b]
        if bands["commander"][b] == BOUGHT:
            theirs[bands["faction"][b]] += followers[b]
    for f in range(len(factions)):
        factions["bought"][f] = theirs[f] / max(everybody[f], 1.0)


# what the mission does about them


@rule
def _approach(world: World, followers: R8, how: int, a_year: float) -> None:
    """So many commanders a year are made an offer, or sought: those who weigh most, first."""
    if a_year <= 0.0:
        return
    key = OFFERED if how == BOUGHT else SOUGHT
    luck = streams.u(world.seed, streams.COMMANDER, world.week, key, 0)
    asked = np.zeros(len(world.bands), np.bool_)
    for _ in range(whole(luck, a_year / MONTHS_A_YEAR)):
        b = _weightiest(world, followers, how, asked)
        if b < 0:
            return
        asked[b] = True
        if how == BOUGHT and _luck(world, b, ACCEPTED) < world.rules.commanders.accepts:
            _lose(world, b, BOUGHT, followers)
        elif how == ARRESTED and _luck(world, b, CAUGHT) < _reach(world, b):
            _arrest(world, b, followers)


@rule
def _weightiest(world: World, followers: R8, how: int, asked: Any) -> int:
    """The band to come next, -1: none. Offers go by followers, warrants by abuse as well."""
    bands, factions = world.bands, world.factions
    best, most = -1, 0.0
    for b in range(len(bands)):
        standing = factions["standing"][bands["faction"][b]]
        eligible = standing == SIGNED or (how == ARRESTED and standing == FIGHTING)
        if not eligible or asked[b] or bands["commander"][b] != IN_COMMAND:
            continue
        weight = followers[b]
        if how == ARRESTED:
            weight *= np.float64(bands["abusive"][b])
        if weight > most:
            best, most = b, weight
    return best


@rule
def _reach(world: World, b: int) -> float:
    """Chance to arrest him: by UN police where he is, or a government that wants it done."""
    r, places, band = world.rules.commanders, world.places, world.bands
    p, f = band["place"][b], band["faction"][b]
    people = places["persons"][p] / PER_THOUSAND + 1.0
    police = cover(np.float64(places["police"][p]) / people, r.police_half)
    willing = 0.0
    if not governs(world, f):
        held = np.float64(places["state_control"][p])
        willing = np.float64(world.governments["cooperation"][p]) * held
    chance = r.caught * (1.0 - (1.0 - police) * (1.0 - willing))
    if world.factions["standing"][f] == FIGHTING:
        chance *= r.caught_war
    return chance


@rule
def _arrest(world: World, b: int, followers: R8) -> None:
    """His men take it out on civilians; a host whose own man he was resents it."""
    r, mission = world.rules.commanders, world.mission
    p, f = world.bands["place"][b], world.bands["faction"][b]
    _lose(world, b, ARRESTED, followers)
    world.works["lure"][p] = np.float64(world.works["lure"][p]) + r.arrest_anger
    if governs(world, f):
        mission.consent = max(mission.consent - r.arrest_consent, 0.0)


MECHANISM = Mechanism(
    name="commanders",
    numbers=CommandersNumbers,
    writes=(
        "bands.losses",
        "bands.commander",
        "bands.led_since",
        "factions.cohesion",
        "factions.bought",
        "works.lure",
        "mission",
        "notes",
    ),
    without={
        "nature.commanders.exposed": 0.0,
        "nature.commanders.accepts": 0.0,
        "nature.commanders.caught": 0.0,
    },
    claims=(Claim("commanders_out", +1),),
)
