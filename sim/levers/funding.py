"""Lever `funding`: assessed contributions arrive late and short; every lever is paid or scaled.

Standing costs (people under contract, and what is owed to their contributors) come before
programmes unless the user's priority says otherwise. Nothing acts unpaid. A force that the money
cannot keep is sent home, and going home costs money too (the 15 % cut that became 25 %).
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from sim.fields.arithmetic import total
from sim.fields.claim import Claim
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
from sim.state.mission import Items
from sim.state.world import World


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


def yearly(world: World) -> float:
    """Dollars a year that the budget and its cut amount to this week."""
    table = world.policy.of(Funding)
    return table.budget * (1.0 - cut_now(world))


def cut_now(world: World) -> float:
    """Share of the budget withdrawn this week.

    The cut is one year's: found within `cut_months` it weighs more the fewer they are; after
    them the budget stays lower by the cut.
    """
    table = world.policy.of(Funding)
    if table.cut <= 0.0:
        return 0.0
    if table.cut_start is None:
        return table.cut
    if world.today + timedelta(days=SUNDAY) < table.cut_start:
        return 0.0
    if world.today < _months_later(table.cut_start, table.cut_months):
        return min(table.cut * MONTHS_A_YEAR / table.cut_months, 1.0)
    return table.cut


def _months_later(day: date, months: int) -> date:
    count = day.year * CALENDAR_MONTHS + day.month - 1 + months
    year, month = divmod(count, CALENDAR_MONTHS)
    return date(year, month + 1, min(day.day, SHORTEST_MONTH))


def income(world: World) -> int:
    """Whole dollars that arrive this week: the budget, less the cut, less what comes late."""
    table = world.policy.of(Funding)
    if not world.mission.mandated:
        return 0
    month = world.today.year * CALENDAR_MONTHS + world.today.month
    p = world.rules.of(FundingNumbers)
    spread = p.arrival_noise
    luck = normal(streams.u(world.seed, streams.MONEY_ARRIVAL, month, 0, 0))
    timing = math.exp(spread * luck - 0.5 * spread * spread)
    return math.floor(yearly(world) * min(table.cover * timing, p.arrival_most) / WEEKS_A_YEAR)


def pay(world: World, bills: dict[str, float]) -> None:
    """Receive the week's money, pay what it can of the bills (dollars by item), book both."""
    mission = world.mission
    items = mission.items
    due = items.costs if mission.mandated else items.owed
    want = dict.fromkeys(items.costs, 0)
    for name in due:
        want[name] = math.floor(bills.get(name, 0.0))  # whole dollars: exact
    weeks = world.rules.of(FundingNumbers).reserve_weeks
    reserve = math.floor(yearly(world) / WEEKS_A_YEAR * weeks)
    most = max(sum(want.values()) + mission.owed + reserve - mission.cash, 0)
    money = min(income(world), most)  # what is not needed is not assessed
    hand = mission.cash + money
    costs: dict[str, int] = {}
    for group in _first(world.policy.of(Funding).priority, items):
        asked = sum([want[name] for name in group])
        share = min(hand / asked, 1.0) if asked > 0.0 else 1.0
        paid = {name: math.floor(want[name] * share) for name in group}
        mission.paid.update(dict.fromkeys(group, share))
        costs |= paid
        hand -= sum(paid.values())
    unpaid = sum([want[name] - costs[name] for name in items.owed])
    repaid = min(mission.owed, hand)
    mission.owed += unpaid - repaid
    costs["force"] += repaid
    mission.enter(money, costs)


def _first(priority: str, items: Items) -> tuple[tuple[str, ...], ...]:
    """Groups of items in the order in which they are paid; within a group all alike."""
    return {
        "force": (items.owed, items.programmes),
        "programmes": (items.programmes, items.owed),
        "together": (items.costs,),
    }[priority]


def plan(world: World, bills: dict[str, float]) -> None:
    """A month of planning: send home what the money cannot keep, call it back when it can."""
    mission, table, p = world.mission, world.policy.of(Funding), world.rules.of(FundingNumbers)
    if not mission.mandated:
        return
    rate = yearly(world) * table.cover / WEEKS_A_YEAR
    standing = total([bills.get(name, 0.0) for name in mission.items.standing])
    programmes = total([bills.get(name, 0.0) for name in mission.items.programmes])
    keep = {"force": 1.0, "programmes": max(rate - programmes, 0.0) / max(rate, 1.0)}
    spare = keep.get(table.priority, standing / max(standing + programmes, 1.0))
    affordable = rate * spare + mission.cash / p.cash_weeks
    if standing > 0.0 and mission.paid["force"] < p.short and affordable < standing:
        present = total(mission.present)
        whole = max(total(mission.authorised) / max(mission.funded, TINY), 1.0)
        fit = present / whole * affordable / standing
        mission.funded = max(min(mission.funded, fit), mission.funded - p.pace, 0.0)
    elif mission.funded < 1.0 and affordable > p.spare * standing:
        mission.funded = min(mission.funded + p.recall, 1.0)


LEVER = Lever(
    table=Funding,
    numbers=FundingNumbers,
    amounts={"cut": (0.0, 0.15, 0.5)},
    claims=(Claim("cost", -1, bookkeeping=True), Claim("sent_home", +1, bookkeeping=True)),
)
