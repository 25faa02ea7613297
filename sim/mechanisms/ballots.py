"""Elections: turnout, the count, and a loser who accepts it or does not."""

from __future__ import annotations

import math

import numpy as np

from sim.fields.arithmetic import exps, total
from sim.fields.claim import Claim
from sim.fields.conversions import PER_THOUSAND
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state.factions import FIGHTING, GOVERNMENT_SIDE, SIGNED
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
    from sim.state.chronicle import longer
    world.votes = longer(world.votes)
    world.votes[-1] = (world.week, turnout, accepted)
    r, governments = world.rules.of(BallotsNumbers), world.governments
    legitimacy = governments["legitimacy"].astype(np.float64)
    if accepted:
        gain = r.accepted_gain * turnout
        governments["legitimacy"][:] = legitimacy + gain * (1.0 - legitimacy)
    else:
        world.crisis = world.rules.politics.crisis_months
        governments["legitimacy"][:] = legitimacy * r.rejected_legitimacy
        state = world.factions["side"] == GOVERNMENT_SIDE
        cohesion = world.factions["cohesion"][state].astype(np.float64)
        world.factions["cohesion"][state] = cohesion * r.rejected_cohesion


def turnout_of(world: World) -> float:
    """Share of adults who vote, 0 to 1: safety, registration, education, trust."""
    table, mission = world.policy.elections, world.mission
    r = world.rules.of(BallotsNumbers)
    working = mission.working("elections")
    people = world.places["persons"]
    safe = exps(-r.danger_keeps * world.places["danger"].astype(np.float64))
    adults = max(total(people), 1.0)
    reached = total(safe * people) / adults
    listed = float(cover(table.registration * working / adults, r.registration_half))
    registered = r.registered + r.registration_effect * listed
    taught = float(cover(table.education * working / adults, r.education_half))
    willing = r.willing + r.education_effect * taught
    guarded = min(mission.troops() / (adults / PER_THOUSAND), 1.0)
    polls = 1.0 + r.polls_effect * table.security * guarded
    trust = total(world.places["trust_state"] * people) / adults
    return min(registered * (willing + r.trust_votes * trust) * reached * polls, r.most_vote)


def rejection(world: World) -> float:
    """Chance that the loser rejects the count: arms, distrust, a country not at peace."""
    r, factions = world.rules.of(BallotsNumbers), world.factions
    losers = np.isin(factions["standing"], (SIGNED, FIGHTING))
    armed = losers & (factions["side"] != GOVERNMENT_SIDE)
    strength = factions["fighters"] * factions["quality"]
    theirs = total(strength[armed])
    state = total(strength[factions["side"] == GOVERNMENT_SIDE]) + 1.0
    arms = min(2.0 * theirs / (theirs + state), 1.0)
    certified = world.policy.elections.certification * world.mission.working("elections")
    believed = r.certification_effect * certified
    law = world.governments["rule_of_law"]
    believed += 0.5 * (total(law) / len(law))
    ready = r.unarmed_reject + (1.0 - r.unarmed_reject) * arms
    return r.election_crisis * ready * math.exp(-r.belief_calms * believed)


MECHANISM = Mechanism(
    name="ballots",
    numbers=BallotsNumbers,
    writes=("factions.cohesion", "governments.legitimacy", "ballots", "crisis"),
    without={"nature.ballots.election_crisis": 0.0},
    claims=(Claim("elections_accepted", -1),),
)
