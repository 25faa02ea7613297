"""Recruitment, supply and desertion: how factions grow and shrink, month by month.

Grievance, revenge, pay and coercion draw people where a faction has control; a faction near its
ceiling, or denied a place by peacekeepers, draws fewer. Recruits leave the civilians one by one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.fields.arithmetic import total
from sim.fields.claim import Claim
from sim.fields.column import R4, R8, as_array, as_table
from sim.fields.conversions import MONTHS_A_YEAR, PER_HUNDRED
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.luck.distributions import whole
from sim.nature.mechanism import Mechanism
from sim.state.factions import (
    ACTIVE,
    COMBATANT_DTYPE,
    DEMOBILISED,
    JIHADIST,
    PREY,
    REMOBILISED,
    REST,
    STATE,
    Bands,
    Combatants,
    Factions,
    joined,
)
from sim.state.places import Places
from sim.state.world import World


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


def supply(world: World) -> None:
    """Tax, rents, loot and outside money against upkeep; unpaid fighters leave."""
    r = world.rules.of(RecruitmentNumbers)
    places = world.places
    denied = 1.0 - world.rules.presence.denial * places["presence"].astype(np.float64)
    for f in world.fighting():
        factions = world.factions
        fighters = max(float(factions["fighters"][f]), 1.0)
        held = world.control[f].astype(np.float64)
        income = r.tax / PER_HUNDRED * total(held * places["persons"] * denied)
        income += r.rent * total(held * places["resource"] * denied)
        taken = world.works["diverted"][places["controller"] == f]
        income += total(taken) / r.divert_dollars
        share = income / fighters + float(factions["support"][f])
        if factions["kind"][f] == STATE:
            share = r.treasury + (1.0 - r.treasury) * share  # beyond local revenue
        if factions["posture"][f] == PREY:
            share += r.loot
        kept = (1.0 - r.supply_rate) * float(factions["supply"][f])
        factions["supply"][f] = kept + r.supply_rate * min(share, 1.0)


def tire(world: World) -> None:
    """War-weariness and beliefs about relative strength after a month of war."""
    r = world.rules.of(RecruitmentNumbers)
    factions = world.factions
    for f in world.fighting():
        lost = float(factions["losses"][f]) / max(float(factions["fighters"][f]), 1.0)
        gain = r.weariness_loss * lost + r.weariness_time / MONTHS_A_YEAR
        if factions["kind"][f] == JIHADIST:
            gain *= r.zeal
        if factions["posture"][f] == REST:
            gain -= r.weariness_rest
        factions["weariness"][f] = min(max(float(factions["weariness"][f]) + gain, 0.0), 1.0)
        learn = r.belief_rate * (1.0 + r.belief_losses * lost)
        belief = float(factions["belief"][f])
        factions["belief"][f] = belief + min(learn, 1.0) * (world.might(f) - belief)
        factions["losses"][f] = 0.0


def recruit(world: World) -> None:
    """New fighters join, the unpaid go home."""
    new = [as_array(world.combatants)]
    for f in world.fighting():
        if world.factions["foreign"][f]:
            continue
        wanted = (
            _state_gap(world, f) if world.factions["kind"][f] == STATE else (_volunteers(world, f))
        )
        rows = _enlist(world, f, wanted)
        if len(rows):
            new.append(rows)
    if len(new) > 1:
        world.combatants = as_table(Combatants, joined(new))
    desertion = world.rules.of(RecruitmentNumbers).desertion
    _desert(world.combatants, world.factions, desertion, world.seed, world.week)


def _volunteers(world: World, f: int) -> NDArray[np.float64]:
    """(P,) persons who would join a faction this month."""
    r = world.rules.of(RecruitmentNumbers)
    places, factions = world.places, world.factions
    motive = r.from_grievance * places["grievance"].astype(np.float64)
    if factions["community"][f] >= 0:
        people = np.maximum(places["persons"], 1.0)
        kin = world.mood[:, factions["community"][f], 0] / people
        motive *= r.strangers + (1.0 - r.strangers) * kin
    motive += r.from_revenge * np.minimum(places["heat"].astype(np.float64), 1.0) * places["fear"]
    poor = 1.0 - places["livelihood"].astype(np.float64)
    motive += r.from_money * float(factions["supply"][f]) * poor
    motive += r.from_coercion * (1.0 - float(factions["discipline"][f]))
    works = world.works
    camps = places["displaced"] / np.maximum(places["persons"], 1.0)
    watched = works["zone"].astype(np.float64) * works["guarded"]
    motive += r.camp_recruits * r.camp_young * camps * (1.0 - watched)
    motive *= 1.0 - works["cvr"].astype(np.float64)
    ceiling = r.ceiling * float(factions["initial"][f])
    room = max(1.0 - float(factions["fighters"][f]) / ceiling, 0.0)
    denied = 1.0 - world.rules.presence.denial * places["presence"].astype(np.float64)
    reach = world.control[f].astype(np.float64) * (world.strength[f] > 0.0)
    adults = r.rate / MONTHS_A_YEAR * places["persons"] * 0.5
    wanted: NDArray[np.float64] = adults * reach * motive * room * denied
    return wanted


def _state_gap(world: World, f: int) -> NDArray[np.float64]:
    """(P,) persons the state recruits: a share of its gap, where it is in control."""
    factions = world.factions
    gap = max(float(factions["authorised"][f]) - float(factions["fighters"][f]), 0.0)
    held = world.control[f].astype(np.float64) * world.places["persons"]
    rate = world.rules.of(RecruitmentNumbers).state_rate
    wanted: NDArray[np.float64] = rate * gap * held / max(total(held), 1.0)
    return wanted


def _enlist(world: World, f: int, wanted: NDArray[np.float64]) -> NDArray[np.void]:
    """Rows of new fighters; the people they were are put on their places' toll."""
    r = world.rules.of(RecruitmentNumbers)
    each = _row_weight(world.combatants, f, r.first_row)
    numbers = np.zeros(world.place_count, np.int32)
    key = int(world.factions["key"][f])
    _count(wanted, each, r.join_most, world.places, numbers, key, world.seed, world.week)
    rows = np.zeros(int(numbers.sum()), COMBATANT_DTYPE)
    if len(rows):
        _join(
            rows,
            numbers,
            each,
            f,
            key,
            world.bands,
            world.roads.hours_between,
            world.places,
            world.week,
        )
        world.outflow["recruited"] = world.outflow.get("recruited", 0.0) + len(rows) * each
    return rows


