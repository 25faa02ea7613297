"""Elections: turnout, the count, and a loser who accepts it or does not."""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state.factions import FIGHTING, SIGNED
from sim.state.works import cover
from sim.state.world import World


class BallotsNumbers(Group):
    """Elections and what makes their losers accept them."""

    TABLE = "ballots"

    election_crisis: float = number(
        0.5,
        "probability",
        0.0,
        1.0,
        "assumption",
        "chance that a loser who is armed and does not believe the count rejects it",
    )
    certification_effect: float = number(
        0.5,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "belief in a count added by a mission that certifies it firmly",
        effect=True,
    )
    registration_effect: float = number(
        0.35,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "share of adults registered added by paying for it in full",
        effect=True,
    )
    education_effect: float = number(
        0.2,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "willingness to vote added by civic education in full",
        effect=True,
    )
    polls_effect: float = number(
        0.1,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "turnout added by soldiers at the polls where one per 1,000 people stands by",
        effect=True,
    )


STATE_SIDE = 0


def hold(world: World) -> None:
    """Hold the election if the scenario makes one due this week; let a crisis grow older."""
    if world.month_begins:
        world.crisis = max(world.crisis - 1.0, 0.0)
    if any(event.kind == "election" for event in world.agenda.get(world.week, ())):
        _vote(world)


def _vote(world: World) -> None:
    turnout = turnout_of(world)
    chance = rejection(world)
    luck = streams.u(world.seed, streams.BALLOT, world.week, 0, 0)
    accepted = not luck < chance
    world.ballots.append((world.week, turnout, accepted))
    governments = world.governments
    if accepted:
        gain = 0.25 * turnout
        governments["legitimacy"] += gain * (1.0 - governments["legitimacy"])
    else:
        world.crisis = world.rules.politics.crisis_months
        governments["legitimacy"] *= 0.8
        state = world.factions["side"] == STATE_SIDE
        world.factions["cohesion"][state] *= 0.8


def turnout_of(world: World) -> float:
    """Share of adults who vote, 0 to 1: safety, registration, education, trust."""
    table, mission = world.policy.elections, world.mission
    r = world.rules.of(BallotsNumbers)
    working = mission.working("elections")
    people = world.places["persons"]
    safe = np.exp(-1.5 * world.places["danger"])
    reached = float((safe * people).sum() / max(float(people.sum()), 1.0))
    adults = max(float(people.sum()), 1.0)
    registered = 0.55 + r.registration_effect * float(
        cover(table.registration * working / adults, 3.0)
    )
    willing = 0.6 + r.education_effect * float(cover(table.education * working / adults, 1.0))
    polls = 1.0 + r.polls_effect * table.security * min(mission.troops() / (adults / 1000.0), 1.0)
    trust = float((world.places["trust_state"] * people).sum() / adults)
    return min(registered * (willing + 0.3 * trust) * reached * polls, 0.98)


def rejection(world: World) -> float:
    """Chance that the loser rejects the count: arms, distrust, a country not at peace."""
    r, factions = world.rules.of(BallotsNumbers), world.factions
    armed = np.isin(factions["standing"], (SIGNED, FIGHTING)) & (factions["side"] != STATE_SIDE)
    strength = factions["fighters"] * factions["quality"]
    theirs = float(strength[armed].sum())
    state = float(strength[factions["side"] == STATE_SIDE].sum()) + 1.0
    arms = min(2.0 * theirs / (theirs + state), 1.0)
    certified = world.policy.elections.certification * world.mission.working("elections")
    believed = r.certification_effect * certified
    believed += 0.5 * float(world.governments["rule_of_law"].mean())
    return r.election_crisis * (0.15 + 0.85 * arms) * math.exp(-1.5 * believed)


MECHANISM = Mechanism(
    name="ballots",
    numbers=BallotsNumbers,
    writes=("factions.cohesion", "governments.legitimacy", "ballots", "crisis"),
    without={"nature.ballots.election_crisis": 0.0},
    claims=(Claim("elections_accepted", -1),),
)
