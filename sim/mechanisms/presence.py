"""Presence: what peacekeepers on the ground deter, and what of it moves next door."""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.fields.conversions import PER_THOUSAND
from sim.fields.parameter import Group, number
from sim.levers import patrols
from sim.nature.mechanism import Mechanism
from sim.state.events import BATTLE, COMMUNAL, ON_MISSION
from sim.state.peacekeepers import between, either, felt, may_fight, police_cover, ready
from sim.state.world import World


class PresenceNumbers(Group):
    """What peacekeepers' presence does, and how it is limited."""

    TABLE = "presence"

    deter_rebels: float = number(
        0.95,
        "share",
        0.0,
        1.0,
        "evidence:A1",
        "attacks on civilians by rebels deterred at full presence, robust mandate",
        effect=True,
    )
    deter_state: float = number(
        0.0,
        "share",
        0.0,
        1.0,
        "evidence:B1",
        "attacks on civilians by the state deterred at full presence",
        effect=True,
    )
    deter_battles: float = number(
        0.15, "share", 0.0, 1.0, "evidence:A4", "battles deterred at full presence", effect=True
    )
    interpose: float = number(
        0.9,
        "share",
        0.0,
        1.0,
        "evidence:K5",
        "battles prevented where a robust force dwarfs both parties and stands between them",
        effect=True,
    )
    turn_out: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "troops in their base who turn out to stand between parties that fight in the place",
    )
    pact_weight: float = number(
        4.0,
        "ratio",
        1.0,
        100.0,
        "evidence:K6",
        "weight of troops between parties of which one is under a truce or a deal, to no such",
    )
    deter_communal: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "evidence:B12",
        "communal clashes deterred at full presence",
        effect=True,
    )
    next_door: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "part of what is deterred that moves to places one road away",
    )
    half_presence: float = number(
        20.0,
        "persons",
        1.0,
        100_000.0,
        "assumption",
        "peacekeepers on patrol in a place of `half_people` at which presence is half full",
    )
    half_people: float = number(
        100_000.0,
        "persons",
        1000.0,
        10_000_000.0,
        "assumption",
        "people of such a place; the area to cover grows with the square root of people",
    )
    guard_worth: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "presence from a static guard of a zone or camp against a patrol",
    )
    base_worth: float = number(
        0.03,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "presence from a soldier who stays in the base against one on patrol",
    )
    post_worth: float = number(
        1.5,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "presence from a soldier in a temporary base, there at night too, against one on patrol",
    )
    ordinary_out: float = number(
        0.2,
        "share",
        0.01,
        1.0,
        "assumption",
        "troops of a place who are outside their base in an ordinary attack on peacekeepers",
    )
    inside_risk: float = number(
        0.5,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "attacks on troops who all stay in their base against ordinary ones",
    )
    post_risk: float = number(
        2.0,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "exposure of a soldier in a temporary base against one on patrol",
    )
    joint_reach: float = number(
        0.3,
        "ratio",
        0.0,
        5.0,
        "assumption",
        "presence added to a patrol by going with the host's forces where the state is in control",
        effect=True,
    )
    joint_restraint: float = number(
        0.25,
        "share",
        0.0,
        1.0,
        "assumption",
        "abuses by the state's forces prevented where all patrols go with them, at full presence",
        effect=True,
    )
    joint_target: float = number(
        0.5,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "attacks on peacekeepers added where all patrols go with the host's forces",
        effect=True,
    )
    police_calm: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "evidence:K5",
        "communal clashes prevented by full coverage by UN police: crowds, markets, rumours",
        effect=True,
    )
    police_protect: float = number(
        0.6,
        "share",
        0.0,
        1.0,
        "evidence:K5",
        "attacks on civilians by rebels prevented by full coverage by UN police",
        effect=True,
    )
    monitor: float = number(
        0.9,
        "share",
        0.0,
        1.0,
        "assumption",
        "breaches of a truce or a deal that full monitoring makes visible",
        effect=True,
    )
    watch_half: float = number(
        20.0,
        "observers",
        0.1,
        10_000.0,
        "assumption",
        "observers in a place who see half of what armed parties do there: a team",
    )
    watch_near: float = number(
        0.4,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "what an observer based one road away sees against one who lives in the place",
    )
    patrol_eyes: float = number(
        0.02,
        "observers",
        0.0,
        1.0,
        "assumption",
        "observers that a soldier on patrol is worth in seeing breaches",
    )
    drone_eyes: float = number(
        30.0,
        "observers",
        0.0,
        1000.0,
        "assumption",
        "observers that a surveillance system over the country is worth in seeing breaches",
    )
    traditional: float = number(
        0.4,
        "ratio",
        0.0,
        1.0,
        "evidence:A6",
        "deterrence under a traditional mandate against a robust one",
    )
    observer: float = number(
        0.05,
        "ratio",
        0.0,
        1.0,
        "evidence:A6",
        "deterrence under an observer mandate against a robust one",
    )
    untrained: float = number(
        0.75,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "deterrence by an untrained force against a fully trained one",
    )
    unwelcome: float = number(
        0.6,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "deterrence by a force without the host's consent against one with all of it",
    )
    denial: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "evidence:A6",
        "recruitment and taxation by rebels prevented at full presence",
        effect=True,
    )


