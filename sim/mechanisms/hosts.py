"""Hosts: what local governments, the state's police and a reformed army do of their own.

A local government that works with the mission passes on what it hears and settles disputes; one
that obstructs or is captured silences people. The state's police keep order: crime
(`sim.mechanisms.society`), crowds and clashes, and who joins an armed group.
"""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.parameter import Group, number
from sim.levers import patrols
from sim.nature.mechanism import Mechanism
from sim.state.factions import STATE
from sim.state.mission import anybody
from sim.state.places import BARGAIN, CAPTURED, COOPERATE
from sim.state.world import World


class HostsNumbers(Group):
    """What local governments, police and a reformed army do of their own."""

    TABLE = "hosts"

    passes_on: float = number(
        0.5,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "tip-offs added by a local government that cooperates and is wholly ready to",
        effect=True,
    )
    silences: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "tip-offs to the mission lost where the local government obstructs it or is captured",
        effect=True,
    )
    settles: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "evidence:B12",
        "communal violence prevented by an able local government that settles disputes with"
        " the mission",
        effect=True,
    )
    takes_sides: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "of what programmes calm lost where the local government is captured: it is a side",
        effect=True,
    )
    joint_order: float = number(
        0.2,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "added to the state's police by joint patrols felt in full, where the government is ready",
        effect=True,
    )
    keeps_apart: float = number(
        0.15,
        "share",
        0.0,
        1.0,
        "assumption",
        "communal clashes prevented where the state's police keep full order",
    )
    is_told: float = number(
        0.2,
        "share",
        0.0,
        1.0,
        "evidence:H7",
        "recruitment prevented where police keep full order and everybody trusts the state:"
        " they are told who joins",
    )
    turned: float = number(
        0.8,
        "0 to 1",
        0.01,
        1.0,
        "assumption",
        "corruption without law at which a reformed army is used against opponents as much as"
        " it is restrained",
    )


@rule
def act(world: World) -> None:
    """What hosts do this month, on top of what programmes do."""
    _reform(world)
    for p in range(len(world.governments)):
        if anybody(world.mission):
            _deal(world, p)
        _keep_order(world, p)


@rule
def _deal(world: World, p: int) -> None:
    """What a local government's stance makes of tip-offs, disputes and joint patrols."""
    r, own, works = world.rules.hosts, world.governments, world.works
    stance, ready = own["stance"][p], np.float64(own["cooperation"][p])
    tips, calm = np.float64(works["tips"][p]), np.float64(works["calm"][p])
    if stance == COOPERATE or stance == BARGAIN:
        willing = ready if stance == COOPERATE else 0.5 * ready
        tips = (1.0 + tips) * (1.0 + r.passes_on * willing) - 1.0
        calm += (1.0 - calm) * r.settles * willing * np.float64(own["capacity"][p])
        beside = patrols.joint(world) * np.float64(world.places["presence"][p])
        works["order"][p] = np.float64(works["order"][p]) + r.joint_order * beside * willing
    else:
        tips = (1.0 + tips) * (1.0 - r.silences) - 1.0
        if stance == CAPTURED:
            calm *= 1.0 - r.takes_sides
    works["tips"][p], works["calm"][p] = tips, calm


@rule
def _keep_order(world: World, p: int) -> None:
    """The state's police keep crowds apart, and are told who joins armed groups."""
    r, works, places = world.rules.hosts, world.works, world.places
    police = np.float64(world.governments["police"][p]) + np.float64(works["order"][p])
    order = min(world.rules.society.order_gain * police, 1.0) * np.float64(
        places["state_control"][p]
    )
    works["policed"][p] = order
    tense = 1.0 - np.float64(works["calm"][p])
    works["calm"][p] = 1.0 - tense * (1.0 - r.keeps_apart * order)
    joining = 1.0 - np.float64(works["cvr"][p])
    told = r.is_told * order * np.float64(places["trust_state"][p])
    works["cvr"][p] = 1.0 - joining * (1.0 - told)


@rule
def _reform(world: World) -> None:
    """Reform reaches the army as it comes: better soldiers, and as lawful as who holds them."""
    factions, mission, capacity = world.factions, world.mission, world.rules.capacity
    new = mission.ssr - mission.reformed
    if new == 0.0:
        return
    mission.reformed = mission.ssr
    fair = 1.0 - _lawless(world) / world.rules.hosts.turned
    for f in range(len(factions)):
        if factions["kind"][f] == STATE and not factions["foreign"][f]:
            quality = np.float64(factions["quality"][f])
            factions["quality"][f] = quality * (1.0 + capacity.ssr_strength * new)
            abusive = 1.0 - np.float64(factions["discipline"][f])
            abusive = min(abusive * (1.0 - capacity.ssr_effect * fair * new), 1.0)
            factions["discipline"][f] = 1.0 - abusive


@rule
def _lawless(world: World) -> float:
    """How far who governs is corrupt and above the law, a mean over the people, 0 to 1."""
    people, held = 0.0, 0.0
    for p in range(len(world.places)):
        persons, own = world.places["persons"][p], world.governments
        bought = np.float64(own["corruption"][p]) * (1.0 - np.float64(own["rule_of_law"][p]))
        people += persons
        held += persons * bought
    return held / max(people, 1.0)


MECHANISM = Mechanism(
    name="hosts",
    numbers=HostsNumbers,
    writes=(
        "works.tips",
        "works.calm",
        "works.order",
        "works.policed",
        "works.cvr",
        "factions.quality",
        "factions.discipline",
        "mission",
    ),
    without={
        "nature.hosts.passes_on": 0.0,
        "nature.hosts.silences": 0.0,
        "nature.hosts.settles": 0.0,
        "nature.hosts.takes_sides": 0.0,
        "nature.hosts.joint_order": 0.0,
        "nature.hosts.keeps_apart": 0.0,
        "nature.hosts.is_told": 0.0,
    },
    claims=(Claim("fighters_other", -1), Claim("events_nonstate", -1)),
)
