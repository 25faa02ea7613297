"""Recruitment, supply and desertion: how factions grow and shrink, month by month.

Grievance, revenge, pay and coercion draw people where a faction has control, and its own where
the state is absent; a faction that cannot feed them, or is denied a place by peacekeepers, draws
fewer. The aggrieved leave the civilians first.
"""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.fields.conversions import MONTHS_A_YEAR, PER_HUNDRED, PER_THOUSAND
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state.enlisting import call_up, enlist, row_weights
from sim.state.factions import (
    ACTIVE,
    DEMOBILISED,
    FOR_RENTS,
    JIHADIST,
    PREY,
    REMOBILISED,
    REST,
    STATE,
)
from sim.state.places import over_people
from sim.state.world import World, at_war, fighting, governs, might


class RecruitmentNumbers(Group):
    """How factions grow, are supplied and tire."""

    TABLE = "recruitment"

    rate: float = number(
        0.0092,
        "per year",
        0.0,
        1.0,
        "calibrated",
        "share of people under full control and full motive who join in a year",
    )
    from_grievance: float = number(1.0, "weight", 0.0, 10.0, "assumption", "pull of grievance")
    from_revenge: float = number(
        0.389,
        "weight per log death",
        0.0,
        10.0,
        "calibrated",
        "pull of those of one's community who were killed in the place and not avenged",
    )
    from_money: float = number(
        0.4, "weight", 0.0, 10.0, "assumption", "pull of pay where livelihoods are poor"
    )
    from_coercion: float = number(
        0.5, "weight", 0.0, 10.0, "assumption", "forced recruitment by undisciplined factions"
    )
    state_rate: float = number(
        0.06,
        "per month",
        0.0,
        1.0,
        "assumption",
        "share of its gaps that the state fills in a month",
    )
    desertion: float = number(
        0.0377,
        "per month",
        0.0,
        1.0,
        "calibrated",
        "share of fighters who leave in a month when unpaid",
    )
    tax: float = number(
        0.125,
        "upkeep per year",
        0.0,
        10.0,
        "calibrated",
        "upkeep of fighters that 100 people under control can be taxed for, per year",
    )
    unpoliced: float = number(
        0.6,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "taxes that a state without police collects, against one whose police keep order",
    )
    rent: float = number(
        1500.0,
        "upkeep per year",
        0.0,
        1_000_000.0,
        "assumption",
        "fighters kept for a year by one place of full lootable wealth",
    )
    loot: float = number(
        1.0,
        "ratio",
        0.0,
        5.0,
        "assumption",
        "what preying on civilians brings in, against taxing them",
    )
    weariness_loss: float = number(
        1.21, "per share lost", 0.0, 10.0, "calibrated", "war-weariness from losing fighters"
    )
    weariness_time: float = number(
        0.0845, "per year", 0.0, 1.0, "calibrated", "war-weariness from every year of war"
    )
    zeal: float = number(
        0.35,
        "ratio",
        0.0,
        2.0,
        "assumption",
        "how fast jihadist factions tire of war, against others",
    )
    success: float = number(
        1.5,
        "per share of people",
        0.0,
        20.0,
        "assumption",
        "war-weariness undone by people who come under a faction in a month",
    )
    rents_content: float = number(
        0.8,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the weariness of time spared to who fights for rents and is well supplied",
    )
    mend: float = number(
        0.03,
        "per month",
        0.0,
        1.0,
        "assumption",
        "how fast cohesion returns where fighters are paid",
    )
    break_losses: float = number(
        0.6, "per share lost", 0.0, 10.0, "assumption", "cohesion lost with fighters"
    )
    turnover: float = number(
        0.15,
        "per year",
        0.0,
        1.0,
        "assumption",
        "soldiers of an army who serve out their time and are replaced by fresh ones",
    )
    weariness_rest: float = number(
        0.006, "per month", 0.0, 1.0, "assumption", "recovery in a month of rest"
    )
    belief_rate: float = number(
        0.15,
        "per month",
        0.0,
        1.0,
        "assumption",
        "how fast fighting corrects beliefs about relative strength",
    )
    camp_recruits: float = number(
        0.5,
        "weight",
        0.0,
        10.0,
        "assumption",
        "pull of camps of displaced people on recruitment where they are not guarded",
    )
    diverted_keep: float = number(
        0.05,
        "fighters a year",
        0.0,
        10.0,
        "calibrated",
        "kept by diverted goods that cost 1,000 dollars delivered",
        effect=True,
    )
    treasury: float = number(
        0.6,
        "share of upkeep",
        0.0,
        1.0,
        "assumption",
        "what the treasury pays of state forces beyond local revenue",
    )
    supply_rate: float = number(
        0.3, "per month", 0.0, 1.0, "assumption", "how fast supply follows income"
    )
    belief_losses: float = number(
        5.0,
        "per share lost",
        0.0,
        100.0,
        "assumption",
        "how much faster beliefs are corrected by losing fighters",
    )
    strangers: float = number(
        0.4,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "pull of grievance on people of other communities, against one's own",
    )
    camp_young: float = number(
        0.3, "share", 0.0, 1.0, "assumption", "people in camps who are of an age to be recruited"
    )
    kin_reach: float = number(
        0.5,
        "ratio",
        0.0,
        2.0,
        "assumption",
        "reach of a faction among its own people where the state is absent, against full control",
    )
    new_band: float = number(
        5.0,
        "persons",
        1.0,
        10_000.0,
        "assumption",
        "recruits of a place in a month who make a band of their own where none stands",
    )
    first_row: float = number(
        10.0,
        "persons",
        0.1,
        1000.0,
        "assumption",
        "recruits that one sampled fighter stands for where a faction has none left",
    )
    join_most: float = number(
        0.2,
        "share",
        0.0,
        1.0,
        "assumption",
        "people of a place who join a faction in a month at most",
    )