TROOPS, POLICE = range(2)  # who are felt in a place


@rule
def deter(world: World) -> None:
    """Lower the rates where peacekeepers are felt; part of what they stop goes elsewhere."""
    _be_felt(world)
    if not world.mission.mandated:
        return
    rates, consent = world.rates, world.mission.consent
    before, stopped = np.empty(rates.shape[1]), np.empty(rates.shape[1])
    near = np.empty((2, rates.shape[1]))
    for p in range(len(stopped)):
        near[TROOPS, p] = np.float64(world.places["presence"][p])
        near[POLICE, p] = consent * police_cover(world, p)
    for c in range(rates.shape[0]):
        expected = 0.0
        for p in range(len(stopped)):
            expected = max(expected, rates[c, p])
        if expected > 0.0:
            _hold_off(world, c, near, stopped)
            _stop(world, c, stopped, before)


@rule
def _be_felt(world: World) -> None:
    """Patrols are felt in full, who stays in the base hardly; a larger place takes more of them.

    Who goes with the host's forces knows more where these are in control.
    """
    r, places = world.rules.presence, world.places
    joint = patrols.joint(world) if world.mission.mandated else 0.0
    for p in range(len(places)):
        persons = felt(world, p)
        guided = r.joint_reach * joint * np.float64(places["state_control"][p])
        persons += guided * (np.float64(places["patrols"][p]) + np.float64(places["posts"][p]))
        area = max(places["start_persons"][p], PER_THOUSAND) / r.half_people
        places["presence"][p] = persons / (persons + r.half_presence * math.sqrt(area))


@rule
def _hold_off(world: World, c: int, near: R8, stopped: R8) -> None:
    """Shares of a channel's events that peacekeepers stop, by place, into `stopped`.

    `near`: (2, P) how far troops and police are felt.
    """
    r, kind, police = world.rules.presence, world.channels["kind"][c], near[POLICE]
    power, by_police = may_fight(world) * ready(world), 0.0
    if kind == BATTLE:
        by_troops = r.deter_battles * power
    elif kind == COMMUNAL:
        by_troops, by_police = r.deter_communal * power, r.police_calm
    elif kind == ON_MISSION:
        by_troops = 0.0
    elif world.channels["by_state"][c]:
        by_troops, by_police = r.deter_state * power, r.joint_restraint * patrols.joint(world)
        police = near[TROOPS]  # who go with its forces see what these do
    else:
        by_troops, by_police = r.deter_rebels * power, r.police_protect
    for p in range(len(stopped)):
        stopped[p] = either(by_troops * near[TROOPS, p], by_police * police[p])
    if kind == BATTLE:
        _keep_apart(world, world.channels["a"][c], world.channels["b"][c], stopped)


@rule
def _keep_apart(world: World, a: int, b: int, stopped: R8) -> None:
    """Troops who stand between two parties stop more, where both are."""
    for p in range(len(stopped)):
        if world.force[a, p] > 0.0 or world.force[b, p] > 0.0:
            stopped[p] = either(stopped[p], between(world, a, b, p))


@rule
def _stop(world: World, c: int, stopped: R8, before: R8) -> None:
    """Lower a channel's rates by these shares, by place; `before`: room for the rates."""
    rates = world.rates
    indptr, road = world.roads.indptr, world.roads.target
    next_door, clash = world.rules.presence.next_door, world.channels["kind"][c] == COMMUNAL
    for p in range(len(before)):
        before[p] = rates[c, p]
    for p in range(len(before)):
        gone = before[p] * stopped[p]
        rates[c, p] -= gone
        if clash or gone <= 0.0:
            continue
        ways = indptr[p + 1] - indptr[p]
        for k in range(indptr[p], indptr[p + 1]):
            rates[c, road[k]] += gone * next_door * (1.0 - stopped[road[k]]) / ways


MECHANISM = Mechanism(
    name="presence",
    numbers=PresenceNumbers,
    writes=("rates", "places.presence"),
    without={
        "nature.presence.deter_rebels": 0.0,
        "nature.presence.deter_battles": 0.0,
        "nature.presence.deter_communal": 0.0,
        "nature.presence.interpose": 0.0,
        "nature.presence.joint_restraint": 0.0,
        "nature.presence.police_calm": 0.0,
        "nature.presence.police_protect": 0.0,
    },
    claims=(Claim("events_onesided", -1), Claim("events_battle", -1)),
)
