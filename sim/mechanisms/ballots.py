"""Elections: turnout, the count, and a loser who accepts it or does not."""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import PER_THOUSAND
from sim.fields.parameter import Group, number
from sim.fields.rows import longer
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state.factions import FIGHTING, SIGNED
from sim.state.items import ELECTIONS
from sim.state.mission import troops, working
from sim.state.units import POLICE
from sim.state.works import cover
from sim.state.world import World, governs


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
        "turnout added by soldiers and police at the polls, one per 1,000 people",
        effect=True,
    )
    crowd_effect: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "of a crisis over a rejected count prevented by one soldier or officer per 1,000 people",
        effect=True,
    )
    accepted_gain: float = number(
        0.25,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the legitimacy local governments lack won by an accepted vote of everybody",
    )
    rejected_legitimacy: float = number(
        0.8,
        "share",
        0.0,
        1.0,
        "assumption",
        "of their legitimacy that local governments keep when a count is rejected",
    )
    rejected_cohesion: float = number(
        0.8,
        "share",
        0.0,
        1.0,
        "assumption",
        "of its cohesion that each force of the state's side keeps when a count is rejected",
    )
    danger_keeps: float = number(
        1.5,
        "log",
        0.0,
        10.0,
        "assumption",
        "how strongly danger keeps people from the polls: e-foldings at danger 1",
    )
    registered: float = number(
        0.55,
        "share",
        0.0,
        1.0,
        "assumption",
        "adults who are registered when nobody pays for it",
    )
    registration_half: float = number(
        3.0,
        "dollars a head",
        0.1,
        100.0,
        "assumption",
        "spending on registration at which half of its effect is had",
    )
    willing: float = number(
        0.6,
        "share",
        0.0,
        1.0,
        "assumption",
        "registered adults willing to vote who trust no state and had no civic education",
    )
    education_half: float = number(
        1.0,
        "dollars a head",
        0.1,
        100.0,
        "assumption",
        "spending on civic education at which half of its effect is had",
    )
    trust_votes: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "willingness to vote added by full trust in the state",
    )
    most_vote: float = number(
        0.98,
        "share",
        0.0,
        1.0,
        "assumption",
        "turnout that no election exceeds",
    )
    unarmed_reject: float = number(
        0.15,
        "share",
        0.0,
        1.0,
        "assumption",
        "of a fully armed loser's readiness to reject a count that one without arms has",
    )
    belief_calms: float = number(
        1.5,
        "log",
        0.0,
        10.0,
        "assumption",
        "how strongly belief in a count keeps a loser from rejecting it: e-foldings at belief 1",
    )


@rule
def hold(world: World) -> None:
    """Hold the election if the scenario makes one due this week; let a crisis grow older."""
    if world.month_begins:
        world.crisis = max(world.crisis - 1.0, 0.0)
    if world.ballot_due:
        _vote(world)


@rule
def _vote(world: World) -> None:
    turnout = turnout_of(world)
    chance = rejection(world)
    luck = streams.u(world.seed, streams.BALLOT, world.week, 0, 0)
    accepted = not luck < chance
    world.votes = longer(world.votes, 1)
    last = len(world.votes) - 1
    world.votes["week"][last] = world.week
    world.votes["turnout"][last] = turnout
    world.votes["accepted"][last] = accepted
    if accepted:
        _accept(world, turnout)
    else:
        _reject(world)


@rule
def _accept(world: World, turnout: float) -> None:
    """Local governments gain legitimacy, the more the more people voted."""
    legitimacy = world.governments["legitimacy"]
    gain = world.rules.ballots.accepted_gain * turnout
    for p in range(len(legitimacy)):
        before = np.float64(legitimacy[p])
        legitimacy[p] = before + gain * (1.0 - before)


@rule
def _reject(world: World) -> None:
    """A crisis: local governments lose legitimacy and the state's forces cohesion.

    Where polls and streets are secured, crowds and their violence last less long.
    """
    r, factions = world.rules.ballots, world.factions
    legitimacy = world.governments["legitimacy"]
    world.crisis = world.rules.politics.crisis_months * (1.0 - r.crowd_effect * secured(world))
    for p in range(len(legitimacy)):
        legitimacy[p] = np.float64(legitimacy[p]) * r.rejected_legitimacy
    for f in range(len(factions)):
        if governs(world, f):
            cohesion = np.float64(factions["cohesion"][f])
            factions["cohesion"][f] = cohesion * r.rejected_cohesion


@rule
def turnout_of(world: World) -> float:
    """Share of adults who vote, 0 to 1: safety, registration, education, trust."""
    table, r, places = world.plan.elections, world.rules.ballots, world.places
    people = 0.0
    safe = 0.0
    trusting = 0.0
    for p in range(len(places)):
        persons = places["persons"][p]
        people += persons
        safe += math.exp(-r.danger_keeps * np.float64(places["danger"][p])) * persons
        trusting += np.float64(places["trust_state"][p]) * persons
    adults = max(people, 1.0)
    reached, trust = safe / adults, trusting / adults
    ready = working(world.mission, ELECTIONS)
    listed = cover(table.registration * ready / adults, r.registration_half)
    registered = r.registered + r.registration_effect * listed
    taught = cover(table.education * ready / adults, r.education_half)
    willing = r.willing + r.education_effect * taught
    polls = 1.0 + r.polls_effect * secured(world)
    return min(registered * (willing + r.trust_votes * trust) * reached * polls, r.most_vote)


@rule
def secured(world: World) -> float:
    """How far polls and streets are secured: soldiers set aside for it and UN police, 0 to 1."""
    people = 0.0
    for p in range(len(world.places)):
        people += world.places["persons"][p]
    guards = world.plan.elections.security * troops(world.mission) + world.mission.present[POLICE]
    return min(guards / (max(people, 1.0) / PER_THOUSAND), 1.0)


@rule
def rejection(world: World) -> float:
    """Chance that the loser rejects the count: arms, distrust, a country not at peace."""
    r, factions = world.rules.ballots, world.factions
    theirs = 0.0
    army = 0.0
    for f in range(len(factions)):
        strength = factions["fighters"][f] * np.float64(factions["quality"][f])
        standing = factions["standing"][f]
        if governs(world, f):
            army += strength
        elif standing == SIGNED or standing == FIGHTING:
            theirs += strength
    state = army + 1.0
    arms = min(2.0 * theirs / (theirs + state), 1.0)
    law = world.governments["rule_of_law"]
    lawful = 0.0
    for p in range(len(law)):
        lawful += np.float64(law[p])
    certified = world.plan.elections.certification * working(world.mission, ELECTIONS)
    believed = r.certification_effect * certified
    believed += 0.5 * (lawful / len(law))
    ready = r.unarmed_reject + (1.0 - r.unarmed_reject) * arms
    return r.election_crisis * ready * math.exp(-r.belief_calms * believed)


MECHANISM = Mechanism(
    name="ballots",
    numbers=BallotsNumbers,
    writes=("factions.cohesion", "governments.legitimacy", "votes", "crisis"),
    without={"nature.ballots.election_crisis": 0.0},
    claims=(Claim("elections_accepted", -1),),
)