@rule
def supply(world: World) -> None:
    """Tax, rents, loot and outside money against upkeep; unpaid fighters leave."""
    r, factions = world.rules.recruitment, world.factions
    for f in fighting(world):
        fighters = max(factions["fighters"][f], 1.0)
        sent = np.float64(factions["support"][f]) * min(factions["initial"][f] / fighters, 1.0)
        income = _income(world, f)
        if factions["posture"][f] == PREY:
            income *= 1.0 + r.loot
        share = income / fighters + sent
        if factions["kind"][f] == STATE:
            share = r.treasury + (1.0 - r.treasury) * share  # beyond local revenue
        kept = (1.0 - r.supply_rate) * np.float64(factions["supply"][f])
        factions["supply"][f] = kept + r.supply_rate * min(share, 1.0)


@rule
def _income(world: World, f: int) -> float:
    """What a faction lives on where it is in control, in upkeep of a fighter for a year."""
    r, places = world.rules.recruitment, world.places
    taxed = 0.0
    lootable = 0.0
    taken = 0.0
    for p in range(len(places)):
        denied = 1.0 - world.rules.presence.denial * np.float64(places["presence"][p])
        held = np.float64(world.control[f, p])
        collected = 1.0
        if world.factions["kind"][f] == STATE:  # its police see that taxes are paid
            order = np.float64(world.works["policed"][p])
            collected = r.unpoliced + (1.0 - r.unpoliced) * order
        taxed += held * places["persons"][p] * denied * collected
        lootable += held * np.float64(places["resource"][p]) * denied
        if places["controller"][p] == f:
            taken += np.float64(world.works["diverted"][p])
    income = r.tax / PER_HUNDRED * taxed
    income += r.rent * lootable
    income += r.diverted_keep * taken / PER_THOUSAND
    return income


@rule
def tire(world: World) -> None:
    """War-weariness, cohesion and beliefs about relative strength after a month of war."""
    r, factions = world.rules.recruitment, world.factions
    for f in fighting(world):
        lost = factions["losses"][f] / max(factions["fighters"][f], 1.0)
        gain = r.weariness_loss * lost + r.weariness_time / MONTHS_A_YEAR * _patience(world, f)
        if factions["kind"][f] == JIHADIST:
            gain *= r.zeal
        if factions["posture"][f] == REST:
            gain -= r.weariness_rest
        now = over_people(world.places["persons"], world.control[f])
        won = now - np.float64(factions["ground"][f])
        factions["ground"][f], factions["won"][f], factions["lost"][f] = now, won, lost
        gain -= r.success * won
        weariness = np.float64(factions["weariness"][f])
        if factions["kind"][f] == STATE:
            gain -= r.turnover / MONTHS_A_YEAR * weariness
        factions["weariness"][f] = min(max(weariness + gain, 0.0), 1.0)
        _hold_together(world, f, lost)
        learn = r.belief_rate * (1.0 + r.belief_losses * lost)
        belief = np.float64(factions["belief"][f])
        factions["belief"][f] = belief + min(learn, 1.0) * (might(world, f) - belief)
        factions["losses"][f] = 0.0


@rule
def _patience(world: World, f: int) -> float:
    """Part of the weariness of time that a faction feels.

    Who lives well off war feels less; soldiers from abroad are relieved.
    """
    if world.factions["foreign"][f]:
        return 0.0
    supply = np.float64(world.factions["supply"][f])
    well = supply if world.factions["goal"][f] == FOR_RENTS else 0.0
    return 1.0 - world.rules.recruitment.rents_content * well


@rule
def _hold_together(world: World, f: int, lost: float) -> None:
    """Cohesion falls with losses, and returns as far as fighters are paid."""
    r, factions = world.rules.recruitment, world.factions
    aim = np.float64(factions["bond"][f]) * (0.5 + 0.5 * np.float64(factions["supply"][f]))
    cohesion = np.float64(factions["cohesion"][f])
    cohesion += r.mend * (aim - cohesion) - r.break_losses * lost
    factions["cohesion"][f] = min(max(cohesion, 0.0), 1.0)


