"""Recruitment, supply and desertion: how factions grow and shrink, month by month.

Grievance, revenge, pay and coercion draw people where a faction has control; a faction near its
ceiling, or denied a place by peacekeepers, draws fewer. Recruits leave the civilians one by one.
"""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.column import I8, R8
from sim.fields.compiled import rule
from sim.fields.conversions import MONTHS_A_YEAR, PER_HUNDRED
from sim.fields.parameter import Group, number
from sim.fields.rows import longer
from sim.luck import streams
from sim.luck.distributions import whole
from sim.nature.mechanism import Mechanism
from sim.state.factions import (
    ACTIVE,
    DEMOBILISED,
    JIHADIST,
    PREY,
    REMOBILISED,
    REST,
    STATE,
)
from sim.state.world import RECRUITED, World, fighting, might


class RecruitmentNumbers(Group):
    """How factions grow, are supplied and tire."""

    TABLE = "recruitment"

    rate: float = number(
        0.009,
        "per year",
        0.0,
        1.0,
        "assumption",
        "share of people under full control and full motive who join in a year",
    )
    from_grievance: float = number(1.0, "weight", 0.0, 10.0, "assumption", "pull of grievance")
    from_revenge: float = number(
        0.6, "weight", 0.0, 10.0, "assumption", "pull of fear and revenge in inflamed places"
    )
    from_money: float = number(
        0.4, "weight", 0.0, 10.0, "assumption", "pull of pay where livelihoods are poor"
    )
    from_coercion: float = number(
        0.5, "weight", 0.0, 10.0, "assumption", "forced recruitment by undisciplined factions"
    )
    ceiling: float = number(
        3.0,
        "ratio",
        0.1,
        20.0,
        "assumption",
        "fighters at which a faction stops growing, against its start",
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
        0.012,
        "per month",
        0.0,
        1.0,
        "assumption",
        "share of fighters who leave in a month when unpaid",
    )
    tax: float = number(
        0.15,
        "upkeep per year",
        0.0,
        10.0,
        "assumption",
        "upkeep of fighters that 100 people under control can be taxed for, per year",
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
        0.5,
        "share of upkeep",
        0.0,
        5.0,
        "assumption",
        "share of upkeep that preying on civilians brings in",
    )
    weariness_loss: float = number(
        1.2, "per share lost", 0.0, 10.0, "assumption", "war-weariness from losing fighters"
    )
    weariness_time: float = number(
        0.06, "per year", 0.0, 1.0, "assumption", "war-weariness from every year of war"
    )
    zeal: float = number(
        0.35,
        "ratio",
        0.0,
        2.0,
        "assumption",
        "how fast jihadist factions tire of war, against others",
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
    divert_dollars: float = number(
        2400.0,
        "dollars a year",
        1.0,
        100_000.0,
        "calibrated",
        "diverted goods, at what they cost delivered, that keep a fighter for a year",
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
        share = _income(world, f) / fighters + np.float64(factions["support"][f])
        if factions["kind"][f] == STATE:
            share = r.treasury + (1.0 - r.treasury) * share  # beyond local revenue
        if factions["posture"][f] == PREY:
            share += r.loot
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
        taxed += held * places["persons"][p] * denied
        lootable += held * np.float64(places["resource"][p]) * denied
        if places["controller"][p] == f:
            taken += np.float64(world.works["diverted"][p])
    income = r.tax / PER_HUNDRED * taxed
    income += r.rent * lootable
    income += taken / r.divert_dollars
    return income


@rule
def tire(world: World) -> None:
    """War-weariness and beliefs about relative strength after a month of war."""
    r, factions = world.rules.recruitment, world.factions
    for f in fighting(world):
        lost = factions["losses"][f] / max(factions["fighters"][f], 1.0)
        gain = r.weariness_loss * lost + r.weariness_time / MONTHS_A_YEAR
        if factions["kind"][f] == JIHADIST:
            gain *= r.zeal
        if factions["posture"][f] == REST:
            gain -= r.weariness_rest
        weariness = np.float64(factions["weariness"][f])
        factions["weariness"][f] = min(max(weariness + gain, 0.0), 1.0)
        learn = r.belief_rate * (1.0 + r.belief_losses * lost)
        belief = np.float64(factions["belief"][f])
        factions["belief"][f] = belief + min(learn, 1.0) * (might(world, f) - belief)
        factions["losses"][f] = 0.0


@rule
def recruit(world: World) -> None:
    """New fighters join, the unpaid go home."""
    factions, each = world.factions, _row_weights(world)
    for f in fighting(world):
        if factions["foreign"][f]:
            continue
        if factions["kind"][f] == STATE:
            _enlist(world, f, _state_gap(world, f), each[f])
        else:
            _enlist(world, f, _volunteers(world, f), each[f])
    _desert(world)


# who wants to join


@rule
def _volunteers(world: World, f: int) -> R8:
    """(P,) persons who would join a faction this month."""
    r, places, factions = world.rules.recruitment, world.places, world.factions
    ceiling = r.ceiling * factions["initial"][f]
    room = max(1.0 - factions["fighters"][f] / ceiling, 0.0)
    wanted = np.zeros(len(places))
    for p in range(len(places)):
        if world.strength[f, p] <= 0.0:
            continue
        denied = 1.0 - world.rules.presence.denial * np.float64(places["presence"][p])
        reach = np.float64(world.control[f, p])
        adults = r.rate / MONTHS_A_YEAR * places["persons"][p] * 0.5
        wanted[p] = adults * reach * _motive(world, f, p) * room * denied
    return wanted


@rule
def _motive(world: World, f: int, p: int) -> float:
    """What draws people of a place to a faction, as weights added up."""
    r, places, factions, works = world.rules.recruitment, world.places, world.factions, world.works
    people = max(places["persons"][p], 1.0)
    motive = r.from_grievance * np.float64(places["grievance"][p])
    community = factions["community"][f]
    if community >= 0:
        kin = world.mood[p, community, 0] / people
        motive *= r.strangers + (1.0 - r.strangers) * kin
    heat, fear = np.float64(places["heat"][p]), np.float64(places["fear"][p])
    motive += r.from_revenge * min(heat, 1.0) * fear
    poor = 1.0 - np.float64(places["livelihood"][p])
    motive += r.from_money * np.float64(factions["supply"][f]) * poor
    motive += r.from_coercion * (1.0 - np.float64(factions["discipline"][f]))
    camps = places["displaced"][p] / people
    watched = np.float64(works["zone"][p]) * np.float64(works["guarded"][p])
    motive += r.camp_recruits * r.camp_young * camps * (1.0 - watched)
    return motive * (1.0 - np.float64(works["cvr"][p]))


@rule
def _state_gap(world: World, f: int) -> R8:
    """(P,) persons the state recruits: a share of its gap, where it is in control."""
    factions, persons = world.factions, world.places["persons"]
    rate = world.rules.recruitment.state_rate
    gap = max(factions["authorised"][f] - factions["fighters"][f], 0.0)
    people = 0.0
    for p in range(len(persons)):
        people += np.float64(world.control[f, p]) * persons[p]
    wanted = np.zeros(len(persons))
    for p in range(len(persons)):
        held = np.float64(world.control[f, p]) * persons[p]
        wanted[p] = rate * gap * held / max(people, 1.0)
    return wanted


# rows of new fighters


@rule
def _enlist(world: World, f: int, wanted: R8, each: float) -> None:
    """New rows of fighters, of `each` persons; who they were is put on their places' toll."""
    numbers = _count(world, f, wanted, each)
    rows = numbers.sum()
    if rows > 0:
        before = len(world.combatants)
        world.combatants = longer(world.combatants, rows)
        _join(world, f, numbers, each, before)
        world.outflow[RECRUITED] += rows * each


@rule
def _row_weights(world: World) -> R8:
    """(F,) persons a new row of a faction stands for: as its rows on average, or the first's."""
    faction, weight = world.combatants["faction"], world.combatants["weight"]
    each, rows = np.zeros(len(world.factions)), np.zeros(len(world.factions))
    for i in range(len(faction)):
        if weight[i] > 0.0:
            each[faction[i]] += weight[i]
            rows[faction[i]] += 1.0
    for f in range(len(each)):
        each[f] = each[f] / rows[f] if rows[f] > 0.0 else world.rules.recruitment.first_row
    return each


@rule
def _count(world: World, f: int, wanted: R8, each: float) -> I8:
    """(P,) rows that join: whole ones by keyed luck, a share of the people at most."""
    key, most = world.factions["key"][f], world.rules.recruitment.join_most
    persons, toll = world.places["persons"], world.places["toll"]
    numbers = np.zeros(len(wanted), np.int64)
    for p in range(len(wanted)):
        if wanted[p] <= 0.0:
            continue
        luck = streams.u(world.seed, streams.RECRUIT, world.week, p, key)
        number = whole(luck, wanted[p] / each)
        room = most * (persons[p] - toll[p])
        number = max(min(number, int(room / each)), 0)
        numbers[p] = number
        toll[p] += number * each
    return numbers


@rule
def _join(world: World, f: int, numbers: I8, each: float, first: int) -> None:
    """Recruits join their faction's nearest band, in rows from `first`.

    Their id is (faction, place, week, ordinal). Who finds nobody to join stays a civilian.
    """
    rows, bands, key = world.combatants, world.bands, world.factions["key"][f]
    n = first
    for p in range(len(numbers)):
        if numbers[p] == 0:
            continue
        band = _nearest_band(world, f, p)
        if band < 0:
            world.places["toll"][p] -= numbers[p] * each
            continue
        for ordinal in range(numbers[p]):
            luck = streams.hash64(key, streams.RECRUIT, world.week, p, ordinal)
            rows["key"][n] = np.int64(luck >> np.uint64(2))
            rows["weight"][n] = each
            rows["band"][n] = band
            rows["faction"][n] = f
            rows["place"][n] = bands["place"][band]
            rows["livelihood"][n] = 0.5
            rows["abusive"][n] = bands["abusive"][band]
            n += 1


@rule
def _nearest_band(world: World, f: int, p: int) -> int:
    """The row of a faction's band that is soonest in a place; -1: it has none."""
    bands, hours = world.bands, world.roads.hours_between
    best = -1
    for b in range(len(bands)):
        if bands["faction"][b] == f and (
            best < 0 or hours[p, bands["place"][b]] < hours[p, bands["place"][best]]
        ):
            best = b
    return best


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
        "places.toll",
    ),
    without={"nature.recruitment.rate": 0.0},
    claims=(Claim("fighters_other", +1),),
)
