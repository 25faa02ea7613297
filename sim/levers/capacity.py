"""Lever `capacity`: advisers for administration, courts, police and army. Evidence H6, H7."""

from __future__ import annotations

import numpy as np

from sim.state.works import cover
from sim.state.world import World

WEEKS_A_YEAR = 365.25 / 7.0
MONTHLY = 0.02  # of the remaining distance that advisers close in a month (assumption)


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week: advisers are international posts."""
    table = world.policy.capacity
    staff = table.administration + table.rule_of_law + table.police + table.ssr
    return {"capacity": staff * world.rules.prices.staff_year / WEEKS_A_YEAR}


def work(world: World) -> None:
    """Advisers add to what institutions can do where the state is; part of it lasts."""
    table, p = world.policy.capacity, world.rules.programmes
    ready = world.mission.working("capacity")
    _reform(world, ready)
    if ready <= 0.0:
        return
    million = float(world.places["persons"].sum()) / 1.0e6 + 1e-6
    works, governments = world.works, world.governments
    held = world.places["state_control"] * (1.0 - 0.5 * governments["corruption"])

    def reach(advisers: int) -> float:
        return float(cover(advisers * ready / million, p.advisers_half))

    works["law"] = p.law_effect * reach(table.rule_of_law) * held
    works["order"] = p.police_effect * reach(table.police) * held
    works["administration"] = p.administration_effect * reach(table.administration) * held
    lasting = MONTHLY * (1.0 - p.dependence)
    for column, added in (("capacity", works["administration"]), ("police", works["order"])):
        value = governments[column]
        governments[column] = value + lasting * added * (1.0 - value)


def _reform(world: World, ready: float) -> None:
    """Security sector reform restrains the state's forces, and makes them stronger."""
    p = world.rules.programmes
    million = float(world.places["persons"].sum()) / 1.0e6 + 1e-6
    advisers = world.policy.capacity.ssr * ready
    aim = float(cover(advisers / million, p.advisers_half))
    mission = world.mission
    mission.ssr += 0.05 * (aim - mission.ssr) if aim != mission.ssr else 0.0
    if mission.ssr > 1e-6:
        works = world.works
        works["restraint"] = 1.0 - (1.0 - works["restraint"]) * (1.0 - p.ssr_effect * mission.ssr)


def growth(world: World) -> float:
    """Fighting worth that reform adds to the state's forces, as a ratio."""
    return 1.0 + float(np.float64(world.rules.programmes.ssr_strength) * world.mission.ssr)