@rule
def recruit(world: World) -> None:
    """New fighters join, the unpaid go home."""
    factions, each = world.factions, row_weights(world)
    numbers = np.zeros((len(factions), len(world.places)), np.int64)
    for f in fighting(world):
        if factions["foreign"][f]:
            continue
        if factions["kind"][f] == STATE:
            numbers[f] = call_up(world, f, _state_gap(world, f), each[f])
        elif at_war(world, f) or not governs(world, f):  # the state's militias grow in war alone
            numbers[f] = call_up(world, f, _volunteers(world, f), each[f])
    enlist(world, numbers, each)
    _desert(world)


# who wants to join


@rule
def _volunteers(world: World, f: int) -> R8:
    """(P, C) persons of each community who would join a faction this month."""
    r, places, factions = world.rules.recruitment, world.places, world.factions
    fed = np.float64(factions["supply"][f])  # nobody joins who will not be fed
    wanted = np.zeros(world.mood.shape[:2])
    for p in range(len(places)):
        near = _is_near(world, f, p)
        if not near:
            continue
        denied = 1.0 - world.rules.presence.denial * np.float64(places["presence"][p])
        for c in range(wanted.shape[1]):
            reach = _reach(world, f, p, c)
            adults = r.rate / MONTHS_A_YEAR * world.mood[p, c, 0] * 0.5
            wanted[p, c] = adults * reach * _motive(world, f, p, c) * fed * denied
    return wanted


@rule
def _is_near(world: World, f: int, p: int) -> bool:
    """Whether a faction stands in a place or one road away."""
    indptr, road, strength = world.roads.indptr, world.roads.target, world.strength
    near = strength[f, p] > 0.0
    for k in range(indptr[p], indptr[p + 1]):
        if strength[f, road[k]] > 0.0:
            near = True
    return bool(near)


@rule
def _reach(world: World, f: int, p: int, c: int) -> float:
    """How far a faction gets at people: as it is in control, and among its own by absent states."""
    held = np.float64(world.control[f, p])
    if world.factions["community"][f] == c:
        absent = 1.0 - np.float64(world.places["state_control"][p])
        return max(held, world.rules.recruitment.kin_reach * absent)
    return held if world.strength[f, p] > 0.0 else 0.0


@rule
def _motive(world: World, f: int, p: int, c: int) -> float:
    """What draws people of a community in a place to a faction, as weights added up."""
    r, places, factions, works = world.rules.recruitment, world.places, world.factions, world.works
    wronged = r.from_grievance * world.mood[p, c, 2]
    wronged += r.from_revenge * math.log(1.0 + world.wounds[p, c])
    if factions["community"][f] >= 0 and factions["community"][f] != c:
        wronged *= r.strangers
    if world.hatred[f, c] > 1.0:
        wronged = 0.0  # it kills their own
    poor = 1.0 - np.float64(places["livelihood"][p])
    motive = wronged + r.from_money * np.float64(factions["supply"][f]) * poor
    motive += r.from_coercion * (1.0 - np.float64(factions["discipline"][f]))
    camps = places["displaced"][p] / max(places["persons"][p], 1.0)
    watched = np.float64(works["zone"][p]) * np.float64(works["guarded"][p])
    motive += r.camp_recruits * r.camp_young * camps * (1.0 - watched)
    return motive * (1.0 - np.float64(works["cvr"][p]))


@rule
def _state_gap(world: World, f: int) -> R8:
    """(P, C) persons the state recruits: a share of its gap, where it is in control.

    Nobody enlists in an army that kills their own.
    """
    factions, mood = world.factions, world.mood
    rate = world.rules.recruitment.state_rate
    gap = max(factions["authorised"][f] - factions["fighters"][f], 0.0)
    wanted = np.zeros(mood.shape[:2])
    people = 0.0
    for p in range(len(mood)):
        for c in range(mood.shape[1]):
            if world.hatred[f, c] <= 1.0:
                wanted[p, c] = np.float64(world.control[f, p]) * mood[p, c, 0]
                people += wanted[p, c]
    for p in range(len(mood)):
        for c in range(mood.shape[1]):
            wanted[p, c] *= rate * gap / max(people, 1.0)
    return wanted


@rule
def _desert(world: World) -> None:
    """Fighters of unpaid factions go home; they stay in the table as demobilised."""
    rate, supplied = world.rules.recruitment.desertion, world.factions["supply"]
    table = world.combatants
    status, weeks, faction, key = table["status"], table["weeks"], table["faction"], table["key"]
    chances = streams.prefix(world.seed, streams.DESERT, world.week)
    for i in range(len(status)):
        if status[i] != ACTIVE and status[i] != REMOBILISED:
            continue
        chance = rate * (1.0 - np.float64(supplied[faction[i]]))
        if chance > 0.0 and streams.u_after(chances, key[i], 0) < chance:
            status[i], weeks[i] = DEMOBILISED, 0


MECHANISM = Mechanism(
    name="recruitment",
    numbers=RecruitmentNumbers,
    writes=(
        "combatants",
        "outflow",
        "factions.supply",
        "factions.weariness",
        "factions.losses",
        "factions.belief",
        "factions.cohesion",
        "factions.ground",
        "factions.won",
        "factions.lost",
        "bands",
        "joined",
    ),
    without={"nature.recruitment.rate": 0.0},
    claims=(Claim("fighters_other", +1),),
)
