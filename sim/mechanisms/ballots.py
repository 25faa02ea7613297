"""Elections: turnout, the count, and a loser who accepts it or does not.

Who governs may lose: the winner then governs, or both claim to (`sim.state.polls` counts).
"""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.fields.conversions import PER_THOUSAND
from sim.fields.parameter import Group, number
from sim.fields.rows import emptied, longer
from sim.luck import streams
from sim.luck.distributions import normal
from sim.nature.mechanism import Mechanism
from sim.state import polls, transitions, upheavals
from sim.state.chronicle import REFUSES_RESULT, VOTED_OUT
from sim.state.enlisting import go_over
from sim.state.factions import ACTIVE, FIGHTING, REMOBILISED, SIGNED, STATE
from sim.state.items import ELECTIONS
from sim.state.mission import troops, working
from sim.state.stances import stand_anew, take_aim
from sim.state.units import POLICE
from sim.state.works import cover
from sim.state.world import World, governs, note, set_hostilities


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
    swing: float = number(
        0.06,
        "share of votes",
        0.0,
        0.5,
        "assumption",
        "standard deviation of what a count differs by from what people feel",
    )
    fear_blames: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "of their votes that who governs loses among people in full fear",
    )
    kin_votes: float = number(
        0.6,
        "share",
        0.0,
        1.0,
        "assumption",
        "of a community's other votes that go to the side of its own party",
    )
    office: float = number(
        0.15,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the votes against it that who governs turns where it holds the polls unwatched",
    )
    easier_to_stay: float = number(
        2.5,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "readiness to reject of who governs, against a loser who would have to seize power",
    )
    usurper_settles: float = number(
        0.02,
        "per month",
        0.0,
        1.0,
        "assumption",
        "how fast a government that took power by force comes to be taken for granted",
    )
    watched_price: float = number(
        1.0,
        "log",
        0.0,
        10.0,
        "assumption",
        "how far fully secured polls and streets keep who governs from staying: e-foldings",
        effect=True,
    )
    recognition: float = number(
        0.7,
        "share",
        0.0,
        1.0,
        "assumption",
        "of soldiers of an army without cohesion who follow the winner of a certified count",
        effect=True,
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
        world.usurped *= 1.0 - world.rules.ballots.usurper_settles
        claimant = world.claimant
        if claimant >= 0 and world.factions["standing"][claimant] != FIGHTING:
            world.claimant = polls.UNARMED  # it has made peace, or is gone
    if world.ballot_due:
        _vote(world)


@rule
def _vote(world: World) -> None:
    """Count; the loser, who governs or not, accepts or does not; the winner governs."""
    turnout, votes = turnout_of(world), polls.count(world)
    rival, share = polls.strongest_rival(votes), kept_votes(world, votes)
    stays = world.governor < 0 or share >= 0.5 or not _decides(world)
    arms = arms_of_rivals(world) if stays else arms_of_incumbent(world)
    chance = rejection(world) if stays else refusal(world)
    luck = streams.u(world.seed, streams.BALLOT, world.week, 0, 0)
    accepted = not luck < chance
    world.votes = longer(world.votes, 1)
    row, last = world.votes, len(world.votes) - 1
    row["week"][last], row["turnout"][last], row["accepted"][last] = world.week, turnout, accepted
    row["share"][last], row["stays"][last] = share, stays
    row["winner"][last] = world.governor if stays else rival
    row["chance"][last], row["arms"][last] = chance, arms
    row["believed"][last], row["secured"][last] = believed(world), secured(world)
    if accepted:
        world.usurped = 0.0
        _accept(world, turnout)
        if not stays:
            _give_way(world, rival)
    else:
        _reject(world)
        if not stays:
            _both_claim(world, rival)


@rule
def _decides(world: World) -> bool:
    """Whether this week's election is about who governs."""
    found = False
    for week in world.deciding_weeks:
        found = found or week == world.week
    return found


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
def believed(world: World) -> float:
    """Belief in a count: it is certified, and law holds; 0, or more."""
    law = world.governments["rule_of_law"]
    lawful = 0.0
    for p in range(len(law)):
        lawful += np.float64(law[p])
    certified = world.rules.ballots.certification_effect * polls.certified(world)
    return certified + 0.5 * (lawful / len(law))


@rule
def arms_of_rivals(world: World) -> float:
    """How ready their arms make losers who do not govern, 0 to 1: fully from half of all."""
    return min(2.0 * (1.0 - polls.arms_of_state(world)), 1.0)


@rule
def arms_of_incumbent(world: World) -> float:
    """How ready its arms make who governs, 0 to 1: as far as its army follows."""
    governor = world.governor
    follows = np.float64(world.factions["cohesion"][governor]) if governor >= 0 else 0.0
    return follows * min(2.0 * polls.arms_of_state(world), 1.0)


@rule
def rejection(world: World) -> float:
    """Chance that a loser who does not govern rejects the count: arms, distrust."""
    r = world.rules.ballots
    ready = r.unarmed_reject + (1.0 - r.unarmed_reject) * arms_of_rivals(world)
    return r.election_crisis * ready * math.exp(-r.belief_calms * believed(world))


@rule
def refusal(world: World) -> float:
    """Chance that who governs and has lost stays: its army, less what watchers make it cost."""
    r = world.rules.ballots
    ready = r.unarmed_reject + (1.0 - r.unarmed_reject) * arms_of_incumbent(world)
    price = r.belief_calms * believed(world) + r.watched_price * secured(world)
    return min(r.election_crisis * r.easier_to_stay * ready * math.exp(-price), 1.0)


@rule
def kept_votes(world: World, votes: R8) -> float:
    """Share of the votes for who governs, 0 to 1, with a swing that nobody foresaw."""
    total = 0.0
    for party in range(len(votes)):
        total += votes[party]
    if total <= 0.0:
        return 1.0
    luck = normal(streams.u(world.seed, streams.RESULT, world.week, 0, 0))
    share = votes[len(votes) - 2] / total + world.rules.ballots.swing * luck
    return min(max(share, 0.0), 1.0)


@rule
def _give_way(world: World, winner: int) -> None:
    """The winner governs; it owes the mission as much as the mission stood for its count."""
    if winner == polls.UNARMED:
        note(world, world.governor, VOTED_OUT)
    else:
        upheavals.hand_over(world, winner)
        for f in range(world.faction_count):
            if governs(world, f):
                stand_anew(world, f)
        _be_hostile_anew(world)
    upheavals.meet_mission(world, world.rules.ballots.recognition * polls.certified(world))


@rule
def _both_claim(world: World, winner: int) -> None:
    """Who governs stays; an armed winner takes up arms, and soldiers follow who is recognised."""
    r = world.rules.politics
    recognised = world.rules.ballots.recognition * polls.certified(world)
    note(world, world.governor, REFUSES_RESULT)
    world.mission.consent *= 1.0 - recognised
    if winner == polls.UNARMED:
        return
    if recognised > 0.0:
        world.claimant = winner
    side = world.factions["side"][winner]
    for f in range(world.faction_count):
        if world.factions["side"][f] == side and world.factions["standing"][f] == SIGNED:
            transitions.return_to_war(world, f, r.return_rests, r.return_weary)
    _follow(world, winner, recognised)
    _be_hostile_anew(world)


@rule
def _follow(world: World, winner: int, recognised: float) -> None:
    """Soldiers go over to who is recognised, the more the less their army holds together."""
    factions, table = world.factions, world.combatants
    for i in range(len(table)):
        f = table["faction"][i]
        armed = table["status"][i] == ACTIVE or table["status"][i] == REMOBILISED
        army = governs(world, f) and factions["kind"][f] == STATE and not factions["foreign"][f]
        if armed and army:
            leaves = recognised * (1.0 - np.float64(factions["cohesion"][f]))
            if streams.u(world.seed, streams.FOLLOW, world.week, table["key"][i], 0) < leaves:
                go_over(world, i, winner)


@rule
def _be_hostile_anew(world: World) -> None:
    set_hostilities(world)
    take_aim(world)
    world.channels = emptied(world.channels)  # to be opened anew


MECHANISM = Mechanism(
    name="ballots",
    numbers=BallotsNumbers,
    writes=(
        "factions",
        "hostile",
        "natural",
        "enmity",
        "hatred",
        "threat",
        "channels",
        "combatants.faction",
        "combatants.band",
        "combatants.place",
        "combatants.status",
        "combatants.weeks",
        "combatants.enrolled",
        "governor",
        "claimant",
        "usurped",
        "governments.legitimacy",
        "mission",
        "votes",
        "crisis",
        "notes",
    ),
    without={"nature.ballots.election_crisis": 0.0},
    claims=(Claim("elections_accepted", -1),),
)
