"""Lever `funding`: assessed contributions arrive late and short; every lever is paid or scaled.

Standing costs (people under contract, and what is owed to their contributors) come before
programmes unless the user's priority says otherwise. Nothing acts unpaid.
"""

from __future__ import annotations

import math

from sim import streams
from sim.distributions import normal
from sim.mission import COSTS
from sim.world import World

WEEKS_A_YEAR = 365.25 / 7.0
STANDING = ("force", "police", "observers")


def income(world: World) -> int:
    """Whole dollars that arrive this week: the budget, less the cut, less what comes late."""
    table = world.policy.funding
    if not world.mission.mandated:
        return 0
    month = world.today.year * 12 + world.today.month
    spread = world.rules.contributors.arrival_noise
    luck = normal(streams.u(world.seed, streams.MONEY_ARRIVAL, month, 0, 0))
    timing = math.exp(spread * luck - 0.5 * spread * spread)
    return math.floor(
        table.budget * (1.0 - table.cut) * min(table.cover * timing, 1.5) / WEEKS_A_YEAR
    )


def pay(world: World, bills: dict[str, float]) -> None:
    """Receive the week's money, pay what it can of the bills (dollars by item), book both."""
    mission = world.mission
    money = income(world)
    hand = mission.cash + money
    want = {name: math.floor(bills.get(name, 0.0)) for name in COSTS}  # whole dollars: exact
    order = world.policy.funding.priority
    if order == "force":
        groups = [list(STANDING), [name for name in COSTS if name not in STANDING]]
    elif order == "programmes":
        groups = [[name for name in COSTS if name not in STANDING], list(STANDING)]
    else:
        groups = [list(COSTS)]
    costs: dict[str, int] = {}
    for group in groups:
        total = sum(want[name] for name in group)
        share = min(hand / total, 1.0) if total > 0.0 else 1.0
        for name in group:
            costs[name] = math.floor(want[name] * share)
            mission.paid[name] = share
        hand -= sum(costs[name] for name in group)
    unpaid = sum(want[name] - costs[name] for name in STANDING)
    repaid = min(mission.owed, hand)
    mission.owed += unpaid - repaid
    costs["force"] += repaid
    mission.enter(money, costs)
