"""Lever `funding`: assessed contributions arrive late and short; every lever is paid or scaled.

Standing costs (people under contract, and what is owed to their contributors) come before
programmes unless the user's priority says otherwise. Nothing acts unpaid. A force that the money
cannot keep is sent home, and going home costs money too (the 15 % cut that became 25 %).
"""

from __future__ import annotations

import math
from datetime import date, timedelta

from sim.luck import streams
from sim.luck.distributions import normal
from sim.state.mission import COSTS, PROGRAMMES, STANDING
from sim.state.world import World

STANDING_COSTS = (*STANDING, "repatriation")
ORDER = {  # who is paid first
    "force": (STANDING_COSTS, PROGRAMMES),
    "programmes": (PROGRAMMES, STANDING_COSTS),
    "together": (COSTS,),
}
WEEKS_A_YEAR = 365.25 / 7.0
RESERVE_WEEKS = 8.0  # of the budget that may lie unspent; beyond it less is assessed (assumption)
PACE = 0.15  # of the force that planning and transport can send home in a month (assumption)
SHORT = 0.97  # share of standing costs paid below which the headquarters sends units home


def yearly(world: World) -> float:
    """Dollars a year that the budget and its cut amount to this week."""
    table = world.policy.funding
    return table.budget * (1.0 - cut_now(world))


def cut_now(world: World) -> float:
    """Share of the budget withdrawn this week.

    The cut is one year's: found within `cut_months` it weighs more the fewer they are; after
    them the budget stays lower by the cut.
    """
    table = world.policy.funding
    if table.cut <= 0.0:
        return 0.0
    if table.cut_start is None:
        return table.cut
    if world.today + timedelta(days=6) < table.cut_start:
        return 0.0
    if world.today < _months_later(table.cut_start, table.cut_months):
        return min(table.cut * 12.0 / table.cut_months, 1.0)
    return table.cut


def _months_later(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, min(day.day, 28))


def income(world: World) -> int:
    """Whole dollars that arrive this week: the budget, less the cut, less what comes late."""
    table = world.policy.funding
    if not world.mission.mandated:
        return 0
    month = world.today.year * 12 + world.today.month
    spread = world.rules.contributors.arrival_noise
    luck = normal(streams.u(world.seed, streams.MONEY_ARRIVAL, month, 0, 0))
    timing = math.exp(spread * luck - 0.5 * spread * spread)
    return math.floor(yearly(world) * min(table.cover * timing, 1.5) / WEEKS_A_YEAR)


def pay(world: World, bills: dict[str, float]) -> None:
    """Receive the week's money, pay what it can of the bills (dollars by item), book both."""
    mission = world.mission
    due = COSTS if mission.mandated else STANDING_COSTS
    want = dict.fromkeys(COSTS, 0)
    for name in due:
        want[name] = math.floor(bills.get(name, 0.0))  # whole dollars: exact
    reserve = math.floor(yearly(world) / WEEKS_A_YEAR * RESERVE_WEEKS)
    most = max(sum(want.values()) + mission.owed + reserve - mission.cash, 0)
    money = min(income(world), most)  # what is not needed is not assessed
    hand = mission.cash + money
    costs: dict[str, int] = {}
    for group in ORDER[world.policy.funding.priority]:
        total = sum([want[name] for name in group])
        share = min(hand / total, 1.0) if total > 0.0 else 1.0
        paid = {name: math.floor(want[name] * share) for name in group}
        mission.paid |= dict.fromkeys(group, share)
        costs |= paid
        hand -= sum(paid.values())
    unpaid = sum([want[name] - costs[name] for name in STANDING_COSTS])
    repaid = min(mission.owed, hand)
    mission.owed += unpaid - repaid
    costs["force"] += repaid
    mission.enter(money, costs)


def plan(world: World, bills: dict[str, float]) -> None:
    """A month of planning: send home what the money cannot keep, call it back when it can."""
    mission, table = world.mission, world.policy.funding
    if not mission.mandated:
        return
    rate = yearly(world) * table.cover / WEEKS_A_YEAR
    standing = sum(bills.get(name, 0.0) for name in STANDING)
    programmes = sum(bills.get(name, 0.0) for name in PROGRAMMES)
    keep = {"force": 1.0, "programmes": max(rate - programmes, 0.0) / max(rate, 1.0)}
    spare = keep.get(table.priority, standing / max(standing + programmes, 1.0))
    affordable = rate * spare + mission.cash / 26.0
    if standing > 0.0 and mission.paid["force"] < SHORT and affordable < standing:
        present = float(mission.present.sum())
        whole = max(sum(mission.authorised.values()) / max(mission.funded, 1e-9), 1.0)
        fit = present / whole * affordable / standing
        mission.funded = max(min(mission.funded, fit), mission.funded - PACE, 0.0)
    elif mission.funded < 1.0 and affordable > 1.1 * standing:
        mission.funded = min(mission.funded + 0.05, 1.0)
