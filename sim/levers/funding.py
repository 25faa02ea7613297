"""Lever `funding`: assessed contributions arrive late and short; every lever is paid or scaled.

Standing costs (people under contract, and what is owed to their contributors) come before
programmes unless the user's priority says otherwise. Nothing acts unpaid. A force that the money
cannot keep is sent home, and going home costs money too (the 15 % cut that became 25 %).
"""

from __future__ import annotations

import math
from datetime import date
from typing import Any, Literal

import numpy as np
from pydantic import Field

from sim.fields.calendar_days import date_of, ordinal_of
from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import (
    CALENDAR_MONTHS,
    MONTHS_A_YEAR,
    SHORTEST_MONTH,
    SUNDAY,
    TINY,
    WEEKS_A_YEAR,
)
from sim.fields.parameter import Group, choice, number
from sim.luck import streams
from sim.luck.distributions import normal
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.items import FORCE, PROGRAMME, STANDING
from sim.state.mission import Mission, enter
from sim.state.world import World

TOGETHER, FORCE_FIRST, PROGRAMMES_FIRST = range(3)  # as Funding.priority lists them


class Funding(LeverTable):
    """Money: assessed contributions, their lateness, cuts."""

    NAME = "funding"
    HELP = LeverHelp(
        about="The one budget everything is paid from. Contributions come late and short; a cut "
        "in mid-year falls on what is left of the year and pays for sending people home.",
        examples="The 15 % cut of 2025 became about 25 % fewer uniformed people in nine months.",
        works="When commitments and money match.",
        fails="Arrears, late assessments, cuts whose timing hurts more than their size.",
        who_bears="Whoever the priority puts last.",
        evidence=(
            ("E8", "arrears and liquidity crises are documented: 2 of 6.7 bn dollars in 2019"),
            ("A11", "more spending, less relapse"),
        ),
    )

    budget: float = number(
        0.0,
        "dollars a year",
        0.0,
        5_000_000_000.0,
        "assumption",
        "approved yearly budget of the mission",
    )
    cover: float = number(
        0.92,
        "share",
        0.0,
        1.0,
        "evidence:E8",
        "share of the assessed money that arrives within its year",
    )
    cut: float = number(
        0.0,
        "share of a year's budget",
        0.0,
        1.0,
        "assumption",
        "share of a year's budget that is withdrawn, to be found within `cut_months`",
    )
    cut_start: date | None = Field(None, description="day the cut begins; empty: from the start")
    cut_months: int = number(
        12,
        "months",
        1,
        60,
        "assumption",
        "months over which the cut must be found; afterwards the budget is lower by it",
    )
    priority: Literal["together", "force", "programmes"] = choice(
        "together",
        "assumption",
        "what is paid first when cash is short: all scaled down together, the force, or programmes",
    )


class FundingNumbers(Group):
    """How money arrives."""

    TABLE = "funding"

    arrival_noise: float = number(
        0.25, "log", 0.0, 2.0, "evidence:E8", "monthly spread of contributions received"
    )
    arrival_most: float = number(
        1.5,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "money that arrives in a week at most, against a week of the budget",
    )
    reserve_weeks: float = number(
        8.0,
        "weeks",
        0.0,
        520.0,
        "assumption",
        "weeks of the budget that may lie unspent; beyond it less is assessed",
    )
    pace: float = number(
        0.15,
        "share per month",
        0.0,
        1.0,
        "assumption",
        "of the force that planning and transport can send home in a month",
    )
    short: float = number(
        0.97,
        "share",
        0.0,
        1.0,
        "assumption",
        "standing costs paid below which the headquarters sends units home",
    )
    cash_weeks: float = number(
        26.0,
        "weeks",
        1.0,
        520.0,
        "assumption",
        "weeks over which the headquarters plans to spend what is in hand",
    )
    spare: float = number(
        1.1,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "money against standing costs above which units are called back",
    )
    recall: float = number(
        0.05,
        "share per month",
        0.0,
        1.0,
        "assumption",
        "of the force called back in a month with money to spare",
    )


@rule
def yearly(world: World) -> float:
    """Dollars a year that the budget and its cut amount to this week."""
    return world.plan.funding.budget * (1.0 - cut_now(world))


@rule
def cut_now(world: World) -> float:
    """Share of the budget withdrawn this week.

    The cut is one year's: found within `cut_months` it weighs more the fewer they are; after
    them the budget stays lower by the cut.
    """
    table = world.plan.funding
    if table.cut <= 0.0:
        return 0.0
    if table.cut_start == 0:
        return table.cut
    if world.day + SUNDAY < table.cut_start:
        return 0.0
    if world.day < _months_later(table.cut_start, table.cut_months):
        return min(table.cut * MONTHS_A_YEAR / table.cut_months, 1.0)
    return table.cut


