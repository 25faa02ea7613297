"""Presence: what peacekeepers on the ground deter, and what of it moves next door."""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.fields.conversions import LOG2
from sim.fields.parameter import Group, number
from sim.levers.force import OBSERVER, TRADITIONAL
from sim.nature.mechanism import Mechanism
from sim.state.events import BATTLE, COMMUNAL, ON_MISSION
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
        60.0,
        "persons",
        1.0,
        100_000.0,
        "assumption",
        "peacekeepers on patrol in a place at which presence is half full",
    )
    guard_worth: float = number(
        0.3, "ratio", 0.0, 1.0, "assumption", "presence from a static guard against a patrol"
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


@rule
def deter(world: World) -> None:
    """Lower the rates where peacekeepers are felt; part of what they stop goes elsewhere."""
    _be_felt(world)
    if not world.mission.mandated:
        return
    power = _power(world)
    before = np.empty(world.rates.shape[1])
    for c in range(world.rates.shape[0]):
        most = _deterred(world, c) * power
        if most > 0.0:
            _stop(world, c, most, before)


@rule
def _be_felt(world: World) -> None:
    """Patrols are felt in full, the rest of the infantry in part."""
    r, places = world.rules.presence, world.places
    for p in range(len(places)):
        patrols = np.float64(places["patrols"][p])
        guards = max(np.float64(places["infantry"][p]) - patrols, 0.0)
        felt = patrols + r.guard_worth * guards
        places["presence"][p] = 1.0 - math.exp(-LOG2 * felt / r.half_presence)


@rule
def _power(world: World) -> float:
    """What mandate, training and the host's consent make of peacekeepers who are felt."""
    r, force = world.rules.presence, world.plan.force
    power = 1.0
    if force.mandate == TRADITIONAL:
        power = r.traditional
    elif force.mandate == OBSERVER:
        power = r.observer
    power *= r.untrained + (1.0 - r.untrained) * force.training
    return power * (r.unwelcome + (1.0 - r.unwelcome) * world.mission.consent)


@rule
def _deterred(world: World, c: int) -> float:
    """Share of a channel's events that full presence deters."""
    r, kind = world.rules.presence, world.channels["kind"][c]
    if kind == ON_MISSION:
        return 0.0
    if kind == BATTLE:
        return r.deter_battles
    if kind == COMMUNAL:
        return r.deter_communal
    return r.deter_state if world.channels["by_state"][c] else r.deter_rebels


@rule
def _stop(world: World, c: int, most: float, before: R8) -> None:
    """Lower a channel's rates by `most` of them at full presence; `before`: room for them."""
    rates, presence = world.rates, world.places["presence"]
    indptr, road = world.roads.indptr, world.roads.target
    next_door, clash = world.rules.presence.next_door, world.channels["kind"][c] == COMMUNAL
    for p in range(len(before)):
        before[p] = rates[c, p]
    for p in range(len(before)):
        stopped = before[p] * most * np.float64(presence[p])
        rates[c, p] -= stopped
        if clash or stopped <= 0.0:
            continue
        ways = indptr[p + 1] - indptr[p]
        for k in range(indptr[p], indptr[p + 1]):
            q = road[k]
            open_to = 1.0 - most * np.float64(presence[q])
            rates[c, q] += stopped * next_door * open_to / ways


MECHANISM = Mechanism(
    name="presence",
    numbers=PresenceNumbers,
    writes=("rates", "places.presence"),
    without={"nature.presence.deter_rebels": 0.0},
    claims=(Claim("events_onesided", -1),),
)