@njit(cache=True, nogil=True)
def _row_weight(combatants: Combatants, f: int, first: float) -> float:
    """Persons a new row of this faction stands for: as its rows on average; `first` without."""
    total = 0.0
    rows = 0
    for i in range(len(combatants)):
        if combatants["faction"][i] == f and combatants["weight"][i] > 0.0:
            total += np.float64(combatants["weight"][i])
            rows += 1
    return total / rows if rows > 0 else first


@njit(cache=True, nogil=True)
def _count(
    wanted: R8,
    each: float,
    most: float,
    places: Places,
    numbers: Any,
    key: int,
    seed: int,
    week: int,
) -> None:
    """How many rows join in each place: whole rows by keyed luck, `most` of the people at most."""
    toll = places["toll"]
    for p in range(wanted.shape[0]):
        if wanted[p] <= 0.0:
            continue
        number = whole(streams.u(seed, streams.RECRUIT, week, p, key), np.float64(wanted[p]) / each)
        room = most * (np.float64(places["persons"][p]) - np.float64(toll[p]))
        number = max(min(number, int(room / each)), 0)
        numbers[p] = number
        toll[p] += number * each


@njit(cache=True, nogil=True)
def _join(
    rows: Any,
    numbers: Any,
    each: float,
    f: int,
    key: int,
    bands: Bands,
    hours: R4,
    places: Places,
    week: int,
) -> None:
    """Recruits join their faction's nearest band; id = (faction, place, week, ordinal)."""
    n = 0
    for p in range(numbers.shape[0]):
        if numbers[p] == 0:
            continue
        best = -1
        for b in range(len(bands)):
            if bands["faction"][b] == f and (
                best < 0 or hours[p, bands["place"][b]] < hours[p, bands["place"][best]]
            ):
                best = b
        if best < 0:  # nobody to join: they stay civilians
            places["toll"][p] -= numbers[p] * each
            continue
        for ordinal in range(numbers[p]):
            rows["key"][n] = np.int64(
                streams.hash64(key, streams.RECRUIT, week, p, ordinal) >> np.uint64(2)
            )
            rows["weight"][n] = each
            rows["band"][n] = best
            rows["faction"][n] = f
            rows["place"][n] = bands["place"][best]
            rows["livelihood"][n] = 0.5
            rows["abusive"][n] = bands["abusive"][best]
            n += 1


@njit(cache=True, nogil=True)
def _desert(combatants: Combatants, factions: Factions, rate: float, seed: int, week: int) -> None:
    """Fighters of unpaid factions go home; they stay in the table as demobilised."""
    status = combatants["status"]
    for i in range(status.shape[0]):
        if status[i] != ACTIVE and status[i] != REMOBILISED:
            continue
        chance = rate * (1.0 - np.float64(factions["supply"][combatants["faction"][i]]))
        if streams.u(seed, streams.DESERT, week, combatants["key"][i], 0) < chance:
            status[i] = DEMOBILISED
            combatants["weeks"][i] = 0


MECHANISM = Mechanism(
    name="recruitment",
    numbers=RecruitmentNumbers,
    writes=(
        "combatants",
        "factions.supply",
        "factions.weariness",
        "factions.losses",
        "factions.belief",
        "places.toll",
    ),
    without={"nature.recruitment.rate": 0.0},
    claims=(Claim("fighters_other", +1),),
)