@rule
def _months_later(day: int, months: int) -> int:
    """That many months after a day, and no later in its month than every month has days."""
    year, month, number = date_of(day)
    count = year * CALENDAR_MONTHS + month - 1 + months
    month = count % CALENDAR_MONTHS + 1
    return ordinal_of(count // CALENDAR_MONTHS, month, min(number, SHORTEST_MONTH))


@rule
def income(world: World) -> int:
    """Whole dollars that arrive this week: the budget, less the cut, less what comes late."""
    p = world.rules.funding
    if not world.mission.mandated:
        return 0
    spread = p.arrival_noise
    luck = normal(streams.u(world.seed, streams.MONEY_ARRIVAL, world.month, 0, 0))
    timing = math.exp(spread * luck - 0.5 * spread * spread)
    share = min(world.plan.funding.cover * timing, p.arrival_most)
    return math.floor(yearly(world) * share / WEEKS_A_YEAR)


@rule
def pay(world: World) -> None:
    """Receive the week's money, pay what it can of the bills, book both."""
    mission = world.mission
    want = _wanted(mission)
    weeks = world.rules.funding.reserve_weeks
    reserve = math.floor(yearly(world) / WEEKS_A_YEAR * weeks)
    most = max(want.sum() + mission.owed + reserve - mission.cash, 0)
    money = min(income(world), most)  # what is not needed is not assessed
    hand = mission.cash + money
    costs = np.zeros_like(want)
    for turn in range(2):
        hand -= _share_out(world, turn, want, costs, hand)
    unpaid = 0
    for item in range(len(want)):
        if mission.group[item] != PROGRAMME:
            unpaid += want[item] - costs[item]
    repaid = min(mission.owed, hand)
    mission.owed += unpaid - repaid
    costs[FORCE] += repaid
    enter(mission, money, costs)


@rule
def _wanted(mission: Mission) -> Any:
    """(items,) whole dollars of this week's bills; without a mandate only of what is owed."""
    want = np.zeros(len(mission.group), np.int64)
    for item in range(len(want)):
        if mission.mandated or mission.group[item] != PROGRAMME:
            want[item] = math.floor(mission.bills[item])
    return want


@rule
def _share_out(world: World, turn: int, want: Any, costs: Any, hand: int) -> int:
    """Pay the items whose turn it is, all the same share; returns the dollars that it takes."""
    mission, priority = world.mission, world.plan.funding.priority
    asked = 0
    for item in range(len(want)):
        if _turn(priority, mission.group[item]) == turn:
            asked += want[item]
    share = min(hand / asked, 1.0) if asked > 0 else 1.0
    spent = 0
    for item in range(len(want)):
        if _turn(priority, mission.group[item]) == turn:
            mission.paid[item] = share
            costs[item] = math.floor(want[item] * share)
            spent += costs[item]
    return spent


@rule
def _turn(priority: int, group: int) -> int:
    """When items of a group are paid: first (0) or second (1)."""
    if priority == TOGETHER:
        return 0
    return 1 if (group == PROGRAMME) == (priority == FORCE_FIRST) else 0


@rule
def plan(world: World) -> None:
    """A month of planning: send home what the money cannot keep, call it back when it can."""
    mission, p = world.mission, world.rules.funding
    if not mission.mandated:
        return
    rate = yearly(world) * world.plan.funding.cover / WEEKS_A_YEAR
    standing, programmes = _billed(mission, STANDING), _billed(mission, PROGRAMME)
    priority = world.plan.funding.priority
    spare = standing / max(standing + programmes, 1.0)
    if priority == FORCE_FIRST:
        spare = 1.0
    elif priority == PROGRAMMES_FIRST:
        spare = max(rate - programmes, 0.0) / max(rate, 1.0)
    affordable = rate * spare + mission.cash / p.cash_weeks
    if standing > 0.0 and mission.paid[FORCE] < p.short and affordable < standing:
        mission.funded = _fitting(world, affordable, standing)
    elif mission.funded < 1.0 and affordable > p.spare * standing:
        mission.funded = min(mission.funded + p.recall, 1.0)


@rule
def _fitting(world: World, affordable: float, standing: float) -> float:
    """Share of the force to plan with when so many dollars are there for what it costs."""
    mission, pace = world.mission, world.rules.funding.pace
    present, authorised = 0.0, 0.0
    for kind in range(len(mission.present)):
        present += mission.present[kind]
        authorised += mission.authorised[kind]
    whole = max(authorised / max(mission.funded, TINY), 1.0)
    fit = present / whole * affordable / standing
    return max(min(mission.funded, fit), mission.funded - pace, 0.0)


@rule
def _billed(mission: Mission, group: int) -> float:
    """Dollars of this week's bills for a group of items."""
    dollars = 0.0
    for item in range(len(mission.group)):
        if mission.group[item] == group:
            dollars += mission.bills[item]
    return dollars


LEVER = Lever(
    table=Funding,
    numbers=FundingNumbers,
    amounts={"cut": (0.0, 0.15, 0.5)},
    claims=(Claim("cost", -1, bookkeeping=True), Claim("sent_home", +1, bookkeeping=True)),
    rests_on={
        "cut_start": ("funding.cut",),
        "cut_months": ("funding.cut",),
        "cover": ("funding.budget",),
        "cut": ("funding.budget",),
    },
    waits_for={
        "priority": "a week in which the money is short",
        "cover": "a week in which the money is short",
    },
)
